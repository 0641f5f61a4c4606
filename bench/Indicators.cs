using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;

namespace OneMetre.Bench;

/// <summary>
/// The store of figures against DuckDB, PostgreSQL with a covering index, and one pass over as much memory: 57 measures × 2,844 counties × 206 periods × 3 splits, one figure in
/// each place or in one of ten, written in a shuffled order. Every engine must give the same answers before any is timed; parameters change from one question to the next.
/// ONEMETRE_BENCH_ROWS lowers the set, and ONEMETRE_BENCH_POSTGRES_ROWS PostgreSQL's, whose loading takes longest.
/// </summary>
static class Indicators
{
    const int Runs = 9;
    static readonly string[] Questions = [Question.ByProvince, Question.OfNation, Question.OfRegion, Question.League, Question.RollUp];
    static readonly Dictionary<string, double> Required = new() { [Question.ByProvince] = 20, [Question.OfNation] = 5, [Question.OfRegion] = 20, [Question.League] = 1.5, [Question.RollUp] = 10 };

    public static async Task Run(Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-bench-").FullName;
        try
        {
            var periods = PeriodsFor("ONEMETRE_BENCH_ROWS", FigureSet.MostPeriods);
            var (dense, sparse) = (new FigureSet(periods, sparse: false), new FigureSet(periods, sparse: true));
            var (densePlace, sparsePlace) = (Path.Combine(folder, "dense"), Path.Combine(folder, "sparse"));
            using (var duck = await Duck.Start())
            using (var ofDense = Made(dense, densePlace, "dense", 1.2, figures))
            using (var ofSparse = Made(sparse, sparsePlace, "sparse", 0.3, figures))
            {
                if (duck is not null)
                {
                    Load(duck, "sparse", sparse, figures);
                    Agree(sparse, ofSparse, duck, "sparse");
                    duck.Run("DROP TABLE sparse");
                    Load(duck, "shuffled", dense, figures);
                    Agree(dense, ofDense, duck, "shuffled");
                }
                Changes(ofDense, dense, figures);
                AgainstDuck(figures, duck, "shuffled", "", dense, ofDense);
                AgainstMemory(figures, dense, ofDense);
                // Not asked for, but what a careful user of DuckDB would do: its zone maps then leave most of the table out.
                duck?.Run("CREATE TABLE sorted AS SELECT * FROM shuffled ORDER BY measure, split, period, region");
                duck?.Run("DROP TABLE shuffled");
                AgainstDuck(figures, duck, "sorted", "-sorted", dense, ofDense);
                foreach (var name in Questions)
                {
                    var times = Medians(Runs, Timed(ofSparse, sparse, name), Timed(ofDense, dense, name));
                    figures.Tell($"{name}: sparse {Shown(times[0])}, dense {Shown(times[1])}");
                    figures.Add($"indicators-{name}-sparse", times[0] / times[1], "of-dense", "<=", 1);
                }
            }
            await AgainstPostgres(figures, dense, densePlace);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static int PeriodsFor(string variable, int otherwise) => long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var rows)
        ? (int)Math.Clamp(rows / new FigureSet(1, sparse: false).Cells, 1, FigureSet.MostPeriods) : otherwise;

    // As the product makes it: from the record in any order, then copied into its file without waste, then opened as at the next start.
    static ValueStore Made(FigureSet set, string path, string name, double most, Figures figures)
    {
        var watch = Stopwatch.StartNew();
        using (var loaded = Loaded(set))
        {
            var load = watch.Elapsed;
            loaded.Copy(path).Dispose();
            watch.Restart();
            var store = ValueStore.Open(set.Shape, path, out var refused) ?? throw new InvalidOperationException(refused);
            var open = watch.Elapsed;
            figures.Tell($"{name}: {set.Cells} places with {set.Figures} figures, set one by one in {load.TotalSeconds:0} s; the mapped file opened and looked through in {open.TotalSeconds:0.00} s");
            figures.Add($"indicators-memory-{name}", store.Bytes / (double)set.Cells * 100_000_000 / 1e9, "GB-per-100M", "<=", most);
            return store;
        }
    }

    static ValueStore Loaded(FigureSet set)
    {
        var store = ValueStore.Create(set.Shape);
        store.Apply(1, set.Rows().Select(row => new Change(new(new(row.Measure, row.Period, row.Split), RegionLevel.County, row.Region), decimal.FromOACurrency(row.Units))));
        return store;
    }

    static void Load(Duck duck, string table, FigureSet set, Figures figures)
    {
        var watch = Stopwatch.StartNew();
        duck.Load(table, set);
        figures.Tell($"{Duck.Name} has the {table} ones after {watch.Elapsed.TotalSeconds:0} s");
    }

    static void Agree(FigureSet set, ValueStore store, Duck? duck, string table)
    {
        if (duck is null) return;
        foreach (var name in Questions)
            foreach (var question in Question.Any(name, set, seed: 1).Take(name == Question.RollUp ? 1 : 3)) Same(question, Ask(store, set, question), duck.Ask(question, table, set), Duck.Name);
    }

    static void Same(Question question, IEnumerable<Line> ours, IEnumerable<Line> theirs, string engine)
    {
        if (!question.InOrder) (ours, theirs) = (ours.OrderBy(line => line.Key), theirs.OrderBy(line => line.Key));
        if (!ours.SequenceEqual(theirs)) throw new InvalidOperationException($"{engine} answers otherwise: {question}.");
    }

    static void AgainstDuck(Figures figures, Duck? duck, string table, string suffix, FigureSet set, ValueStore store)
    {
        foreach (var name in Questions)
        {
            var ratio = 0d;
            if (duck is not null)
            {
                using var questions = Question.Any(name, set, seed: 2).GetEnumerator();
                var times = Medians(Runs, Timed(store, set, name), () => Timed(() =>
                {
                    questions.MoveNext();
                    duck.Ask(questions.Current, table, set);
                }));
                ratio = times[1] / times[0];
                figures.Tell($"{name}: {Duck.Name} {Shown(times[1])} on the {table} table, store {Shown(times[0])}");
            }
            figures.Add($"indicators-{name}-duckdb{suffix}", ratio, "times", ">=", Required[name]);
        }
    }

    static async Task AgainstPostgres(Figures figures, FigureSet dense, string path)
    {
        await using var postgres = await CoveredTable.Start();
        if (postgres is null)
        {
            figures.Tell("PostgreSQL is not installed: its medians are missing");
            return;
        }
        var set = PeriodsFor("ONEMETRE_BENCH_POSTGRES_ROWS", dense.Periods) is var periods && periods == dense.Periods ? dense : new FigureSet(periods, sparse: false);
        var watch = Stopwatch.StartNew();
        await postgres.Load(set);
        figures.Tell($"{postgres.Name} has {set.Figures} figures and their index after {watch.Elapsed.TotalSeconds:0} s");
        using var store = set == dense ? ValueStore.Open(set.Shape, path, out _)! : Loaded(set);
        foreach (var name in Questions)
        {
            using var questions = Question.Any(name, set, seed: 3).GetEnumerator();
            var answer = new List<Line>();
            var times = Medians(name == Question.RollUp ? 3 : Runs, Timed(store, set, name), () => // its roll-up takes most of a minute
            {
                questions.MoveNext();
                var took = Timed(() => answer = postgres.Ask(questions.Current, set));
                Same(questions.Current, Ask(store, set, questions.Current), answer, postgres.Name);
                return took;
            });
            figures.Tell($"{name}: {postgres.Name} {Shown(times[1])}, store {Shown(times[0])}: {times[1] / times[0]:0} times");
        }
    }

    static void Changes(ValueStore store, FigureSet set, Figures figures)
    {
        var random = new Random(5);
        var times = Enumerable.Range(0, 2000).Select(i =>
        {
            var cell = new Cell(new(random.Next(set.Shape.Measures.Count), random.Next(set.Periods), random.Next(set.Shape.Splits)), RegionLevel.County, random.Next(set.Shape.Regions.Count(RegionLevel.County)));
            var change = new Change(cell, store[cell]); // the same again: answers stay what the engines agreed on
            var start = Stopwatch.GetTimestamp();
            store.Apply(2 + i, [change]);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).ToList();
        figures.Tell($"one accepted figure is in the store after {Shown(Figures.Median(times))}, at worst {Shown(times.Max())} of {times.Count}");
    }

    /// <summary>How long one question takes; small ones are asked by the hundred, each with other parameters.</summary>
    static Func<double> Timed(ValueStore store, FigureSet set, string name)
    {
        var totals = new Total[name == Question.RollUp ? set.Shape.Slices * set.Provinces.Count : Math.Max(set.Periods, set.Provinces.Count)];
        var measures = new decimal?[set.Shape.Measures.Count];
        var nation = set.Shape.Regions.All(RegionLevel.County);
        var questions = Question.Any(name, set, seed: 4).Take(name == Question.RollUp ? 1 : 500).ToList();
        return () => Timed(Round) / questions.Count;

        void Round()
        {
            foreach (var question in questions)
            {
                var slice = new Slice(question.Measure, question.Period, question.Split);
                switch (name)
                {
                    case Question.ByProvince: store.Sum(slice, set.Provinces, totals); break;
                    case Question.OfNation: store.Series(question.Measure, question.Split, nation, totals); break;
                    case Question.OfRegion: store.Measures(RegionLevel.County, question.Region, question.Period, question.Split, measures); break;
                    case Question.League: store.League(slice, nation); break;
                    default: store.RollUp(set.Provinces, totals); break;
                }
            }
        }
    }

    static List<Line> Ask(ValueStore store, FigureSet set, Question question)
    {
        var slice = new Slice(question.Measure, question.Period, question.Split);
        var nation = set.Shape.Regions.All(RegionLevel.County);
        var totals = new Total[question.Name switch { Question.RollUp => set.Shape.Slices * set.Provinces.Count, Question.OfNation => set.Periods, _ => set.Provinces.Count }];
        var measures = new decimal?[set.Shape.Measures.Count];
        switch (question.Name)
        {
            case Question.ByProvince: store.Sum(slice, set.Provinces, totals); break;
            case Question.OfNation: store.Series(question.Measure, question.Split, nation, totals); break;
            case Question.RollUp: store.RollUp(set.Provinces, totals); break;
            case Question.League: return [.. store.League(slice, nation).Select(line => new Line(line.Row, line.Units, 1))];
            default:
                store.Measures(RegionLevel.County, question.Region, question.Period, question.Split, measures);
                return [.. measures.Index().Where(figure => figure.Item is not null).Select(figure => new Line(figure.Index, decimal.ToOACurrency(figure.Item!.Value), 1))];
        }
        return [.. totals.Index().Where(total => total.Item.Count > 0).Select(total => new Line(total.Index, total.Item.Units, total.Item.Count))];
    }

    // As many bytes as the store has, added up by as many threads with the same instructions, and nothing else.
    static unsafe void AgainstMemory(Figures figures, FigureSet set, ValueStore store)
    {
        const int Piece = 1 << 17;
        var bytes = store.Bytes;
        var memory = (long*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
        try
        {
            new Random(6).NextBytes(new Span<byte>(memory, (int)Math.Min(bytes, int.MaxValue)));
            var pieces = (int)(bytes / sizeof(long) / Piece);
            var (address, sum) = ((nint)memory, 0L);
            var times = Medians(Runs, Timed(store, set, Question.RollUp), () => Timed(() =>
                Parallel.For(0, pieces, () => 0L, (piece, _, part) => part + Chunk.Sum((long*)address + (long)piece * Piece, Piece), part => Interlocked.Add(ref sum, part))));
            figures.Tell($"rollup: one pass over {bytes / 1e9:0.00} GB {Shown(times[1])} ({bytes / times[1] / 1e9:0.0} GB/s), store {Shown(times[0])}");
            figures.Add("indicators-rollup-of-memory-pass", times[0] / times[1], "times", "<=", 3);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    static double Timed(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Rivals take turns, so that whatever else the machine does hinders all of them; the first is asked for a second before, until the compiler has given its best.</summary>
    static double[] Medians(int runs, params Func<double>[] rivals)
    {
        var warming = Stopwatch.StartNew();
        while (warming.Elapsed < TimeSpan.FromSeconds(1)) rivals[0]();
        foreach (var rival in rivals) rival();
        var rounds = Enumerable.Range(0, runs).Select(_ => rivals.Select(rival => rival()).ToArray()).ToList();
        return [.. rivals.Select((_, i) => Figures.Median(rounds.Select(round => round[i])))];
    }

    static string Shown(double seconds) => seconds switch { < 1e-3 => $"{seconds * 1e6:0.00} µs", < 1 => $"{seconds * 1e3:0.00} ms", _ => $"{seconds:0.00} s" };
}
