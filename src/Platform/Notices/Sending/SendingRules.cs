using OneMetre.Platform.Time;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>
/// When the city tells people outside the console. Hours are those of China, 0 to 24; nothing is sent from QuietFrom on until QuietUntil, and on days off only where RestDays says so; a route is told at most once in Between minutes.
/// Staff must not be chased at night or measured by how fast they look (domain reference §8.3).
/// </summary>
public sealed record SendingRules(int QuietFrom = 19, int QuietUntil = 8, bool RestDays = false, int Between = 60)
{
    public const string Key = "platform.sending";

    /// <summary>Whether this is an hour at which somebody may be told.</summary>
    public bool Awake(DateTime utc, WorkCalendar calendar)
    {
        var local = ChinaTime.Local(utc);
        var quiet = QuietFrom == QuietUntil ? false : QuietFrom < QuietUntil ? local.Hour >= QuietFrom && local.Hour < QuietUntil : local.Hour >= QuietFrom || local.Hour < QuietUntil;
        return !quiet && (RestDays || calendar.Works(DateOnly.FromDateTime(local)));
    }

    /// <summary>How long after a failure it is tried again: 5 minutes, 15, 45 … a day at most.</summary>
    public static TimeSpan After(int failures) => TimeSpan.FromMinutes(Math.Min(5 * Math.Pow(3, Math.Clamp(failures - 1, 0, 10)), 24 * 60));
}
