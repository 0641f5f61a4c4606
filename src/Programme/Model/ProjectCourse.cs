namespace OneMetre.Programme.Model;

/// <summary>The course of a project. Pure.</summary>
static class ProjectCourse
{
    /// <summary>
    /// Where a project may go from a stage: forward, also over a stage that nobody reported; back, or out of the course and in again, only with words. A stage does not follow itself.
    /// </summary>
    public static bool May(ProjectStage from, ProjectStage to, bool said) => from != to && (said || !NeedsWords(from, to));

    /// <summary>Whatever is no step forward has to be explained.</summary>
    public static bool NeedsWords(ProjectStage from, ProjectStage to) => to == ProjectStage.Stopped || from == ProjectStage.Stopped || to < from;

    /// <summary>A stage was reached today or before, and not before the one that it follows.</summary>
    public static bool DayFits(DateOnly? before, DateOnly day, DateOnly today) => day <= today && (before is null || day >= before);
}
