using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;

namespace OneMetre.Tests.Indicators.Rules;

public class AggregationTests
{
    static Formula Read(string above, string? below, decimal factor = 1, bool gross = false)
    {
        var formula = Formula.Read(above, below, factor, gross);
        Assert.True(formula.Ok);
        return formula.Value!;
    }

    static readonly string[] Two = ["甲", "乙"];

    static Aggregated Of(Formula formula, Dictionary<(string, string), Reading> held, Combine combine = Combine.Sum, params Overlap[] overlaps) =>
        Aggregation.Of(formula, Two, (region, name) => held.GetValueOrDefault((region, name.Element)), _ => combine, _ => 7, overlaps);

    [Fact]
    public void A_rate_is_worked_out_again_and_never_averaged()
    {
        var city = Of(Read("n", "d", 100), new() { [("甲", "n")] = 2, [("甲", "d")] = 10, [("乙", "n")] = 90, [("乙", "d")] = 100 });
        Assert.Equal(83.6m, Formula.Shown(city.Worked.Value!.Value, 1));
        Assert.Equal((92, 110, 1), ((int)city.Worked.Numerator!, (int)city.Worked.Denominator!, (int)city.Coverage!));
    }

    [Fact]
    public void A_region_without_one_of_its_counts_takes_part_in_neither_and_is_named()
    {
        var city = Of(Read("n", "d", 100), new() { [("甲", "n")] = 2, [("甲", "d")] = 10, [("乙", "d")] = 100 });
        Assert.Equal((20, 1, 2, 0.5m), ((int)city.Worked.Value!, city.WithData, city.Expected, city.Coverage));
        Assert.Equal(["乙"], city.Missing);
        Assert.Equal(Unknown.Missing, Of(Read("n", "d"), []).Worked.Why);
    }

    [Fact]
    public void A_region_to_which_it_does_not_apply_is_not_expected()
    {
        var city = Of(Read("n", null), new() { [("甲", "n")] = 2, [("乙", "n")] = Reading.None });
        Assert.Equal((2, 1, 1), ((int)city.Worked.Value!, city.WithData, city.Expected));
    }

    [Fact]
    public void What_two_regions_declare_to_share_is_counted_once()
    {
        Dictionary<(string, string), Reading> held = new() { [("甲", "n")] = 30, [("乙", "n")] = 20 };
        Assert.Equal(45, Of(Read("n", null), held, Combine.Sum, new(new("n"), "甲", "乙", 5), new(new("n"), "乙", "甲", 5), new(new("other"), "甲", "乙", 9), new(new("n"), "甲", "丙", 9)).Worked.Value);
        Assert.Equal(30, Of(Read("n", null), held, Combine.Sum, new Overlap(new("n"), "甲", "乙", 500)).Worked.Value); // never more than the smaller
    }

    [Fact]
    public void Standards_do_not_combine_and_ages_combine_to_what_all_regions_cover()
    {
        Assert.Equal(7, Of(Read("n", null), new() { [("甲", "n")] = 2 }, Combine.None).Worked.Value);
        var ages = Of(Read("n", null), new() { [("甲", "n")] = new(0, 17), [("乙", "n")] = new(3, 18) }, Combine.Lowest).Worked;
        Assert.Equal((3, 17), ((int)ages.Value!, (int)ages.High!));
    }

    [Fact]
    public void Only_a_gross_rate_may_exceed_100()
    {
        static Reading Hold(Name name) => name.Element == "n" ? 103.4m : 100;
        Assert.True(Read("n", "d", 100, gross: true).Work(Hold) is { Accepted: true, Value: 103.4m });
        Assert.True(Read("n", "d", 100).Work(Hold) is { Accepted: false, Above100: true, Value: 103.4m });
        Assert.True(Read("n", "d", 1000).Work(Hold).Accepted);
    }

    [Fact]
    public void A_formula_of_conditions_is_none_and_nothing_is_divided_by_zero()
    {
        Assert.False(Formula.Read("a < b", null).Ok);
        Assert.False(Formula.Read("a", "a < b").Ok);
        Assert.False(Formula.Read("a +", "b").Ok);
        Assert.Equal(Unknown.DividedByZero, Read("a", "b").Work(_ => 0).Why);
        // What is larger than any figure of a city is none: a difference of two of them would be no number any more.
        Assert.Equal((Unknown.TooLarge, (decimal?)null), (Read("a", "b").Work(n => n.Element == "a" ? 1_000_000_000_000_000_000m : 1).Why, Read("a", "b").Work(n => n.Element == "a" ? 1_000_000_000_000_000_000m : 1).Value));
        Assert.Equal(Unknown.TooLarge, Read("a", "b", 100_000).Work(n => n.Element == "a" ? decimal.MaxValue : 1).Why);
    }

    [Fact]
    public void Whole_shares_come_out_exact()
    {
        Name third = new("t");
        Assert.Equal(25, Read("1 / t - 1 / 4", "1 / t", 100).Work(n => n == third ? 3 : default).Value);
    }

    [Fact]
    public void The_rate_of_the_whole_lies_between_the_rates_of_its_parts()
    {
        var random = new Random(11);
        var formula = Read("n", "d", 100, gross: true);
        for (var i = 0; i < 2000; i++)
        {
            var held = new Dictionary<(string, string), Reading>();
            foreach (var region in Two) (held[(region, "n")], held[(region, "d")]) = (random.Next(0, 500), random.Next(1, 500));
            var rates = Two.Select(r => held[(r, "n")].Value / held[(r, "d")].Value * 100).ToList();
            Assert.InRange(Formula.Shown(Of(formula, held).Worked.Value!.Value, 10), Formula.Shown(rates.Min()!.Value, 10), Formula.Shown(rates.Max()!.Value, 10));
        }
    }

    [Fact]
    public void Every_shipped_formula_reads_and_says_missing_when_nothing_is_filed() => Assert.All(RuleFiles.Formulas(), row =>
        Assert.Equal(Unknown.Missing, Read(row.Numerator, row.Denominator, row.Factor, row.Gross).Work(_ => default).Why));
}
