using System.Globalization;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Time;
using static OneMetre.Indicators.Rules.TargetComparison;

namespace OneMetre.Tests.Indicators.Rules;

public class TargetTests
{
    static TargetMet Met(Target target, decimal? value, decimal? high = null, decimal? previous = null) => target.Met(new(value, high, previous));
    static decimal? Score(Target target, decimal? value, decimal? high = null, decimal? previous = null) => Achievement.Of(target, new(value, high, previous));
    static Period At(string text) => Period.TryParse(text, out var period) ? period : throw new FormatException(text);

    static decimal? Decimal(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public void A_strict_bound_stays_strict_and_an_inclusive_one_inclusive()
    {
        Assert.Equal(TargetMet.NotMet, Met(new(LessThan, 2), 2.0m));
        Assert.Equal(TargetMet.Met, Met(new(LessThan, 2), 1.9999m));
        Assert.Equal(TargetMet.NotMet, Met(new(MoreThan, 90), 90));
        Assert.Equal(TargetMet.Met, Met(new(AtLeast, 90), 90));
        Assert.Equal(TargetMet.Met, Met(new(AtMost, 3), 3));
    }

    [Fact]
    public void What_equals_a_strict_bound_is_never_shown_as_100()
    {
        Assert.Equal(99.9m, Score(new(LessThan, 2), 2));
        Assert.Equal(99.9m, Score(new(MoreThan, 90), 90));
        Assert.Equal(99.9m, Score(new(AtLeast, 90), 89.9999999m));
    }

    [Fact]
    public void Each_kind_is_scored_by_its_formula()
    {
        Assert.Equal(50, Score(new(AtLeast, 90), 45));
        Assert.Equal(100, Score(new(AtLeast, 90), 120));
        Assert.Equal(50, Score(new(AtMost, 3), 6));
        Assert.Equal(100, Score(new(AtMost, 3), 0));
        Assert.Equal(0, Score(new(AtMost, 0), 1));
        Assert.Equal(100, Score(new(Yes), 1));
        Assert.Equal(0, Score(new(Yes), 0));
        Assert.Equal(100, Score(new(Falling) { BaseValue = 3 }, 2));
        Assert.Equal(60, Score(new(Falling) { BaseValue = 3 }, 3));
        Assert.Equal(0, Score(new(Falling) { BaseValue = 3 }, 4));
        Assert.Null(Score(new(Rising), 4)); // no base
        Assert.Null(Score(new(AtLeast, 90), null));
        Assert.Equal(50, Achievement.Of(new(AtLeast, 60) { BaseValue = 40 }, new(50), AchievementForm.FromBase));
        Assert.Equal(0, Achievement.Of(new(AtLeast, 60) { BaseValue = 40 }, new(30), AchievementForm.FromBase));
    }

    [Fact]
    public void The_ages_of_a_local_rule_must_contain_0_to_17()
    {
        var ages = new Target(TargetComparison.Range, 0, 17);
        Assert.Equal(TargetMet.Met, Met(ages, 0, 17));
        Assert.Equal(TargetMet.Met, Met(ages, 0, 18));
        Assert.Equal(TargetMet.NotMet, Met(ages, 0, 14));
        Assert.Equal(TargetMet.NotMet, Met(ages, 1, 17));
        Assert.Equal(TargetMet.Met, Met(ages, 5)); // a single value lies within
        Assert.Equal(0, Score(ages, 0, 14));
    }

    [Fact]
    public void Points_a_year_need_the_year_before()
    {
        var myopia = new Target(PointsPerYear, -0.5m);
        Assert.Equal(TargetMet.NoData, Met(myopia, 51.2m));
        Assert.Equal(TargetMet.Met, Met(myopia, 51.2m, previous: 51.7m));
        Assert.Equal(TargetMet.NotMet, Met(myopia, 51.3m, previous: 51.7m));
        Assert.Equal(80, Score(myopia, 51.3m, previous: 51.7m));
        Assert.Equal(0, Score(myopia, 52, previous: 51.7m));
    }

    [Fact]
    public void A_fall_is_measured_from_its_fixed_base()
    {
        var injury = new Target(ChangeFromBase, -20) { BaseYear = 2020, BaseValue = 12.5m, DueYear = 2025 };
        Assert.Equal(TargetMet.Met, Met(injury, 10));
        Assert.Equal(TargetMet.NotMet, Met(injury, 10.01m));
        Assert.Equal(50, Score(injury, 11.25m));
        Assert.Equal(10, injury.Level);
        Assert.Equal(TargetMet.NoData, Met(injury with { BaseValue = 0 }, 1)); // no percentage of nothing
    }

    [Fact]
    public void Every_street_must_have_one_and_those_without_are_named()
    {
        var each = new Target(PerUnitAtLeast, 1);
        var figures = new Measured(null, Units: [new("东街", 2), new("西街", 0), new("南街", null)]);
        Assert.Equal(TargetMet.NotMet, each.Met(figures));
        Assert.Equal(["西街"], each.Failing(figures).Select(u => u.Unit));
        Assert.Equal(33.3m, Math.Round(Achievement.Of(each, figures)!.Value, 1));
        Assert.Equal(TargetMet.NoData, each.Met(new(null, Units: [new("东街", 2), new("南街", null)])));
        Assert.Equal(TargetMet.Met, each.Met(new(null, Units: [new("东街", 2)])));
        Assert.Equal(TargetMet.NoData, each.Met(new(7)));
    }

    [Fact]
    public void With_41_of_42_townships_the_city_fails_and_the_township_is_named()
    {
        var figures = Enumerable.Range(1, 42).Select(i => new PartFigure($"镇{i}", "麻腮风", i == 17 ? 89.9m : 97)).ToList();
        var decided = LowestDecides.Of(new(MoreThan, 90), figures);
        Assert.Equal(TargetMet.NotMet, decided.Met);
        Assert.Equal("镇17", Assert.Single(decided.Failing).Region);
        Assert.Equal(89.9m, decided.Lowest!.Value);

        figures[16] = figures[16] with { Value = null };
        Assert.Equal(TargetMet.NoData, LowestDecides.Of(new(MoreThan, 90), figures).Met);
        Assert.Equal(TargetMet.NoData, LowestDecides.Of(new(MoreThan, 90), []).Met);
    }

    [Fact]
    public void The_path_is_straight_and_the_lag_is_counted_along_it()
    {
        var seats = new Target(AtLeast, 4.5m) { BaseYear = 2020, BaseValue = 2, DueYear = 2025 };
        Assert.Equal(3.5m, TargetPath.Expected(seats, At("2023")));
        Assert.Equal(20, TargetPath.Lag(seats, At("2023"), 3));
        Assert.Equal(-20, TargetPath.Lag(seats, At("2023"), 4));
        Assert.Equal(3.25m, TargetPath.Expected(seats, At("2023H1")));
        Assert.Equal(4.5m, TargetPath.Expected(seats, At("2030")));
        Assert.Equal(2, TargetPath.Expected(seats, At("2019")));
        Assert.Null(TargetPath.Lag(seats with { BaseValue = null }, At("2023"), 3));
        Assert.Null(TargetPath.Lag(new(Yes) { BaseYear = 2020, BaseValue = 0, DueYear = 2025 }, At("2023"), 0));
        var myopia = new Target(PointsPerYear, -0.5m) { BaseYear = 2020, BaseValue = 53, DueYear = 2025 };
        Assert.Equal(52, TargetPath.Expected(myopia, At("2022")));
    }

    [Theory]
    [InlineData(">=", "90", null, "90%以上", AtLeast, "90", null, false)]
    [InlineData(">", "90", null, ">90", MoreThan, "90", null, false)]
    [InlineData(">=", "100", null, "力争100", AtLeast, "100", null, true)]
    [InlineData("<", "2", null, "<2‰", LessThan, "2", null, false)]
    [InlineData("<=", "3", null, "不超过3起", AtMost, "3", null, false)]
    [InlineData("decrease", "0.5", null, "每年降低0.5个百分点以上", PointsPerYear, "-0.5", null, false)]
    [InlineData("decrease", "20", null, "较2020年下降20%", ChangeFromBase, "-20", null, false)]
    [InlineData("increase", "2", null, "提高2个百分点", AmountFromBase, "2", null, false)]
    [InlineData("increase", "50", null, "增加50个", AmountFromBase, "50", null, false)]
    [InlineData("=", "0", "17", "0-17", TargetComparison.Range, "0", "17", false)]
    [InlineData("=", "1", "2", "1-2个", TargetComparison.Range, "1", "2", false)]
    [InlineData(">=", "1", null, "每个街道至少1个", PerUnitAtLeast, "1", null, false)]
    [InlineData("exists", null, null, "是", Yes, null, null, false)]
    [InlineData("increase", null, null, "持续增长", Rising, null, null, false)]
    [InlineData("decrease", null, null, "持续下降", Falling, null, null, false)]
    [InlineData("=", "60", null, "60处", TargetComparison.Equal, "60", null, false)]
    public void A_printed_target_is_read(string comparator, string? value, string? max, string text, object comparison, string? goal, string? end, bool soft)
    {
        Assert.True(Target.TryRead(comparator, Decimal(value), Decimal(max), text, out var target));
        Assert.Equal(((TargetComparison)comparison, Decimal(goal), Decimal(end), soft), (target.Comparison, target.Value, target.Max, target.Soft));
        Assert.StartsWith("indicators.target-", target.Wording.Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", null, "每年报告")]
    [InlineData(">=", null, "")]
    [InlineData("decrease", "3.0", null)]
    [InlineData("increase", "10.0", "每年增长10%")]
    [InlineData(null, "3.0", "3")]
    [InlineData("<=>", "3.0", "3")]
    public void What_a_person_has_to_decide_is_not_guessed(string? comparator, string? value, string? text) =>
        Assert.False(Target.TryRead(comparator, Decimal(value), null, text, out _));

    [Fact]
    public void The_base_year_and_the_obligation_are_read_from_the_words()
    {
        Assert.True(Target.TryRead("decrease", 20, null, "较2020年下降20%（约束性）", out var target));
        Assert.Equal((2020, TargetObligation.Binding), (target.BaseYear, target.Obligation));
    }

    [Fact]
    public void Exactly_the_met_targets_score_100_and_those_without_data_nothing()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 20_000; i++)
        {
            var target = new Target((TargetComparison)random.Next(13), Number(), Number()) { BaseValue = random.Next(4) == 0 ? null : Number(), BaseYear = 2020, DueYear = 2025 };
            var measured = new Measured(random.Next(8) == 0 ? null : Number(), random.Next(2) == 0 ? null : Number(), random.Next(3) == 0 ? null : Number(),
                random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(u => new UnitFigure($"{u}", random.Next(5) == 0 ? null : Number()))]);
            foreach (var form in Enum.GetValues<AchievementForm>())
            {
                var score = Achievement.Of(target, measured, form);
                Assert.Equal(target.Met(measured), score switch { null => TargetMet.NoData, 100 => TargetMet.Met, _ => TargetMet.NotMet });
                if (score is { } s) Assert.InRange(s, 0, 100);
            }
        }

        decimal Number() => random.Next(10) == 0 ? 99_999_999_999.9999m * random.Next(-1, 2) : random.Next(-20, 200) / (decimal)random.Next(1, 4);
    }
}
