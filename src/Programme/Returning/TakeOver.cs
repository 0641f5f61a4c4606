using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>
/// Writes on the tasks what the office accepts of a return, in the transaction of the acceptance: progress by the task's own rule, a line of the timeline in the unit's name, values, milestones. Nothing is
/// typed twice, and what the unit has reported since it handed in is newer and stays.
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
        var milestones = await data.Milestones.Where(m => ids.Contains(m.TaskId) && m.ReachedOn == null).ToDictionaryAsync(m => m.Id, ct);
        var targets = await data.Targets.Where(t => ids.Contains(t.TaskId) && t.IndicatorId == null).ToDictionaryAsync(t => t.Id, ct);
        var handedIn = sheet.SubmittedAt is { } at ? ChinaTime.DayOf(at) : time.Today();
        var asOf = round.Period.End < handedIn ? round.Period.End : handedIn;
        // A revision repeats most of what was accepted before: that stands on the task already.
        var told = (await data.Notes.Where(n => n.ReturnId == sheet.Id && n.Kind == NoteKind.Comment).Select(n => new { n.TaskId, n.Text }).ToListAsync(ct)).Select(n => (n.TaskId, n.Text)).ToHashSet();
        var read = (await data.Readings.Where(r => r.On == asOf && data.Notes.Any(n => n.Id == r.NoteId && n.ReturnId == sheet.Id)).OrderBy(r => r.Id).Select(r => new { r.TargetId, r.Value }).ToListAsync(ct)).GroupBy(r => r.TargetId).ToDictionary(g => g.Key, g => g.Last().Value);
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
            var progress = line.Answer == ReturnAnswer.Done ? 100 : line.Progress;
            if (progress is { } percent && !newer.Contains(task.Id) && task.Can(TaskAction.Report)) task.Report(percent, now);
            else progress = null;
            var said = Note(NoteKind.Progress, line.Said, progress);
            if (line.Answer == ReturnAnswer.Done && task.Can(TaskAction.Submit) && task.Submit().Ok) Note(NoteKind.Submitted, null, task.Progress);
            foreach (var milestone in line.ReachedIds.Select(r => milestones.GetValueOrDefault(r)).OfType<Milestone>().Where(m => m.TaskId == task.Id && m.ReachedOn is null))
            {
                milestone.ReachedOn = asOf;
                Note(NoteKind.Milestone, milestone.Title);
            }
            foreach (var (id, value) in line.FigureValues)
            {
                if (!targets.TryGetValue(id, out var target) || target.TaskId != task.Id) continue;
                if (read.TryGetValue(id, out var before) && before == value) continue;
                data.Add(new TargetReading { Id = data.NewId(), TargetId = id, On = asOf, Value = value, NoteId = said.Id });
                if (target.CurrentOn is null || asOf >= target.CurrentOn) (target.CurrentValue, target.CurrentOn) = (value, asOf);
            }
            task.Relight(time.Today(), thresholds);
        }
    }
}
