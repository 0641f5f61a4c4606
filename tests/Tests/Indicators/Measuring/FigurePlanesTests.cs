using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Alerting;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Measuring;

/// <summary>What lies in memory is what the record would answer to the same reader at that moment.</summary>
public class FigurePlanesTests
{
    static readonly string[] Split = ["", "sex:f", "sex:m"], Places = [CityCode, First, Second];

    public static TheoryData<string, int> Runs => new([.. from row in City.Engines from seed in Enumerable.Range(1, 2) select (row.Data, seed)]);

    [Theory, MemberData(nameof(Runs))]
    public async Task Whatever_changes_every_reader_sees_what_the_record_says(string engine, int seed)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        var sheets = new Guid?[] { await scene.Sheet(scene.County, 2026, new(2026, 12, 1), SubmissionState.Locked), await scene.Sheet(scene.OtherCounty, 2026, new(2026, 12, 1), SubmissionState.Locked), null };
        await city.Use((CityDb db) => db.Set<DataElement>().Where(e => e.Id == "care.children").ExecuteUpdateAsync(s => s.SetProperty(e => e.Sensitive, true)));
        var chance = new Random(seed);
        for (var step = 0; step < 12; step++)
        {
            for (var n = chance.Next(1, 5); n > 0; n--) await Change(city, chance, sheets);
            foreach (var actor in scene.Everyone)
                await city.As(actor, async (IServiceProvider services) =>
                {
                    var view = await ((ReadFigures)services.GetService(typeof(ReadFigures))!).Own(default);
                    var record = await ((IndicatorsData)services.GetService(typeof(IndicatorsData))!).Values.AsNoTracking().Select(v => new KnownValue(v.ElementId, v.RegionCode, v.Period, v.Split, v.State, v.Number, v.Status)).ToListAsync();
                    Assert.Equal(Sorted(record), Sorted(view.Table.Periods.SelectMany(view.Table.In)));
                    Assert.All(record, v => Assert.Equal(v, view.Table.Reported(v.Element, v.Region, v.Period, v.Split)));

                    // What was worked out earlier and kept is what would be worked out now.
                    var anew = view with { Table = new FigureTable(new ListedFigures(record), view.Elements.Values, view.Regions) };
                    foreach (var period in Enumerable.Range(2024, 3).Select(Year))
                        foreach (var region in Places)
                            foreach (var split in Split)
                                Assert.Equal(Shown(anew.Of(view.Indicator(Subject)!, region, period, split)!), Shown(view.Of(view.Indicator(Subject)!, region, period, split)!));
                    return 0;
                });
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_figure_that_has_become_sensitive_is_gone_at_once(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Checked(First, 2026, 838);
        await city.Use((CityDb db) => db.Set<DataValue>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Published, true)));
        Task<int> Seen() => city.As(scene.Outsider, async (ReadFigures figures) => (await figures.Own(default)).Table.In(Year(2026)).Count());
        Assert.Equal(2, await Seen());
        await city.Use((CityDb db) => db.Set<DataElement>().Where(e => e.Id == "care.checked").ExecuteUpdateAsync(s => s.SetProperty(e => e.Sensitive, true)));
        Assert.Equal(1, await Seen());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_this_process_wrote_is_there_at_once_and_what_another_one_wrote_within_a_quarter_of_a_second(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Checked(First, 2026, 838);
        Task<decimal?> Seen() => city.As(scene.Bureau, async (ReadFigures figures) => (await figures.Own(default)).Table.Reported("care.checked", First, Year(2026), "")?.Number);
        async Task Write(decimal number, bool tells) => await city.Use(async (CityDb db) =>
        {
            // What is sent past the change tracker is known by its transaction; without one it is as if another process had sent it.
            var kept = engine == "Sqlite" ? number * 10_000 : number; // numbers lie there as whole ten-thousandths
            await using var together = tells ? await db.Database.BeginTransactionAsync() : null;
            await db.Database.ExecuteSqlAsync($"""UPDATE indicators_value SET "Number" = {kept} WHERE "ElementId" = 'care.checked'""");
            await db.Database.ExecuteSqlAsync($"""INSERT INTO indicators_value_change ("ElementId", "Period", "RegionCode", "Split") VALUES ('care.checked', '2026', {First}, '')""");
            if (together is not null) await together.CommitAsync();
            return 0;
        });
        Assert.Equal(838, await Seen());
        await Write(900, tells: true);
        Assert.Equal(900, await Seen());
        await Write(901, tells: false);
        ((StoppedClock)city.Time).Move(TimeSpan.FromMilliseconds(250));
        Assert.Equal(901, await Seen());
    }

