using System.Globalization;

namespace OneMetre.Programme.Reviewing;

/// <summary>A deadline as a plan writes it, 2027-12-31 or --12-31 for every year, and the last day on which it is owed.</summary>
static class DueDay
{
    public static bool Is(string deadline) => Fixed(deadline) is not null || Yearly(deadline, 2024) is not null;

    /// <summary>A yearly deadline is owed for the last time in the plan's last year; without an end it is owed next on the day after today.</summary>
    public static DateOnly? Last(string? deadline, int? endYear, DateOnly today)
    {
        if (string.IsNullOrEmpty(deadline)) return null;
        if (Fixed(deadline) is { } day) return day;
        if (endYear is { } end) return Yearly(deadline, end);
        return Yearly(deadline, today.Year) is { } thisYear && thisYear >= today ? thisYear : Yearly(deadline, today.Year + 1);
    }

    static DateOnly? Fixed(string deadline) => DateOnly.TryParseExact(deadline, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static DateOnly? Yearly(string deadline, int year) =>
        deadline.StartsWith("--", StringComparison.Ordinal) && deadline.Length == 7 ? Fixed($"{year.ToString("0000", CultureInfo.InvariantCulture)}{deadline[1..]}") ?? (deadline == "--02-29" ? new DateOnly(year, 2, 28) : null) : null;
}
