using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>A task as far as an evaluation asks. DoneOn: the day it was handed in for the acceptance that followed, for nobody is late because the office was slow.</summary>
sealed record TaskFact(Guid Id, string Title, DateOnly StartsOn, DateOnly? Due, DateOnly? DoneOn, Light Light);

/// <summary>
/// What counts, and for whom it counts well: true, false, or null where it is not asked yet or not of this term. Pure. From and until are the days of the evaluation, both included; until is a day
/// that is over, so that nothing is held against anybody before it was due.
/// </summary>
static class Counting
{
    /// <summary>Done, of what was due or done within the term.</summary>
    public static bool? Done(TaskFact task, DateOnly from, DateOnly until)
    {
        var done = task.DoneOn <= until;
        if (done && task.DoneOn >= from) return true;
        return task.Due >= from && task.Due <= until ? done : null;
    }

    /// <summary>On time, of what was at work within the term. Today: the lights are those of the day of the count and say nothing of a term that is over.</summary>
    public static bool? OnTime(TaskFact task, DateOnly from, DateOnly until, bool today)
    {
        if (task.StartsOn > until || task.DoneOn < from) return null;
        if (task.DoneOn is { } done && done <= until) return task.Due is not { } due || done <= due;
        return !(task.Due <= until) && !(today && (task.Light is Light.Orange or Light.Red));
    }

    /// <summary>Handed in by the last day, of the returns whose last day lies within the term.</summary>
    public static bool? Returned(DateOnly lastDay, DateOnly? handedIn, DateOnly from, DateOnly until) =>
        lastDay < from || lastDay > until ? null : handedIn <= lastDay;

    /// <summary>Closed, of the findings that were issued within the term; what is still within its time is not asked yet.</summary>
    public static bool? Closed(DateOnly issuedOn, DateOnly? dueOn, DateOnly? closedOn, DateOnly from, DateOnly until) =>
        issuedOn < from || issuedOn > until ? null : closedOn <= until ? true : dueOn > until ? null : false;

    /// <summary>Answered by the due day, of the orders that were given within the term; what is still within its time is not asked yet.</summary>
    public static bool? Answered(DateOnly notifiedOn, DateOnly dueOn, DateOnly? repliedOn, DateOnly from, DateOnly until) =>
        notifiedOn < from || notifiedOn > until ? null : repliedOn is { } replied && replied <= until ? replied <= dueOn : dueOn > until ? null : false;
}
