using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Evaluating;

/// <summary>Evaluations on the desk: of a unit its self-assessment, of the office what it has to answer or to take a step on.</summary>
sealed class DeskEvaluations(ReadEvaluations read, CurrentUser user, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (found, total, today) = (await read.ForMe(most, ct), await read.Waits(ct), time.Today());
        return total.Number == 0 ? null : new("evaluations", texts["programme.evaluations-title"],
            [.. found.Select(r => new DueItem(r.Evaluation.Title, user.IsOffice || r.Own is null ? $"/evaluations/{r.Evaluation.Id}" : $"/evaluations/{r.Evaluation.Id}/units/{r.Own}", texts["programme.desk-see"],
                r.Evaluation.SelfDueOn < today ? Light.Orange : Light.Yellow, user.IsOffice ? r.Evaluation.ObjectUntil ?? r.Evaluation.SelfDueOn : r.Evaluation.SelfDueOn,
                texts[user.IsOffice ? EvaluationWords.State(r.Evaluation.State) : EvaluationWords.Do(Model.EvaluationStepKind.HandIn)]))],
            total.Number, "/evaluations", texts["programme.desk-all-evaluations"]);
    }
}
