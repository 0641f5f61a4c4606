using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;

namespace OneMetre.Programme.Model;

/// <summary>What can be done to a task. Who may do it is a matter of roles and rows; when it may be done is decided here.</summary>
enum TaskAction { Assign, Confirm, Object, Report, Submit, Accept, SendBack, Suspend, Resume, Cancel }

/// <summary>
/// The course of a task (domain reference §0.1): Planned → Assigned → InProgress → AwaitingAcceptance → Completed or SentBack;
/// Suspended and Cancelled at the office's word, with a reason.
/// </summary>
sealed partial class ProgrammeTask
{
    public const int LongestReason = 500;

    /// <summary>The actions that the state of the task allows today.</summary>
    public static IReadOnlyList<TaskAction> Possible(TaskState state) => state switch
    {
        TaskState.Planned => [TaskAction.Assign, TaskAction.Suspend, TaskAction.Cancel],
        TaskState.Assigned => [TaskAction.Confirm, TaskAction.Object, TaskAction.Suspend, TaskAction.Cancel],
        TaskState.InProgress => [TaskAction.Confirm, TaskAction.Report, TaskAction.Submit, TaskAction.Suspend, TaskAction.Cancel],
        TaskState.AwaitingAcceptance => [TaskAction.Confirm, TaskAction.Accept, TaskAction.SendBack, TaskAction.Suspend, TaskAction.Cancel],
        TaskState.SentBack => [TaskAction.Confirm, TaskAction.Report, TaskAction.Submit, TaskAction.Suspend, TaskAction.Cancel],
        TaskState.Suspended => [TaskAction.Resume, TaskAction.Cancel],
        TaskState.Completed or TaskState.Cancelled => [],
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public bool Can(TaskAction action) => DroppedInVersion is null && Possible(State).Contains(action);

    public Result<TaskState> Assign() => Go(TaskAction.Assign, TaskState.Assigned);

    /// <summary>A unit takes its part. Work begins when the unit that answers for the whole has confirmed.</summary>
    public Result<TaskState> Confirm(bool answersForWhole) =>
        Go(TaskAction.Confirm, State == TaskState.Assigned && answersForWhole ? TaskState.InProgress : State);

    /// <summary>The lead unit says that the task is not its own; the office assigns it anew.</summary>
    public Result<TaskState> Object(string? reason) => WithReason(reason) is { } missing ? missing : Go(TaskAction.Object, TaskState.Planned);

    /// <summary>The lead unit tells how far it is. A task sent back is in progress again as soon as there is news.</summary>
    public Result<TaskState> Report(int progress, DateTime now)
    {
        if (progress is < 0 or > 100) return new Problem("programme.progress-out-of-range", "Progress");
        var done = Go(TaskAction.Report, TaskState.InProgress);
        if (done.Ok) (Progress, LastNewsAt) = (progress, now);
        return done;
    }

    public Result<TaskState> Submit() =>
        Can(TaskAction.Submit) && Progress is null ? new Problem("programme.nothing-reported") : Go(TaskAction.Submit, TaskState.AwaitingAcceptance);

    /// <summary>What was handed in with a period return is taken back with the revision of that return, as long as the office has not accepted the work.</summary>
    public Result<TaskState> TakeBack()
    {
        if (State != TaskState.AwaitingAcceptance || DroppedInVersion is not null) return new Problem("programme.not-in-this-state");
        Version++;
        return State = TaskState.InProgress;
    }

    public Result<TaskState> Accept()
    {
        var done = Go(TaskAction.Accept, TaskState.Completed);
        if (done.Ok) (Progress, TimesReturned) = (100, 0);
        return done;
    }

    public Result<TaskState> SendBack(string? reason, DateOnly? newDue, DateOnly today)
    {
        if (WithReason(reason) is { } missing) return missing;
        if (newDue < today) return new Problem("programme.due-in-past", "NewDue");
        var done = Go(TaskAction.SendBack, TaskState.SentBack);
        if (done.Ok) (TimesReturned, Due) = (TimesReturned + 1, newDue ?? Due);
        return done;
    }

    public Result<TaskState> Suspend(string? reason) => WithReason(reason) is { } missing ? missing : Go(TaskAction.Suspend, TaskState.Suspended);

    public Result<TaskState> Cancel(string? reason) => WithReason(reason) is { } missing ? missing : Go(TaskAction.Cancel, TaskState.Cancelled);

    /// <summary>Goes on where the lead unit had already taken it; else it is planned again, to be assigned.</summary>
    public Result<TaskState> Resume(bool leadConfirmed) => Go(TaskAction.Resume, leadConfirmed ? TaskState.InProgress : TaskState.Planned);

    /// <summary>The words for the public; nothing else of the task changes.</summary>
    public void Reword(string? plainTitle, string? plainTitleEn, bool isPublic)
    {
        (PlainTitle, PlainTitleEn, Public) = (OrNull(plainTitle), OrNull(plainTitleEn), isPublic);
        Version++;

        static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <summary>Sets the light of today. Every write ends with it.</summary>
    public void Relight(DateOnly today, LightThresholds thresholds)
    {
        var reading = LightRule.Read(this, today, thresholds);
        (Light, LightReason) = (reading.Light, reading.Reason);
    }

    Result<TaskState> Go(TaskAction action, TaskState to)
    {
        if (!Can(action)) return new Problem("programme.not-in-this-state");
        Version++;
        return State = to;
    }

    static Problem? WithReason(string? reason) => reason?.Trim().Length switch
    {
        null or 0 => new Problem("programme.reason-missing", "Reason"),
        > LongestReason => new Problem("programme.reason-too-long", "Reason", LongestReason),
        _ => null,
    };
}
