using System.Globalization;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// A period as other systems write it: ours; DHIS2's 2026, 202607, 2026Q3, 2026S1 and 2026Sep (the year from September); and the day and duration of ADX, 2026-07-01/P3M, or both ends, 2026-07-01/2026-09-30.
/// </summary>
static class ForeignPeriod
{
    /// <summary>Later ones are slips of the hand, and calendars end at 9999.</summary>
    const int LastYear = 2200;

    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        if (text is null || text.Length is < 4 or > 21) return false;
        var spelled = text switch
        {
            [_, _, _, _, 'S', '1' or '2'] => $"{text[..4]}H{text[5]}",
            [_, _, _, _, 'S', 'e', 'p'] => text[..4] + "S",
            [_, _, _, _, _, _] when text.All(char.IsAsciiDigit) => $"{text[..4]}-{text[4..]}",
            _ => text,
        };
        if (!(text.Contains('/', StringComparison.Ordinal) ? Interval(text, out period) : Period.TryParse(spelled, out period)) || period.Year > LastYear) return false;
        return true;
    }

    static bool Interval(string text, out Period period)
    {
        period = default;
        var ends = text.Split('/');
        if (ends.Length != 2 || !Day(ends[0], out var start) || start.Year is < 1900 or > LastYear) return false;
        PeriodKind? kind = ends[1] switch
        {
            "P1Y" or "P12M" => start.Month == 9 ? PeriodKind.SchoolYear : PeriodKind.Year,
            "P6M" => PeriodKind.Half,
            "P3M" => PeriodKind.Quarter,
            "P1M" => PeriodKind.Month,
            _ => null,
        };
        foreach (var tried in kind is { } one ? [one] : Enum.GetValues<PeriodKind>())
        {
            var found = Period.Of(tried, start);
            if (found.Start != start || (kind is null && !(Day(ends[1], out var end) && found.End == end))) continue;
            period = found;
            return true;
        }
        return false;
    }

    static bool Day(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
