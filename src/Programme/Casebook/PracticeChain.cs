using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>Adds to the chain of a good practice, and tells what the user may do next in it.</summary>
sealed class PracticeChain(PracticesData practices, CurrentUser user, TimeProvider time)
{
    /// <summary>Writes the step down, in the round and review in which the practice stands.</summary>
    public void Add(GoodPractice practice, PracticeStepKind step, string? text)
    {
        practices.Add(new PracticeStep
        {
            Id = practices.NewId(),
            PracticeId = practice.Id,
            Number = practice.StepCount,
            Kind = step,
            Round = practice.Round,
            Stage = practice.Stage,
            PersonId = user.PersonId,
            PersonName = user.Name,
            UnitName = user.UnitName,
            At = time.GetUtcNow().UtcDateTime,
            Text = text,
        });
        practice.StepCount++;
    }

    /// <summary>Whether the user has written some of it.</summary>
    public Task<bool> Wrote(Guid practice, CancellationToken ct) =>
        practices.Steps.AnyAsync(s => s.PracticeId == practice && s.PersonId == user.PersonId && (s.Kind == PracticeStepKind.Open || s.Kind == PracticeStepKind.Write || s.Kind == PracticeStepKind.Correct), ct);

    /// <summary>
    /// What the user may do. First review: a colleague of the unit or the office; second: the unit's leader or the office; final: the office; each somebody who has neither written it nor passed another review of this
    /// text. The office publishes, and withdraws what is public; before that the unit may withdraw its own.
    /// </summary>
    public IReadOnlyList<PracticeStepKind> May(GoodPractice practice, IReadOnlyList<PracticeStep> steps)
    {
        if (!practices.Writes || !(user.IsOffice || practice.UnitId == user.UnitId) || user.PersonId is not { } person) return [];
        var stage = PracticeCourse.StageOf(practice.State);
        var reviews = stage > 0 && (user.IsOffice || stage == 1 || (stage == 2 && user.Role == RoleCode.UnitLeader)) && PracticeCourse.MayReview(steps, practice.Round, stage, person);
        return [.. Enum.GetValues<PracticeStepKind>().Where(s => PracticeCourse.After(practice.State, s, practice.Stage) is not null && s switch
        {
            PracticeStepKind.Pass or PracticeStepKind.Return => reviews,
            PracticeStepKind.Publish => user.IsOffice,
            PracticeStepKind.Withdraw => user.IsOffice || practice.State != PracticeState.Published,
            _ => true,
        })];
    }

    public Task<List<PracticeStep>> Steps(Guid practice, CancellationToken ct) => practices.Steps.AsNoTracking().Where(s => s.PracticeId == practice).OrderBy(s => s.Number).ToListAsync(ct);
}
