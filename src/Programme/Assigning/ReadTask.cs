using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>Everything that is known of one task, as its page shows it.</summary>
sealed record TaskView(
    ProgrammeTask Task, string PlanTitle, string? DocNumber, Guid PlanImport, string? Domain, IReadOnlyList<TaskPart> Parts, IReadOnlyList<TaskTarget> Targets,
    ILookup<Guid, TargetReading> Readings, IReadOnlyList<Milestone> Milestones, IReadOnlyList<TaskNote> Notes, IReadOnlyList<Evidence> Evidence, TaskClause Clause, TaskRights Rights)
{
    public IEnumerable<TaskPart> In(UnitRole role) => Parts.Where(p => p.Role == role);
}

/// <summary>A unit's part: its name as registered, and whether it has taken the part. Members: how many of a group have.</summary>
sealed record TaskPart(Guid Id, UnitRole Role, string Name, string Printed, bool Primary, bool Known, DateTime? ConfirmedAt, string? ConfirmedBy, int? Members, int ConfirmedMembers);

/// <summary>The clause in the plan's own words, with the targets marked in it.</summary>
sealed record TaskClause(string Text, IReadOnlyList<ClauseMark> Marks, int? Block, int? Page);

/// <summary>What the user may do with the task in its state of today: the same questions that the use cases ask.</summary>
sealed record TaskRights(bool Office, bool HasPart, bool Answers, bool ConfirmedAlready, IReadOnlyList<TaskAction> Possible)
{
    static readonly TaskAction[] OfTheOffice = [TaskAction.Assign, TaskAction.Accept, TaskAction.SendBack, TaskAction.Suspend, TaskAction.Resume, TaskAction.Cancel];

    public bool May(TaskAction action) => Possible.Contains(action) && action switch
    {
        TaskAction.Confirm => HasPart && !ConfirmedAlready,
        TaskAction.Object => Answers && !ConfirmedAlready,
        TaskAction.Report or TaskAction.Submit => Answers,
        _ => Office && OfTheOffice.Contains(action),
    };
}

/// <summary>Reads one task as far as the user may see it; null when it is none of the user's business.</summary>
sealed class ReadTask(ProgrammeData data, UnitRegister register, CurrentUser user)
{
    const int MostNotes = 200;
    static readonly JsonSerializerOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    public async Task<TaskView?> Run(Guid id, CancellationToken ct)
    {
        var found = await (
            from task in data.VisibleTasks.AsNoTracking()
            where task.Id == id
            join plan in data.Plans on task.PlanId equals plan.Id
            from domain in data.Domains.Where(d => d.Id == task.DomainId).DefaultIfEmpty()
            select new { Task = task, plan.Title, plan.DocNumber, plan.ImportId, Label = domain!.Label, Domain = domain!.Name }).SingleOrDefaultAsync(ct);
        if (found is null) return null;

        var targets = await data.Targets.AsNoTracking().Where(t => t.TaskId == id).OrderBy(t => t.SortOrder).ToListAsync(ct);
        var readings = await data.Readings.AsNoTracking().Where(r => data.Targets.Any(t => t.Id == r.TargetId && t.TaskId == id)).OrderBy(r => r.On).ThenBy(r => r.Id).ToListAsync(ct);
        var milestones = await data.Milestones.AsNoTracking().Where(m => m.TaskId == id).OrderBy(m => m.Due).ThenBy(m => m.Id).ToListAsync(ct);
        var notes = await data.Notes.AsNoTracking().Where(n => n.TaskId == id).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(MostNotes).ToListAsync(ct);
        var evidence = await data.EvidenceFiles.AsNoTracking().Where(e => e.TaskId == id).OrderByDescending(e => e.AddedAt).ToListAsync(ct);
        var parts = await Parts(id, ct);
        var clause = await Clause(found.Task, targets, ct);
        return new(found.Task, found.Title, found.DocNumber, found.ImportId, found.Domain is null ? null : found.Label + found.Domain,
            parts, targets, readings.ToLookup(r => r.TargetId), milestones, notes, evidence, clause, await Rights(found.Task, ct));
    }

