using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Calendar;

/// <summary>What falls on a day: a task's deadline, a milestone that has not been reached, the first day of an inspection that the reader may know of, a meeting or training to which the reader goes.</summary>
enum CalendarKind { Task, Milestone, Inspection, Meeting, Training }

/// <summary>An entry of the calendar. Of is the id of the task, inspection, meeting or training; of the last two the hour stands in Label.</summary>
sealed record CalendarEntry(CalendarKind Kind, Guid Id, Guid Of, string Label, string Title, DateOnly On, Light? Light = null, string? Milestone = null)
{
    public string Address => $"/{Kind switch { CalendarKind.Inspection => "inspections", CalendarKind.Meeting => "meetings", CalendarKind.Training => "training", _ => "tasks" }}/{Of}";
}

/// <summary>A month of deadlines, and how many fall in the months around it.</summary>
sealed record MonthView(DateOnly First, IReadOnlyList<CalendarEntry> Entries, IReadOnlyList<(DateOnly First, int Count)> Months);

/// <summary>Reads the days on which something is due, of what the user may see: for the month's page and for the subscribed calendar.</summary>
sealed class ReadCalendar(ProgrammeData data, Inspecting.ReadInspections inspections, Meeting.ReadMeetings meetings, Training.ReadTraining training, Texts texts)
{
    const int MostEntries = 2000;

    public async Task<MonthView> Month(DateOnly first, CancellationToken ct)
    {
        var (from, until) = (first.AddMonths(-3), first.AddMonths(9));
        var days = await Running.Where(t => t.Due >= from && t.Due < until).GroupBy(t => t.Due!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var visits = (await inspections.Between(from, until, ct)).Select(i => i.FromDay).Concat((await meetings.Between(from, until, ct)).Select(m => m.Day)).Concat((await training.Between(from, until, ct)).Select(t => t.Day)).CountBy(d => d).ToList();
        var months = Enumerable.Range(0, 12).Select(i => from.AddMonths(i)).Select(m => (m, days.Where(d => d.Key >= m && d.Key < m.AddMonths(1)).Sum(d => d.Count) + visits.Where(d => d.Key >= m && d.Key < m.AddMonths(1)).Sum(d => d.Value))).ToList();
        return new(first, await Between(first, first.AddMonths(1), ct), months);
    }

    /// <summary>From the first day up to, and without, the last.</summary>
    public async Task<IReadOnlyList<CalendarEntry>> Between(DateOnly from, DateOnly until, CancellationToken ct)
    {
        var tasks = await Running.Where(t => t.Due >= from && t.Due < until).OrderBy(t => t.Due).ThenBy(t => t.SortOrder).Take(MostEntries)
            .Select(t => new CalendarEntry(CalendarKind.Task, t.Id, t.Id, t.Label, t.Title, t.Due!.Value, t.Light, null)).ToListAsync(ct);
        var steps = await (
            from step in data.Milestones.AsNoTracking()
            where step.ReachedOn == null && step.Due >= @from && step.Due < until
            join task in Running on step.TaskId equals task.Id
            orderby step.Due
            select new CalendarEntry(CalendarKind.Milestone, step.Id, task.Id, task.Label, task.Title, step.Due, null, step.Title)).Take(MostEntries).ToListAsync(ct);
        var visits = (await inspections.Between(from, until, ct)).Select(i => new CalendarEntry(CalendarKind.Inspection, i.Id, i.Id, texts[Inspecting.InspectionWords.Kind(i.Kind)], i.Title, i.FromDay));
        var called = (await meetings.Between(from, until, ct)).Select(m => new CalendarEntry(CalendarKind.Meeting, m.Id, m.Id, m.Clock, m.Title, m.Day));
        var learned = (await training.Between(from, until, ct)).Select(t => new CalendarEntry(CalendarKind.Training, t.Id, t.Id, t.Clock, t.Title, t.Day));
        return [.. tasks.Concat(steps).Concat(visits).Concat(called).Concat(learned).OrderBy(e => e.On)];
    }

    IQueryable<ProgrammeTask> Running => data.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.Due != null
        && t.State != TaskState.Completed && t.State != TaskState.Cancelled && t.State != TaskState.Suspended);
}
