using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Briefing;

/// <summary>A brief and what it was written from.</summary>
sealed record BriefView(ReturnRound Round, BriefFacts Facts, IReadOnlyList<PaperPiece> Pieces);

/// <summary>Gathers the record of one round for its brief; the number of queries does not depend on how many units or tasks there are.</summary>
sealed class ReadBrief(ProgrammeData data, SupervisionData supervision, UnitRegister register, IIndicatorStanding indicators, IOptions<CityFace> city, TimeProvider time)
{
    const int MostTargets = 3;

    /// <summary>Null where there is no such round.</summary>
    public async Task<BriefView?> Run(Guid id, Uri root, CancellationToken ct)
    {
        if (await data.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } round) return null;
        var facts = await Facts(round, ct);
        return new(round, facts, [.. ProgressBrief.Of(facts, root)]);
    }

    public async Task<BriefFacts> Facts(ReturnRound round, CancellationToken ct)
    {
        var today = time.Today();
        var sheets = await data.Returns.AsNoTracking().Where(r => r.RoundId == round.Id).Select(r => new { r.Id, r.UnitId, r.State, r.HandedOnAt }).ToListAsync(ct);
        var lines = await data.ReturnLines.AsNoTracking().Where(l => l.RoundId == round.Id && l.Part == ReturnPart.Lead).ToListAsync(ct);
        var asked = lines.Select(l => l.TaskId).Distinct().ToList();
        var tasks = await (from task in data.VisibleTasks.AsNoTracking()
                           where asked.Contains(task.Id)
                           join plan in data.Plans on task.PlanId equals plan.Id
                           from domain in data.Domains.Where(d => d.Id == task.DomainId).DefaultIfEmpty()
                           orderby plan.AppliedAt descending, plan.Id, task.SortOrder
                           select new { task.Id, task.Label, task.Title, task.Due, plan.AppliedAt, Plan = plan.Title, PlanId = plan.Id, Domain = domain!.Name, domain.SortOrder }).ToListAsync(ct);
        var targets = (await data.Targets.AsNoTracking().Where(t => asked.Contains(t.TaskId)).OrderBy(t => t.SortOrder).Select(t => new { t.Id, t.TaskId, t.Text, t.MeasureUnit }).ToListAsync(ct)).ToLookup(t => t.TaskId);
        var orders = await supervision.Orders.AsNoTracking().Where(o => o.NotifiedOn >= round.Period.Start && o.NotifiedOn <= round.Period.End && o.Number != null)
            .OrderBy(o => o.Year).ThenBy(o => o.Serial).Select(o => new { o.Id, o.Number, o.Title, o.UnitId, o.State, o.DueOn }).ToListAsync(ct);
        var units = sheets.Select(s => s.UnitId).Concat(orders.Select(o => o.UnitId)).Distinct().ToList();
        var known = await register.Units.Where(u => units.Contains(u.Id)).Select(u => new { u.Id, Name = u.ShortName.Length > 0 ? u.ShortName : u.Name, u.SortOrder }).ToDictionaryAsync(u => u.Id, ct);
        string Unit(Guid unit) => known.GetValueOrDefault(unit)?.Name ?? "—";

        var accepted = sheets.Where(s => s.State == ReturnState.Accepted).Select(s => s.Id).ToHashSet();
        var ofTask = lines.OrderBy(l => known.GetValueOrDefault(l.UnitId)?.SortOrder).ThenBy(l => l.UnitId).ToLookup(l => l.TaskId);
        // The values of the round itself, as they were accepted; of several leads that of the first in the city's order who gave one.
        var said = new Dictionary<Guid, decimal>();
        foreach (var (target, value) in ofTask.SelectMany(l => l).Where(l => accepted.Contains(l.ReturnId)).SelectMany(l => l.FigureValues)) said.TryAdd(target, value);
        var one = tasks.Select(t => t.PlanId).Distinct().Take(2).Count() == 1;
        return new(round.Id, city.Value.Name, round.Period, [.. tasks.Select(t => t.Plan).Distinct()],
            [.. tasks.GroupBy(t => (t.PlanId, t.Plan, t.Domain)).Select(g => new BriefDomain((one ? "" : $"《{g.Key.Plan}》") + (g.Key.Domain ?? "其他任务"), [.. g.Select(t => new BriefTask(t.Id, t.Label, t.Title, t.Due,
                [.. ofTask[t.Id].Where(l => l.Answer is not null && accepted.Contains(l.ReturnId)).Select(l => new LeadWord(l.ReturnId, Unit(l.UnitId), l.Answer!.Value, l.Answer == ReturnAnswer.Done ? 100 : l.Progress, l.Said, l.Problems, l.NextSteps, l.ReachedIds))],
                [.. ofTask[t.Id].Where(l => l.Answer is null || !accepted.Contains(l.ReturnId)).Select(l => Unit(l.UnitId))],
                [.. targets[t.Id].Take(MostTargets).Select(x => new BriefTarget(x.Text, said.TryGetValue(x.Id, out var value) ? value : null, x.MeasureUnit))]))]))],
            [.. sheets.OrderBy(s => known.GetValueOrDefault(s.UnitId)?.SortOrder).ThenBy(s => s.UnitId).Select(s => (Sheet: s, Day: s.HandedOnAt is { } at ? ChinaTime.DayOf(at) : (DateOnly?)null)).Select(s => new BriefReturn(s.Sheet.Id, Unit(s.Sheet.UnitId), s.Sheet.State, s.Day, s.Day <= round.LastDay))],
            [.. orders.Select(o => new BriefOrder(o.Id, o.Number!, o.Title, Unit(o.UnitId), o.State, o.DueOn, o.DueOn < today && o.State is not (OrderState.Replied or OrderState.Verified or OrderState.Closed or OrderState.Withdrawn)))],
            await indicators.OfYear(round.Period.Year, ct), today);
    }
}
