namespace OneMetre.Programme.Model;

/// <summary>
/// The course of a good practice: Draft → FirstReview → SecondReview → FinalReview → Approved → Published; withdrawn at any time, and then taken up again as a new text. 三审三校: each review is a proofreading too, and
/// the three are passed by three people of whom none has written it. What was sent back and only corrected as the marks ask goes on where it stood; a text that was changed otherwise begins anew. Pure.
/// </summary>
static class PracticeCourse
{
    public const int Stages = 3;

    static readonly PracticeState[] Reviews = [PracticeState.FirstReview, PracticeState.SecondReview, PracticeState.FinalReview];

    /// <summary>Which review this state is, 1 to 3; 0 when it is none.</summary>
    public static int StageOf(PracticeState state) => Array.IndexOf(Reviews, state) + 1;

    /// <summary>The state after a step, where <paramref name="stage"/> is the review that comes next; null where it is not possible.</summary>
    public static PracticeState? After(PracticeState state, PracticeStepKind step, int stage) => (step, state) switch
    {
        (PracticeStepKind.Write or PracticeStepKind.Correct, PracticeState.Draft) => state,
        (PracticeStepKind.Submit, PracticeState.Draft) when stage is >= 1 and <= Stages => Reviews[stage - 1],
        (PracticeStepKind.Pass, PracticeState.FirstReview) => PracticeState.SecondReview,
        (PracticeStepKind.Pass, PracticeState.SecondReview) => PracticeState.FinalReview,
        (PracticeStepKind.Pass, PracticeState.FinalReview) => PracticeState.Approved,
        (PracticeStepKind.Return, PracticeState.FirstReview or PracticeState.SecondReview or PracticeState.FinalReview) => PracticeState.Draft,
        (PracticeStepKind.Publish, PracticeState.Approved) => PracticeState.Published,
        (PracticeStepKind.Withdraw, not PracticeState.Withdrawn) => PracticeState.Withdrawn,
        (PracticeStepKind.Reopen, PracticeState.Withdrawn or PracticeState.Approved) => PracticeState.Draft,
        (PracticeStepKind.TakePhoto, not PracticeState.Draft) => state,
        _ => null,
    };

    /// <summary>Whether this person may pass or send back in this review: has not written any of it in any round, and has not passed another review of this round.</summary>
    public static bool MayReview(IEnumerable<PracticeStep> steps, int round, int stage, Guid person) => !steps.Any(s => s.PersonId == person
        && (s.Kind is PracticeStepKind.Open or PracticeStepKind.Write or PracticeStepKind.Correct || (s.Kind == PracticeStepKind.Pass && s.Round == round && s.Stage != stage)));

    /// <summary>Whether a chain of steps keeps to the course, and to three different reviewers whenever it publishes.</summary>
    public static bool Holds(IReadOnlyList<PracticeStep> steps)
    {
        var (state, round, stage) = (PracticeState.Draft, 1, 1);
        foreach (var (step, n) in steps.Select((s, n) => (s, n)))
        {
            if ((n == 0) != (step.Kind == PracticeStepKind.Open) || step.Number != n) return false;
            if (n == 0) continue;
            if (step.Kind is PracticeStepKind.Write or PracticeStepKind.Reopen && step.Round > round) (round, stage) = (step.Round, 1);
            else if (step.Kind == PracticeStepKind.Reopen || (step.Kind == PracticeStepKind.Write && stage > 1)) return false; // what was passed is not changed
            if (step.Round != round || After(state, step.Kind, stage) is not { } next) return false;
            if (step.Kind is PracticeStepKind.Pass or PracticeStepKind.Return && (step.Stage != StageOf(state) || step.PersonId is not { } by || !MayReview(steps.Take(n), round, step.Stage, by))) return false;
            if (step.Kind == PracticeStepKind.Pass) stage = step.Stage + 1;
            if (step.Kind == PracticeStepKind.Publish && steps.Take(n).Where(s => s.Kind == PracticeStepKind.Pass && s.Round == round).Select(s => s.PersonId).Distinct().Count() < Stages) return false;
            state = next;
        }
        return steps.Count > 0;
    }

    /// <summary>What still keeps a text from being submitted, by part: what must be said, and sources as soon as the effect is told in figures.</summary>
    public static IReadOnlyList<PracticePart> Lacks(GoodPractice practice) =>
        [.. Enum.GetValues<PracticePart>().Where(p => practice[p].Length == 0 && (GoodPractice.Needed(p) || (p == PracticePart.Sources && (practice.Effect + practice.Summary).Any(char.IsDigit))))];

    /// <summary>The text cut at its passages, in order: each piece and whether it is one of them. Passages that overlap one before or do not stand there are left out.</summary>
    public static IReadOnlyList<(string Piece, bool Marked)> Cut(string text, IEnumerable<string> passages)
    {
        var found = new List<(int From, int To)>();
        foreach (var passage in passages.Where(p => p.Length > 0).Distinct())
            if (text.IndexOf(passage, StringComparison.Ordinal) is >= 0 and var at && found.TrueForAll(f => at >= f.To || at + passage.Length <= f.From)) found.Add((at, at + passage.Length));
        var (pieces, from) = (new List<(string, bool)>(), 0);
        foreach (var (start, end) in found.Order())
        {
            if (start > from) pieces.Add((text[from..start], false));
            pieces.Add((text[start..end], true));
            from = end;
        }
        if (from < text.Length) pieces.Add((text[from..], false));
        return pieces;
    }

    /// <summary>How often a passage stands in a text, overlapping ones counted.</summary>
    public static int Times(string text, string passage)
    {
        var times = 0;
        for (var at = text.IndexOf(passage, StringComparison.Ordinal); at >= 0 && passage.Length > 0; at = text.IndexOf(passage, at + 1, StringComparison.Ordinal)) times++;
        return times;
    }
}
