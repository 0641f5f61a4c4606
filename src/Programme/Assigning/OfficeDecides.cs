using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>What the office types when it decides on a task; Version is that of the task it was looking at.</summary>
sealed class DecisionForm
{
    public int Version { get; set; }
    public string? Reason { get; set; }
    public string? NewDue { get; set; }

    /// <summary>The button that was pressed; the page reads it.</summary>
    public string? Action { get; set; }
}

/// <summary>The office hands a planned task to its units and tells them.</summary>
sealed class AssignTask(OfficeDecision decision)
{
    public Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        decision.Take(id, form, NoteKind.Assigned, "programme.notice-assigned", (task, _) => task.Assign(), ct);
}

/// <summary>The office accepts what a lead unit submitted: the promise is kept.</summary>
sealed class AcceptTask(OfficeDecision decision)
{
    public Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        decision.Take(id, form, NoteKind.Accepted, "programme.notice-accepted", (task, _) => task.Accept(), ct);
}

/// <summary>The office sends a submitted task back, says why, and may set a new day.</summary>
sealed class SendBackTask(OfficeDecision decision, TaskDesk desk)
{
    public async Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        Typed.Day(form.NewDue, out var due)
            ? await decision.Take(id, form, NoteKind.SentBack, "programme.notice-sent-back", (task, _) => task.SendBack(form.Reason, due, desk.Today), ct)
            : new Problem("programme.not-a-day", nameof(form.NewDue));
}

/// <summary>The office lets a task rest, with its reason.</summary>
sealed class SuspendTask(OfficeDecision decision)
{
    public Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        decision.Take(id, form, NoteKind.Suspended, "programme.notice-suspended", (task, _) => task.Suspend(form.Reason), ct);
}

/// <summary>The office ends a task without its being done, with its reason.</summary>
sealed class CancelTask(OfficeDecision decision)
{
    public Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        decision.Take(id, form, NoteKind.Cancelled, "programme.notice-cancelled", (task, _) => task.Cancel(form.Reason), ct);
}

/// <summary>The office lets a resting task go on.</summary>
sealed class ResumeTask(OfficeDecision decision)
{
    public Task<Result<Guid>> Run(Guid id, DecisionForm form, CancellationToken ct) =>
        decision.Take(id, form, NoteKind.Resumed, "programme.notice-resumed", (task, leadConfirmed) => task.Resume(leadConfirmed), ct);
}

/// <summary>The part that all decisions of the office share: the row, the version, the line in the timeline, the notice.</summary>
sealed class OfficeDecision(ProgrammeData data, TaskDesk desk, Platform.Identity.CurrentUser user)
{
    public async Task<Result<Guid>> Take(
        Guid id, DecisionForm form, NoteKind kind, string notice, Func<ProgrammeTask, bool, Result<TaskState>> decide, CancellationToken ct)
    {
        var task = user.IsOffice ? await data.VisibleTasks.SingleOrDefaultAsync(t => t.Id == id, ct) : null;
        if (task is null) return TaskDesk.NoSuchTask;
        if (task.Version != form.Version) return TaskDesk.Changed;

        var leadConfirmed = await data.TaskUnits.AnyAsync(u => u.TaskId == id && u.ConfirmedAt != null
            && (u.Role == UnitRole.Lead || !data.TaskUnits.Any(o => o.TaskId == id && o.Role == UnitRole.Lead)), ct);
        var decided = decide(task, leadConfirmed);
        if (!decided.Ok) return new Result<Guid>(default, decided.Problems);

        desk.Note(task, kind, form.Reason, newDue: kind == NoteKind.SentBack && Typed.Day(form.NewDue, out var due) ? due : null);
        await desk.TellUnits(task, notice, ct);
        return await desk.Finish(task, ct);
    }
}
