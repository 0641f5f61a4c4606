using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Bench;

/// <summary>The inspections of a played year, every other one unannounced. What was not revealed is looked for each time with the eyes of those who must not know of it.</summary>
#pragma warning disable RS0030 // The bench reads tables past the doors.
sealed partial class ProgrammeYear
{
    int inspected, found;

    async Task Inspect()
    {
        if (Chance(0.08)) await PlanOne();
        foreach (var inspection in await As(null, (CityDb db) => db.Set<Inspection>().AsNoTracking().Where(i => i.State != InspectionState.Closed && i.State != InspectionState.Cancelled).OrderBy(i => i.Title).ToListAsync())) await GoOn(inspection);
    }

    async Task PlanOne()
    {
        var (office, units) = (Office(), city.Players.Where(p => p.Role == RoleCode.DeptContact && p.Region == city.Players[0].Region).ToList());
        var (unit, member) = (Any(units), Any(units));
        var (from, unannounced) = (Later(chance.Next(4, 15)), Chance(0.5));
        var made = await As(office, (PlanInspection plan) => plan.Run(null, new()
        {
            Kind = (unannounced ? InspectionKind.Unannounced : InspectionKind.Field).ToString(),
            Title = string.Create(CultureInfo.InvariantCulture, $"第{++inspected:000}次检查"),
            FromDay = Day(from),
            ToDay = Day(from.AddDays(1)),
            RevealDay = unannounced ? Day(from) : null,
            RevealTime = unannounced ? "09:00" : null,
        }, default));
        if (!made.Ok)
        {
            broken.Add($"{today}: the office cannot plan an inspection: {Codes(made.Problems)}");
            return;
        }
        async Task<bool> Change(TeamForm form)
        {
            form.Version = (await One(made.Value)).Version;
            return (await As(office, (ChangeTeam team) => team.Run(made.Value, form, default))).Ok;
        }
        // Who is of the inspected unit, or of its line, is refused: such a plan is called off.
        var apart = await Change(new() { Do = "add-unit", Unit = unit.Unit.ToString() }) && await Change(new() { Do = "add-post", Member = member.Post.ToString() });
        if (apart && unit.Unit == member.Unit) broken.Add($"{today}: {unit.UnitName} is to inspect itself");
        if (apart) await Change(new() { Do = "add-post", Member = office.Post.ToString() });
        await Step(await One(made.Value), apart ? InspectionStepKind.Plan : InspectionStepKind.Cancel, [office]);
    }

    async Task GoOn(Inspection inspection)
    {
        var team = await As(null, (CityDb db) => db.Set<InspectionMember>().Where(m => m.InspectionId == inspection.Id).Select(m => m.PersonId).ToListAsync());
        var there = city.Players.FindAll(p => team.Contains(p.Person)); // whoever has left since is not of the team any more
        switch (inspection.State)
        {
            case InspectionState.Planned when Chance(0.03):
                await Step(inspection, InspectionStepKind.Cancel, [Office()]);
                break;
            case InspectionState.Planned when today >= inspection.FromDay:
                await Step(inspection, InspectionStepKind.Start, [.. there.OrderBy(_ => chance.Next()), Office()]);
                break;
            case InspectionState.UnderWay:
                var unit = await As(null, (CityDb db) => db.Set<InspectedUnit>().Where(u => u.InspectionId == inspection.Id).Select(u => u.UnitId).SingleAsync());
                if (there.Count > 0 && Chance(0.6))
                    await As(Any(there), (NoteFinding note) => note.Add(inspection.Id, new() { Unit = unit.ToString(), Severity = Chance(0.3) ? "Advice" : "Ordinary", Text = string.Create(CultureInfo.InvariantCulture, $"第{++found:000}处护栏松动，已拍照。"), Demand = "更换护栏。", Due = Day(Later(12)) }, default));
                if (Chance(0.5)) await Step(inspection, InspectionStepKind.Issue, [Office()]);
                break;
            case InspectionState.Issued:
                await Recheck(inspection, there);
                await Step(inspection, InspectionStepKind.Close, [Office()]); // refused as long as something is not put right
                break;
        }
    }

