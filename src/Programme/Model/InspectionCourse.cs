namespace OneMetre.Programme.Model;

/// <summary>How an inspection (督查检查) is done: on paper, on site, unannounced (四不两直), by a third party, by talking.</summary>
enum InspectionKind { Desk, Field, Unannounced, ThirdParty, Interview }

/// <summary>Where an inspection stands: 起草, 已安排, 检查中, 已反馈, 已办结; called off when it does not take place.</summary>
enum InspectionState { Draft, Planned, UnderWay, Issued, Closed, Cancelled }

/// <summary>What can happen to an inspection; where it leads, <see cref="InspectionCourse"/> says.</summary>
enum InspectionStepKind { Open, Plan, Start, Reveal, Issue, Close, Cancel, TakePhoto }

/// <summary>Who takes a step of an inspection: the office, or the team that goes there as well.</summary>
enum InspectionHand { Office, Team }

/// <summary>
/// The course of an inspection: Draft → Planned → UnderWay → Issued → Closed; called off before its findings are issued. Pure. An unannounced one tells nobody outside office and team that it exists until it
/// is revealed (domain reference §0.1); nothing leaves for the unit before that, so nothing is issued either.
/// </summary>
static class InspectionCourse
{
    /// <summary>The state after a step; null where it is not possible.</summary>
    public static InspectionState? After(InspectionState state, InspectionStepKind step) => (step, state) switch
    {
        (InspectionStepKind.Plan, InspectionState.Draft) => InspectionState.Planned,
        (InspectionStepKind.Start, InspectionState.Planned) => InspectionState.UnderWay,
        (InspectionStepKind.Reveal, InspectionState.Planned or InspectionState.UnderWay) => state,
        (InspectionStepKind.Issue, InspectionState.UnderWay) => InspectionState.Issued,
        (InspectionStepKind.Close, InspectionState.Issued) => InspectionState.Closed,
        (InspectionStepKind.Cancel, InspectionState.Draft or InspectionState.Planned or InspectionState.UnderWay) => InspectionState.Cancelled,
        (InspectionStepKind.TakePhoto, InspectionState.UnderWay or InspectionState.Issued or InspectionState.Closed) => state,
        _ => null,
    };

    public static InspectionHand Hand(InspectionStepKind step) => step is InspectionStepKind.Start or InspectionStepKind.Reveal or InspectionStepKind.TakePhoto ? InspectionHand.Team : InspectionHand.Office;

    /// <summary>The steps that people may take now; a photograph is taken away where it stands. Hidden: unannounced and not revealed yet. Open: findings that are not put right.</summary>
    public static IReadOnlyList<InspectionStepKind> Possible(InspectionState state, bool hidden, int open) =>
        [.. Enum.GetValues<InspectionStepKind>().Where(step => step != InspectionStepKind.TakePhoto && After(state, step) is not null && step switch
        {
            InspectionStepKind.Reveal => hidden,
            InspectionStepKind.Issue => !hidden,
            InspectionStepKind.Close => open == 0,
            _ => true,
        })];

    /// <summary>Whether the inspected unit may know of it: planned, and, if unannounced, revealed. One that is called off before has no moment of revealing any more. The data door says the same in SQL.</summary>
    public static bool ShownToUnit(InspectionKind kind, bool planned, DateTime? revealAt, DateTime now) => planned && (kind != InspectionKind.Unannounced || revealAt <= now);

    /// <summary>The state to which a chain of steps leads, from its opening; null when the chain has a hole or a step that was not possible.</summary>
    public static InspectionState? Replay(IEnumerable<InspectionStepKind> steps)
    {
        InspectionState? state = null;
        foreach (var step in steps)
        {
            if (step == InspectionStepKind.Open != state is null) return null;
            state = state is { } now ? After(now, step) : InspectionState.Draft;
            if (state is null) return null;
        }
        return state;
    }
}
