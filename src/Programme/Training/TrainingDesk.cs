using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Training;

/// <summary>What every act on a training needs: the training as it was seen, its record, the notices to whom it concerns.</summary>
sealed class TrainingDesk(TrainingData training, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchTraining = new("programme.no-such-training");
    public static readonly Problem NotNow = new("programme.training-not-now");

    /// <summary>A training for its holder to write on: as it was seen, and in one of these states.</summary>
    public async Task<Result<TrainingSession>> Take(Guid id, int version, CancellationToken ct, params TrainingState[] states)
    {
        if (await training.Kept.SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session) return NoSuchTraining;
        return session.Version != version ? TaskDesk.Changed : states.Contains(session.State) ? session : NotNow;
    }

    public void Step(TrainingSession session, TrainingStepKind kind, string? text = null, TrainingPresence? was = null, TrainingPresence? now = null) => training.Add(new TrainingStep
    {
        Id = training.NewId(),
        SessionId = session.Id,
        Kind = kind,
        At = time.GetUtcNow().UtcDateTime,
        UnitName = user.UnitName,
        PersonName = user.Name,
        Was = was,
        Now = now,
        Text = string.IsNullOrEmpty(text) ? null : PlainText.Cut(text, TrainingStep.LongestText),
    });

    public static string LinkOf(Guid session) => $"/training/{session}";

    /// <summary>Tells a post, the user's own excepted: which training, when and where.</summary>
    public void Tell(TrainingSession session, Guid post, string code)
    {
        if (post != user.PostId) notices.Tell(post, code, LinkOf(session.Id), session.Title, $"{session.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {session.Clock}".TrimEnd(), session.Place);
    }

    /// <summary>Tells everybody who is put down.</summary>
    public async Task TellAll(TrainingSession session, string code, CancellationToken ct)
    {
        foreach (var post in await training.Entries.Where(e => e.SessionId == session.Id).Select(e => e.PostId).Distinct().ToListAsync(ct)) Tell(session, post, code);
    }

    public async Task<Result<Guid>> Save(TrainingSession session, CancellationToken ct) => await training.Save(ct) ? session.Id : TaskDesk.Changed;
}