    async Task Recheck(Inspection inspection, List<Player> there)
    {
        var (findings, open) = await As(null, async (CityDb db) => (
            await db.Set<InspectionFinding>().AsNoTracking().Where(f => f.InspectionId == inspection.Id && db.Set<SupervisionOrder>().Any(o => o.Id == f.OrderId && o.State == OrderState.Replied)).OrderBy(f => f.Text).Select(f => f.Id).ToListAsync(),
            await db.Set<InspectionFinding>().CountAsync(f => f.InspectionId == inspection.Id && db.Set<SupervisionOrder>().Any(o => o.Id == f.OrderId && o.State != OrderState.Closed && o.State != OrderState.Withdrawn))));
        // Where all of the team have left, the office names somebody anew.
        if (there.Count == 0 && findings.Count > 0) await As(Office(), async (ChangeTeam team) => await team.Run(inspection.Id, new() { Do = "add-post", Member = Office().Post.ToString(), Version = (await One(inspection.Id)).Version }, default));
        foreach (var finding in findings)
            if (there.Count > 0 && Chance(0.6)) await As(Any(there), (NoteFinding note) => note.Check(inspection.Id, new() { Finding = finding.ToString(), Passed = Chance(0.8) ? "yes" : "no", Says = "现场看过。" }, default));
        if (open > 0 && (await As(Office(), async (MoveInspection move) => await move.Run(inspection.Id, new() { Do = nameof(InspectionStepKind.Close), Version = (await One(inspection.Id)).Version, Word = "试一试" }, default))).Ok) broken.Add($"{today}: an inspection was closed over {open} open orders");
    }

    async Task Step(Inspection of, InspectionStepKind step, IReadOnlyList<Player> by)
    {
        foreach (var who in by)
            if ((await As(who, async (MoveInspection move) => await move.Run(of.Id, new() { Do = step.ToString(), Version = (await One(of.Id)).Version, Word = "情况有变。" }, default))).Ok) return;
    }

    Task<Inspection> One(Guid id) => As(null, (CityDb db) => db.Set<Inspection>().AsNoTracking().SingleAsync(i => i.Id == id));

    /// <summary>What is unannounced stays so: the inspected unit neither finds it nor is told, its steps are refused, and the record shows nothing of it before its time.</summary>
    async Task Unannounced()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (hidden, units) = await As(null, async (CityDb db) => (
            await db.Set<Inspection>().AsNoTracking().Where(i => i.Kind == InspectionKind.Unannounced && i.HeldBackUntil > now).OrderBy(i => i.Title).ToListAsync(), await db.Set<InspectedUnit>().AsNoTracking().ToListAsync()));
        var audit = city.Players[0] with { Role = RoleCode.AuditAdmin };
        foreach (var inspection in hidden)
        {
            if (await As(audit, (AuditLog log) => log.Entries.AnyAsync(e => e.Key.Contains(inspection.Id.ToString()) || e.Changes.Contains(inspection.Id.ToString())))) broken.Add($"{today}: the record tells of an unannounced inspection before its time");
            if (inspection.RevealAt <= now) continue;
            foreach (var who in units.Where(u => u.InspectionId == inspection.Id).SelectMany(u => People(u.UnitId)))
            {
                var link = $"/inspections/{inspection.Id}";
                if (await As(who, (ReadInspections read) => read.One(inspection.Id, default)) is not null || (await As(who, (ReadInspections read) => read.Run(new(Ended: true), 1, default))).Lines.Any(l => l.Inspection.Id == inspection.Id)) broken.Add($"{today}: {who.UnitName} sees an unannounced inspection before its time");
                if (await As(who, (NoticeBoard board) => board.Own.AnyAsync(n => n.Link.StartsWith(link)))) broken.Add($"{today}: {who.UnitName} was told of an unannounced inspection before its time");
                foreach (var step in Enum.GetValues<InspectionStepKind>())
                    if ((await As(who, (MoveInspection move) => move.Run(inspection.Id, new() { Do = step.ToString(), Version = inspection.Version, Word = "试一试" }, default))).Ok) broken.Add($"{today}: {who.UnitName} took {step} on its own inspection");
            }
        }
    }

    async Task InspectionChains(CityDb db)
    {
        var chains = (await db.Set<InspectionStep>().AsNoTracking().OrderBy(s => s.Number).ToListAsync()).ToLookup(s => s.InspectionId);
        foreach (var inspection in await db.Set<Inspection>().AsNoTracking().ToListAsync())
            if (InspectionCourse.Replay(chains[inspection.Id].Select(s => s.Kind)) != inspection.State) broken.Add($"an inspection stands at {inspection.State} and its chain does not lead there");
    }
}
