using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme;

public class LightRuleTests
{
    static readonly DateOnly Start = new(2026, 1, 1), Due = new(2026, 12, 31);
    static readonly LightThresholds Usual = new();

    static Light At(string day, int? progress, int returned = 0, TaskState state = TaskState.InProgress) =>
        LightRule.Read(state, Start, Due, progress, returned, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Usual).Light;

    [Theory]
    [InlineData("2026-07-02", 50, Light.Green)]
    [InlineData("2026-07-02", 40, Light.Yellow)]   // 10 points behind
    [InlineData("2026-07-02", 30, Light.Yellow)]   // exactly 20: still yellow
    [InlineData("2026-07-02", 29, Light.Orange)]   // more than 20
    [InlineData("2026-12-16", 96, Light.Yellow)]   // 15 days left
    [InlineData("2026-12-15", 96, Light.Green)]    // 16 days left
    [InlineData("2026-12-31", 100, Light.Green)]   // all reported: nothing is due
    [InlineData("2027-01-01", 99, Light.Orange)]   // one day late
    [InlineData("2027-01-15", 99, Light.Orange)]   // fifteen days late
    [InlineData("2027-01-16", 99, Light.Red)]      // more than fifteen
    [InlineData("2026-07-02", null, Light.Grey)]   // nothing reported
    public void The_light_follows_the_thresholds_of_the_reference(string day, int? progress, Light light) => Assert.Equal(light, At(day, progress));

    [Fact]
    public void Twice_returned_is_red_and_completed_is_green_whatever_the_day()
    {
        Assert.Equal(Light.Red, At("2026-02-01", 80, returned: 2));
        Assert.Equal(Light.Green, At("2030-01-01", 10, returned: 5, state: TaskState.Completed));
    }

    [Fact]
    public void Better_progress_never_gives_a_worse_light() =>
        Prop.ForAll(Gen.Choose(0, 99).ToArbitrary(), Gen.Choose(0, 400).ToArbitrary(), (progress, days) =>
        {
            var day = Start.AddDays(days);
            return Rank(LightRule.Read(TaskState.InProgress, Start, Due, progress + 1, 0, day, Usual).Light) <= Rank(LightRule.Read(TaskState.InProgress, Start, Due, progress, 0, day, Usual).Light);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Expected_progress_runs_from_nothing_to_all_and_never_back() =>
        Prop.ForAll(Gen.Choose(-50, 500).ToArbitrary(), days =>
        {
            var (today, tomorrow) = (LightRule.Expected(Start, Due, Start.AddDays(days)), LightRule.Expected(Start, Due, Start.AddDays(days + 1)));
            return today is >= 0 and <= 100 && tomorrow >= today;
        }).QuickCheckThrowOnFailure();

    static int Rank(Light light) => light switch { Light.Green => 0, Light.Yellow => 1, Light.Orange => 2, Light.Red => 3, _ => 0 };
}
