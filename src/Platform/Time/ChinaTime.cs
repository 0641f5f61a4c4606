using System.Globalization;

namespace OneMetre.Platform.Time;

/// <summary>The city's clock. China has one zone, UTC+8, without summer time; deadlines and days are read in it, instants are kept in UTC.</summary>
public static class ChinaTime
{
    static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(this TimeProvider time) => DayOf(time.GetUtcNow().UtcDateTime);
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(utc + Offset);
    public static DateTime Local(DateTime utc) => utc + Offset;

    /// <summary>How long until the next midnight of China, and a minute past it: a clock that runs a little fast does not see yesterday.</summary>
    public static TimeSpan UntilMidnight(this TimeProvider time) => StartOf(Today(time).AddDays(1)).AddMinutes(1) - time.GetUtcNow().UtcDateTime;

    /// <summary>2026年7月1日, as papers write a day.</summary>
    public static string Chinese(this DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{day.Month}月{day.Day}日");

    /// <summary>The first instant of a day, in UTC.</summary>
    public static DateTime StartOf(DateOnly day) => DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue) - Offset, DateTimeKind.Utc);
}
