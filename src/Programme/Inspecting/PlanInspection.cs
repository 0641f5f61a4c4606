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

/// <summary>The office drafts an inspection, and changes it until it is under way. Its kind stays; the moment of revealing is only moved earlier, or the record would show what it keeps back.</summary>
sealed class PlanInspection(InspectionsData inspections, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const int MostDays = 60, MostMonthsAhead = 18;
    public static readonly Problem NoSuchInspection = new("programme.no-such-inspection");

    public async Task<Result<Guid>> Run(Guid? id, InspectionForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchInspection;
        var old = id is { } wanted ? await inspections.Carried.SingleOrDefaultAsync(i => i.Id == wanted, ct) : null;
        if (id is not null && old is null) return NoSuchInspection;
        if (old is not null && old.Version != form.Version) return TaskDesk.Changed;
        if (old is { State: not (InspectionState.Draft or InspectionState.Planned) }) return new Problem("programme.inspection-fixed");

        var problems = new List<Problem>();
        var kind = old?.Kind ?? Named.Of<InspectionKind>(form.Kind) ?? default;
        if (old is null && Named.Of<InspectionKind>(form.Kind) is null) problems.Add(new("programme.inspection-which-kind", nameof(form.Kind)));
        var title = Line(form.Title, nameof(form.Title), Inspection.LongestTitle, true, problems);
        var place = Line(form.Place, nameof(form.Place), Inspection.LongestPlace, false, problems);
        var purpose = Line(form.Purpose, nameof(form.Purpose), Inspection.LongestPurpose, false, problems);
        var (from, to) = (Day(form.FromDay, nameof(form.FromDay), problems), Day(string.IsNullOrWhiteSpace(form.ToDay) ? form.FromDay : form.ToDay, nameof(form.ToDay), problems));
        var today = time.Today();
        if (from is { } first && to is { } last)
        {
            if (first < today && first != old?.FromDay) problems.Add(new("programme.inspection-past", nameof(form.FromDay)));
            else if (first > today.AddMonths(MostMonthsAhead)) problems.Add(new("programme.inspection-far", nameof(form.FromDay), MostMonthsAhead));
            else if (last < first || last > first.AddDays(MostDays)) problems.Add(new("programme.inspection-span", nameof(form.ToDay), MostDays));
        }
        Guid? checklist = null;
        if (form.Checklist is { Length: > 0 })
        {
            checklist = Guid.TryParse(form.Checklist, out var chosen) && (chosen == old?.ChecklistId || await inspections.Checklists.AnyAsync(c => c.Id == chosen && c.State == ChecklistState.InForce, ct)) ? chosen : null;
            if (checklist is null) problems.Add(new("programme.inspection-which-checklist", nameof(form.Checklist)));
        }
        var reveal = kind == InspectionKind.Unannounced ? Reveal(form, old, from, to, problems) : null;
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var moved = old is { State: InspectionState.Planned } && (old.FromDay, old.ToDay, old.Place) != (from!.Value, to!.Value, place);
        var inspection = old ?? new Inspection { Id = inspections.NewId(), Kind = kind, HeldBackUntil = reveal?.AddDays(Inspection.DaysHeldBack), CreatedAt = time.GetUtcNow().UtcDateTime };
        (inspection.Title, inspection.Place, inspection.Purpose, inspection.FromDay, inspection.ToDay, inspection.ChecklistId, inspection.RevealAt) = (title, place, purpose, from!.Value, to!.Value, checklist, reveal);
        if (old is null)
        {
            inspections.Add(inspection);
            inspections.Add(Step(inspection, InspectionStepKind.Open));
        }
        else inspection.Version++;
        if (moved) await Tell(inspection, ct);
        return await inspections.Save(ct) ? inspection.Id : TaskDesk.Changed;
    }

    /// <summary>Whoever knows of it is told that day or place are others now: the team, and the units unless it is still hidden from them.</summary>
    async Task Tell(Inspection inspection, CancellationToken ct)
    {
        foreach (var post in await inspections.Members.Where(m => m.InspectionId == inspection.Id && m.PostId != null && m.PostId != user.PostId).Select(m => m.PostId!.Value).Distinct().ToListAsync(ct)) notices.Tell(post, "programme.notice-inspection-team-moved", $"/inspections/{inspection.Id}");
        if (!inspection.Hidden(time.GetUtcNow().UtcDateTime)) await MoveInspection.TellUnits(notices, inspection, await inspections.InspectedUnits.Where(u => u.InspectionId == inspection.Id).Select(u => u.UnitId).ToListAsync(ct), "moved", ct);
    }

    InspectionStep Step(Inspection inspection, InspectionStepKind kind) =>
        new() { Id = inspections.NewId(), InspectionId = inspection.Id, Kind = kind, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name };

    DateTime? Reveal(InspectionForm form, Inspection? old, DateOnly? from, DateOnly? to, List<Problem> problems)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (old is not null && !old.Hidden(now)) return old.RevealAt; // it is known by now
        if (!Typed.Day(form.RevealDay, out var day) || day is null) problems.Add(new("programme.inspection-reveal-when", nameof(form.RevealDay)));
        if (!TimeOnly.TryParseExact(form.RevealTime?.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)) problems.Add(new("programme.inspection-reveal-time", nameof(form.RevealTime)));
        if (problems.Count > 0 || day is null || from is null || to is null) return null;
        // Far days overflow nothing: the days of the inspection are bounded, and the moment lies before their end.
        if (day > to.Value.AddDays(1) || day < DateOnly.FromDateTime(DateTime.UnixEpoch)) problems.Add(new("programme.inspection-reveal-late", nameof(form.RevealDay)));
        else if (ChinaTime.StartOf(day.Value) + clock.ToTimeSpan() is var at && at <= now) problems.Add(new("programme.inspection-reveal-past", nameof(form.RevealDay)));
        else if (at < ChinaTime.StartOf(from.Value)) problems.Add(new("programme.inspection-reveal-before", nameof(form.RevealDay)));
        else if (old?.HeldBackUntil?.AddDays(-Inspection.DaysHeldBack) < at) problems.Add(new("programme.inspection-reveal-earlier", nameof(form.RevealDay)));
        else return at;
        return null;
    }

    static DateOnly? Day(string? text, string field, List<Problem> problems)
    {
        if (!Typed.Day(text, out var day)) problems.Add(new("programme.not-a-day", field));
        else if (day is null) problems.Add(new("programme.order-which-day", field));
        else return day;
        return null;
    }

    public static string Line(string? text, string field, int most, bool needed, List<Problem> problems)
    {
        var line = OpenOrder.Said(text);
        if (needed && line.Length == 0) problems.Add(new("programme.order-say", field));
        else if (line.Length > most) problems.Add(new("programme.text-too-long", field, most));
        return line;
    }
}
