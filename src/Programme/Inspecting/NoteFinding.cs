using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>The team writes down what it found, shows it with a photograph if it wants, and looks again at what was put right. A photograph is never asked for.</summary>
sealed class NoteFinding(InspectionsData inspections, FillSheet sheet, SupervisionData orders, WorkCalendars calendars, ReadPhoto photos, CurrentUser user, TimeProvider time)
{
    public const int MostFindings = 100, MostPhotos = 6, MostDays = 366;
    static readonly Problem NoSuchFinding = new("programme.no-such-finding");

    public async Task<Result<Guid>> Add(Guid id, FindingForm form, CancellationToken ct)
    {
        if (await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection) return PlanInspection.NoSuchInspection;
        if (inspection.State != InspectionState.UnderWay) return FillSheet.NotOpen;
        var problems = new List<Problem>();
        var unit = Guid.TryParse(form.Unit, out var chosen) && await inspections.InspectedUnits.AnyAsync(u => u.InspectionId == id && u.UnitId == chosen, ct) ? chosen : (Guid?)null;
        if (unit is null) problems.Add(new("programme.order-no-unit", nameof(form.Unit)));
        Guid? item = null;
        if (form.Item is { Length: > 0 } && (item = Guid.TryParse(form.Item, out var about) && await inspections.Items.AnyAsync(i => i.Id == about && i.ChecklistId == inspection.ChecklistId, ct) ? about : null) is null)
            problems.Add(new("programme.inspection-which-answer", nameof(form.Item)));
        if (Named.Of<FindingSeverity>(form.Severity) is not { } severity)
        {
            severity = default;
            problems.Add(new("programme.finding-which-severity", nameof(form.Severity)));
        }
        var text = PlanInspection.Line(form.Text, nameof(form.Text), InspectionFinding.LongestWords, true, problems);
        var rectify = severity != FindingSeverity.Advice;
        var demand = PlanInspection.Line(form.Demand, nameof(form.Demand), InspectionFinding.LongestDemand, rectify, problems);
        DateOnly? due = null;
        if (rectify)
        {
            var (today, calendar) = (time.Today(), await calendars.Get(ct));
            if (!Typed.Day(form.Due, out due)) problems.Add(new("programme.not-a-day", nameof(form.Due)));
            else if (due is null) problems.Add(new("programme.order-which-day", nameof(form.Due)));
            else if (due <= today) problems.Add(new("programme.finding-due-later", nameof(form.Due)));
            else if (due > today.AddDays(MostDays)) problems.Add(new("programme.order-day-far", nameof(form.Due)));
            else if (due is { } day && !calendar.Works(day)) problems.Add(new("programme.order-day-off", nameof(form.Due), calendar.After(day, 1)));
        }
        if (problems.Count == 0 && await inspections.Findings.CountAsync(f => f.InspectionId == id, ct) >= MostFindings) problems.Add(new("programme.inspection-too-many", nameof(form.Text), MostFindings));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        var finding = new InspectionFinding { Id = inspections.NewId(), InspectionId = id, UnitId = unit!.Value, ItemId = item, Severity = severity, Text = text, Demand = demand, DueOn = due, PersonName = user.Name, At = time.GetUtcNow().UtcDateTime };
        inspections.Add(finding);
        inspections.Holds(inspection); // one that came after the findings were issued would never become an order
        return await inspections.Save(ct) ? finding.Id : TaskDesk.Changed;
    }

