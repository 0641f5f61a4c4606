using Microsoft.EntityFrameworkCore;
using OneMetre.Programme.Board;
using OneMetre.Programme.Importing;

namespace OneMetre.Programme.Exporting;

/// <summary>One line of the breakdown, in the columns that papers have: number, domain, task, lead, cooperating, targets, day.</summary>
sealed record BreakdownRow(int Number, string Domain, string Task, string Lead, string Cooperating, string Targets, string Due)
{
    public object?[] Cells => [Number, Domain, Task, Lead, Cooperating, Targets, Due];
}

/// <summary>Reads a plan as the table by which it is handed to its units: in the order of the plan, all targets of a task together.</summary>
sealed class ReadBreakdown(ReadBoard board, ProgrammeData data)
{
    public async Task<IReadOnlyList<BreakdownRow>> Run(Guid plan, CancellationToken ct)
    {
        var domains = await data.Domains.AsNoTracking().Where(d => d.PlanId == plan).ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var targets = (await data.Targets.AsNoTracking().Where(t => data.VisibleTasks.Any(v => v.Id == t.TaskId && v.PlanId == plan)).OrderBy(t => t.SortOrder)
            .Select(t => new { t.TaskId, t.Text }).ToListAsync(ct)).ToLookup(t => t.TaskId, t => t.Text);

        var rows = new List<BreakdownRow>();
        await foreach (var row in board.All(new(Plan: plan, Group: BoardGroup.None, Sort: "task"), ct))
            rows.Add(new(rows.Count + 1, row.DomainId is { } d ? domains.GetValueOrDefault(d, "") : "", $"{row.Label} {row.Title}".Trim(),
                Names(row, UnitRole.Lead), Names(row, UnitRole.Cooperating, UnitRole.Guiding, UnitRole.Territorial), string.Join("；\n", targets[row.Id]),
                row.Due is { } due ? $"{due.Year}年{due.Month}月{due.Day}日" : ""));
        return rows;
    }

    static string Names(BoardRow row, params UnitRole[] roles) => string.Join('、', row.Units.Where(u => roles.Contains(u.Role)).Select(u => u.Name));
}
