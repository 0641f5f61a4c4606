using FsCheck;
using FsCheck.Fluent;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Meeting;

/// <summary>The course of a joint meeting and of what it decided, and when it may decide.</summary>
public class MeetingCourseTests
{
    static readonly Arbitrary<MeetingStepKind[]> Chains = Gen.Elements(Enum.GetValues<MeetingStepKind>()).ArrayOf(30).ToArbitrary();

    [Fact]
    public void No_minutes_are_confirmed_that_were_not_invited_to_held_and_sent_round() => Prop.ForAll(Chains, steps =>
    {
        var (state, through) = (MeetingState.Draft, new List<MeetingState> { MeetingState.Draft });
        foreach (var step in steps)
            if (MeetingCourse.After(state, step) is { } next) through.Add(state = next);
        if (state != MeetingState.Confirmed) return true;
        MeetingState[] needed = [MeetingState.Draft, MeetingState.Invited, MeetingState.Held, MeetingState.Circulated, MeetingState.Confirmed];
        return needed.Select(s => through.IndexOf(s)).Aggregate((Last: -1, Ok: true), (a, at) => (at, a.Ok && at > a.Last)).Ok;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_quorum_is_so_many_parts_rounded_up_and_more_who_come_never_unmake_it() =>
        Prop.ForAll((from of in Gen.Choose(1, 9) from more in Gen.Choose(0, 9) from came in Gen.Choose(0, 4).ArrayOf() from standIns in Gen.Elements(true, false) select (of, of + more, came, standIns)).ToArbitrary(), x =>
        {
            var (of, parts, numbers, standIns) = x;
            var came = numbers.Select(n => n == 4 ? (MeetingPresence?)null : (MeetingPresence)n).ToList();
            var quorum = Quorum.Of(came, of, parts, standIns);
            var better = Quorum.Of([.. came.Select(_ => (MeetingPresence?)MeetingPresence.Member)], of, parts, standIns);
            return quorum.Needed * parts >= came.Count * of && (quorum.Needed - 1) * parts < came.Count * of
                && quorum.Met == (came.Count > 0 && came.Count(c => c == MeetingPresence.Member || standIns && c == MeetingPresence.StandIn) >= quorum.Needed)
                && better.Met == came.Count > 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_task_or_an_order_follows_is_not_reported_here_and_what_is_done_stays_done()
    {
        foreach (var follow in Enum.GetValues<DecisionFollow>())
        {
            Assert.Equal(follow == DecisionFollow.Own ? DecisionState.Reported : null, MeetingCourse.After(DecisionState.Open, follow, MeetingStepKind.Report));
            foreach (var step in Enum.GetValues<MeetingStepKind>())
                foreach (var ended in new[] { DecisionState.Done, DecisionState.Dropped }) Assert.Null(MeetingCourse.After(ended, follow, step));
        }
    }

    [Fact]
    public void A_chain_tells_its_state_and_one_with_a_hole_tells_none()
    {
        MeetingStepKind[] whole = [MeetingStepKind.Open, MeetingStepKind.Invite, MeetingStepKind.Change, MeetingStepKind.Hold, MeetingStepKind.Circulate, MeetingStepKind.Rework, MeetingStepKind.Circulate, MeetingStepKind.Confirm, MeetingStepKind.Report];
        Assert.Equal(MeetingState.Confirmed, MeetingCourse.Replay(whole));
        foreach (var gone in new[] { 0, 1, 3, 4, 5, 7 }) Assert.Null(MeetingCourse.Replay(whole.Where((_, i) => i != gone)));
        Assert.Null(MeetingCourse.Replay([]));
    }

    [Fact]
    public void Nobody_confirms_before_all_have_spoken_or_their_days_are_over()
    {
        var today = new DateOnly(2026, 11, 20);
        Assert.False(MeetingCourse.Heard(3, 2, today, today));
        Assert.True(MeetingCourse.Heard(3, 3, today, today));
        Assert.True(MeetingCourse.Heard(3, 0, today.AddDays(-1), today));
        Assert.DoesNotContain(MeetingStepKind.Confirm, MeetingCourse.Possible(MeetingState.Circulated, begun: true, heard: false));
        Assert.DoesNotContain(MeetingStepKind.Hold, MeetingCourse.Possible(MeetingState.Invited, begun: false, heard: true));
    }
}
