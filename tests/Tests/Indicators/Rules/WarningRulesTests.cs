using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Indicators.Rules;

public class WarningRulesTests
{
    static readonly DateOnly Today = new(2026, 3, 1);

    static SeriesPoint At(int year, decimal? value, decimal? count = null) => new(new(PeriodKind.Year, year, 1), value, count);
    static List<SeriesPoint> Years(params decimal?[] values) => [.. values.Select((v, i) => At(2026 - values.Length + i, v))];
    static IEnumerable<WarningFinding> Of(Watched watched, WarningRule rule, WarningSettings? settings = null) => WarningRules.Of(watched, Today, settings).Where(f => f.Rule == rule);
    static Light? Lit(Watched watched, WarningRule rule) => Of(watched, rule).SingleOrDefault()?.Light;

    [Theory]
    [InlineData(11, false, null)]
    [InlineData(10, false, Light.Yellow)]
    [InlineData(0, false, Light.Yellow)]
    [InlineData(-1, false, Light.Orange)]
    [InlineData(-30, false, Light.Orange)]
    [InlineData(-31, false, Light.Red)]
    [InlineData(-31, true, null)]
    public void W1_a_figure_is_due_or_overdue(int days, bool filed, Light? light) =>
        Assert.Equal(light, Lit(new([]) { Due = Today.AddDays(days), Filed = filed }, WarningRule.Due));

    [Theory]
    [InlineData(57, null)] // expected 80, so exactly 10 points of lag
    [InlineData(56.9, Light.Yellow)]
    [InlineData(54, Light.Yellow)]
    [InlineData(53.9, Light.Orange)]
    [InlineData(51, Light.Orange)]
    [InlineData(50.9, Light.Red)]
    public void W2_it_lags_behind_its_path_by_more_than_ten_twenty_or_thirty_points(double value, Light? light)
    {
        var target = new Target(TargetComparison.AtLeast, 66) { BaseYear = 2020, BaseValue = 36, DueYear = 2025 };
        Assert.Equal(light, Lit(new([At(2024, (decimal)value)], target), WarningRule.Lag));
    }

    [Fact]
    public void W3_it_got_worse_two_periods_running()
    {
        Assert.NotEmpty(Of(new(Years(5, 4, 3), MoreIsBetter: true), WarningRule.Worsening));
        Assert.NotEmpty(Of(new(Years(3, 4, 5), MoreIsBetter: false), WarningRule.Worsening));
        Assert.Empty(Of(new(Years(5, 4, 4), MoreIsBetter: true), WarningRule.Worsening));
        Assert.Empty(Of(new(Years(5, null, 3), MoreIsBetter: true), WarningRule.Worsening));
        Assert.Empty(Of(new(Years(5, 4), MoreIsBetter: true), WarningRule.Worsening));
        Assert.Empty(Of(new(Years(5, 4, 3)), WarningRule.Worsening));
        Assert.Empty(Of(new([At(2020, 5), At(2022, 4), At(2025, 3)], MoreIsBetter: true), WarningRule.Worsening)); // not running
    }

    [Fact]
    public void W4_it_crossed_its_target_back()
    {
        var target = new Target(TargetComparison.LessThan, 2);
        Assert.NotEmpty(Of(new(Years(1.9m, 2), target), WarningRule.CrossedBack));
        Assert.Empty(Of(new(Years(2, 2.5m), target), WarningRule.CrossedBack));
        Assert.Empty(Of(new(Years(1.9m, null), target), WarningRule.CrossedBack));
    }

    [Fact]
    public void W5_it_jumped_by_more_than_a_fifth_and_few_cases_are_told_as_cases()
    {
        Assert.Empty(Of(new(Years(100, 120)), WarningRule.Jump));
        Assert.NotEmpty(Of(new(Years(100, 120.1m)), WarningRule.Jump));
        Assert.NotEmpty(Of(new(Years(100, 79)), WarningRule.Jump));
        Assert.Empty(Of(new([At(2024, 2, 4), At(2025, 4, 8)]), WarningRule.Jump)); // 4 to 8 deaths: doubled, but 4 cases
        Assert.Equal("indicators.warning-jump-cases", Assert.Single(Of(new([At(2024, 0, 0), At(2025, 3, 6)]), WarningRule.Jump)).Code);
        Assert.Empty(Of(new(Years(0, 5)), WarningRule.Jump));
        Assert.Empty(Of(new([At(2022, 100), At(2025, 500)]), WarningRule.Jump)); // not the period before
    }

    [Fact]
    public void W6_each_check_that_is_false_is_a_warning_of_its_own() =>
        Assert.Equal(2, Of(new([]) { Clashes = ["a", "b"] }, WarningRule.LogicClash).Count());

