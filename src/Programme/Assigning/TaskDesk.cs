using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>
/// What every change of a task has in common: it starts from the version that the person saw, leaves a line in the timeline,
/// sets the light anew, tells the posts concerned, and is written as a whole or not at all.
/// </summary>
sealed class TaskDesk(ProgrammeData data, UnitRegister units, CitySettings settings, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly Problem Changed = new("programme.changed-meanwhile");
    public static readonly Problem NoSuchTask = new("programme.no-such-task");

    public const string ThresholdsKey = "programme.lights";

    public DateOnly Today => ChinaTime.Today(time);
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public Task<LightThresholds> Thresholds(CancellationToken ct) => settings.Get(ThresholdsKey, new LightThresholds(), ct);

    /// <summary>A line of the timeline in the user's name.</summary>
    public TaskNote Note(ProgrammeTask task, NoteKind kind, string? text = null, int? progress = null, DateOnly? newDue = null)
    {
        var note = TaskNote.By(user, data.NewId(), task.Id, kind, Now, text, progress, newDue);
        data.Add(note);
        return note;
    }

    /// <summary>Sets the light and saves; refuses when somebody else was quicker.</summary>
    public async Task<Result<Guid>> Finish(ProgrammeTask task, CancellationToken ct)
    {
        task.Relight(Today, await Thresholds(ct));
        return await data.SaveUnlessChanged(ct) ? task.Id : Changed;
    }

    public async Task TellUnits(ProgrammeTask task, string code, CancellationToken ct) =>
        await notices.TellUnits(await UnitsOf(task.Id, ct), code, Link(task), Args(task), ct);

    public Task TellOffice(ProgrammeTask task, string code, CancellationToken ct) => notices.TellOffice(code, Link(task), Args(task), ct);

    static string Link(ProgrammeTask task) => $"/tasks/{task.Id}";
    string[] Args(ProgrammeTask task) => [task.Label, task.Title, user.UnitName];

    /// <summary>The units that have a part today, groups expanded to their members.</summary>
    async Task<List<Guid>> UnitsOf(Guid task, CancellationToken ct)
    {
        var parts = await data.TaskUnits.Where(u => u.TaskId == task).Select(u => new { u.UnitId, u.GroupId }).ToListAsync(ct);
        var groups = parts.Where(p => p.GroupId is not null).Select(p => p.GroupId!.Value).ToList();
        var members = groups.Count == 0 ? [] : await units.Members.Where(m => groups.Contains(m.GroupId)).Select(m => m.UnitId).ToListAsync(ct);
        return [.. parts.Where(p => p.UnitId is not null).Select(p => p.UnitId!.Value).Concat(members).Distinct()];
    }
}
