using System.Collections.Concurrent;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>An indicator in a region and period, with the regions that its figure rests on: Have of Expected, and which are Missing. A region that reports for itself stands for itself, 1 of 1.</summary>
sealed record RegionFigure(Worked Worked, int Have, int Expected, IReadOnlyList<string> Missing, bool Revised)
{
    public decimal? Value => Worked.Value;
    public bool Whole => Have >= Expected;

    /// <summary>Where each unit must meet the target: what each of them has.</summary>
    public IReadOnlyList<UnitFigure>? Units { get; init; }

    /// <summary>Of an indicator whose lowest part decides: which one did.</summary>
    public PartWorked? Decides { get; init; }

    /// <summary>Held against a target. What is not whole is not judged, but for one thing: where the lowest part decides, one that fails has decided, whatever is still missing.</summary>
    public TargetMet Met(Target target, decimal? previous) => Whole ? target.Met(Measured(previous))
        : Decides is not null && Value is { } lowest && target.Met(new(lowest)) == TargetMet.NotMet ? TargetMet.NotMet : TargetMet.NoData;

    /// <summary>To be held against a target; what is not whole is not judged.</summary>
    public Measured Measured(decimal? previous) => new(Whole ? Value : null, Worked.High, previous, Units);
}

/// <summary>An indicator of one smallest region with figures and one part of it, such as a township and a vaccine.</summary>
sealed record PartWorked(string Region, string Split, Worked Worked);

/// <summary>
/// Accepted figures over the land: what a region has reported itself, or else what the regions below it make together. Numerator and denominator are added up over the same regions and divided once; a
/// rate is never the mean of rates (domain reference §3.3, §11.1). The regions are those of the period: a merged township keeps its figures under its old name and counts for the county that it lay in.
/// Pure but for what it keeps: values and regions in, figures out.
/// </summary>
sealed class FigureTable
{
    const int MostKept = 200_000;

    /// <summary>What was asked: a formula for a place and time.</summary>
    readonly record struct Asked(string Numerator, string? Denominator, int Factor, bool Gross, bool Lowest, int? BaseYear, string Region, Period Period, string Split);

    /// <summary>What was worked out, good for as long as the figures that it rests on bear this mark.</summary>
    sealed record Kept(long Mark, RegionFigure Figure);

    readonly IKnownFigures figures;
    readonly Dictionary<string, Combine> combine;
    readonly Dictionary<string, string[]> dimensions;
    readonly ILookup<string, Region> children;
    readonly Dictionary<string, string> parents;
    readonly OverlapBook overlaps;
    readonly ConcurrentDictionary<Asked, Kept> kept = new();
    readonly ConcurrentDictionary<Period, (long Since, HashSet<string> Regions)> lands = new();
    sealed record Times(long Stamp, IReadOnlyList<Period> Periods);

    volatile Times? periods;
    int count;

