using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Casebook;

/// <summary>Writes a good practice while it is a draft. Once some review has been passed, changing it makes a new text, and the reviews begin anew.</summary>
sealed class WritePractice(PracticesData practices, ProgrammeData programme, ReadPhoto photos, PracticeChain chain, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchPractice = new("programme.no-such-practice");
    static readonly Problem NotNow = new("programme.practice-not-now");

    public async Task<Result<Guid>> Open(PracticeForm form, CancellationToken ct)
    {
        if (!practices.Writes || user.UnitId is not { } own) return NoSuchPractice;
        var (problems, unit, today) = (new List<Problem>(), own, time.Today());
        if (user.IsOffice && form.Unit is { Length: > 0 } && !(Guid.TryParse(form.Unit, out unit) && await practices.Units.AnyAsync(u => u.Id == unit && (u.ValidTo == null || u.ValidTo > today), ct))) problems.Add(new("programme.order-no-unit", nameof(form.Unit)));
        var practice = new GoodPractice { Id = practices.NewId(), UnitId = unit };
        await Fill(practice, form, problems, ct);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        practices.Add(practice);
        chain.Add(practice, PracticeStepKind.Open, null);
        return await practices.Save(ct) ? practice.Id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Save(Guid id, PracticeForm form, CancellationToken ct)
    {
        var found = await Draft(id, form.Version, ct);
        if (found.Value is not { } practice) return new Result<Guid>(default, found.Problems);
        var before = (practice.Field, practice.TaskId, Text: Texts(practice));
        var problems = new List<Problem>();
        await Fill(practice, form, problems, ct);
        if (problems.Count > 0)
        {
            practices.Forget();
            return new Result<Guid>(default, problems);
        }
        var changed = Texts(practice) != before.Text;
        if (!changed && (practice.Field, practice.TaskId) == (before.Field, before.TaskId)) return id;
        if (changed) await Rewritten(practice, ct);
        return await Kept(practice, ct);
    }

    public async Task<Result<Guid>> Picture(Guid id, PictureForm form, PhotoForm shot, CancellationToken ct)
    {
        var found = await Draft(id, form.Version, ct);
        if (found.Value is not { } practice) return new Result<Guid>(default, found.Problems);
        if (form.Drop is { Length: > 0 })
        {
            if (!Guid.TryParse(form.Drop, out var which) || await practices.Photos.SingleOrDefaultAsync(p => p.Id == which && p.PracticeId == id, ct) is not { } photo) return NoSuchPractice;
            practices.Remove(photo);
        }
        else
        {
            var read = new Lines();
            var says = read.Line(form.Caption, nameof(form.Caption), PracticePhoto.LongestSays, needed: true);
            if (says is not null && PersonalMarks.In(says)) read.Problems.Add(new("programme.impact-personal", nameof(form.Caption)));
            if (await practices.Photos.CountAsync(p => p.PracticeId == id, ct) >= GoodPractice.MostPhotos) read.Problems.Add(new("programme.inspection-too-many", nameof(shot.Photo), GoodPractice.MostPhotos));
            if (await photos.Run(shot, read.Problems, ct) is not { } kept) return new Result<Guid>(default, read.Problems);
            practices.Add(new PracticePhoto { Id = practices.NewId(), PracticeId = id, FileSha256 = kept.File.Sha256, FileName = kept.File.Name, FileSize = kept.File.Size, Ground = kept.Ground, ConsentReference = kept.Consent, Says = says!, At = time.GetUtcNow().UtcDateTime });
        }
        await Rewritten(practice, ct);
        return await Kept(practice, ct);
    }

    async Task<Result<GoodPractice>> Draft(Guid id, int version, CancellationToken ct) =>
        await practices.Own.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } practice ? NoSuchPractice
        : practice.State != PracticeState.Draft ? NotNow
        : practice.Version != version ? TaskDesk.Changed : practice;

    async Task Rewritten(GoodPractice practice, CancellationToken ct)
    {
        var anew = practice.Stage > 1;
        if (anew) (practice.Round, practice.Stage) = (practice.Round + 1, 1);
        if (anew || !await chain.Wrote(practice.Id, ct)) chain.Add(practice, PracticeStepKind.Write, null);
    }

    async Task<Result<Guid>> Kept(GoodPractice practice, CancellationToken ct)
    {
        (practice.Version, practice.ChangedAt) = (practice.Version + 1, time.GetUtcNow().UtcDateTime);
        return await practices.Save(ct) ? practice.Id : TaskDesk.Changed;
    }

    async Task Fill(GoodPractice practice, PracticeForm form, List<Problem> problems, CancellationToken ct)
    {
        var read = new Lines();
        practice.Field = read.Named<Contract.PracticeField>(form.Field, nameof(form.Field)) ?? practice.Field;
        foreach (var part in Enum.GetValues<PracticePart>())
        {
            var (field, most) = (part.ToString(), GoodPractice.Longest(part));
            var said = GoodPractice.IsLine(part) ? read.Line(form[part], field, most, part == PracticePart.Title) : read.Text(form[part], field, most);
            if (said is not null && PersonalMarks.In(said)) read.Problems.Add(new("programme.impact-personal", field));
            practice[part] = said ?? "";
        }
        // A task that was chosen by somebody who sees it stays, whoever saves next.
        if (form.Task is not { Length: > 0 }) practice.TaskId = null;
        else if (Guid.TryParse(form.Task, out var task) && (task == practice.TaskId || await programme.VisibleTasks.AnyAsync(t => t.Id == task, ct))) practice.TaskId = task;
        else read.Problems.Add(new("programme.order-no-source", nameof(form.Task)));
        practice.ChangedAt = time.GetUtcNow().UtcDateTime;
        problems.AddRange(read.Problems);
    }

    static string Texts(GoodPractice practice) => string.Join('\u0001', Enum.GetValues<PracticePart>().Select(p => practice[p]));
}
