using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Briefing;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Evaluating;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Accounting;

/// <summary>Gathers the record of a year. The number of queries does not depend on how many tasks, units or papers there are. What is not told to everybody yet (an inspection before its findings are issued, an evaluation before it is final) is not in it.</summary>
sealed class ReadAnnual(
    ProgrammeData data, SupervisionData supervision, InspectionsData inspections, EvaluationData evaluations, MeetingData meetings, ImpactData impacts, RegistersData registers,
    ReadBrief briefs, IIndicatorStanding indicators, UnitRegister register, Texts texts, IOptions<CityFace> city, TimeProvider time)
{
    public const int FirstYear = 2000, MostNext = 60;

    /// <summary>The years of which there is a report: from the first round or task to this one, the newest first.</summary>
    public async Task<IReadOnlyList<int>> Years(CancellationToken ct)
    {
        var first = await data.VisibleTasks.MinAsync(t => (DateOnly?)t.StartsOn, ct) ?? time.Today();
        return [.. Enumerable.Range(Math.Max(FirstYear, Math.Min(first.Year, time.Today().Year)), time.Today().Year - Math.Max(FirstYear, Math.Min(first.Year, time.Today().Year)) + 1).Reverse()];
    }

    public async Task<AnnualFacts> Run(int year, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the report is Chinese; this ends with the call
        var (today, start, end) = (time.Today(), new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var (on, after) = (today < end ? today : end, ChinaTime.StartOf(end.AddDays(1)));

        var tasks = await (from task in data.VisibleTasks.AsNoTracking()
                           where task.DroppedInVersion == null && task.StartsOn <= end && task.State != TaskState.Cancelled
                           join plan in data.Plans on task.PlanId equals plan.Id
                           from domain in data.Domains.Where(d => d.Id == task.DomainId).DefaultIfEmpty()
                           orderby plan.AppliedAt descending, plan.Id, task.SortOrder
                           // Completed by the end of the year: accepted by then, or, where the record says no day, by today.
                           select new { task.Id, task.Label, task.Title, task.Due, task.State, Plan = plan.Title, Domain = domain!.Name, Done = task.State == TaskState.Completed && (data.Notes.Any(n => n.TaskId == task.Id && n.Kind == NoteKind.Accepted && n.At < after) || !data.Notes.Any(n => n.TaskId == task.Id && n.Kind == NoteKind.Accepted)) }).ToListAsync(ct);
        var milestones = data.Milestones.Where(m => data.VisibleTasks.Any(t => t.Id == m.TaskId && t.DroppedInVersion == null));
        var next = tasks.Where(t => !t.Done && t.Due > end && t.Due <= end.AddYears(1)).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(MostNext).ToList();
        var leads = (await data.TaskUnits.AsNoTracking().Where(u => next.Select(t => t.Id).Contains(u.TaskId) && u.Role == UnitRole.Lead).OrderBy(u => u.SortOrder).Select(u => new { u.TaskId, u.PrintedName }).ToListAsync(ct)).ToLookup(u => u.TaskId, u => u.PrintedName);

        var rounds = (await data.Rounds.AsNoTracking().Where(r => r.DueOn >= start && r.DueOn <= end.AddYears(1)).ToListAsync(ct)).Where(r => r.Period.Year == year).OrderBy(r => r.Period.End).ThenBy(r => r.Id).ToList();
        var sheets = (await data.Returns.AsNoTracking().Where(r => rounds.Select(x => x.Id).Contains(r.RoundId)).Select(r => new { r.RoundId, r.HandedOnAt }).ToListAsync(ct)).ToLookup(r => r.RoundId, r => r.HandedOnAt is { } at ? ChinaTime.DayOf(at) : (DateOnly?)null);
        var last = (rounds.FindLast(r => r.LastDay < today) ?? rounds.LastOrDefault()) is { } told ? await briefs.Facts(told, ct) : null; // one that is being answered says little

        var orders = await supervision.Orders.AsNoTracking().Where(o => o.NotifiedOn >= start && o.NotifiedOn <= end && o.Number != null).OrderBy(o => o.Year).ThenBy(o => o.Serial).Select(o => new { o.Id, o.Number, o.Title, o.UnitId, o.State, o.DueOn }).ToListAsync(ct);
        var issued = await inspections.Inspections.AsNoTracking().Where(i => i.IssuedOn >= start && i.IssuedOn <= end && (i.State == InspectionState.Issued || i.State == InspectionState.Closed)).OrderBy(i => i.IssuedOn).ThenBy(i => i.Id)
            .Select(i => new AnnualInspection(i.Id, i.Title, i.IssuedOn!.Value, inspections.Findings.Count(f => f.InspectionId == i.Id), inspections.Findings.Count(f => f.InspectionId == i.Id && f.Severity == FindingSeverity.Serious),
                inspections.Findings.Count(f => f.InspectionId == i.Id && inspections.Checks.Any(c => c.FindingId == f.Id && c.Passed)))).ToListAsync(ct);
        var evaluated = new List<AnnualEvaluation>();
        foreach (var e in await evaluations.Evaluations.AsNoTracking().Where(e => e.State == EvaluationState.Final && e.Year == year).OrderBy(e => e.FinalOn).Take(5).ToListAsync(ct))
        {
            var grades = await evaluations.Grades(e.Id).ToListAsync(ct);
            evaluated.Add(new(e.Id, e.Title, grades.Sum(g => g.Units), [.. grades.OrderBy(g => g.Grade is null).ThenBy(g => g.Grade).Select(g => (texts[EvaluationWords.Grade(g.Grade)], g.Units))]));
        }
        var held = await meetings.Meetings.AsNoTracking().Where(m => m.HeldOn >= start && m.HeldOn <= end && m.State == MeetingState.Confirmed).OrderBy(m => m.HeldOn).ThenBy(m => m.Id)
            .Select(m => new AnnualMeeting(m.Id, m.Title, m.HeldOn!.Value, meetings.Decisions.Count(d => d.MeetingId == m.Id && d.State != DecisionState.Dropped), meetings.Decisions.Count(d => d.MeetingId == m.Id && d.State != DecisionState.Dropped && !meetings.Open.Any(o => o.Id == d.Id)))).ToListAsync(ct);
        var assessed = await impacts.Impacts.AsNoTracking().Where(a => a.State != ImpactState.Withdrawn && ((a.RegisteredOn >= start && a.RegisteredOn <= end) || (a.DecidedOn >= start && a.DecidedOn <= end) || (a.PublishedOn >= start && a.PublishedOn <= end) || impacts.Hearings.Any(h => h.ImpactId == a.Id && h.On >= start && h.On <= end)))
            .OrderBy(a => a.RegisteredOn).ThenBy(a => a.Id)
            // So few children that one of them could be known are in no number.
            .Select(a => new { a.Id, a.Title, a.UnitId, a.Decision, a.PublishedOn, a.WhatChanged, Heard = impacts.Hearings.Where(h => h.ImpactId == a.Id && h.On >= start && h.On <= end && h.Number >= PublicHearing.Few).Sum(h => (int?)h.Number) ?? 0 }).ToListAsync(ct);
        var figures = await registers.Projects.AsNoTracking().Join(registers.Funds, p => p.Id, f => f.ProjectId, (p, f) => new { p, f }).Where(x => x.f.Year == year && !x.p.Dropped).Select(x => new FundFigure(x.p.Id, x.p.UnitId, x.p.DomainId, x.f.Year, x.f.Source, x.f.Planned, x.f.Paid)).ToListAsync(ct);
        var policies = await registers.Policies.AsNoTracking().Where(p => !p.Dropped && p.State != PolicyState.Drafting && p.From >= start && p.From <= on).OrderBy(p => p.From).ThenBy(p => p.Id).Select(p => new AnnualPolicy(p.Id, p.Name, p.Number, p.From!.Value)).ToListAsync(ct);

        var units = orders.Select(o => o.UnitId).Concat(assessed.Select(a => a.UnitId)).Distinct().ToList();
        var names = await register.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        return new(city.Value.Name, year, today, [.. tasks.Select(t => t.Plan).Distinct()],
            [.. tasks.GroupBy(t => t.Domain ?? "其他任务").Select(g => new AnnualDomain(g.Key, g.Count(), g.Count(t => t.Done), g.Count(t => !t.Done && t.State != TaskState.Suspended && t.Due < on)))],
            (await milestones.CountAsync(m => m.Due >= start && m.Due <= end, ct), await milestones.CountAsync(m => m.ReachedOn >= start && m.ReachedOn <= end, ct)),
            [.. rounds.Select(r => new AnnualRound(r.Id, r.Period, sheets[r.Id].Count(), sheets[r.Id].Count(d => d <= r.LastDay), sheets[r.Id].Count(d => d > r.LastDay), sheets[r.Id].Count(d => d is null)))],
            last, await indicators.OfYear(year, ct),
            [.. orders.Select(o => new BriefOrder(o.Id, o.Number!, o.Title, names.GetValueOrDefault(o.UnitId, "—"), o.State, o.DueOn, o.DueOn < today && o.State is not (OrderState.Replied or OrderState.Verified or OrderState.Closed or OrderState.Withdrawn)))],
            issued, evaluated, held,
            [.. assessed.Select(a => new AnnualImpact(a.Id, a.Title, names.GetValueOrDefault(a.UnitId, "—"), a.Decision is { } decision ? texts[ImpactWords.Decision(decision)] : null, a.PublishedOn is null ? null : a.WhatChanged, a.Heard))],
            await registers.Projects.CountAsync(p => !p.Dropped, ct), [.. FundSums.By(figures, f => f.Source).OrderBy(f => f.Key).Select(f => new AnnualFund(texts[ProjectWords.Source(f.Key)], f.Sum))], FundSums.Whole(figures),
            policies, await registers.Policies.CountAsync(p => !p.Dropped && p.From <= on && (p.ExpiresOn == null || p.ExpiresOn >= on) && p.State == PolicyState.InForce, ct),
            [.. next.Select(t => new AnnualTask(t.Id, $"{t.Label} {t.Title}".Trim(), leads[t.Id].Any() ? string.Join("、", leads[t.Id]) : "—", t.Due!.Value))]);
    }
}
