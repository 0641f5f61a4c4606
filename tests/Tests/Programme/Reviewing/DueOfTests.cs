using OneMetre.Programme.Reviewing;

namespace OneMetre.Tests.Programme.Reviewing;

/// <summary>When a task as a whole is due, by the days of its targets.</summary>
public class DueOfTests
{
    static readonly DateOnly Today = new(2026, 11, 20);

    [Theory]
    [InlineData("2026-06-30", "2026-06-30")]
    [InlineData("2026-06-30 2027-03-31", "2027-03-31")]
    [InlineData("2026-06-30 -", "2027-12-31")]
    [InlineData("-", "2027-12-31")]
    [InlineData("", "2027-12-31")]
    [InlineData("--06-30", "2027-06-30")]
    public void The_last_of_its_targets_counts_and_one_without_a_day_runs_to_the_end_of_the_plan(string deadlines, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            Made.DueOf(deadlines.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => d == "-" ? null : d), 2027, Today));

    [Fact]
    public void Without_a_day_and_without_an_end_nothing_is_due() => Assert.Null(Made.DueOf([null], null, Today));
}
