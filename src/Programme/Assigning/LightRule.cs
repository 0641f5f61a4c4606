using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assigning;

/// <summary>
/// The thresholds of the lights, chosen by the city (domain reference §0.1, a proposal of ours and therefore configurable).
/// Days count calendar days; lag counts points between expected and reported progress.
/// </summary>
sealed record LightThresholds(int YellowDaysBefore = 15, int YellowLag = 10, int OrangeLag = 20, int RedDaysLate = 15, int RedReturns = 2);

/// <summary>What a light shows and why; Reason is the key of a text.</summary>
sealed record LightReading(Light Light, string Reason);

/// <summary>
/// The signal light of a task on a day: Green on plan · Yellow due within 15 days or 10 to 20 points behind · Orange more than 20 points behind
/// or up to 15 days late · Red more than 15 days late or twice returned · Grey nothing reported yet.
/// </summary>
static class LightRule
{
    public static LightReading Read(ProgrammeTask task, DateOnly today, LightThresholds thresholds) =>
        Read(task.State, task.StartsOn, task.Due, task.Progress, task.TimesReturned, today, thresholds);

    public static LightReading Read(
        TaskState state, DateOnly startsOn, DateOnly? due, int? progress, int timesReturned, DateOnly today, LightThresholds thresholds)
    {
        if (state is TaskState.Completed) return new(Light.Green, "programme.light-completed");
        if (state is TaskState.Cancelled or TaskState.Suspended) return new(Light.Grey, "programme.light-not-running");
        if (timesReturned >= thresholds.RedReturns) return new(Light.Red, "programme.light-returned");

        if (due is { } day)
        {
            var late = today.DayNumber - day.DayNumber;
            if (late > thresholds.RedDaysLate) return new(Light.Red, "programme.light-very-late");
            if (late > 0) return new(Light.Orange, "programme.light-late");
        }

        var lag = Lag(startsOn, due, progress, today);
        if (lag > thresholds.OrangeLag) return new(Light.Orange, "programme.light-far-behind");
        if (lag >= thresholds.YellowLag) return new(Light.Yellow, "programme.light-behind");
        if (due is { } soon && soon.DayNumber - today.DayNumber <= thresholds.YellowDaysBefore && progress is not 100) return new(Light.Yellow, "programme.light-due-soon");
        return progress is null ? new(Light.Grey, "programme.light-no-news") : new(Light.Green, "programme.light-on-plan");
    }

    /// <summary>Points behind the straight line from start to due day; 0 when ahead, or when nothing has been reported.</summary>
    public static decimal Lag(DateOnly startsOn, DateOnly? due, int? progress, DateOnly today) =>
        progress is { } reached && due is { } day ? Math.Max(0, Expected(startsOn, day, today) - reached) : 0;

    /// <summary>Expected progress in percent on a day, on the straight line from start to due day.</summary>
    public static decimal Expected(DateOnly startsOn, DateOnly due, DateOnly today)
    {
        if (today >= due) return 100;
        if (today <= startsOn) return 0;
        return decimal.Round(100m * (today.DayNumber - startsOn.DayNumber) / (due.DayNumber - startsOn.DayNumber), 1);
    }
}
