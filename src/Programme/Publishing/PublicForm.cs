using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Publishing;

/// <summary>How the programme's own terms look from outside.</summary>
static class PublicForm
{
    public static PublicCourse Course(TaskState state) => state switch
    {
        TaskState.Planned or TaskState.Assigned => PublicCourse.NotBegun,
        TaskState.InProgress or TaskState.AwaitingAcceptance or TaskState.SentBack => PublicCourse.UnderWay,
        TaskState.Completed => PublicCourse.Completed,
        TaskState.Suspended => PublicCourse.Suspended,
        TaskState.Cancelled => PublicCourse.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static PublicFigure Figure(TaskTarget target, decimal? from = null) =>
        new(target.Id, target.Metric, target.CurrentValue, target.CurrentOn, target.Comparator, target.Value, target.ValueMax, target.MeasureUnit, target.Due, from);

    /// <summary>The one target that says most about how far a promise has come: one with a number and a reported value, before one with a number only.</summary>
    public static PublicFigure? Headline(IEnumerable<TaskTarget> targets) => targets.Where(t => t.Value is not null)
        .OrderByDescending(t => t.CurrentValue is not null).ThenByDescending(t => t.Kind == TargetKind.Quantified).ThenBy(t => t.Soft).ThenBy(t => t.SortOrder)
        .Select(t => Figure(t)).FirstOrDefault();

    /// <summary>Null for what stays inside: confirmations and evidence are steps of the offices among themselves.</summary>
    public static PublicNewsKind? News(NoteKind kind) => kind switch
    {
        NoteKind.Assigned => PublicNewsKind.Begun,
        NoteKind.Progress => PublicNewsKind.Progress,
        NoteKind.Submitted => PublicNewsKind.HandedIn,
        NoteKind.Accepted => PublicNewsKind.Accepted,
        NoteKind.SentBack => PublicNewsKind.SentBack,
        NoteKind.Suspended => PublicNewsKind.Suspended,
        NoteKind.Resumed => PublicNewsKind.Resumed,
        NoteKind.Cancelled => PublicNewsKind.Cancelled,
        NoteKind.Milestone => PublicNewsKind.MilestoneReached,
        NoteKind.Revised => PublicNewsKind.PlanRevised,
        NoteKind.Comment or NoteKind.Confirmed or NoteKind.Evidence or NoteKind.Unsubmitted or NoteKind.Unreached => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
