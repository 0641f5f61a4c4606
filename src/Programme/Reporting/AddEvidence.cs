using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reporting;

/// <summary>A unit or the office puts a file beside a task that proves something about it.</summary>
sealed class AddEvidence(ProgrammeData data, Attachments files, TaskDesk desk, CurrentUser user)
{
    public sealed class Form
    {
        public Microsoft.AspNetCore.Http.IFormFile? File { get; set; }
        public string? Source { get; set; }
        public string? TakenOn { get; set; }
        public bool ShowsChildren { get; set; }
        public bool Blurred { get; set; }
        public string? ConsentReference { get; set; }
    }

    public async Task<Result<Guid>> Run(Guid id, Form form, CancellationToken ct)
    {
        // Only whoever has a part, or the office: seeing a task is not enough to prove something about it.
        var task = await data.VisibleTasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null || !(user.IsOffice || await data.OwnParts.AnyAsync(u => u.TaskId == id, ct))) return TaskDesk.NoSuchTask;

        var problems = new List<Problem>();
        if (Attachments.Refused(form.File, nameof(form.File)) is { } refused) problems.Add(refused);
        if (!Typed.Day(form.TakenOn, out var day)) problems.Add(new("programme.not-a-day", nameof(form.TakenOn)));
        else if (day > desk.Today) problems.Add(new("programme.day-in-future", nameof(form.TakenOn)));
        if (form.Source?.Trim().Length > 120) problems.Add(new("programme.text-too-long", nameof(form.Source), 120));
        if (form.ConsentReference?.Trim().Length > 60) problems.Add(new("programme.text-too-long", nameof(form.ConsentReference), 60));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var taken = await files.Take(form.File, nameof(form.File), papers: false, ct);
        if (taken.Value is not { } stored) return new Result<Guid>(default, taken.Problems);
        var evidence = new Evidence
        {
            Id = data.NewId(),
            TaskId = id,
            FileSha256 = stored.Sha256,
            FileName = stored.Name,
            Size = stored.Size,
            Source = OrNull(form.Source),
            TakenOn = day,
            ShowsChildren = form.ShowsChildren,
            Blurred = form.ShowsChildren && form.Blurred,
            ConsentReference = form.ShowsChildren ? OrNull(form.ConsentReference) : null,
            UnitId = user.UnitId,
            UnitName = user.UnitName,
            PersonName = user.Name,
            AddedAt = desk.Now,
        };
        data.Add(evidence);
        desk.Note(task, NoteKind.Evidence, stored.Name);
        await data.Save(ct);
        return evidence.Id;

        static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
