using FsCheck;
using FsCheck.Fluent;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Overlapping;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators.Catalogue;

/// <summary>What two regions both count is taken off once wherever they are added up.</summary>
public class OverlapTests
{
    static readonly Period Now = new(PeriodKind.Year, 2026, 1);
    static readonly FormulaVersion Whole = new() { IndicatorId = "N", Number = 1, FromYear = 2020, Numerator = "seats" };
    static readonly DataElement[] Elements = [new() { Id = "seats", Combine = Combine.Sum }];

    /// <summary>A city of two counties with two townships each.</summary>
    static readonly Region[] Land =
    [
        new() { Code = Top, Level = RegionLevel.City, ValidFrom = new(2019, 1, 1) },
        .. new[] { East, West }.Select(c => new Region { Code = c, Level = RegionLevel.County, ParentCode = Top, ValidFrom = new(2019, 1, 1) }),
        .. new[] { East, West }.SelectMany(c => new[] { 1, 2 }.Select(n => new Region { Code = Town(c, n), Level = RegionLevel.Township, ParentCode = c, ValidFrom = new(2019, 1, 1) })),
    ];

    static string Town(string county, int n) => $"{county[..6]}{n:000}000";
    static KnownValue Value(string region, decimal number) => new("seats", region, Now, "", CellState.Known, number, ValueStatus.Final);
    static FigureOverlap Both(string one, string two, decimal count, int from = 2020, int? until = null) => new() { Id = Guid.NewGuid(), ElementId = "seats", RegionCode = one, OtherCode = two, Count = count, FromYear = from, UntilYear = until, What = "共建园" };

    [Fact]
    public void Each_overlap_is_taken_off_at_the_first_sum_that_has_both_sides()
    {
        var table = new FigureTable(new ListedFigures([Value(Town(East, 1), 100), Value(Town(East, 2), 50), Value(Town(West, 1), 80), Value(Town(West, 2), 20)]), Elements, Land,
            [Both(Town(East, 1), Town(East, 2), 10), Both(Town(East, 1), Town(West, 1), 5), Both(East, West, 3), Both(East, West, 7, until: 2025)]);
        Assert.Equal((140m, 100m, 232m), (table.Of("seats", East, Now, "").Reading.Value, table.Of("seats", West, Now, "").Reading.Value, table.Of("seats", Top, Now, "").Reading.Value));
        Assert.Equal(232m, table.Indicator(Whole, Top, Now).Value);
        Assert.Equal(3, table.TakenOff(Whole, Top, Now).Count);
        Assert.Single(table.TakenOff(Whole, East, Now));
    }

    [Fact]
    public void What_a_region_reports_itself_is_left_alone()
    {
        var table = new FigureTable(new ListedFigures([Value(Top, 300), Value(East, 100), Value(West, 80)]), Elements, Land, [Both(East, West, 30)]);
        Assert.Equal(300m, table.Indicator(Whole, Top, Now).Value);
        Assert.Empty(table.TakenOff(Whole, Top, Now));
    }

    [Fact]
    public void A_sum_with_overlaps_lies_between_its_largest_part_and_the_plain_sum() => Prop.ForAll(
        Gen.Choose(0, 200).Two().Zip(Gen.Choose(0, 400)).ToArbitrary(), t =>
        {
            var ((east, west), shared) = t;
            var table = new FigureTable(new ListedFigures([Value(East, east), Value(West, west)]), Elements, Land, [Both(East, West, shared), Both(West, East, shared)]);
            var sum = table.Of("seats", Top, Now, "").Reading.Value!.Value;
            return sum >= Math.Max(east, west) && sum <= east + west && table.Indicator(Whole, Top, Now).Value == sum;
        }).QuickCheckThrowOnFailure();