    [Fact]
    public void W7_the_register_was_not_touched_for_a_quarter()
    {
        Assert.Empty(Of(new([]) { RegisterUpdated = Today.AddDays(-90) }, WarningRule.StaleRegister));
        Assert.NotEmpty(Of(new([]) { RegisterUpdated = Today.AddDays(-91) }, WarningRule.StaleRegister));
    }

    [Fact]
    public void W8_it_was_filed_blank_or_never_came()
    {
        Assert.NotEmpty(Of(new(Years(1, null)) { Filed = true }, WarningRule.NoData));
        Assert.Empty(Of(new(Years(1, null)) { Due = Today.AddDays(-5) }, WarningRule.NoData)); // W1 speaks
        Assert.NotEmpty(Of(new(Years(1, null)) { Due = Today.AddDays(-31) }, WarningRule.NoData));
        Assert.Empty(Of(new(Years(null, 1)) { Filed = true }, WarningRule.NoData));
    }

    [Fact]
    public void W9_the_best_county_is_more_than_half_again_better_than_the_worst()
    {
        Assert.Empty(Of(new([], MoreIsBetter: true) { Children = [new("甲", 60), new("乙", 90)] }, WarningRule.Gap));
        var gap = Assert.Single(Of(new([], MoreIsBetter: true) { Children = [new("甲", 60), new("乙", 90.1m), new("丙", null)] }, WarningRule.Gap));
        Assert.Equal(["乙", 90.1m, "甲", 60m], gap.Args);
        Assert.Equal("甲", Assert.Single(Of(new([], MoreIsBetter: true) { Children = [new("甲", 0), new("乙", 9)] }, WarningRule.Gap)).Args[2]);
        Assert.Equal("乙", Assert.Single(Of(new([], MoreIsBetter: false) { Children = [new("甲", 2), new("乙", 9), new("丙", 0)] }, WarningRule.Gap)).Args[2]);
        Assert.Empty(Of(new([], MoreIsBetter: false) { Children = [new("甲", 2, 3), new("乙", 9, 40)] }, WarningRule.Gap)); // three cases say little
    }

    [Fact]
    public void W10_it_is_last_years_figure_to_the_last_digit()
    {
        Assert.NotEmpty(Of(new(Years(87.43m, 87.43m)), WarningRule.Copied));
        Assert.Empty(Of(new(Years(87.43m, 87.44m)), WarningRule.Copied));
        Assert.Empty(Of(new(Years(100, 100)), WarningRule.Copied));
        Assert.Empty(Of(new([At(2024, 3, 3), At(2025, 3, 3)]), WarningRule.Copied));
        Assert.NotEmpty(Of(new([new(new(PeriodKind.Half, 2024, 1), 4.17m), new(new(PeriodKind.Half, 2024, 2), 4.2m), new(new(PeriodKind.Half, 2025, 1), 4.17m)]), WarningRule.Copied));
    }

    [Fact]
    public void Every_threshold_is_the_citys_and_every_rule_can_be_switched_off()
    {
        Assert.NotEmpty(Of(new(Years(100, 106)), WarningRule.Jump, new() { JumpPercent = 5 }));
        Assert.Empty(Of(new(Years(100, 500)), WarningRule.Jump, new() { Off = new HashSet<WarningRule> { WarningRule.Jump } }));
        Assert.NotEmpty(Of(new(Years(5, 4), MoreIsBetter: true), WarningRule.Worsening, new() { WorsePeriods = 1 }));
    }

    [Fact]
    public void Nothing_is_said_of_a_quiet_indicator_or_of_none()
    {
        Assert.Empty(WarningRules.Of(new([]), Today));
        Assert.Empty(WarningRules.Of(new(Years(50, 51, 52), new(TargetComparison.AtLeast, 50) { BaseYear = 2020, BaseValue = 40, DueYear = 2025 }, true) { Due = Today.AddDays(-100), Filed = true, RegisterUpdated = Today }, Today));
    }

    [Fact]
    public void A_warning_is_noted_then_answered_then_closed_and_nothing_leads_out_of_cleared()
    {
        Assert.True(WarningSteps.Allowed(WarningState.Raised, WarningState.Acknowledged));
        Assert.True(WarningSteps.Allowed(WarningState.Acknowledged, WarningState.Explained));
        Assert.False(WarningSteps.Allowed(WarningState.Raised, WarningState.Explained));
        Assert.False(WarningSteps.Allowed(WarningState.Escalated, WarningState.Raised));
        Assert.Empty(WarningSteps.From(WarningState.Cleared));
        Assert.All(Enum.GetValues<WarningState>(), state => Assert.True(!WarningSteps.Open(state) || WarningSteps.Allowed(state, WarningState.Cleared)));
    }
}
