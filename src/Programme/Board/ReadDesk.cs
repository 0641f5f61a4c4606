using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Board;

/// <summary>What somebody is to do with a task, or with an import.</summary>
enum DeskDo { Confirm, ReportAgain, Report, Accept, Assign, Review }

/// <summary>One thing on the desk.</summary>
sealed record DeskItem(DeskDo Do, Guid Id, string Label, string Title, Light Light, DateOnly? Due, TaskState State, string? Who = null, DateTime? Since = null);

/// <summary>The lights of one domain, one for each task.</summary>
sealed record DeskDomain(string Name, IReadOnlyList<(Guid Id, string Label, Light Light)> Tasks);

/// <summary>What the user owes, what others owe, how the programme stands, and what has been said.</summary>
sealed record DeskView(
    IReadOnlyList<DeskItem> Owed, int OwedInAll, IReadOnlyList<DeskItem> Awaited, int AwaitedInAll, IReadOnlyList<DeskDomain> Domains, IReadOnlyDictionary<Light, int> Lights,
    IReadOnlyList<Notice> Notices, int Unread, IReadOnlyList<Returning.ReturnRow> Returns);

/// <summary>Reads a desk. The office's desk holds what units have handed in; a unit's desk what it was given.</summary>
sealed class ReadDesk(ProgrammeData data, Returning.ReadReturns returns, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const int Most = 30;
    const int MostAwaited = 12;
    const int MostLights = 400;

    public async Task<DeskView> Run(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var tasks = data.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null);

        var (owed, owedInAll) = user.IsOffice ? await OfficeOwes(tasks, today, ct) : await UnitOwes(today, ct);
        var awaited = user.IsOffice
            ? tasks.Where(t => t.State == TaskState.Assigned || t.State == TaskState.SentBack || (t.State == TaskState.InProgress && (t.Light == Light.Red || t.Light == Light.Orange)))
            : data.AnsweredTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.State == TaskState.AwaitingAcceptance);
        var waiting = await Items(awaited, DeskDo.Report, ct);
        var lights = await tasks.GroupBy(t => t.Light).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var latest = await notices.Own.AsNoTracking().OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(6).ToListAsync(ct);
        return new(owed, owedInAll, [.. waiting.Take(MostAwaited)], await awaited.CountAsync(ct), await Domains(tasks, ct), lights, latest, await notices.Unread(ct), await returns.Open(ct));
    }

    /// <summary>How much the user owes, for the menu: one cheap query.</summary>
    public Task<int> Count(CancellationToken ct) => user.IsOffice
        ? data.VisibleTasks.CountAsync(t => t.DroppedInVersion == null && t.State == TaskState.AwaitingAcceptance, ct)
        : ToConfirm.CountAsync(ct);

    async Task<(IReadOnlyList<DeskItem>, int)> OfficeOwes(IQueryable<ProgrammeTask> tasks, DateOnly today, CancellationToken ct)
    {
        var accept = tasks.Where(t => t.State == TaskState.AwaitingAcceptance);
        var assign = tasks.Where(t => t.State == TaskState.Planned);
        var imports = await data.Imports.AsNoTracking().Where(i => i.State == ImportState.Reviewing).OrderByDescending(i => i.CreatedAt).Take(Most)
            .Select(i => new DeskItem(DeskDo.Review, i.Id, "", i.Title ?? i.FileName, Light.Yellow, null, TaskState.Planned, null, i.CreatedAt)).ToListAsync(ct);
        var items = await Items(accept, DeskDo.Accept, ct);
        var (own, ownInAll) = await UnitOwes(today, ct); // its own unit has tasks like any other
        items.AddRange([.. own, .. imports]);
        items.AddRange((await Items(assign, DeskDo.Assign, ct)).Take(Math.Max(5, Most - items.Count)));
        return (items, ownInAll + await accept.CountAsync(ct) + imports.Count + await assign.CountAsync(ct));
    }

    async Task<(IReadOnlyList<DeskItem>, int)> UnitOwes(DateOnly today, CancellationToken ct)
    {
        var soon = today.AddDays(30);
        var again = data.AnsweredTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.State == TaskState.SentBack);
        var report = data.AnsweredTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.State == TaskState.InProgress && (t.Light != Light.Green || t.Due <= soon));
        List<DeskItem> items = [.. await Items(again, DeskDo.ReportAgain, ct), .. await Items(ToConfirm, DeskDo.Confirm, ct), .. await Items(report, DeskDo.Report, ct)];
        return (items, await again.CountAsync(ct) + await ToConfirm.CountAsync(ct) + await report.CountAsync(ct));
    }

    /// <summary>Tasks in hand in which the user's unit has a part that it has not confirmed. Members of a group confirm each for itself.</summary>
    IQueryable<ProgrammeTask> ToConfirm => data.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null
        && (t.State == TaskState.Assigned || t.State == TaskState.InProgress || t.State == TaskState.SentBack || t.State == TaskState.AwaitingAcceptance)
        && data.OwnParts.Where(p => p.UnitId == null || p.ConfirmedAt == null).Select(p => p.TaskId).Contains(t.Id)
        && !data.Notes.Any(n => n.TaskId == t.Id && n.Kind == NoteKind.Confirmed && n.UnitId == user.UnitId));

    async Task<List<DeskItem>> Items(IQueryable<ProgrammeTask> tasks, DeskDo what, CancellationToken ct) =>
        await tasks.OrderBy(t => t.Due == null).ThenBy(t => t.Due).ThenBy(t => t.SortOrder).Take(Most)
            .Select(t => new DeskItem(what, t.Id, t.Label, t.Title, t.Light, t.Due, t.State,
                data.TaskUnits.Where(u => u.TaskId == t.Id && u.Role == UnitRole.Lead).OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.PrintedName).FirstOrDefault(),
                t.LastNewsAt)).ToListAsync(ct);

    async Task<List<DeskDomain>> Domains(IQueryable<ProgrammeTask> tasks, CancellationToken ct)
    {
        var names = await (from domain in data.Domains join plan in data.Plans on domain.PlanId equals plan.Id select new { domain.Id, domain.Name, domain.SortOrder, domain.PlanId, plan.EndYear })
            .ToDictionaryAsync(d => d.Id, d => (Plan: (-d.EndYear ?? 0, d.PlanId), d.SortOrder, d.Name), ct);
        var lights = await tasks.OrderByDescending(t => data.Plans.Where(p => p.Id == t.PlanId).Select(p => p.EndYear).FirstOrDefault() ?? 0).ThenBy(t => t.SortOrder).Take(MostLights).Select(t => new { t.Id, t.Label, t.Light, t.DomainId }).ToListAsync(ct);
        return [.. lights.GroupBy(t => t.DomainId is { } d && names.TryGetValue(d, out var domain) ? domain : ((1, Guid.Empty), int.MaxValue, ""))
            .OrderBy(g => g.Key).Select(g => new DeskDomain(g.Key.Item3, [.. g.Select(t => (t.Id, t.Label, t.Light))]))];
    }
}
