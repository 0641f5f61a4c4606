namespace OneMetre.Platform.Time;

/// <summary>The city's clock. All of China keeps UTC+8 the whole year, so a fixed offset is exact.</summary>
public static class CityTime
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Today(this TimeProvider time) => DayOf(time.GetUtcNow());
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant));

    /// <summary>What the clock on the wall shows at an instant.</summary>
    public static DateTime At(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime;

    /// <summary>The stored form of an instant is a UTC DateTime.</summary>
    public static DateTimeOffset FromUtc(DateTime utc) => new(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
}
