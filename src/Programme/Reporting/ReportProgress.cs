using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reporting;

/// <summary>A progress report as typed. With NoChange only the day counts: everything stays as last reported.</summary>
sealed class ReportForm
{
    public int Version { get; set; }
    public bool NoChange { get; set; }
    public string? Progress { get; set; }
    public string? Text { get; set; }
    public string? On { get; set; }

    /// <summary>A form that carries none of them leaves the list out.</summary>
    public List<ReadingInput> Readings { get; set => field = value ?? []; } = [];
}

/// <summary>The value of one target on the day of the report.</summary>
sealed class ReadingInput
{
    public Guid Target { get; set; }
    public string? Value { get; set; }
}

/// <summary>A lead unit reports how far a task is, and the values of its targets on a day.</summary>
sealed class ReportProgress(ProgrammeData data, TaskDesk desk)
{
    public const int LongestText = 2000;

    public async Task<Result<Guid>> Run(Guid id, ReportForm form, CancellationToken ct)
    {
        var task = await data.AnsweredTasks.SingleOrDefaultAsync(t => t.Id == id, ct);
        if (task is null) return TaskDesk.NoSuchTask;

        var problems = new List<Problem>();
        var progress = ProgressOf(form, task, problems);
        var on = DayOf(form, task, problems);
        if (form.Text?.Length > LongestText) problems.Add(new("programme.text-too-long", nameof(form.Text), LongestText));
        var targets = form.NoChange ? [] : await data.Targets.Where(t => t.TaskId == id).ToListAsync(ct);
        var values = ValuesOf(form, targets, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        if (task.Version != form.Version) return TaskDesk.Changed;

        var reported = task.Report(progress, desk.Now);
        if (!reported.Ok) return new Result<Guid>(default, reported.Problems);

        var note = desk.Note(task, NoteKind.Progress, form.NoChange ? null : form.Text, progress);
        foreach (var (target, value) in values)
        {
            data.Add(new TargetReading { Id = data.NewId(), TargetId = target.Id, On = on, Value = value, NoteId = note.Id });
            if (target.CurrentOn is null || on >= target.CurrentOn) (target.CurrentValue, target.CurrentOn) = (value, on);
        }
        return await desk.Finish(task, ct);
    }

    static int ProgressOf(ReportForm form, ProgrammeTask task, List<Problem> problems)
    {
        if (form.NoChange && task.Progress is { } before) return before;
        if (form.NoChange) problems.Add(new("programme.nothing-reported-yet", nameof(form.Progress)));
        else if (!Typed.Figure(form.Progress, out var progress) || progress is null || progress != decimal.Truncate(progress.Value) || progress is < 0 or > 100)
            problems.Add(new("programme.progress-out-of-range", nameof(form.Progress)));
        else return (int)progress;
        return 0;
    }

    DateOnly DayOf(ReportForm form, ProgrammeTask task, List<Problem> problems)
    {
        if (!Typed.Day(form.On, out var on)) problems.Add(new("programme.not-a-day", nameof(form.On)));
        else if (on > desk.Today) problems.Add(new("programme.day-in-future", nameof(form.On)));
        else if (on < task.StartsOn.AddYears(-1)) problems.Add(new("programme.day-before-start", nameof(form.On)));
        return on ?? desk.Today;
    }

    static List<(TaskTarget Target, decimal Value)> ValuesOf(ReportForm form, List<TaskTarget> targets, List<Problem> problems)
    {
        var values = new List<(TaskTarget, decimal)>();
        foreach (var (input, i) in form.Readings.Select((r, i) => (r, i)))
        {
            if (targets.Find(t => t.Id == input.Target) is not { } target) continue;
            if (!Typed.Figure(input.Value, out var value)) problems.Add(new("programme.not-a-figure", $"Readings[{i}].Value"));
            else if (value is { } figure) values.Add((target, figure));
        }
        return values;
    }
}
