using FsCheck;
using FsCheck.Fluent;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Indicators;

/// <summary>Figures over the land: added up before they are divided, over the regions of their time.</summary>
public class FigureTableTests
{
    const string City = "990100000000";
    static readonly Period Year = new(PeriodKind.Year, 2025, 1);
    static readonly FormulaVersion Rate = new() { IndicatorId = "R", Number = 1, FromYear = 2020, Numerator = "part", Denominator = "whole", Factor = 100, Digits = 2 };
    static readonly DataElement[] Elements = [new() { Id = "part", Combine = Combine.Sum }, new() { Id = "whole", Combine = Combine.Sum }, new() { Id = "standard", Combine = Combine.None }];

    static Region County(int n, string? parent = City, DateOnly? from = null, DateOnly? to = null, int digits = 2) =>
        new() { Code = $"9901{n:00}000000", Name = $"县{n}", Level = RegionLevel.County, ParentCode = parent, ValidFrom = from ?? new(2019, 1, 1), ValidTo = to };

    static KnownValue Value(string element, string region, decimal? number, Period? period = null, CellState state = CellState.Known) => new(element, region, period ?? Year, "", state, number, ValueStatus.Final);
    static FigureTable Table(IEnumerable<Region> regions, params KnownValue[] values) => new(new ListedFigures(values), Elements, [new Region { Code = City, Level = RegionLevel.City, ValidFrom = new(2019, 1, 1) }, .. regions]);

    [Fact]
    public void A_rate_is_never_the_mean_of_rates()
    {
        var (one, two) = (County(2), County(3));
        var table = Table([one, two], Value("part", one.Code, 2), Value("whole", one.Code, 10), Value("part", two.Code, 90), Value("whole", two.Code, 100));
        Assert.Equal(83.64m, decimal.Round(table.Indicator(Rate, City, Year).Value!.Value, 2));
    }

    [Fact]
    public void A_region_without_one_half_of_a_rate_is_left_out_of_both()
    {
        var (one, two) = (County(2), County(3));
        var figure = Table([one, two], Value("part", one.Code, 2), Value("whole", one.Code, 10), Value("whole", two.Code, 1000)).Indicator(Rate, City, Year);
        Assert.Equal((20m, 1, 2, two.Code), (figure.Value, figure.Have, figure.Expected, figure.Missing.Single()));
    }

    [Fact]
    public void What_a_region_reports_itself_goes_before_the_sum_and_a_standard_is_never_added_up()
    {
        var (one, two) = (County(2), County(3));
        var table = Table([one, two], Value("part", City, 50), Value("part", one.Code, 1), Value("part", two.Code, 2), Value("standard", one.Code, 1500), Value("standard", two.Code, 1600));
        Assert.Equal((50m, 1, 1), (table.Of("part", City, Year, "").Reading.Value, table.Of("part", City, Year, "").Have, table.Of("part", City, Year, "").Expected));
        Assert.Null(table.Of("standard", City, Year, "").Reading.Value);
    }

    [Fact]
    public void Missing_is_not_nought_and_what_does_not_apply_is_not_expected()
    {
        var (one, two, three) = (County(2), County(3), County(4));
        var table = Table([one, two, three], Value("part", one.Code, 0), Value("whole", one.Code, 10), Value("part", two.Code, null, state: CellState.Missing), Value("whole", two.Code, 10),
            Value("part", three.Code, null, state: CellState.NotApplicable), Value("whole", three.Code, 10));
        var figure = table.Indicator(Rate, City, Year);
        Assert.Equal((0m, 1, 2), (figure.Value, figure.Have, figure.Expected));
    }

