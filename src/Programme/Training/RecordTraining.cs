using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>From its day on the holder writes down who was there and closes the training as held; after that a line is only corrected, with the reason. Who was there says once what it was worth.</summary>
sealed class RecordTraining(TrainingData training, TrainingDesk desk, TimeProvider time)
{
    /// <param name="came">By entry; null where nothing is said yet.</param>
    /// <param name="act">save, rest (whoever is not said was there), hold.</param>
    public async Task<Result<Guid>> Attend(Guid id, int version, IReadOnlyDictionary<Guid, TrainingPresence?> came, string? act, CancellationToken ct)
    {
        var taken = await desk.Take(id, version, ct, TrainingState.Planned);
        if (taken.Value is not { } session) return new Result<Guid>(default, taken.Problems);
        if (session.Day > time.Today() || act is not ("save" or "rest" or "hold")) return TrainingDesk.NotNow;
        var entries = await training.Entries.Where(e => e.SessionId == id).ToListAsync(ct);
        foreach (var entry in entries)
        {
            if (came.TryGetValue(entry.Id, out var said)) entry.Came = said;
            if (act == "rest") entry.Came ??= TrainingPresence.Present;
        }
        if (act == "hold")
        {
            var problem = entries.Exists(e => e.Came is null) ? new Problem("programme.training-came-missing", "Came", entries.Count(e => e.Came is null))
                : entries.TrueForAll(e => e.Came != TrainingPresence.Present) ? new Problem("programme.training-nobody-came", "Came") : null;
            if (problem is not null)
            {
                training.Forget();
                return problem;
            }
            session.State = TrainingState.Held;
            desk.Step(session, TrainingStepKind.Hold);
        }
        session.Version++;
        return await desk.Save(session, ct);
    }

    public async Task<Result<Guid>> Correct(Guid id, CorrectionForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, TrainingState.Held);
        if (taken.Value is not { } session) return new Result<Guid>(default, taken.Problems);
        var read = new Lines();
        var came = read.Named<TrainingPresence>(form.Came, nameof(form.Came));
        var reason = read.Text(form.Reason, nameof(form.Reason), TrainingSession.LongestReason, needed: true);
        var named = Here.Id(form.Entry) is { } entry ? await training.Named.SingleOrDefaultAsync(n => n.Entry.SessionId == id && n.Entry.Id == entry, ct) : null;
        if (named is null) read.Problems.Add(new("programme.register-choose", nameof(form.Entry)));
        else if (named.Entry.Came == came) read.Problems.Add(new("programme.training-came-same", nameof(form.Came)));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        desk.Step(session, TrainingStepKind.Correct, $"{named!.Unit} {named.Name}：{reason}", named.Entry.Came, came);
        named.Entry.Came = came;
        session.Version++;
        return await desk.Save(session, ct);
    }

    /// <summary>One to five and a line, once, by somebody who was there.</summary>
    public async Task<Result<Guid>> Say(Guid id, FeedbackForm form, CancellationToken ct)
    {
        if (await training.Sessions.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return TrainingDesk.NoSuchTraining;
        if (session.State != TrainingState.Held || await training.Own.SingleOrDefaultAsync(e => e.SessionId == id && e.Came == TrainingPresence.Present, ct) is not { } own) return TrainingDesk.NotNow;
        if (own.Spoke) return new Problem("programme.training-said");
        var read = new Lines();
        var (score, line) = (read.Whole(form.Score, nameof(form.Score), 1, TrainingFeedback.Best), read.Line(form.Line, nameof(form.Line), TrainingFeedback.LongestLine));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        own.Spoke = true;
        training.Add(new TrainingFeedback { Id = TrainingData.IdOf(session.Day), SessionId = id, Score = score!.Value, Line = line });
        return await training.Save(ct) ? id : TaskDesk.Changed;
    }
}
