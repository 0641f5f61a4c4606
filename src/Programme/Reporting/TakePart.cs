using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reporting;

/// <summary>What a unit says about its part in a task.</summary>
sealed class PartForm
{
    public int Version { get; set; }
    public string? Reason { get; set; }

    /// <summary>The button that was pressed; the page reads it.</summary>
    public string? Action { get; set; }
}

/// <summary>A unit confirms that it has taken its part. Members of a group confirm each for itself.</summary>
sealed class ConfirmTask(ProgrammeData data, TaskDesk desk, CurrentUser user)
{
    public async Task<Result<Guid>> Run(Guid id, PartForm form, CancellationToken ct)
    {
        var task = await data.VisibleTasks.SingleOrDefaultAsync(t => t.Id == id, ct);
        var parts = await data.OwnParts.Where(u => u.TaskId == id).ToListAsync(ct);
        if (task is null || parts.Count == 0) return TaskDesk.NoSuchTask;
        if (task.Version != form.Version) return TaskDesk.Changed;
        if (await data.Notes.AnyAsync(n => n.TaskId == id && n.Kind == NoteKind.Confirmed && n.UnitId == user.UnitId, ct)) return new Problem("programme.already-confirmed");

        var others = await data.TaskUnits.Where(u => u.TaskId == id).Select(u => new { u.Role, u.Primary }).ToListAsync(ct);
        var answering = others.Any(u => u.Role == UnitRole.Lead) ? UnitRole.Lead : UnitRole.Cooperating;
        var onePrimary = others.Any(u => u.Role == answering && u.Primary);
        var confirmed = task.Confirm(parts.Any(p => p.Role == answering && (p.Primary || !onePrimary)));
        if (!confirmed.Ok) return new Result<Guid>(default, confirmed.Problems);

        foreach (var part in parts.Where(p => p.ConfirmedAt is null)) (part.ConfirmedAt, part.ConfirmedBy) = (desk.Now, user.Name);
        desk.Note(task, NoteKind.Confirmed);
        await desk.TellOffice(task, "programme.notice-confirmed", ct);
        return await desk.Finish(task, ct);
    }
}

/// <summary>A lead unit objects to a task that it was given, with its reason; the office decides anew.</summary>
sealed class ObjectToTask(ProgrammeData data, TaskDesk desk)
{
    public async Task<Result<Guid>> Run(Guid id, PartForm form, CancellationToken ct)
    {
        var task = await data.AnsweredTasks.SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null) return TaskDesk.NoSuchTask;
        if (task.Version != form.Version) return TaskDesk.Changed;

        var objected = task.Object(form.Reason);
        if (!objected.Ok) return new Result<Guid>(default, objected.Problems);

        desk.Note(task, NoteKind.Objected, form.Reason);
        await desk.TellOffice(task, "programme.notice-objected", ct);
        return await desk.Finish(task, ct);
    }
}

/// <summary>A lead unit says that the task is done and asks the office to accept it.</summary>
sealed class SubmitTask(ProgrammeData data, TaskDesk desk)
{
    public async Task<Result<Guid>> Run(Guid id, PartForm form, CancellationToken ct)
    {
        var task = await data.AnsweredTasks.SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null) return TaskDesk.NoSuchTask;
        if (task.Version != form.Version) return TaskDesk.Changed;

        var submitted = task.Submit();
        if (!submitted.Ok) return new Result<Guid>(default, submitted.Problems);

        desk.Note(task, NoteKind.Submitted, form.Reason, task.Progress);
        await desk.TellOffice(task, "programme.notice-submitted", ct);
        return await desk.Finish(task, ct);
    }
}