    [Fact]
    public void A_merged_county_counts_for_its_time_and_not_after()
    {
        var (stays, merged) = (County(2), County(3, to: new(2025, 7, 1)));
        var before = new Period(PeriodKind.Year, 2024, 1);
        var table = Table([stays, merged], Value("part", stays.Code, 1, before), Value("part", merged.Code, 2, before), Value("part", stays.Code, 4));
        Assert.Equal((3m, 2, 2), (table.Of("part", City, before, "").Reading.Value, table.Of("part", City, before, "").Have, table.Of("part", City, before, "").Expected));
        Assert.Equal((4m, 1, 1), (table.Of("part", City, Year, "").Reading.Value, table.Of("part", City, Year, "").Have, table.Of("part", City, Year, "").Expected));
    }

    [Fact]
    public void A_base_year_rests_on_the_regions_of_that_year()
    {
        var (old, founded) = (County(2), County(3, from: new(2021, 6, 18)));
        var then = new Period(PeriodKind.Year, 2020, 1);
        var drop = new FormulaVersion { IndicatorId = "D", Number = 1, FromYear = 2020, Numerator = "base(part) - part", Denominator = "base(part)", Factor = 100, BaseYear = 2020 };
        var figure = Table([old, founded], Value("part", old.Code, 10, then), Value("part", old.Code, 6), Value("part", founded.Code, 2)).Indicator(drop, City, Year);
        Assert.Equal((20m, true), (figure.Value, figure.Whole));
    }

    [Fact]
    public void A_county_that_has_gaps_lets_its_townships_speak_for_both_halves()
    {
        var county = County(2);
        Region Town(int n) => new() { Code = $"990102{n:000}000", Name = $"镇{n}", Level = RegionLevel.Township, ParentCode = county.Code, ValidFrom = new(2019, 1, 1) };
        var (one, two) = (Town(1), Town(2));
        var table = Table([county, one, two], Value("part", one.Code, 1), Value("whole", one.Code, 4), Value("whole", two.Code, 100));
        Assert.Equal((25m, 1, 2), (table.Indicator(Rate, City, Year).Value, table.Indicator(Rate, City, Year).Have, table.Indicator(Rate, City, Year).Expected));
    }

    [Fact]
    public void The_parts_make_the_whole_in_whatever_order_they_came() =>
        Prop.ForAll(Gen.Choose(0, 5000).ArrayOf(9).Where(a => a.Length > 0).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (numbers, seed) =>
        {
            var regions = numbers.Select((_, i) => County(i + 1)).ToList();
            var values = numbers.Select((n, i) => Value("part", regions[i].Code, n)).ToArray();
            var shuffled = values.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (table, other) = (Table(regions, values), Table(regions, shuffled));
            var sum = table.Of("part", City, Year, "");
            return sum.Reading.Value == numbers.Sum() && sum.Have == numbers.Length && other.Of("part", City, Year, "").Reading == sum.Reading;
        }).QuickCheckThrowOnFailure();

    static readonly FormulaVersion LowestRate = new() { IndicatorId = "L", Number = 1, FromYear = 2020, Numerator = "given", Denominator = "due", Factor = 100, Digits = 2, Lowest = true };

    static FigureTable Townships(out Region county, params (int Town, string Vaccine, int Given, int Due)[] doses)
    {
        var (one, two) = (County(2), County(3));
        county = one;
        var towns = doses.Select(d => d.Town).Distinct().Select(n => new Region { Code = $"990102{n:000}000", Level = RegionLevel.Township, ParentCode = one.Code, ValidFrom = new(2019, 1, 1) });
        DataElement[] elements = [new() { Id = "given", Combine = Combine.Sum, Splits = "vaccine" }, new() { Id = "due", Combine = Combine.Sum, Splits = "vaccine" }];
        var values = doses.SelectMany(d => new[] { new KnownValue("given", $"990102{d.Town:000}000", Year, $"vaccine:{d.Vaccine}", CellState.Known, d.Given, ValueStatus.Final), new KnownValue("due", $"990102{d.Town:000}000", Year, $"vaccine:{d.Vaccine}", CellState.Known, d.Due, ValueStatus.Final) });
        return new(new ListedFigures([.. values]), elements, [new Region { Code = City, Level = RegionLevel.City, ValidFrom = new(2019, 1, 1) }, one, two, .. towns]);
    }

