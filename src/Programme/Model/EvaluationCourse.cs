namespace OneMetre.Programme.Model;

/// <summary>Whose hand takes a step.</summary>
enum EvaluationHand { Office, Unit }

/// <summary>
/// The course of an evaluation: Prepared → SelfAssessment → Review → Panel → Announced → Objections → Final; the panel may be left out. Steps of a sheet change no state of the evaluation and are possible
/// only at their time. Pure.
/// </summary>
static class EvaluationCourse
{
    /// <summary>The state after a step; null where it is not possible.</summary>
    public static EvaluationState? After(EvaluationState state, EvaluationStepKind step) => (step, state) switch
    {
        (EvaluationStepKind.Start, EvaluationState.Prepared) => EvaluationState.SelfAssessment,
        (EvaluationStepKind.Review, EvaluationState.SelfAssessment) => EvaluationState.Review,
        (EvaluationStepKind.Panel, EvaluationState.Review) => EvaluationState.Panel,
        (EvaluationStepKind.Announce, EvaluationState.Review or EvaluationState.Panel) => EvaluationState.Announced,
        (EvaluationStepKind.TakeObjections, EvaluationState.Announced) => EvaluationState.Objections,
        (EvaluationStepKind.Finish, EvaluationState.Objections) => EvaluationState.Final,
        (EvaluationStepKind.Withdraw, not (EvaluationState.Final or EvaluationState.Withdrawn)) => EvaluationState.Withdrawn,
        (EvaluationStepKind.Count or EvaluationStepKind.HandIn, EvaluationState.SelfAssessment) => state,
        (EvaluationStepKind.Set or EvaluationStepKind.Veto or EvaluationStepKind.LiftVeto, EvaluationState.Review or EvaluationState.Panel) => state,
        (EvaluationStepKind.Survey, EvaluationState.SelfAssessment or EvaluationState.Review or EvaluationState.Panel) => state,
        (EvaluationStepKind.Links, EvaluationState.Panel) => state,
        (EvaluationStepKind.Object or EvaluationStepKind.Uphold or EvaluationStepKind.Refuse, EvaluationState.Objections) => state,
        _ => null,
    };

    public static EvaluationHand Hand(EvaluationStepKind step) => step is EvaluationStepKind.HandIn or EvaluationStepKind.Object ? EvaluationHand.Unit : EvaluationHand.Office;

    /// <summary>Steps that one button on the page of the evaluation takes.</summary>
    public static bool OfTheWhole(EvaluationStepKind step) => step is > EvaluationStepKind.Open and <= EvaluationStepKind.Withdraw;

    public static IReadOnlyList<EvaluationStepKind> Possible(EvaluationState state) => [.. Enum.GetValues<EvaluationStepKind>().Where(s => OfTheWhole(s) && After(state, s) is not null)];

    /// <summary>Whether the units know their result.</summary>
    public static bool Told(EvaluationState state) => state is EvaluationState.Announced or EvaluationState.Objections or EvaluationState.Final;

    /// <summary>The state to which a chain of steps leads, from its opening; null when the chain has a hole or a step that was not possible.</summary>
    public static EvaluationState? Replay(IEnumerable<EvaluationStepKind> steps)
    {
        EvaluationState? state = null;
        foreach (var step in steps)
        {
            if (step == EvaluationStepKind.Open != state is null) return null;
            state = state is { } now ? After(now, step) : EvaluationState.Prepared;
            if (state is null) return null;
        }
        return state;
    }
}
