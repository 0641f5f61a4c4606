namespace OneMetre.Indicators.Rules;

/// <summary>The life of a warning: somebody takes note, explains it or plans what to do, and then it is cleared or goes to supervision (督办).</summary>
enum WarningState { Raised, Acknowledged, Explained, ActionPlanned, Cleared, Escalated }

/// <summary>Which step may follow which. A warning that nobody answers may be escalated; one whose cause is gone from the corrected figures may be cleared at any open step.</summary>
static class WarningSteps
{
    static readonly Dictionary<WarningState, WarningState[]> Next = new()
    {
        [WarningState.Raised] = [WarningState.Acknowledged, WarningState.Cleared, WarningState.Escalated],
        [WarningState.Acknowledged] = [WarningState.Explained, WarningState.ActionPlanned, WarningState.Cleared, WarningState.Escalated],
        [WarningState.Explained] = [WarningState.ActionPlanned, WarningState.Cleared, WarningState.Escalated],
        [WarningState.ActionPlanned] = [WarningState.Cleared, WarningState.Escalated],
        [WarningState.Escalated] = [WarningState.Cleared],
        [WarningState.Cleared] = [],
    };

    public static IReadOnlyList<WarningState> From(WarningState state) => Next[state];
    public static bool Allowed(WarningState from, WarningState to) => Next[from].Contains(to);
    public static bool Open(WarningState state) => state != WarningState.Cleared;
}
