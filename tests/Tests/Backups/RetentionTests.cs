using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Backups;

namespace OneMetre.Tests.Backups;

public class RetentionTests
{
    static readonly Retention Keep = new();
    static readonly DateTime Start = new(2026, 1, 1);

    static readonly Arbitrary<DateTime[]> Backups = ArbMap.Default.GeneratorFor<ushort>().Select(minutes => Start.AddMinutes(minutes * 10)).ArrayOf().ToArbitrary();

    static IReadOnlyList<DateTime> Kept(IEnumerable<DateTime> backups) => Keep.Keep(backups, b => b);

    [Fact]
    public void Keeping_again_lets_nothing_more_go() => Prop.ForAll(Backups, backups => Kept(Kept(backups)).SequenceEqual(Kept(backups))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_backups_are_found_does_not_matter() => Prop.ForAll(Backups, backups => Kept(backups.Reverse()).SequenceEqual(Kept(backups))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_newest_always_stays_and_never_more_than_all_spans_together() =>
        Prop.ForAll(Backups, backups => backups.Length == 0 || (Kept(backups)[0] == backups.Max() && Kept(backups).Count <= 7 + 5 + 12)).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_of_the_last_seven_days_five_weeks_and_twelve_months_keeps_its_newest() => Prop.ForAll(Backups, backups =>
    {
        var kept = Kept(backups).ToHashSet();
        IEnumerable<DateTime> Newest<T>(Func<DateTime, T> span, int spans) => backups.GroupBy(span).Select(g => g.Max()).OrderDescending().Take(spans);
        return Newest(b => b.Date, 7).Concat(Newest(b => (ISOWeek.GetYear(b), ISOWeek.GetWeekOfYear(b)), 5)).Concat(Newest(b => (b.Year, b.Month), 12)).ToHashSet().SetEquals(kept);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Letting_go_each_day_over_three_years_leaves_what_the_rule_says()
    {
        List<DateTime> there = [];
        for (var day = 0; day < 3 * 365; day++) there = [.. Kept([.. there, Start.AddDays(day).AddHours(2)])];
        Assert.Equal(7, there.Count(b => b > there[0].AddDays(-7)));
        Assert.InRange(there.Count, 7 + 11, 7 + 5 + 12);
        Assert.True(there[^1] < there[0].AddDays(-300), $"{there[^1]}");
    }
}