    public FigureTable(IKnownFigures figures, IEnumerable<DataElement> elements, IReadOnlyCollection<Region> regions, IEnumerable<FigureOverlap>? declared = null)
    {
        this.figures = figures;
        overlaps = new(declared ?? [], regions);
        var all = elements.ToList();
        combine = all.ToDictionary(e => e.Id, e => e.Combine, StringComparer.Ordinal);
        dimensions = all.ToDictionary(e => e.Id, e => e.Splits.Split(';'), StringComparer.Ordinal);
        var below = regions.Where(r => r.ParentCode is not null).OrderBy(r => r.Code, StringComparer.Ordinal).ToList();
        children = below.ToLookup(r => r.ParentCode!, StringComparer.Ordinal);
        parents = below.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().ParentCode!, StringComparer.Ordinal);
    }

    /// <summary>Whether it works out what it is asked over these very figures.</summary>
    public bool Over(IKnownFigures others) => figures.Equals(others);

    /// <summary>The periods in which anything was reported, oldest first.</summary>
    public IReadOnlyList<Period> Periods
    {
        get
        {
            var stamp = figures.Stamp;
            if (periods is { } known && known.Stamp == stamp) return known.Periods;
            periods = new(stamp, [.. figures.Periods.Order()]);
            return periods.Periods;
        }
    }

    /// <summary>What was reported in a period, figure by figure.</summary>
    public IEnumerable<KnownValue> In(Period period) => figures.In(period);

    /// <summary>What the region itself has reported.</summary>
    public KnownValue? Reported(string element, string region, Period period, string split) => figures.At(element, region, period, split);

    /// <summary>One element: the region's own figure, or the sum (or the lowest) of the regions below it that have one.</summary>
    public (Reading Reading, int Have, int Expected) Of(string element, string region, Period period, string split)
    {
        if (Own(element, region, period, split) is { } own) return (own, 1, 1);
        var rule = combine.GetValueOrDefault(element, Combine.None);
        var below = Below(region, period);
        if (rule == Combine.None || below.Count == 0) return (Reading.Missing, 0, Math.Max(1, below.Count));
        var parts = below.Select(b => Of(element, b.Code, period, split)).ToList();
        var known = parts.Where(p => p.Reading.Value is not null || p.Reading.NotApplicable).ToList();
        if (known.Count == 0) return (Reading.Missing, 0, below.Count);
        if (known.TrueForAll(p => p.Reading.NotApplicable)) return (Reading.None, known.Count, below.Count);
        var numbers = below.Zip(parts).Where(p => p.Second.Reading.Value is not null).ToDictionary(p => p.First.Code, p => p.Second.Reading.Value!.Value, StringComparer.Ordinal);
        return (rule == Combine.Sum ? numbers.Values.Sum() - Twice(element, period, split, numbers) : numbers.Values.Min(), known.Count, below.Count);
    }

    /// <summary>What the sum of these regions' figures holds twice, as was declared.</summary>
    public decimal Twice(string element, Period period, string split, IReadOnlyDictionary<string, decimal> figures) =>
        Aggregation.Twice(figures, overlaps.Between(new(element, split), split, period, [.. figures.Keys]));

    /// <summary>The declared overlaps that the figure of a region leaves out; none where the region has reported the whole itself.</summary>
    public IReadOnlyList<FigureOverlap> TakenOff(FormulaVersion version, string region, Period period, string split = Splits.Total) =>
        FormulaBook.Of(version) is not { } formula ? []
        : [.. formula.Names.Where(n => n.Look is Look.Now && Own(n.Element, region, period, SplitOf(n, split)) is null)
            .SelectMany(n => overlaps.Under(region, n.Element, SplitOf(n, split), period).Where(o => Counts(o, o.RegionCode, region, period) && Counts(o, o.OtherCode, region, period))).DistinctBy(o => o.Id)];

    /// <summary>Whether one side of an overlap has come into the sum above: it has a figure, and nothing between has reported the whole itself.</summary>
    bool Counts(FigureOverlap overlap, string side, string upper, Period period)
    {
        if (Of(overlap.ElementId, side, period, overlap.Split).Reading.Value is null) return false;
        for (var at = parents.GetValueOrDefault(side); at is not null && at != upper; at = parents.GetValueOrDefault(at))
            if (Own(overlap.ElementId, at, period, overlap.Split) is not null) return false;
        return true;
    }

    /// <summary>
    /// An indicator: by the region's own figures where it has all of them, else over exactly those regions below that have every part of the formula. Overlaps between regions that were declared are taken
    /// off once.
    /// </summary>
    public RegionFigure Indicator(FormulaVersion version, string region, Period period, string split = Splits.Total)
    {
        if (FormulaBook.Of(version) is not { } formula) return new(new(null, null, null, Unknown.Missing), 0, 1, [], false);
        var asked = new Asked(version.Numerator, version.Denominator, version.Factor, version.Gross, version.Lowest, version.BaseYear, region, period, split);
        // A figure changed while it was looked at: numerator and denominator may be of two moments, so look again.
        while (true)
        {
            var mark = Mark(formula, version, period);
            if (kept.TryGetValue(asked, out var known) && known.Mark == mark) return known.Figure;
            var figure = version.Lowest ? LowestOf(formula, version, region, period, split) : Work(formula, version, region, period, split);
            if (Mark(formula, version, period) != mark) continue;
            if (known is null && Interlocked.Increment(ref count) > MostKept)
            {
                kept.Clear();
                count = 1;
            }
            kept[asked] = new(mark, figure);
            return figure;
        }
    }

    /// <summary>Grows whenever a figure changes on which the formula rests in this period, or the regions that have any.</summary>
    long Mark(Formula formula, FormulaVersion version, Period period)
    {
        while (true)
        {
            // The stamp waits while a change is being written; the same one afterwards says that none was written meanwhile.
            var stamp = figures.Stamp;
            var mark = figures.LandAt(period);
            foreach (var name in formula.Names)
            {
                var at = AtOf(name, version, period);
                mark += figures.ChangedAt(name.Element, at) + (name.Look is Look.Now ? 0 : figures.LandAt(at));
            }
            if (figures.Stamp == stamp) return mark;
        }
    }

    /// <summary>Every part of a region that may decide, region by region: the smallest regions that have figures, by each part that the elements of the formula share; by the total where no parts are known.</summary>
    public IReadOnlyList<PartWorked> Parts(FormulaVersion version, string region, Period period, string split = Splits.Total) =>
        FormulaBook.Of(version) is { } formula ? Parts(formula, version, region, period, split) : [];

    List<PartWorked> Parts(Formula formula, FormulaVersion version, string region, Period period, string split)
    {
        var names = formula.Names.ToList();
        List<string> shared = split.Length > 0 || names.Exists(n => n.Split.Length > 0) ? [] : [.. names.Select(n => dimensions.GetValueOrDefault(n.Element) ?? []).Aggregate((a, b) => [.. a.Intersect(b)]).Where(Splits.AddUp).SelectMany(Splits.Of)];
        var smallest = Smallest(region).ToList();
        List<string> known = [.. shared.Where(s => smallest.Exists(r => At(r, s).Value is not null))];
        return [.. from r in smallest from s in known.Count > 0 ? known : [split] select new PartWorked(r, s, At(r, s))];

        Worked At(string code, string part) => formula.Work(n => Of(n.Element, code, AtOf(n, version, period), SplitOf(n, part)).Reading);
        bool Any(string code) => names.Exists(n => shared.Append(split).Any(s => Own(n.Element, code, AtOf(n, version, period), SplitOf(n, s)) is not null));
        IEnumerable<string> Smallest(string upper)
        {
            var below = Below(upper, period).SelectMany(b => Smallest(b.Code)).ToList();
            return below.Exists(Any) ? below : [upper];
        }
    }

    /// <summary>The lowest part stands for the region. Have are the smallest regions with all their parts: one of which a part is missing leaves a pass open.</summary>
    RegionFigure LowestOf(Formula formula, FormulaVersion version, string region, Period period, string split)
    {
        var parts = Parts(formula, version, region, period, split);
        var regions = parts.Where(p => p.Worked.Why != Unknown.NotApplicable).GroupBy(p => p.Region).ToList();
        var missing = regions.Where(r => r.Any(p => p.Worked.Value is null)).Select(r => r.Key).ToList();
        if (parts.Where(p => p.Worked.Value is not null).MinBy(p => p.Worked.Value) is not { } lowest) return new(parts[0].Worked, 0, Math.Max(1, regions.Count), missing, false);
        var revised = formula.Names.Any(n => parts.Exists(p => figures.At(n.Element, p.Region, AtOf(n, version, period), SplitOf(n, p.Split)) is { Status: ValueStatus.Revised }));
        return new(lowest.Worked, regions.Count - missing.Count, regions.Count, missing, revised) { Decides = lowest };
    }

    RegionFigure Work(Formula formula, FormulaVersion version, string region, Period period, string split)
    {
        var names = formula.Names.ToList();
        Reading? Itself(Name n) => Own(n.Element, region, AtOf(n, version, period), SplitOf(n, split));
        if (names.TrueForAll(n => Itself(n) is not null)) return new(formula.Work(n => Itself(n)!.Value), 1, 1, [], Revised([region]));

        var codes = Parts(region).ToList();
        if (codes.Count == 0) return new(formula.Work(n => Itself(n) ?? Reading.Missing), 0, 1, [], false);
        // What is looked up in another period rests on the regions of that period: a county founded since then takes nothing from the base year.
        var together = Aggregation.Of(formula, codes, (r, n) => Of(n.Element, r, period, SplitOf(n, split)).Reading, n => n.Look is Look.Now ? combine.GetValueOrDefault(n.Element, Combine.None) : Combine.None,
            n => Itself(n) ?? (n.Look is Look.Now ? Reading.Missing : Of(n.Element, region, AtOf(n, version, period), SplitOf(n, split)) is var (then, had, asked) && had == asked ? then : Reading.Missing),
            [.. names.Where(n => n.Look is Look.Now).SelectMany(n => overlaps.Between(n, SplitOf(n, split), period, codes))]);
        return new(together.Worked, together.Worked.Value is null ? 0 : together.WithData, together.Expected, together.Missing, Revised(codes));

        // A region below speaks as one where it has the whole of every part; where it has gaps, those below it speak for themselves, so that both halves of a rate cover the same land.
        IEnumerable<string> Parts(string upper)
        {
            foreach (var part in Below(upper, period))
            {
                var whole = names.Where(n => n.Look is Look.Now).All(n => Of(n.Element, part.Code, AtOf(n, version, period), SplitOf(n, split)) is var (reading, have, expected) && have == expected && (reading.Value is not null || reading.NotApplicable));
                if (whole || Below(part.Code, period).Count == 0) yield return part.Code;
                else foreach (var code in Parts(part.Code)) yield return code;
            }
        }

        bool Revised(List<string> regions) => names.Exists(n => regions.Exists(r => figures.At(n.Element, r, AtOf(n, version, period), SplitOf(n, split)) is { Status: ValueStatus.Revised }));
    }

    /// <summary>The regions right below as they were at the end of the period, in the order of their codes; none where nothing was reported below.</summary>
    public IReadOnlyList<Region> Below(string region, Period period) =>
        children.Contains(region) && HasData(period) is var here && children[region].Any(r => here.Contains(r.Code))
            ? [.. children[region].Where(r => r.ValidFrom <= period.End && (r.ValidTo is null || r.ValidTo > period.End))]
            : [];

    /// <summary>Every region with a figure, and all above it: where nothing lies below, nothing has to be looked for.</summary>
    HashSet<string> HasData(Period period)
    {
        var since = figures.LandAt(period);
        if (lands.TryGetValue(period, out var land) && land.Since == since) return land.Regions;
        var here = figures.Regions(period).ToHashSet(StringComparer.Ordinal);
        foreach (var region in here.ToList())
            for (var at = region; parents.TryGetValue(at, out var parent) && here.Add(parent); at = parent) { }
        lands[period] = (since, here);
        return here;
    }

    Reading? Own(string element, string region, Period period, string split)
    {
        if (figures.At(element, region, period, split) is { } value)
            return value switch
            {
                { State: CellState.Known, Number: { } number } => new Reading(number),
                { State: CellState.NotApplicable } => Reading.None,
                _ => null, // reported as missing: what lies below may still know
            };
        // A range is kept as its two ends.
        return split.Length == 0 && figures.At(element, region, period, "end:low") is { Number: { } from } && figures.At(element, region, period, "end:high") is { Number: { } to }
            ? new Reading(from, to) : null;
    }

    /// <summary>The period in which a formula looks a name up.</summary>
    public static Period AtOf(Name name, FormulaVersion formula, Period period) => name.Look switch
    {
        Look.Prev => period.Previous,
        Look.LastYear => period.YearBefore,
        Look.Base when formula.BaseYear is { } year => new(period.Kind, year, period.Ordinal),
        _ => period,
    };

    static string SplitOf(Name name, string split) => name.Split.Length > 0 ? name.Split : split;
}