    [Fact]
    public async Task A_rate_that_is_asked_for_while_figures_change_is_never_of_two_moments()
    {
        var plane = new FigurePlane();
        KnownValue Value(string element, decimal number) => new(element, First, Year(2026), "", CellState.Known, number, ValueStatus.Final);
        await plane.Fill(0, [("care.checked", ""), ("care.children", "")], [Year(2026)], [CityCode, First], new[] { Value("care.checked", 50), Value("care.children", 100) }.ToAsyncEnumerable(), default);
        DataElement[] elements = [new() { Id = "care.checked", Combine = Combine.Sum }, new() { Id = "care.children", Combine = Combine.Sum }];
        Region[] regions = [new() { Code = CityCode, Level = RegionLevel.City, ValidFrom = new(2000, 1, 1) }, new() { Code = First, Level = RegionLevel.County, ParentCode = CityCode, ValidFrom = new(2000, 1, 1) }];
        var table = new FigureTable(plane, elements, regions);
        var rate = new FormulaVersion { Id = Guid.NewGuid(), IndicatorId = Subject, Number = 1, FromYear = 2000, Numerator = "care.checked", Denominator = "care.children", Factor = 100 };
        var told = Enumerable.Range(1, 7).Select(n => 2500m / (100 * n)).Append(50).ToHashSet();
        var done = false;
        var writing = Task.Run(() =>
        {
            for (var n = 1; n <= 3000; n++)
            {
                plane.Follow(n, [], [Value("care.checked", 50 * (1 + n % 7)), Value("care.children", 100 * (1 + n % 7))]);
                // And what was just written is what whoever asks now is told, though others have asked while it was written.
                if (n % 3 > 0) continue;
                plane.Follow(n, [], [Value("care.checked", 25)]);
                Assert.Equal(2500m / (100 * (1 + n % 7)), table.Indicator(rate, CityCode, Year(2026)).Value);
                plane.Follow(n, [], [Value("care.checked", 50 * (1 + n % 7))]);
            }
            Volatile.Write(ref done, true);
        });
        while (!Volatile.Read(ref done)) Assert.Contains(table.Indicator(rate, CityCode, Year(2026)).Value!.Value, told);
        await writing;
        Assert.Equal(3000, plane.Sequence);
    }

    /// <summary>One figure set, marked, made public or taken away, as the product's own writes or another process would do it.</summary>
    static Task Change(City city, Random chance, Guid?[] sheets) => city.Use(async (CityDb db) =>
    {
        var (element, period, region, split) = (chance.Next(2) == 0 ? "care.checked" : "care.children", chance.Next(12) == 0 ? new Period(PeriodKind.Month, 2026, 1 + chance.Next(12)) : Year(2024 + chance.Next(3)), Places[chance.Next(3)], Split[chance.Next(3)]);
        var known = await db.Set<DataValue>().SingleOrDefaultAsync(v => v.ElementId == element && v.Period == period && v.RegionCode == region && v.Split == split);
        if (known is not null && chance.Next(6) == 0) db.Remove(known);
        else
        {
            if (known is null) db.Add(known = new() { ElementId = element, Period = period, RegionCode = region, Split = split, SubmissionId = sheets[chance.Next(3)], Status = (ValueStatus)chance.Next(3), At = city.Time.GetUtcNow().UtcDateTime });
            (known.State, known.Published) = ((CellState)chance.Next(3), chance.Next(2) == 0);
            known.Number = known.State == CellState.Known ? chance.Next(-50, 100_000) / 16m : null;
        }
        var series = chance.Next(8) == 0;
        db.Add(new ValueChange { ElementId = element, Period = period, RegionCode = series ? "" : region, Split = series ? "" : split });
        await db.SaveChangesAsync();
    });

    static string Shown(RegionFigure figure) => $"{figure.Value:0.########} {figure.Have}/{figure.Expected} {string.Join(' ', figure.Missing)} {figure.Revised}";

    static List<string> Sorted(IEnumerable<KnownValue> values) => [.. values.Select(v => $"{v.Element} {v.Region} {v.Period} {v.Split} {v.State} {v.Number:0.####} {v.Status}").Order(StringComparer.Ordinal)];
}
