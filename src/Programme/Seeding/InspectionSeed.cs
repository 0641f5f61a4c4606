using OneMetre.Platform.Results;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes inspections with a past, along the course that real ones take.</summary>
sealed class InspectionSeed(InspectionsData inspections, SupervisionData orders, ProgrammeData programme, OrderSeed seed, EditChecklist checklists, WorkCalendars calendars, CitySettings settings, CurrentUser user, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedInspection> wanted, CancellationToken ct)
    {
        await checklists.Begin(ct);
        var (today, rules, calendar) = (time.Today(), await settings.Get(OrderRules.Key, new OrderRules(), ct), await calendars.Get(ct));
        var units = await inspections.Units.AsNoTracking().Select(u => new { u.Id, u.Name, u.ShortName }).ToListAsync(ct);
        var names = units.ToDictionary(u => u.Id, u => u.ShortName);
        foreach (var one in wanted)
        {
            if (units.FirstOrDefault(u => u.Name == one.Unit) is not { } unit || units.FirstOrDefault(u => u.Name == one.TeamUnit) is not { } from) throw new InvalidOperationException($"{one.Title}: {one.Unit}, {one.TeamUnit}");
            var (day, state, kind) = (calendar.After(today, one.Workdays), Enum.Parse<InspectionState>(one.State), Enum.Parse<InspectionKind>(one.Kind));
            DateTime? reveal = kind == InspectionKind.Unannounced ? ChinaTime.StartOf(day).AddHours(8.5) : null;
            var list = await inspections.Checklists.AsNoTracking().Where(c => c.Kind == Enum.Parse<ChecklistKind>(one.Checklist)).Select(c => c.Id).SingleAsync(ct);
            var planned = calendar.After(day, -4) is var before && before > today ? today : before;
            var inspection = new Inspection { Id = inspections.NewId(), Kind = kind, Title = one.Title, Place = one.Place, Purpose = one.Purpose, FromDay = day, ToDay = day, ChecklistId = list, RevealAt = reveal, HeldBackUntil = reveal, State = state, PlannedOn = planned, CreatedAt = At(planned, 9) };
            inspections.Add(inspection);
            inspections.Add(new InspectedUnit { Id = inspections.NewId(), InspectionId = inspection.Id, UnitId = unit.Id });
            foreach (var task in await programme.TaskUnits.Where(p => p.UnitId == unit.Id && p.Role == UnitRole.Lead).OrderBy(p => p.TaskId).Select(p => p.TaskId).Distinct().OrderBy(t => t).Take(2).ToListAsync(ct))
                inspections.Add(new InspectedTask { Id = inspections.NewId(), InspectionId = inspection.Id, TaskId = task });
            // The office leads, so that whoever looks at the demo city as the office can fill in the sheet.
            var own = await inspections.HeldPosts.Where(h => h.Role == RoleCode.Office).OrderByDescending(h => h.Post == user.PostId).ThenBy(h => h.Post).FirstAsync(ct);
            var contact = await inspections.HeldPosts.Where(h => h.Unit == from.Id && h.Role == RoleCode.DeptContact).OrderBy(h => h.Post).FirstAsync(ct);
            foreach (var held in new[] { own, contact })
                inspections.Add(new InspectionMember { Id = inspections.NewId(), InspectionId = inspection.Id, PersonId = held.Person, PostId = held.Post, Name = held.Name, Organisation = held.UnitName, Leads = held == own });
            inspections.Add(new InspectionMember { Id = inspections.NewId(), InspectionId = inspection.Id, Name = "特邀专家", Organisation = "示范大学" });

            var issued = calendar.After(day, 1);
            var items = await inspections.Items.AsNoTracking().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).Select(i => i.Id).ToListAsync(ct);
            foreach (var (letter, item) in one.Answers.Zip(items))
                inspections.Add(new SheetAnswer
                {
                    Id = inspections.NewId(),
                    InspectionId = inspection.Id,
                    ItemId = item,
                    PersonId = contact.Person,
                    PersonName = contact.Name,
                    At = At(day, 10),
                    Version = 1,
                    Answer = letter switch { 'Y' => ItemAnswer.Yes, 'P' => ItemAnswer.Partly, 'N' => ItemAnswer.No, _ => ItemAnswer.NotApplicable },
                });
            foreach (var found in one.Findings)
            {
                var severity = Enum.Parse<FindingSeverity>(found.Severity);
                var finding = new InspectionFinding { Id = inspections.NewId(), InspectionId = inspection.Id, UnitId = unit.Id, ItemId = found.Item is { } n ? items[n] : null, Severity = severity, Text = found.Text, Demand = found.Demand, DueOn = severity == FindingSeverity.Advice ? null : calendar.After(issued, rules.ReplyWithin), PersonName = contact.Name, At = At(day, 11) };
                inspections.Add(finding);
                if (severity == FindingSeverity.Advice || state is not (InspectionState.Issued or InspectionState.Closed)) continue;
                var order = new SupervisionOrder
                {
                    Id = orders.NewId(),
                    Source = OrderSource.Inspection,
                    SourceId = finding.Id,
                    Title = PlainText.Cut(found.Text, SupervisionOrder.LongestTitle),
                    Demand = found.Demand,
                    UnitId = unit.Id,
                    Days = rules.ReplyWithin,
                    OpenedOn = issued,
                    Basis = string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日“{one.Title}”检查发现的问题"),
                };
                await seed.Walk(order, found.Steps, issued, rules, calendar, names, ct);
                orders.Add(order);
                finding.OrderId = order.Id;
                if (!await inspections.Save(ct)) throw new InvalidOperationException(one.Title); // the next order takes the next number
                if (order.State is OrderState.Verified or OrderState.Closed)
                    inspections.Add(new FindingCheck { Id = inspections.NewId(), InspectionId = inspection.Id, FindingId = finding.Id, Passed = true, Text = "现场看过，已整改到位。", PersonName = contact.Name, At = At(calendar.After(issued, found.Steps.First(s => s.Kind == "Verify").Workdays), 9) });
            }
            var steps = new List<(InspectionStepKind Kind, DateTime At)> { (InspectionStepKind.Open, At(planned, 9)), (InspectionStepKind.Plan, At(planned, 10)) };
            if (state >= InspectionState.UnderWay) steps.Add((InspectionStepKind.Start, At(day, 9)));
            if (state >= InspectionState.Issued) steps.Add((InspectionStepKind.Issue, At(issued, 9)));
            if (state == InspectionState.Closed) steps.Add((InspectionStepKind.Close, At(calendar.After(issued, one.Findings.SelectMany(f => f.Steps).Select(s => s.Workdays).DefaultIfEmpty(0).Max() + 1), 9)));
            foreach (var (step, number) in steps.Select((s, n) => (s, n)))
                inspections.Add(new InspectionStep { Id = inspections.NewId(), InspectionId = inspection.Id, Number = number, Kind = step.Kind, At = step.At, UnitName = user.UnitName, PersonName = "办公室" });
            (inspection.StepCount, inspection.Version) = (steps.Count - 1, steps.Count);
            if (state >= InspectionState.Issued) inspection.IssuedOn = issued;
            if (state == InspectionState.Closed) inspection.EndedOn = ChinaTime.DayOf(steps[^1].At);
            if (InspectionCourse.Replay(steps.Select(s => s.Kind)) != state) throw new InvalidOperationException($"{one.Title}: {state}");
            if (!await inspections.Save(ct)) throw new InvalidOperationException(one.Title);
        }
    }

    static DateTime At(DateOnly day, double hour) => ChinaTime.StartOf(day).AddHours(hour);
}
