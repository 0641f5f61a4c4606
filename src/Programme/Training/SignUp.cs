using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>
/// Puts people down for a training. A unit names its own until the last day and may withdraw them; the holder names anybody of the region: before the day as if signed up, from the day on as who came unannounced, and
/// after it was held with a reason that stays in the record.
/// </summary>
sealed class SignUp(TrainingData training, TrainingDesk desk, CurrentUser user, TimeProvider time)
{
    const int MostTries = 8;

    /// <param name="chosen">Holdings of posts, by id.</param>
    /// <param name="holds">By the holder, for any unit.</param>
    public async Task<Result<Guid>> Run(Guid id, IReadOnlyCollection<Guid> chosen, bool holds, string? why, CancellationToken ct)
    {
        if (chosen.Count == 0) return new Problem("programme.training-nobody-chosen", "People");
        // Two who sign up at once: the later one finds the count changed, looks again and sees whether there is still room.
        for (var tries = 0; tries < MostTries; tries++)
        {
            var done = await Once(id, chosen, holds, why, ct);
            if (!done.Problems.Contains(TaskDesk.Changed)) return done;
            training.Forget();
        }
        return TaskDesk.Changed;
    }

    async Task<Result<Guid>> Once(Guid id, IReadOnlyCollection<Guid> chosen, bool holds, string? why, CancellationToken ct)
    {
        if (!training.MayName || await (holds ? training.Kept : training.Sessions).SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return TrainingDesk.NoSuchTraining;
        var (today, late) = (time.Today(), false);
        var reason = "";
        if (!holds && !session.OpenOn(today)) return session.State == TrainingState.Planned ? new Problem("programme.training-closed") : TrainingDesk.NotNow;
        if (holds)
        {
            if (session.State is not (TrainingState.Planned or TrainingState.Held)) return TrainingDesk.NotNow;
            late = session.State == TrainingState.Held || session.Day <= today;
            var read = new Lines();
            reason = read.Text(why, "Why", TrainingSession.LongestReason, needed: session.State == TrainingState.Held) ?? "";
            if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        }
        var roles = session.For;
        var people = await training.Trainees(holds).Where(t => chosen.Contains(t.Holding) && t.Region.StartsWith(session.Region)).ToListAsync(ct);
        // Whom it is for is a rule for those who sign up; who came, came.
        if (people.Count != chosen.Count || (!late && people.Exists(p => !roles.Contains(p.Role)))) return new Problem("programme.training-not-theirs", "People");
        var ids = people.ConvertAll(p => p.Person);
        var there = await training.Entries.Where(e => e.SessionId == id && ids.Contains(e.PersonId)).Select(e => e.PersonId).ToListAsync(ct);
        var more = people.Where(p => !there.Contains(p.Person)).DistinctBy(p => p.Person).ToList();
        if (more.Count == 0) return id;
        if (!late && session.Capacity - session.SignedUp < more.Count) return new Problem("programme.training-full", "People", session.Capacity!.Value - session.SignedUp, more.Count);
        if (await training.Entries.CountAsync(e => e.SessionId == id, ct) + more.Count > TrainingSession.MostPeople) return new Problem("programme.inspection-too-many", "People", TrainingSession.MostPeople);
        foreach (var p in more)
        {
            training.Add(new TrainingEntry { Id = training.NewId(), SessionId = id, PersonId = p.Person, PostId = p.Post, UnitId = p.Unit, Unannounced = late, Came = late ? TrainingPresence.Present : null });
            if (!late) desk.Tell(session, p.Post, "programme.notice-training-named");
        }
        if (!late) session.SignedUp += more.Count;
        else session.Version++;
        if (session.State == TrainingState.Held) desk.Step(session, TrainingStepKind.Add, $"{string.Join('、', more.Select(p => p.Name))}：{reason}");
        return await desk.Save(session, ct);
    }

    /// <summary>Takes somebody off the list again: the unit until the last day, the holder until the day itself.</summary>
    public async Task<Result<Guid>> Withdraw(Guid id, Guid entry, CancellationToken ct)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (!training.MayName || await training.Sessions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return TrainingDesk.NoSuchTraining;
            var kept = await training.Kept.AnyAsync(s => s.Id == id, ct);
            if (await training.Entries.SingleOrDefaultAsync(e => e.Id == entry && e.SessionId == id && (kept || e.UnitId == user.UnitId), ct) is not { } there) return TaskDesk.Changed;
            if (session.State != TrainingState.Planned) return TrainingDesk.NotNow;
            if (kept ? session.Day <= time.Today() : !session.OpenOn(time.Today())) return new Problem("programme.training-closed");
            training.Remove(there);
            session.SignedUp--;
            if (await training.Save(ct)) return id;
        }
        return TaskDesk.Changed;
    }
}
