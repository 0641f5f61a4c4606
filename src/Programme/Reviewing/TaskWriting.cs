using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// Writes the tasks of one version of a plan. A task that lives on from the version before keeps its progress, notes, evidence and confirmations,
/// and gets the new wording; one that is no longer there is marked, never deleted.
/// </summary>
sealed class TaskWriting(
    ProgrammeData data, ReviewSheet sheet, Plan plan, IReadOnlyDictionary<string, Guid> domains, LightThresholds thresholds,
    IReadOnlyDictionary<Guid, string> unitNames, CurrentUser user, DateOnly today, DateTime now, int? endBefore)
{
    readonly List<TaskUnit> parts = [];
    int order;

    /// <summary>All parts of units in the tasks written.</summary>
    public IReadOnlyList<TaskUnit> Parts => parts;

    public async Task Write(bool revision, CancellationToken ct)
    {
        var entries = sheet.Tasks.OrderBy(e => e.SortOrder).ToList();
        if (!revision)
        {
            foreach (var entry in entries) Start(entry);
            return;
        }

        var tasks = await data.VisibleTasks.Where(t => t.PlanId == plan.Id && t.DroppedInVersion == null).ToDictionaryAsync(t => t.Id, ct);
        var units = (await data.TaskUnits.Where(u => tasks.Keys.Contains(u.TaskId)).ToListAsync(ct)).ToLookup(u => u.TaskId);
        var targets = (await data.Targets.Where(t => tasks.Keys.Contains(t.TaskId)).OrderBy(t => t.SortOrder).ToListAsync(ct)).ToLookup(t => t.TaskId);
        var standing = tasks.Values.OrderBy(t => t.SortOrder).Select(t => new StandingTask(t.Id, t.Label, t.Title, t.Text)).ToList();
        foreach (var line in PlanRevision.Compare(standing, entries))
        {
            if (line.Entry is null) Drop(tasks[line.Standing!.Id]);
            else if (line.Standing is null) Start(line.Entry);
            else await Keep(tasks[line.Standing.Id], line, [.. units[line.Standing.Id]], [.. targets[line.Standing.Id]], ct);
        }
    }

    void Start(ReviewEntry entry)
    {
        var task = new ProgrammeTask { Id = data.NewId(), PlanId = plan.Id, State = TaskState.Assigned, StartsOn = Made.StartOf(sheet.Header, today), Due = Due(entry) };
        var own = Made.Units(task.Id, entry.Task, sheet.Matches, data.NewId);
        parts.AddRange(own);
        data.Add(task);
        data.AddRange(own);
        for (var i = 0; i < entry.Targets.Count; i++) Add(task.Id, entry.Targets[i], i + 1);
        Word(task, entry, own);
        Note(task, NoteKind.Assigned, "");
    }

    async Task Keep(ProgrammeTask task, RevisedTask line, List<TaskUnit> units, List<TaskTarget> targets, CancellationToken ct)
    {
        var entry = line.Entry!;
        // The office may have moved the day since: it counts unless the new wording names another day than the old one did.
        var oldDue = Made.DueOf(targets.Select(t => t.Deadline), endBefore, today);
        if (Due(entry) is var due && due != oldDue) task.Due = due;

        var own = Keep(units, Made.Units(task.Id, entry.Task, sheet.Matches, data.NewId));
        parts.AddRange(own);
        var gone = await Keep(task, entry, targets, ct);
        if (!line.Same || gone.Count > 0) Note(task, NoteKind.Revised, string.Join('\n', gone.Prepend(line.Same ? "" : line.Standing!.Text).Where(t => t.Length > 0)));
        Word(task, entry, own);
        task.Version++;
    }

    void Drop(ProgrammeTask task)
    {
        task.DroppedInVersion = plan.VersionNumber;
        task.SortOrder += 100_000;
        task.Version++;
        Note(task, NoteKind.Revised, "");
    }

    /// <summary>A unit that stays in the task in the same role has already confirmed what it confirmed.</summary>
    List<TaskUnit> Keep(List<TaskUnit> before, IReadOnlyList<TaskUnit> after)
    {
        var kept = new List<TaskUnit>();
        foreach (var wanted in after)
        {
            if (before.FirstOrDefault(b => b.UnitId == wanted.UnitId && b.GroupId == wanted.GroupId) is not { } known)
            {
                data.Add(wanted);
                kept.Add(wanted);
                continue;
            }
            before.Remove(known);
            if (known.Role != wanted.Role) (known.Role, known.ConfirmedAt, known.ConfirmedBy) = (wanted.Role, null, null);
            (known.RoleLabel, known.PrintedName, known.SortOrder, known.Primary) = (wanted.RoleLabel, wanted.PrintedName, wanted.SortOrder, wanted.Primary);
            kept.Add(known);
        }
        foreach (var gone in before) data.Remove(gone);
        return kept;
    }

    /// <summary>Targets live on by likeness of their words, with what was reported for them. Returns the words of those that are gone, for the timeline.</summary>
    async Task<List<string>> Keep(ProgrammeTask task, ReviewEntry entry, List<TaskTarget> before, CancellationToken ct)
    {
        for (var i = 0; i < entry.Targets.Count; i++)
        {
            var draft = entry.Targets[i];
            var known = before.Select(b => (Target: b, Alike: Math.Max(Likeness.Of(b.Text, draft.Text), Likeness.Of(b.Metric ?? "", draft.Metric ?? "")))).Where(b => b.Alike >= 0.5).MaxBy(b => b.Alike).Target;
            if (known is null)
            {
                Add(task.Id, draft, i + 1);
                continue;
            }
            before.Remove(known);
            Made.Word(known, draft, i + 1, plan.EndYear, today);
        }
        var ids = before.Select(b => b.Id).ToList();
        if (ids.Count > 0) await data.Readings.Where(r => ids.Contains(r.TargetId)).ForEachAsync(r => data.Remove(r), ct);
        foreach (var gone in before) data.Remove(gone);
        return [.. before.Select(b => b.CurrentValue is { } value ? $"{b.Text}（{value:0.####}）" : b.Text)];
    }

    void Add(Guid task, DraftTarget draft, int number)
    {
        var target = new TaskTarget { Id = data.NewId(), TaskId = task };
        Made.Word(target, draft, number, plan.EndYear, today);
        data.Add(target);
    }

    void Word(ProgrammeTask task, ReviewEntry entry, IEnumerable<TaskUnit> own)
    {
        Guid? domain = entry.Task.Domain is { } name && domains.TryGetValue(name.Trim(), out var id) ? id : null;
        Made.Word(task, entry, sheet.Import.Id, domain, ++order, own.Select(u => u.UnitId is { } unit ? unitNames.GetValueOrDefault(unit, u.PrintedName) : u.PrintedName));
        var light = LightRule.Read(task, today, thresholds);
        (task.Light, task.LightReason) = (light.Light, light.Reason);
    }

    DateOnly? Due(ReviewEntry entry) => Made.DueOf(entry.Targets.Select(t => t.Deadline), plan.EndYear, today);

    void Note(ProgrammeTask task, NoteKind kind, string text) => data.Add(TaskNote.By(user, data.NewId(), task.Id, kind, now, text));
}
