using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Board;

/// <summary>A page of the board: what to choose from, how many stand at each light, and the rows. The number of queries is the same for ten rows and ten thousand.</summary>
sealed record BoardView(
    BoardFilter Filter, IReadOnlyList<BoardPlan> Plans, IReadOnlyList<BoardDomain> Domains, IReadOnlyList<BoardUnitChoice> Units,
    IReadOnlyDictionary<Light, int> Lights, IReadOnlyDictionary<string, GroupCount> Groups, int Total, int Page, IReadOnlyList<BoardRow> Rows, bool AnyAtAll);

sealed record BoardPlan(Guid Id, string Title, string? DocNumber, int? StartYear, int? EndYear);
sealed record BoardDomain(Guid Id, Guid PlanId, string? Label, string Name);
sealed record BoardUnitChoice(Guid Id, string Name);

/// <summary>Reads the board as far as the user may see it.</summary>
sealed class ReadBoard(ProgrammeData data, UnitRegister register, TimeProvider time)
{
    public async Task<BoardView> Run(BoardFilter filter, CancellationToken ct)
    {
        var plans = await data.Plans.AsNoTracking().OrderByDescending(p => p.AppliedAt).Select(p => new BoardPlan(p.Id, p.Title, p.DocNumber, p.StartYear, p.EndYear)).ToListAsync(ct);
        var domains = await data.Domains.AsNoTracking().OrderBy(d => d.PlanId).ThenBy(d => d.SortOrder).Select(d => new BoardDomain(d.Id, d.PlanId, d.Label, d.Name)).ToListAsync(ct);
        var units = await data.WithParts(register.Units.AsNoTracking()).OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName)
            .Select(u => new BoardUnitChoice(u.Id, u.ShortName)).ToListAsync(ct);

        var asked = Asked(filter);
        var counts = await Counts(filter, asked, ct);
        var lights = counts.GroupBy(c => c.Light).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        var total = filter.Light is { } light ? lights.GetValueOrDefault(light) : lights.Values.Sum();
        var page = Math.Clamp(filter.Page, 1, Math.Max(1, (total + BoardFilter.PageSize - 1) / BoardFilter.PageSize));

