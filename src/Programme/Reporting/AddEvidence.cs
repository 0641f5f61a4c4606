using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reporting;

/// <summary>A unit or the office puts a file beside a task that proves something about it. Photographs are drawn anew; other files are kept as they came.</summary>
sealed class AddEvidence(ProgrammeData data, FileStore files, TaskDesk desk, CurrentUser user)
{
    public const long Largest = 20 * 1024 * 1024;

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
        var name = FileName.Fit(form.File?.FileName);
        if (form.File is null || form.File.Length == 0) problems.Add(new("programme.file-missing", nameof(form.File)));
        else if (form.File.Length > Largest) problems.Add(new("programme.file-too-large", nameof(form.File), 20));
        else if (name.Length == 0) problems.Add(new("programme.file-name-unfit", nameof(form.File)));
        if (!Typed.Day(form.TakenOn, out var taken)) problems.Add(new("programme.not-a-day", nameof(form.TakenOn)));
        else if (taken > desk.Today) problems.Add(new("programme.day-in-future", nameof(form.TakenOn)));
        if (form.Source?.Trim().Length > 120) problems.Add(new("programme.text-too-long", nameof(form.Source), 120));
        if (form.ConsentReference?.Trim().Length > 60) problems.Add(new("programme.text-too-long", nameof(form.ConsentReference), 60));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        using var content = new MemoryStream((int)form.File!.Length);
        await form.File.CopyToAsync(content, ct);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        if (Picture.IsOne(bytes.Span, name))
        {
            var drawn = await Picture.DrawnAnew(bytes, nameof(form.File), ct);
            if (drawn.Value is not { } picture) return new Result<Guid>(default, drawn.Problems);
            (bytes, name) = (picture.Content, FileName.Fit(Path.GetFileNameWithoutExtension(name) + picture.Extension));
        }
        var stored = await files.Put(bytes, ct);
        var evidence = new Evidence
        {
            Id = data.NewId(),
            TaskId = id,
            FileSha256 = stored.Sha256,
            FileName = name,
            Size = stored.Size,
            Source = OrNull(form.Source),
            TakenOn = taken,
            ShowsChildren = form.ShowsChildren,
            Blurred = form.ShowsChildren && form.Blurred,
            ConsentReference = form.ShowsChildren ? OrNull(form.ConsentReference) : null,
            UnitId = user.UnitId,
            UnitName = user.UnitName,
            PersonName = user.Name,
            AddedAt = desk.Now,
        };
        data.Add(evidence);
        desk.Note(task, NoteKind.Evidence, name);
        await data.Save(ct);
        return evidence.Id;

        static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
