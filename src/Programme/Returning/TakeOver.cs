using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>
/// Writes on the tasks what the office accepts of a return, in the transaction of the acceptance: progress by the task's own rule, a line of the timeline in the unit's name, values, milestones. Nothing is
/// typed twice, and what the unit has reported since it handed in is newer and stays. A revision takes back what it says no more: a milestone, a figure, that it is done.
/// </summary>
sealed class TakeOver(ProgrammeData data, UnitRegister register, CitySettings settings, TimeProvider time)
{
    public async Task Run(PeriodReturn sheet, ReturnRound round, IReadOnlyList<ReturnLine> lines, DateTime now, CancellationToken ct)
    {
        var fresh = lines.Where(l => l.AcceptedVersion != l.Version).ToList();
        var ids = fresh.ConvertAll(l => l.TaskId);
        var tasks = await data.VisibleTasks.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        // Newer is what was reported by hand since, or stands in a return handed in later for another round: not what an acceptance has just written of an earlier one, or of a unit that leads with this one.
        var newer = (await data.Notes.Where(n => ids.Contains(n.TaskId) && n.Kind == NoteKind.Progress && n.At > sheet.SubmittedAt
            && (n.ReturnId == null || data.Returns.Any(r => r.Id == n.ReturnId && r.RoundId != sheet.RoundId && r.SubmittedAt > sheet.SubmittedAt))).Select(n => n.TaskId).Distinct().ToListAsync(ct)).ToHashSet();
        var milestones = await data.Milestones.Where(m => ids.Contains(m.TaskId)).ToDictionaryAsync(m => m.Id, ct);
        var targets = await data.Targets.Where(t => ids.Contains(t.TaskId) && t.IndicatorId == null).ToDictionaryAsync(t => t.Id, ct);
        var handedIn = sheet.SubmittedAt is { } at ? ChinaTime.DayOf(at) : time.Today();
        var asOf = round.Period.End < handedIn ? round.Period.End : handedIn;
        // A revision repeats most of what was accepted before: that stands on the task already.
        var told = (await data.Notes.Where(n => n.ReturnId == sheet.Id && n.Kind == NoteKind.Comment).Select(n => new { n.TaskId, n.Text }).ToListAsync(ct)).Select(n => (n.TaskId, n.Text)).ToHashSet();
        var targetIds = targets.Keys.ToList();
        var readings = await data.Readings.Where(r => targetIds.Contains(r.TargetId)).ToListAsync(ct);
        var own = (await data.Notes.Where(n => n.ReturnId == sheet.Id).Select(n => n.Id).ToListAsync(ct)).ToHashSet();
        // The last word on a milestone, and on whether the work is done: what somebody has said after this return is not this return's to take back.
        var words = (await data.Notes.Where(n => ids.Contains(n.TaskId) && n.NewDue == null && (n.Kind == NoteKind.Milestone || n.Kind == NoteKind.Unreached || n.Kind == NoteKind.Submitted)).OrderBy(n => n.At).ThenBy(n => n.Id)
            .Select(n => new { n.TaskId, Done = n.Kind == NoteKind.Submitted, n.Text, n.ReturnId }).ToListAsync(ct)).GroupBy(n => (n.TaskId, n.Done, n.Done ? "" : n.Text)).ToDictionary(g => g.Key, g => g.Last().ReturnId);
        var thresholds = await settings.Get(TaskDesk.ThresholdsKey, new LightThresholds(), ct);
        var unit = await register.Units.Where(u => u.Id == sheet.UnitId).Select(u => u.ShortName).SingleAsync(ct);
        var who = await data.ReturnSteps.Where(s => s.ReturnId == sheet.Id && s.Move == ReturnMove.HandIn).OrderByDescending(s => s.At).Select(s => s.PersonName).FirstOrDefaultAsync(ct) ?? "";

        foreach (var line in fresh)
        {
            line.AcceptedVersion = line.Version;
            if (!tasks.TryGetValue(line.TaskId, out var task)) continue;
            TaskNote Note(NoteKind kind, string? text, int? progress = null)
            {
                var note = new TaskNote { Id = data.NewId(), TaskId = task.Id, Kind = kind, At = now, UnitId = sheet.UnitId, UnitName = unit, PersonName = who, Text = text ?? "", Progress = progress, ReturnId = sheet.Id };
                data.Add(note);
                return note;
            }

            if (line.Part == ReturnPart.Partner)
            {
                if (line.Said is not null && !told.Contains((task.Id, line.Said))) Note(NoteKind.Comment, line.Said);
                continue;
            }
            if (line.Answer != ReturnAnswer.Done && words.GetValueOrDefault((task.Id, true, "")) == sheet.Id && task.TakeBack().Ok) Note(NoteKind.Unsubmitted, null);
            var progress = line.Answer == ReturnAnswer.Done ? 100 : line.Progress;
            if (progress is { } percent && !newer.Contains(task.Id) && task.Can(TaskAction.Report)) task.Report(percent, now);
            else progress = null;
            var said = Note(NoteKind.Progress, line.Said, progress);
            if (line.Answer == ReturnAnswer.Done && task.Can(TaskAction.Submit) && task.Submit().Ok) Note(NoteKind.Submitted, null, task.Progress);
            var reached = line.ReachedIds;
            foreach (var milestone in milestones.Values.Where(m => m.TaskId == task.Id && m.ReachedOn is not null && !reached.Contains(m.Id) && words.GetValueOrDefault((task.Id, false, m.Title)) == sheet.Id))
            {
                milestone.ReachedOn = null;
                Note(NoteKind.Unreached, milestone.Title);
            }
            foreach (var milestone in reached.Select(r => milestones.GetValueOrDefault(r)).OfType<Milestone>().Where(m => m.TaskId == task.Id && m.ReachedOn is null))
            {
                milestone.ReachedOn = asOf;
                Note(NoteKind.Milestone, milestone.Title);
            }
            var figures = line.FigureValues;
            foreach (var target in targets.Values.Where(t => t.TaskId == task.Id))
            {
                var (given, before) = (figures.TryGetValue(target.Id, out var value) ? value : (decimal?)null, readings.Where(r => r.TargetId == target.Id && own.Contains(r.NoteId)).OrderBy(r => r.On).ThenBy(r => r.Id).ToList());
                if (given == before.LastOrDefault()?.Value) continue;
                foreach (var old in before)
                {
                    data.Remove(old);
                    readings.Remove(old);
                }
                if (given is { } figure)
                {
                    var reading = new TargetReading { Id = data.NewId(), TargetId = target.Id, On = asOf, Value = figure, NoteId = said.Id };
                    data.Add(reading);
                    readings.Add(reading);
                }
                var newest = readings.Where(r => r.TargetId == target.Id).OrderBy(r => r.On).ThenBy(r => r.Id).LastOrDefault();
                (target.CurrentValue, target.CurrentOn) = (newest?.Value, newest?.On);
            }
            task.Relight(time.Today(), thresholds);
        }
    }
}