    static OverlapForm Form(string count = "200", string from = "2026") => new() { Element = "births.live", Region = East, Other = West, Kind = "Shared", Count = count, FromYear = from, What = "在东区医院出生、西区也登记的" };
    static Task<Result<Guid>> Declare(FiguresScene scene, OverlapForm form, Actor? by = null) => scene.City.As(by ?? scene.Bureau, (DeclareOverlap declare) => declare.Run(form, default));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_declared_overlap_changes_the_citys_figure_and_the_trail_names_it(string engine)
    {
        await using var scene = await On(engine);
        await scene.Lock(scene.EastSheet);
        await scene.Lock(scene.WestSheet);
        async Task<IndicatorView> Infant() => (await scene.City.As(scene.Bureau, (ReadIndicator read) => read.Run("InfantMort", null, default)))!;
        Assert.Equal(2.5m, (await Infant()).Now!.Value);
        Assert.True((await Declare(scene, Form("800"))).Ok);
        var view = await Infant();
        Assert.Equal(3.125m, view.Now!.Value);
        Assert.Equal(("births.live", 800m, "东区", "西区"), (view.TakenOff.Single().Element.Id, view.TakenOff.Single().Count, view.TakenOff.Single().Region, view.TakenOff.Single().Other));
        Assert.Equal("indicators.overlap-twice", Assert.Single((await Declare(scene, Form())).Problems).Code);
        var line = Assert.Single((await scene.City.As(scene.Office, (ReadOverlaps read) => read.Run(1, default))).Lines);
        Assert.Equal(("东区", "西区", 800m), (line.Region, line.Other, line.Overlap.Count));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_bureau_declares_and_nothing_published_is_rewritten(string engine)
    {
        await using var scene = await On(engine);
        Assert.Equal("indicators.not-your-step", Assert.Single((await Declare(scene, Form(), scene.Office)).Problems).Code);
        var id = (await Declare(scene, Form("100"))).Value;
        foreach (var sheet in new[] { scene.EastSheet, scene.WestSheet })
        {
            await scene.Lock(sheet);
            Assert.True((await scene.Step(sheet, StepKind.Publish, scene.Bureau)).Ok);
        }
        var late = Form();
        late.What = "另一处";
        Assert.Equal("indicators.overlap-published", Assert.Single((await Declare(scene, late)).Problems).Code);
        late.FromYear = "2027";
        Assert.True((await Declare(scene, late)).Ok);

        Task<Result<Guid>> End(EndOverlapForm form) => scene.City.As(scene.Bureau, (DeclareOverlap declare) => declare.End(form, default));
        Assert.Equal("indicators.overlap-stays", Assert.Single((await End(new() { Id = id.ToString(), Version = 1, Do = "remove" })).Problems).Code);
        Assert.False((await End(new() { Id = id.ToString(), Version = 1, UntilYear = "2025" })).Ok);
        Assert.True((await End(new() { Id = id.ToString(), Version = 1, UntilYear = "2027" })).Ok);
        Assert.Equal("indicators.changed-meanwhile", Assert.Single((await End(new() { Id = id.ToString(), Version = 1, UntilYear = "2028" })).Problems).Code);
    }

    [Theory]
    [InlineData(nameof(OverlapForm.Element), "standard.rehab", "indicators.overlap-element")]
    [InlineData(nameof(OverlapForm.Other), East, "indicators.overlap-regions")]
    [InlineData(nameof(OverlapForm.Region), "x", "indicators.choose-one")]
    [InlineData(nameof(OverlapForm.Count), "1.5", "indicators.overlap-count")]
    [InlineData(nameof(OverlapForm.Count), "-1", "indicators.overlap-count")]
    [InlineData(nameof(OverlapForm.UntilYear), "2025", "indicators.overlap-until")]
    [InlineData(nameof(OverlapForm.Kind), "2", "indicators.choose-one")]
    public async Task What_cannot_overlap_is_refused_at_its_field(string field, string typed, string code)
    {
        await using var scene = await On("Sqlite");
        var form = Form();
        typeof(OverlapForm).GetProperty(field)!.SetValue(form, typed);
        Assert.Contains((await Declare(scene, form)).Problems, p => (p.Field, p.Code) == (field, code));
    }
}