        var rows = await Rows(filter.Ordered(Lit(filter, asked), data).Skip((page - 1) * BoardFilter.PageSize).Take(BoardFilter.PageSize), ct);
        var groups = counts.Where(c => filter.Light is null || c.Light == filter.Light).GroupBy(c => c.Key)
            .ToDictionary(g => g.Key, g => new GroupCount(g.Key, null, g.ToDictionary(c => c.Light, c => c.Count)));
        return new(filter, plans, domains, units, lights, groups, total, page, rows, total > 0 || await data.VisibleTasks.AnyAsync(ct));
    }

    /// <summary>All rows of the filter in their order, a few hundred at a time, for exports.</summary>
    public async IAsyncEnumerable<BoardRow> All(BoardFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var ids = await filter.Ordered(Lit(filter, Asked(filter)), data).Select(t => t.Id).ToListAsync(ct);
        foreach (var some in ids.Chunk(400))
        {
            var rows = (await Rows(data.VisibleTasks.AsNoTracking().Where(t => some.Contains(t.Id)), ct)).ToDictionary(r => r.Id);
            foreach (var id in some)
                if (rows.TryGetValue(id, out var row)) yield return row;
        }
    }

    IQueryable<ProgrammeTask> Asked(BoardFilter filter) =>
        filter.Of(data, register.Members.Where(m => m.UnitId == filter.Unit).Select(m => m.GroupId), ChinaTime.Today(time));

    static IQueryable<ProgrammeTask> Lit(BoardFilter filter, IQueryable<ProgrammeTask> tasks) => filter.Light is { } light ? tasks.Where(t => t.Light == light) : tasks;

    sealed record Counted(string Key, Light Light, int Count);

    async Task<List<Counted>> Counts(BoardFilter filter, IQueryable<ProgrammeTask> tasks, CancellationToken ct)
    {
        if (filter.Group == BoardGroup.Unit)
        {
            var led = tasks.Select(t => new
            {
                t.Light,
                Lead = data.TaskUnits.Where(u => u.TaskId == t.Id && u.Role == UnitRole.Lead)
                    .OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder).Select(u => u.PrintedName).FirstOrDefault(),
            });
            return [.. (await led.GroupBy(t => new { t.Lead, t.Light }).Select(g => new { g.Key.Lead, g.Key.Light, Count = g.Count() }).ToListAsync(ct))
                .Select(c => new Counted(c.Lead ?? "", c.Light, c.Count))];
        }
        return [.. (await tasks.GroupBy(t => new { t.PlanId, t.DomainId, t.Light }).Select(g => new { g.Key.PlanId, g.Key.DomainId, g.Key.Light, Count = g.Count() }).ToListAsync(ct))
            .Select(c => new Counted($"{c.PlanId}/{c.DomainId}", c.Light, c.Count))];
    }

    async Task<List<BoardRow>> Rows(IQueryable<ProgrammeTask> tasks, CancellationToken ct)
    {
        var rows = await tasks.Select(t => new BoardRow(t.Id, t.PlanId, t.DomainId, t.Label, t.Title, t.State, t.Light, t.LightReason,
            t.StartsOn, t.Due, t.Progress, t.TimesReturned, t.LastNewsAt, t.DroppedInVersion != null)).ToListAsync(ct);
        var ids = rows.Select(r => r.Id).ToList();

        // Four more queries for the whole page; the rows themselves were already limited to what the user may see.
        var units = (await (
            from part in data.TaskUnits.AsNoTracking()
            where ids.Contains(part.TaskId)
            from unit in register.Units.Where(u => u.Id == part.UnitId).DefaultIfEmpty()
            from @group in register.Groups.Where(g => g.Id == part.GroupId).DefaultIfEmpty()
            orderby part.Primary descending, part.SortOrder
            select new { part.TaskId, part.Role, Name = unit!.ShortName ?? @group!.Name ?? part.PrintedName }).ToListAsync(ct)).ToLookup(p => p.TaskId);
        var targets = (await data.Targets.AsNoTracking().Where(t => ids.Contains(t.TaskId)).OrderBy(t => t.SortOrder)
            .Select(t => new { t.TaskId, Shown = new BoardTarget(t.Id, t.Text, t.Metric, t.Comparator, t.Value, t.MeasureUnit, t.Due, t.CurrentValue) }).ToListAsync(ct)).ToLookup(t => t.TaskId, t => t.Shown);
        foreach (var row in rows)
        {
            row.Units = [.. units[row.Id].Select(u => new BoardUnit(u.Role, u.Name))];
            row.TargetCount = targets[row.Id].Count();
            row.Target = targets[row.Id].FirstOrDefault(t => t.Current is not null) ?? targets[row.Id].FirstOrDefault(t => t.Value is not null) ?? targets[row.Id].FirstOrDefault();
        }

        var shown = rows.Where(r => r.Target is not null).Select(r => r.Target!.Id).ToList();
        var readings = (await data.Readings.AsNoTracking().Where(r => shown.Contains(r.TargetId)).OrderBy(r => r.On).ThenBy(r => r.Id)
            .Select(r => new { r.TargetId, r.On, r.Value }).ToListAsync(ct)).ToLookup(r => r.TargetId, r => (r.On, r.Value));
        // Each from the end of its index: a join with the greatest would make PostgreSQL read the history of all tasks.
        var last = await data.VisibleTasks.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new
        {
            t.Id,
            Kind = data.Notes.Where(n => n.TaskId == t.Id).OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Select(n => (NoteKind?)n.Kind).FirstOrDefault(),
            At = data.Notes.Where(n => n.TaskId == t.Id).Max(n => (DateTime?)n.At),
        }).ToDictionaryAsync(n => n.Id, ct);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Target is { } target) target.Readings = [.. readings[target.Id]];
            if (last.GetValueOrDefault(row.Id) is { At: { } at } news) rows[i] = row with { LastKind = news.Kind, LastNewsAt = at };
        }
        return rows;
    }
}