    [Fact]
    public void The_lowest_township_with_its_lowest_vaccine_stands_for_the_county()
    {
        var table = Townships(out var county, (1, "mmr", 99, 100), (1, "je", 98, 100), (2, "mmr", 100, 100), (2, "je", 180, 200));
        var figure = table.Indicator(LowestRate, county.Code, Year);
        Assert.Equal((90m, 180m, 200m, 2, 2), (figure.Value, figure.Worked.Numerator, figure.Worked.Denominator, figure.Have, figure.Expected));
        Assert.Equal(("990102002000", "vaccine:je"), (figure.Decides!.Region, figure.Decides.Split));
        Assert.Equal(4, table.Parts(LowestRate, county.Code, Year).Count);
        Assert.Equal(99m, table.Indicator(LowestRate, county.Code, Year, "vaccine:mmr").Value); // one vaccine: its lowest township
        // The other county has told nothing: what is known is shown, and not judged.
        Assert.Equal((90m, 2, 3), (table.Indicator(LowestRate, City, Year).Value, table.Indicator(LowestRate, City, Year).Have, table.Indicator(LowestRate, City, Year).Expected));
    }

    [Fact]
    public void A_vaccine_that_one_township_has_not_told_leaves_the_county_open()
    {
        var figure = Townships(out var county, (1, "mmr", 99, 100), (1, "je", 98, 100), (2, "mmr", 97, 100)).Indicator(LowestRate, county.Code, Year);
        Assert.Equal((97m, 1, 2, "990102002000"), (figure.Value, figure.Have, figure.Expected, figure.Missing.Single()));

        // What is missing can only make it lower: a pass waits for it, a failure does not.
        Target AtLeast(decimal level) => new(TargetComparison.AtLeast, level);
        Assert.Equal((TargetMet.NoData, TargetMet.NotMet), (figure.Met(AtLeast(95), null), figure.Met(AtLeast(98), null)));
        Assert.Equal(TargetMet.NoData, (figure with { Decides = null }).Met(AtLeast(98), null));
    }

    [Fact]
    public void The_lowest_part_is_never_above_the_sum_over_all_parts() =>
        Prop.ForAll(Gen.Choose(1, 1000).ArrayOf(6).ToArbitrary(), Gen.Choose(0, 100).ArrayOf(6).ToArbitrary(), (dues, percents) =>
        {
            var doses = Enumerable.Range(0, 6).Select(i => (i / 2 + 1, i % 2 == 0 ? "mmr" : "je", dues[i] * percents[i] / 100, dues[i])).ToArray();
            var figure = Townships(out var county, doses).Indicator(LowestRate, county.Code, Year);
            return figure is { Whole: true, Value: { } lowest } && lowest * dues.Sum() <= 100m * doses.Sum(d => d.Item3) + 0.001m && lowest == doses.Min(d => 100m * d.Item3 / d.Item4);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_rate_of_the_city_lies_between_those_of_its_counties() =>
        Prop.ForAll(Gen.Choose(1, 1000).ArrayOf(6).Where(a => a.Length > 1).ToArbitrary(), wholes =>
        {
            var regions = wholes.Select((_, i) => County(i + 1)).ToList();
            var table = Table(regions, [.. wholes.SelectMany((w, i) => new[] { Value("whole", regions[i].Code, w), Value("part", regions[i].Code, w * (i + 1) / 10) })]);
            var rates = regions.ConvertAll(r => table.Indicator(Rate, r.Code, Year).Value!.Value);
            var city = table.Indicator(Rate, City, Year).Value!.Value;
            return rates.Min() <= city && city <= rates.Max();
        }).QuickCheckThrowOnFailure();
}