    /// <summary>Until it is issued the team takes back what it no longer holds; the record keeps that it was there.</summary>
    public async Task<Result<Guid>> Drop(Guid id, string? finding, CancellationToken ct)
    {
        if (await Own(id, finding, ct) is not var (inspection, found)) return NoSuchFinding;
        foreach (var photo in await inspections.Photos.Where(p => p.FindingId == found.Id).ToListAsync(ct)) inspections.Remove(photo);
        inspections.Remove(found);
        inspections.Holds(inspection);
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    public async Task<Result<Guid>> Show(Guid id, PhotoForm form, CancellationToken ct)
    {
        if (await Own(id, form.Finding, ct) is not var (inspection, finding)) return NoSuchFinding;
        var problems = new List<Problem>();
        if (await inspections.Photos.CountAsync(p => p.FindingId == finding.Id, ct) >= MostPhotos) problems.Add(new("programme.inspection-too-many", nameof(form.Photo), MostPhotos));
        if (await photos.Run(form, problems, ct) is not { } kept) return new Result<Guid>(default, problems);
        inspections.Add(new InspectionPhoto
        {
            Id = inspections.NewId(),
            InspectionId = id,
            FindingId = finding.Id,
            FileSha256 = kept.File.Sha256,
            FileName = kept.File.Name,
            FileSize = kept.File.Size,
            Ground = kept.Ground,
            ConsentReference = kept.Consent,
            PersonName = user.Name,
            At = time.GetUtcNow().UtcDateTime,
        });
        inspections.Holds(inspection);
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>A photograph that should not be there is taken away at any time, by the team or the office, with the reason: it is shown to nobody any more, and the record keeps that it was there.</summary>
    public async Task<Result<Guid>> TakeAway(Guid id, PhotoGoneForm form, CancellationToken ct)
    {
        if (!Guid.TryParse(form.Photo, out var which) || await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection || await inspections.Photos.SingleOrDefaultAsync(p => p.Id == which && p.InspectionId == id, ct) is not { } photo) return NoSuchFinding;
        var problems = new List<Problem>();
        var why = PlanInspection.Line(form.Why, nameof(form.Why), Inspection.LongestText, true, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        inspections.Remove(photo);
        (inspection.Version, inspection.StepCount) = (inspection.Version + 1, inspection.StepCount + 1);
        inspections.Add(new InspectionStep { Id = inspections.NewId(), InspectionId = id, Number = inspection.StepCount, Kind = InspectionStepKind.TakePhoto, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name, Text = why });
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>复查: whether it is put right as the unit has answered, said by one of the team. Without it the office cannot verify the order.</summary>
    public async Task<Result<Guid>> Check(Guid id, CheckForm form, CancellationToken ct)
    {
        if (!Guid.TryParse(form.Finding, out var which) || await sheet.Member(id, ct) is null || await inspections.Findings.SingleOrDefaultAsync(f => f.Id == which && f.InspectionId == id, ct) is not { OrderId: { } order } finding) return NoSuchFinding;
        if (await orders.OrdersOfTheCity.AsNoTracking().SingleOrDefaultAsync(o => o.Id == order, ct) is not { State: OrderState.Replied } replied) return new Problem("programme.check-not-now");
        var problems = new List<Problem>();
        if (form.Passed is not ("yes" or "no")) problems.Add(new("programme.check-which", nameof(form.Passed)));
        var text = PlanInspection.Line(form.Says, nameof(form.Says), InspectionFinding.LongestSays, true, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        inspections.Add(new FindingCheck { Id = inspections.NewId(), InspectionId = id, FindingId = finding.Id, Passed = form.Passed == "yes", Text = text, Round = replied.TimesSentBack, PersonName = user.Name, At = time.GetUtcNow().UtcDateTime });
        return await inspections.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>A finding that is still the team's: its inspection is under way.</summary>
    async Task<(Inspection Inspection, InspectionFinding Finding)?> Own(Guid id, string? finding, CancellationToken ct) => Guid.TryParse(finding, out var which)
        && await inspections.Carried.SingleOrDefaultAsync(i => i.Id == id && i.State == InspectionState.UnderWay, ct) is { } inspection
        && await inspections.Findings.SingleOrDefaultAsync(f => f.Id == which && f.InspectionId == id, ct) is { } found ? (inspection, found) : null;
}