    async Task<List<TaskPart>> Parts(Guid id, CancellationToken ct)
    {
        var parts = await (
            from part in data.TaskUnits.AsNoTracking()
            where part.TaskId == id
            from unit in register.Units.Where(u => u.Id == part.UnitId).DefaultIfEmpty()
            from @group in register.Groups.Where(g => g.Id == part.GroupId).DefaultIfEmpty()
            orderby part.Role, part.Primary descending, part.SortOrder
            select new { Part = part, Unit = unit!.ShortName, Group = @group!.Name }).ToListAsync(ct);
        var groups = parts.Where(p => p.Part.GroupId is not null).Select(p => p.Part.GroupId!.Value).ToList();
        var members = await register.Members.Where(m => groups.Contains(m.GroupId)).Select(m => new { m.GroupId, m.UnitId }).ToListAsync(ct);
        var confirmed = (await data.Notes.Where(n => n.TaskId == id && n.Kind == NoteKind.Confirmed).Select(n => n.UnitId).ToListAsync(ct)).ToHashSet();

        return [.. parts.OrderBy(p => p.Part.Role).ThenByDescending(p => p.Part.Primary).ThenBy(p => p.Part.SortOrder).Select(p => new TaskPart(
            p.Part.Id, p.Part.Role, p.Unit ?? p.Group ?? p.Part.PrintedName, p.Part.PrintedName, p.Part.Primary, p.Unit is not null || p.Group is not null,
            p.Part.ConfirmedAt, p.Part.ConfirmedBy, p.Part.GroupId is { } g ? members.Count(m => m.GroupId == g) : null,
            p.Part.GroupId is { } of ? members.Count(m => m.GroupId == of && confirmed.Contains(m.UnitId)) : 0))];
    }

    async Task<TaskRights> Rights(ProgrammeTask task, CancellationToken ct)
    {
        var possible = task.DroppedInVersion is null ? ProgrammeTask.Possible(task.State) : [];
        var answers = await data.AnsweredTasks.AnyAsync(t => t.Id == task.Id, ct);
        // A unit named in the task has its own part to confirm; the members of a group each leave a note.
        var already = !await data.OwnParts.AnyAsync(p => p.TaskId == task.Id && (p.UnitId == null || p.ConfirmedAt == null), ct)
            || await data.Notes.AnyAsync(n => n.TaskId == task.Id && n.Kind == NoteKind.Confirmed && n.UnitId == user.UnitId, ct);
        return new(user.IsOffice, await data.OwnParts.AnyAsync(p => p.TaskId == task.Id, ct), answers, already, possible);
    }

    async Task<TaskClause> Clause(ProgrammeTask task, List<TaskTarget> targets, CancellationToken ct)
    {
        var places = Places(task.Where);
        var numbers = places.Select(p => p.Block).Distinct().ToList();
        var blocks = await data.SourceBlocks.AsNoTracking().Where(b => b.ImportId == task.ImportId && numbers.Contains(b.Number)).ToDictionaryAsync(b => b.Number, ct);

        var text = new System.Text.StringBuilder();
        var marks = new List<ClauseMark>();
        foreach (var place in places.Where(p => blocks.ContainsKey(p.Block)))
        {
            var block = blocks[place.Block].Text;
            var (start, end) = (Math.Clamp(place.Start, 0, block.Length), Math.Clamp(place.Start + place.Length, 0, block.Length));
            if (end <= start) continue;
            if (text.Length > 0) text.Append('\n');
            foreach (var target in targets.Where(t => t.Block == place.Block && t.Start >= start && t.Start + t.Length <= end))
                marks.Add(new(text.Length + target.Start!.Value - start, target.Length ?? 0));
            text.Append(block, start, end - start);
        }
        var first = task.FirstBlock ?? places.Select(p => (int?)p.Block).FirstOrDefault();
        var page = first is { } number ? blocks.GetValueOrDefault(number)?.Page : null;
        return text.Length == 0 ? new(task.Text, [], first, page) : new(text.ToString(), marks, first, page);
    }

    static List<Place> Places(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Place>>(json, AnyCase) ?? [];
        }
        catch (JsonException)
        {
            return []; // a task without a readable place still has its text
        }
    }
}
