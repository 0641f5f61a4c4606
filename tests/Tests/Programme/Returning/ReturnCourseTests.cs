using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Returning;

public class ReturnCourseTests
{
    static readonly Guid[] Ids = [.. Enumerable.Range(1, 4).Select(i => new Guid(i, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]))];

    /// <summary>Any people at all: some serve the unit, some of those lead it, some are the office; one of the four asks, and one of them, or nobody, has handed in.</summary>
    static readonly Gen<(ReturnState State, bool Asked, Guid? By, ReturnPeople People)> Any =
        from state in Gen.Elements(Enum.GetValues<ReturnState>())
        from asked in Gen.Elements(true, false)
        from bits in Gen.Choose(0, (1 << 12) - 1)
        from person in Gen.Choose(0, 3)
        from first in Gen.Choose(-1, 3)
        let unit = Ids.Where((_, i) => (bits >> i & 1) == 1).ToArray()
        let leaders = unit.Where(u => (bits >> 4 + Array.IndexOf(Ids, u) & 1) == 1).ToArray()
        let office = Ids.Where((_, i) => (bits >> 8 + i & 1) == 1).ToArray()
        select (state, asked, first < 0 ? (Guid?)null : Ids[first], new ReturnPeople(Ids[person], unit.Contains(Ids[person]), office.Contains(Ids[person]), unit, leaders, office));

    static void For(Func<ReturnState, bool, Guid?, ReturnPeople, bool> holds) =>
        Prop.ForAll(Any.ToArbitrary(), x => holds(x.State, x.Asked, x.By, x.People)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Nobody_skips_a_step() => For((state, asked, by, people) => ReturnCourse.May(state, asked, by, people).All(m => m.Move switch
    {
        ReturnMove.HandIn => state is ReturnState.Draft or ReturnState.Returned,
        ReturnMove.Approve => state == ReturnState.Submitted,
        ReturnMove.Accept => state == ReturnState.Approved,
        ReturnMove.SendBack => state is ReturnState.Submitted or ReturnState.Approved,
        _ => state == ReturnState.Accepted,
    }));

    [Fact]
    public void Whoever_handed_in_goes_on_alone_only_where_there_is_nobody_else_and_it_is_said() => For((state, asked, by, people) =>
        ReturnCourse.May(state, asked, by, people).Where(m => m.Move is ReturnMove.Approve or ReturnMove.Accept or ReturnMove.SendBack).All(m =>
        {
            var others = (state == ReturnState.Submitted ? people.Unit : people.Office).Any(p => p != by);
            return m.Alone ? !others && people.Person == by || state == ReturnState.Submitted && !others : people.Person != by;
        }));

    [Fact]
    public void A_unit_moves_only_its_own_and_only_the_office_accepts() => For((state, asked, by, people) =>
        ReturnCourse.May(state, asked, by, people).All(m => m.Move is ReturnMove.HandIn or ReturnMove.Approve or ReturnMove.AskRevision || (m.Move == ReturnMove.SendBack && state == ReturnState.Submitted) ? people.InUnit : people.IsOffice));

    [Fact]
    public void Where_a_leader_serves_who_did_not_hand_in_only_leaders_approve() => For((state, asked, by, people) =>
        !people.Leaders.Any(l => l != by) || ReturnCourse.May(state, asked, by, people).All(m => m.Move != ReturnMove.Approve || people.Leaders.Contains(people.Person!.Value)));

    [Fact]
    public void Somebody_can_always_go_on()
    {
        // Whatever the unit looks like, as long as anybody serves in it and in the office: no return is stuck for ever.
        Prop.ForAll(Any.Where(x => x.People.Unit.Count > 0 && x.People.Office.Count > 0).ToArbitrary(), x => Ids.Any(id =>
            ReturnCourse.May(x.State, x.Asked, x.By, x.People with { Person = id, InUnit = x.People.Unit.Contains(id), IsOffice = x.People.Office.Contains(id) }).Count > 0)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Typing_ends_with_handing_in_and_begins_again_with_a_return()
    {
        foreach (var state in Enum.GetValues<ReturnState>())
            foreach (var asked in new[] { true, false })
                foreach (var (move, _) in ReturnCourse.Next(state, asked))
                {
                    var after = ReturnCourse.After(move, state);
                    Assert.Equal(move is ReturnMove.SendBack or ReturnMove.Reopen, ReturnCourse.Open(after));
                    if (move is ReturnMove.AskRevision or ReturnMove.RefuseRevision) Assert.Equal(state, after);
                }
    }

    [Theory]
    [InlineData(PeriodKind.Month, 1, 5, "2026-10-01", "2026-09")]
    [InlineData(PeriodKind.Month, 1, 5, "2026-10-07", "")] // over: the fifth and one day of grace
    [InlineData(PeriodKind.Quarter, 1, 10, "2026-10-11", "2026Q3")]
    [InlineData(PeriodKind.Half, -10, 15, "2026-06-25", "2026H1")] // opens before the half-year ends
    [InlineData(PeriodKind.Half, -10, 15, "2026-06-19", "")]
    [InlineData(PeriodKind.Year, -20, 0, "2026-12-31", "2026")]
    [InlineData(PeriodKind.Year, -20, 0, "2027-01-02", "")]
    [InlineData(PeriodKind.Month, -10, 40, "2026-10-21", "2026-10,2026-09")] // one may still be answered when the next opens
    [InlineData(PeriodKind.Month, 1, 40, "2026-03-01", "2026-02")] // January lies before the first day of the cycle
    public void Periods_open_and_close_by_the_calendar(PeriodKind kind, int opens, int due, string today, string periods)
    {
        var cycle = new ReturnCycle { Kind = kind, OpensAfter = opens, DueAfter = due, GraceDays = 1, From = new(2026, 2, 1), Until = new(2027, 1, 1) };
        Assert.Equal(periods, string.Join(',', cycle.OpenPeriods(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_period_is_open_exactly_on_the_days_between_its_first_and_its_last() =>
        Prop.ForAll((from kind in Gen.Elements(PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Half, PeriodKind.Year)
                     from opens in Gen.Choose(-120, 120)
                     from more in Gen.Choose(0, 120)
                     from grace in Gen.Choose(0, 30)
                     from day in Gen.Choose(0, 3000)
                     select (new ReturnCycle { Kind = kind, OpensAfter = opens, DueAfter = Math.Min(120, opens + more), GraceDays = grace, From = new(2024, 5, 1) }, new DateOnly(2024, 1, 1).AddDays(day))).ToArbitrary(), x =>
        {
            var (cycle, today) = x;
            var open = cycle.OpenPeriods(today).ToHashSet();
            for (var period = Period.Of(cycle.Kind, new(2023, 1, 1)); period.Start < today.AddDays(400); period = period.Next)
                if (open.Contains(period) != (period.End >= cycle.From && cycle.OpenOn(period) <= today && today <= cycle.DueOn(period).AddDays(cycle.GraceDays))) return false;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
