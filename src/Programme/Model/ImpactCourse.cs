namespace OneMetre.Programme.Model;

/// <summary>Who takes a step: the unit that proposes (or the office for it), the unit's leader or the office where they did not screen it themselves, the leader or the office, the office alone, or any unit that is consulted.</summary>
enum ImpactHand { Unit, Second, Leader, Office, Anyone }

/// <summary>
/// The course of an assessment (domain reference §7.4): Registered → Screening → Scoping → Evidence → Assessing → Draft → Consultation → ExpertReview → Final → DecisionLinked → Published → Monitoring → Closed.
/// What is public is taken back to DecisionLinked by the office, corrected and published again; its looks go on where they stood.
/// A light one goes from Draft to Final; one without effect on children is closed by a second person's signature. Pure.
/// </summary>
static class ImpactCourse
{
    /// <summary>The state after a step; null where it is not possible.</summary>
    public static ImpactState? After(ImpactState state, ImpactDepth depth, ImpactStepKind step) => (step, state) switch
    {
        (ImpactStepKind.Screen, ImpactState.Registered) => ImpactState.Screening,
        (ImpactStepKind.Raise, >= ImpactState.Screening and <= ImpactState.ExpertReview) when depth < ImpactDepth.Full => state,
        (ImpactStepKind.Lower, ImpactState.Screening) when depth > ImpactDepth.None => state,
        (ImpactStepKind.SignNone, ImpactState.Screening) when depth == ImpactDepth.None => ImpactState.Closed,
        (ImpactStepKind.Begin, ImpactState.Screening) when depth != ImpactDepth.None => ImpactState.Scoping,
        (ImpactStepKind.Scope, ImpactState.Scoping or ImpactState.Evidence or ImpactState.Assessing) => state,
        (ImpactStepKind.Gather, ImpactState.Scoping) => ImpactState.Evidence,
        (ImpactStepKind.AddEvidence or ImpactStepKind.DropEvidence or ImpactStepKind.Hear or ImpactStepKind.DropHearing or ImpactStepKind.SignUnheard, >= ImpactState.Evidence and <= ImpactState.ExpertReview) => state,
        (ImpactStepKind.Assess, ImpactState.Evidence) => ImpactState.Assessing,
        (ImpactStepKind.NameOptions or ImpactStepKind.Rate or ImpactStepKind.DropRow, >= ImpactState.Assessing and <= ImpactState.ExpertReview) => state,
        (ImpactStepKind.Draft, ImpactState.Assessing) => ImpactState.Draft,
        (ImpactStepKind.Consult, ImpactState.Draft) when depth == ImpactDepth.Full => ImpactState.Consultation,
        (ImpactStepKind.Comment, ImpactState.Consultation) => state,
        (ImpactStepKind.Answer, ImpactState.Consultation or ImpactState.ExpertReview) => state,
        (ImpactStepKind.AskExpert, ImpactState.Consultation) => ImpactState.ExpertReview,
        (ImpactStepKind.Opine, ImpactState.ExpertReview) => state,
        (ImpactStepKind.Reopen, >= ImpactState.Assessing and <= ImpactState.Final) => ImpactState.Evidence,
        (ImpactStepKind.Finish, ImpactState.ExpertReview) => ImpactState.Final,
        (ImpactStepKind.Finish, ImpactState.Draft) when depth == ImpactDepth.Light => ImpactState.Final,
        (ImpactStepKind.Decide, ImpactState.Final) => ImpactState.DecisionLinked,
        (ImpactStepKind.Write, >= ImpactState.Draft and <= ImpactState.DecisionLinked) => state,
        (ImpactStepKind.Publish, ImpactState.DecisionLinked) => ImpactState.Published,
        (ImpactStepKind.Monitor, ImpactState.Published or ImpactState.Monitoring) => ImpactState.Monitoring,
        (ImpactStepKind.Remind, ImpactState.Published or ImpactState.Monitoring) => state,
        (ImpactStepKind.Close, ImpactState.Published or ImpactState.Monitoring) => ImpactState.Closed,
        (ImpactStepKind.Unpublish, ImpactState.Published or ImpactState.Monitoring or ImpactState.Closed) when depth != ImpactDepth.None => ImpactState.DecisionLinked,
        (ImpactStepKind.Withdraw, <= ImpactState.Final) => ImpactState.Withdrawn,
        _ => null,
    };

    public static ImpactHand Hand(ImpactStepKind step) => step switch
    {
        ImpactStepKind.SignNone or ImpactStepKind.Lower => ImpactHand.Second,
        ImpactStepKind.SignUnheard or ImpactStepKind.Withdraw => ImpactHand.Leader,
        ImpactStepKind.Publish or ImpactStepKind.Unpublish or ImpactStepKind.Close => ImpactHand.Office,
        ImpactStepKind.Comment => ImpactHand.Anyone,
        _ => ImpactHand.Unit,
    };

    /// <summary>The state after a chain from its registration, each step with the depth that held before it; null when the chain has a hole.</summary>
    public static ImpactState? Replay(IEnumerable<(ImpactStepKind Step, ImpactDepth Depth)> steps)
    {
        ImpactState? state = null;
        foreach (var (step, depth) in steps)
        {
            if (step == ImpactStepKind.Register != state is null) return null;
            state = state is { } now ? After(now, depth, step) : ImpactState.Registered;
            if (state is null) return null;
        }
        return state;
    }

    /// <summary>The states on the way of this depth, for a reader.</summary>
    public static IReadOnlyList<ImpactState> Way(ImpactDepth depth) => depth switch
    {
        ImpactDepth.None => [ImpactState.Registered, ImpactState.Screening, ImpactState.Closed],
        ImpactDepth.Light => [.. Enum.GetValues<ImpactState>().Where(s => s is not (ImpactState.Consultation or ImpactState.ExpertReview or ImpactState.Withdrawn))],
        _ => [.. Enum.GetValues<ImpactState>().Where(s => s != ImpactState.Withdrawn)],
    };

    /// <summary>At least one "high" or three "yes": full; one or two: light; none: no assessment, which a second person signs (domain reference §7.4).</summary>
    public static ImpactDepth Outcome(IReadOnlyCollection<ImpactAnswer> answers) =>
        answers.Contains(ImpactAnswer.High) || answers.Count(a => a == ImpactAnswer.Yes) >= 3 ? ImpactDepth.Full : answers.Contains(ImpactAnswer.Yes) ? ImpactDepth.Light : ImpactDepth.None;

    /// <summary>What still holds an assessment from its final, as codes; empty when the gate is open.</summary>
    public static IReadOnlyList<string> Gate(ImpactDepth depth, int heard, bool unheardSigned, int rows, int unanswered, int opinions)
    {
        var holds = new List<string>();
        if (heard == 0 && !unheardSigned) holds.Add("programme.impact-gate-heard");
        if (rows == 0) holds.Add("programme.impact-gate-rows");
        if (unanswered > 0) holds.Add("programme.impact-gate-answers");
        if (depth == ImpactDepth.Full && opinions == 0) holds.Add("programme.impact-gate-expert");
        return holds;
    }

    /// <summary>After how many months of the decision it is looked at what came of it.</summary>
    public static IReadOnlyList<int> Marks(ImpactDepth depth) => depth switch { ImpactDepth.Full => [6, 12, 24], ImpactDepth.Light => [12], _ => [] };

    /// <summary>When the next look is due after so many; null after the last.</summary>
    public static DateOnly? Due(ImpactDepth depth, DateOnly decided, int looks) => looks < Marks(depth).Count ? decided.AddMonths(Marks(depth)[looks]) : null;
}
