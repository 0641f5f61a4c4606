using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Inspecting;

/// <summary>
/// Takes an inspection one step on; every step is a line of its chain. With the findings each that has to be put right becomes a supervision order, which is sent out at once: rectification, reminders, levels and
/// closing are the order's course, not a second one.
/// </summary>
sealed class MoveInspection(InspectionsData inspections, SupervisionData orders, MoveOrder moves, ChangeTeam team, ReadInspections read, NoticeBoard notices, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NotYours = new("programme.inspection-not-your-step");

    public async Task<Result<Guid>> Run(Guid id, InspectionStepForm form, CancellationToken ct)
    {
        if (Named.Of<InspectionStepKind>(form.Do) is not { } step) return NotYours;
        if (await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection) return PlanInspection.NoSuchInspection;
        if (inspection.Version != form.Version) return TaskDesk.Changed;
        if (!(await May(inspection, ct)).Contains(step)) return NotYours;
        var problems = new List<Problem>();
        var text = PlanInspection.Line(form.Word, nameof(form.Word), Inspection.LongestText, step == InspectionStepKind.Cancel, problems);
        if (problems.Count == 0) problems.AddRange(await Missing(inspection, step, text, ct));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var (today, now) = (time.Today(), time.GetUtcNow().UtcDateTime);
        var shown = InspectionCourse.ShownToUnit(inspection.Kind, inspection.PlannedOn is not null, inspection.RevealAt, now);
        IReadOnlyList<Guid> sendOut = [];
        switch (step)
        {
            case InspectionStepKind.Plan:
                inspection.PlannedOn = today;
                foreach (var post in await inspections.Members.Where(m => m.InspectionId == id && m.PostId != null).Select(m => m.PostId!.Value).Distinct().ToListAsync(ct)) TellMember(notices, inspection, post, user);
                shown = inspection.Kind != InspectionKind.Unannounced;
                break;
            case InspectionStepKind.Reveal:
                (inspection.RevealAt, shown) = (now, inspection.PlannedOn is not null);
                break;
            case InspectionStepKind.Issue:
                inspection.IssuedOn = today;
                sendOut = await OpenOrders(inspection, today, ct);
                break;
            case InspectionStepKind.Close:
                inspection.EndedOn = today;
                break;
            case InspectionStepKind.Cancel:
                inspection.EndedOn = today;
                if (inspection.Hidden(now)) inspection.RevealAt = null; // what nobody knows of is never known
                foreach (var post in await inspections.Members.Where(m => m.InspectionId == id && m.PostId != null && m.PostId != user.PostId).Select(m => m.PostId!.Value).Distinct().ToListAsync(ct))
                    notices.Tell(post, "programme.notice-inspection-off", $"/inspections/{id}");
                break;
        }
        inspection.State = InspectionCourse.After(inspection.State, step)!.Value;
        (inspection.Version, inspection.StepCount) = (inspection.Version + 1, inspection.StepCount + 1);
        inspections.Add(new InspectionStep { Id = inspections.NewId(), InspectionId = id, Number = inspection.StepCount, Kind = step, At = now, UnitName = user.UnitName, PersonName = user.Name, Text = text.Length == 0 ? null : text });
        if (shown && step != InspectionStepKind.Start)
            await TellUnits(notices, inspection, await inspections.InspectedUnits.Where(u => u.InspectionId == id).Select(u => u.UnitId).ToListAsync(ct), step switch { InspectionStepKind.Plan or InspectionStepKind.Reveal => "planned", InspectionStepKind.Issue => "issued", InspectionStepKind.Cancel => "cancelled", _ => "closed" }, ct);
        if (!await inspections.Save(ct)) return TaskDesk.Changed;

        // What somebody else numbered at the same moment is sent out by hand: it waits on the office's desk.
        foreach (var order in sendOut)
        {
            inspections.Forget();
            await moves.Run(order, new() { Do = nameof(OrderStepKind.Notify) }, ct);
        }
        return id;
    }

    /// <summary>The steps that the user may take now.</summary>
    public async Task<IReadOnlyList<InspectionStepKind>> May(Inspection inspection, CancellationToken ct)
    {
        var hidden = inspection.Hidden(time.GetUtcNow().UtcDateTime);
        var open = inspection.State == InspectionState.Issued && user.IsOffice ? await read.OpenFindings(inspection.Id, ct) : 0;
        var carries = user.IsOffice || await inspections.Carried.AnyAsync(i => i.Id == inspection.Id, ct);
        return [.. InspectionCourse.Possible(inspection.State, hidden, open).Where(s => carries && (user.IsOffice || InspectionCourse.Hand(s) == InspectionHand.Team))];
    }

    async Task<IReadOnlyList<Problem>> Missing(Inspection inspection, InspectionStepKind step, string text, CancellationToken ct)
    {
        var problems = new List<Problem>();
        if (step is InspectionStepKind.Plan or InspectionStepKind.Start)
        {
            if (!await inspections.InspectedUnits.AnyAsync(u => u.InspectionId == inspection.Id, ct)) problems.Add(new("programme.inspection-no-unit"));
            if (!await inspections.Members.AnyAsync(m => m.InspectionId == inspection.Id && m.PersonId != null, ct)) problems.Add(new("programme.inspection-no-team"));
            problems.AddRange(await team.Conflicts(inspection.Id, ct));
        }
        if (step == InspectionStepKind.Plan && inspection is { Kind: InspectionKind.Unannounced } && !inspection.Hidden(time.GetUtcNow().UtcDateTime)) problems.Add(new("programme.inspection-reveal-past"));
        // What was withdrawn is not put right: who closes over it says why.
        if (step == InspectionStepKind.Close && text.Length == 0 && await inspections.Findings.AnyAsync(f => f.InspectionId == inspection.Id && orders.OrdersOfTheCity.Any(o => o.Id == f.OrderId && o.State == OrderState.Withdrawn), ct)) problems.Add(new("programme.inspection-withdrawn-why", nameof(InspectionStepForm.Word)));
        if (step == InspectionStepKind.Issue)
        {
            var score = SheetResult.Score(await read.Results(inspection, ct));
            if (score.Clashes > 0) problems.Add(new("programme.inspection-clashes", null, score.Clashes));
            var today = time.Today();
            if (await inspections.Findings.AnyAsync(f => f.InspectionId == inspection.Id && f.DueOn != null && f.DueOn <= today, ct)) problems.Add(new("programme.inspection-due-past"));
        }
        return problems;
    }

    /// <summary>An order for each finding that has to be put right, of the unit where it was found. The days are those up to the day that the team has set.</summary>
    async Task<IReadOnlyList<Guid>> OpenOrders(Inspection inspection, DateOnly today, CancellationToken ct)
    {
        var (calendar, opened) = (await calendars.Get(ct), new List<Guid>());
        foreach (var finding in await inspections.Findings.Where(f => f.InspectionId == inspection.Id && f.Severity != FindingSeverity.Advice && f.OrderId == null).OrderBy(f => f.At).ToListAsync(ct))
        {
            var order = new SupervisionOrder
            {
                Id = orders.NewId(),
                Source = OrderSource.Inspection,
                SourceId = finding.Id,
                Title = PlainText.Cut(finding.Text.ReplaceLineEndings(" "), SupervisionOrder.LongestTitle),
                Demand = finding.Demand,
                Basis = PlainText.Cut($"{Day(inspection.FromDay)}“{inspection.Title}”检查发现的问题", SupervisionOrder.LongestBasis),
                UnitId = finding.UnitId,
                State = OrderState.Opened,
                Days = Math.Max(1, calendar.Between(today, finding.DueOn!.Value)),
                OpenedOn = today,
            };
            orders.Add(order);
            orders.Add(new OrderStep { Id = orders.NewId(), OrderId = order.Id, Kind = OrderStepKind.Open, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
            (finding.OrderId, finding.Version) = (order.Id, finding.Version + 1);
            opened.Add(order.Id);
        }
        return opened;
    }

    static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>The line says no more than that there is one: a post may pass to somebody who is not of the team.</summary>
    public static void TellMember(NoticeBoard notices, Inspection inspection, Guid post, CurrentUser user)
    {
        if (post != user.PostId) notices.Tell(post, "programme.notice-inspection-team", $"/inspections/{inspection.Id}");
    }

    public static Task TellUnits(NoticeBoard notices, Inspection inspection, IReadOnlyList<Guid> units, string what, CancellationToken ct) =>
        notices.TellUnits(units, $"programme.notice-inspection-{what}", $"/inspections/{inspection.Id}", [inspection.Title, inspection.FromDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], ct);
}
