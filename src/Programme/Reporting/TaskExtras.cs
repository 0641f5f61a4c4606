using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reporting;

/// <summary>Anyone who sees a task may leave a word on it; the units and the office read it in the timeline.</summary>
sealed class CommentOnTask(ProgrammeData data, TaskDesk desk)
{
    public sealed class Form
    {
        public string? Say { get; set; }
    }

    public async Task<Result<Guid>> Run(Guid id, Form form, CancellationToken ct)
    {
        var task = await data.VisibleTasks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null) return TaskDesk.NoSuchTask;
        if (string.IsNullOrWhiteSpace(form.Say)) return new Problem("programme.text-missing", nameof(form.Say));
        if (form.Say.Length > ReportProgress.LongestText) return new Problem("programme.text-too-long", nameof(form.Say), ReportProgress.LongestText);

        desk.Note(task, NoteKind.Comment, form.Say);
        await data.Save(ct);
        return id;
    }
}

/// <summary>The office or the unit that answers for the task sets a step on the way.</summary>
sealed class AddMilestone(ProgrammeData data, TaskDesk desk, CurrentUser user)
{
    public sealed class Form
    {
        public string? Title { get; set; }
        public string? Due { get; set; }
    }

    public async Task<Result<Guid>> Run(Guid id, Form form, CancellationToken ct)
    {
        var task = await (user.IsOffice ? data.VisibleTasks : data.AnsweredTasks).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null || task.State is TaskState.Completed or TaskState.Cancelled) return TaskDesk.NoSuchTask;

        var problems = new List<Problem>();
        if (string.IsNullOrWhiteSpace(form.Title)) problems.Add(new("programme.milestone-title-missing", nameof(form.Title)));
        else if (form.Title.Trim().Length > 120) problems.Add(new("programme.text-too-long", nameof(form.Title), 120));
        if (!Typed.Day(form.Due, out var due) || due is null) problems.Add(new("programme.not-a-day", nameof(form.Due)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var milestone = new Milestone { Id = data.NewId(), TaskId = id, Title = form.Title!.Trim(), Due = due!.Value };
        data.Add(milestone);
        desk.Note(task, NoteKind.Milestone, milestone.Title, newDue: milestone.Due);
        await data.Save(ct);
        return milestone.Id;
    }
}

/// <summary>A step on the way has been reached today.</summary>
sealed class ReachMilestone(ProgrammeData data, TaskDesk desk, CurrentUser user)
{
    public async Task<Result<Guid>> Run(Guid id, Guid milestone, CancellationToken ct)
    {
        var task = await (user.IsOffice ? data.VisibleTasks : data.AnsweredTasks).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct);
        var step = task is null ? null : await data.Milestones.SingleOrDefaultAsync(m => m.Id == milestone && m.TaskId == id, ct);
        if (task is null || step is null) return TaskDesk.NoSuchTask;
        if (step.ReachedOn is not null) return id;

        step.ReachedOn = desk.Today;
        desk.Note(task, NoteKind.Milestone, step.Title);
        await data.Save(ct);
        return id;
    }
}
