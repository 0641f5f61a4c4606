using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>The office words a task for the public, and decides whether the portal shows it. The clause itself is the plan's and stays.</summary>
sealed class EditTask(ProgrammeData data, TaskDesk desk, CurrentUser user)
{
    public sealed class Form
    {
        public int Version { get; set; }
        public string? PlainTitle { get; set; }
        public string? PlainTitleEn { get; set; }
        public bool Public { get; set; }
    }

    public async Task<Result<Guid>> Run(Guid id, Form form, CancellationToken ct)
    {
        var task = user.IsOffice ? await data.VisibleTasks.SingleOrDefaultAsync(t => t.Id == id, ct) : null;
        if (task is null) return TaskDesk.NoSuchTask;

        var problems = new List<Problem>();
        if (form.PlainTitle?.Trim().Length > 120) problems.Add(new("programme.text-too-long", nameof(form.PlainTitle), 120));
        if (form.PlainTitleEn?.Trim().Length > 200) problems.Add(new("programme.text-too-long", nameof(form.PlainTitleEn), 200));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        if (task.Version != form.Version) return TaskDesk.Changed;

        task.Reword(form.PlainTitle, form.PlainTitleEn, form.Public);
        desk.Note(task, NoteKind.Revised, task.PlainTitle);
        return await desk.Finish(task, ct);
    }
}
