namespace OneMetre.Programme.Model;

/// <summary>Where a meeting stands: 筹备, 已通知, 已召开, 纪要征求意见, 纪要已审定; called off when it does not take place.</summary>
enum MeetingState { Draft, Invited, Held, Circulated, Confirmed, Cancelled }

/// <summary>What can happen to a meeting, and after it to its decisions.</summary>
enum MeetingStepKind { Open, Invite, Change, Hold, Circulate, Rework, Confirm, Cancel, Report, Accept, SendBack, Drop }

/// <summary>Where a decision stands: written into minutes that are not confirmed, to be done, reported as done, done, dropped.</summary>
enum DecisionState { Proposed, Open, Reported, Done, Dropped }

/// <summary>How many units were called, how many count as there, and how many are needed.</summary>
readonly record struct Quorum(int Called, int Present, int Needed)
{
    public bool Met => Called > 0 && Present >= Needed;

    /// <summary>By the rule of the meeting: so many parts of so many, rounded up; a stand-in counts where the rule says so.</summary>
    public static Quorum Of(IReadOnlyCollection<MeetingPresence?> came, int of, int parts, bool standInsCount) => new(
        came.Count, came.Count(c => c == MeetingPresence.Member || (standInsCount && c == MeetingPresence.StandIn)), (came.Count * of + parts - 1) / parts);
}

/// <summary>
/// The course of a meeting: Draft → Invited → Held → Circulated → Confirmed, back to Held where the minutes are written anew; called off before it is held. Decisions bind from the confirmation on and have a
/// course of their own. Pure.
/// </summary>
static class MeetingCourse
{
    /// <summary>The state after a step; null where it is not possible.</summary>
    public static MeetingState? After(MeetingState state, MeetingStepKind step) => (step, state) switch
    {
        (MeetingStepKind.Invite, MeetingState.Draft) => MeetingState.Invited,
        (MeetingStepKind.Change, MeetingState.Invited) => MeetingState.Invited,
        (MeetingStepKind.Hold, MeetingState.Invited) => MeetingState.Held,
        (MeetingStepKind.Circulate, MeetingState.Held) => MeetingState.Circulated,
        (MeetingStepKind.Rework, MeetingState.Circulated) => MeetingState.Held,
        (MeetingStepKind.Confirm, MeetingState.Circulated) => MeetingState.Confirmed,
        (MeetingStepKind.Cancel, MeetingState.Draft or MeetingState.Invited) => MeetingState.Cancelled,
        (MeetingStepKind.Report or MeetingStepKind.Accept or MeetingStepKind.SendBack or MeetingStepKind.Drop, MeetingState.Confirmed) => state,
        _ => null,
    };

    /// <summary>A decision's state after a step; null where it is not possible. What a task or an order follows is reported and accepted there, not here.</summary>
    public static DecisionState? After(DecisionState state, DecisionFollow follow, MeetingStepKind step) => (step, state) switch
    {
        (MeetingStepKind.Confirm, DecisionState.Proposed) => DecisionState.Open,
        (MeetingStepKind.Report, DecisionState.Open) when follow == DecisionFollow.Own => DecisionState.Reported,
        (MeetingStepKind.Accept, DecisionState.Reported) => DecisionState.Done,
        (MeetingStepKind.SendBack, DecisionState.Reported) => DecisionState.Open,
        (MeetingStepKind.Drop, DecisionState.Open or DecisionState.Reported) => DecisionState.Dropped,
        _ => null,
    };

    /// <summary>The steps that lead the meeting on now. Begun: its day has come. Heard: every called unit has said something of the minutes, or their days are over.</summary>
    public static IReadOnlyList<MeetingStepKind> Possible(MeetingState state, bool begun, bool heard) =>
        [.. Enum.GetValues<MeetingStepKind>().Where(step => After(state, step) is { } next && next != state && step switch
        {
            MeetingStepKind.Hold => begun,
            MeetingStepKind.Confirm => heard,
            _ => true,
        })];

    /// <summary>Whether the minutes were heard: all have spoken, or the last day is over.</summary>
    public static bool Heard(int called, int spoken, DateOnly? by, DateOnly today) => spoken >= called || by < today;

    /// <summary>The state to which a chain of steps leads, from its opening; null when the chain has a hole or a step that was not possible.</summary>
    public static MeetingState? Replay(IEnumerable<MeetingStepKind> steps)
    {
        MeetingState? state = null;
        foreach (var step in steps)
        {
            if (step == MeetingStepKind.Open != state is null) return null;
            state = state is { } now ? After(now, step) : MeetingState.Draft;
            if (state is null) return null;
        }
        return state;
    }
}
