using System.Globalization;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// A period as other systems write it: ours; DHIS2's 2026, 202607, 2026Q3, 2026S1 and 2026Sep (the year from September); and the day and duration of ADX, 2026-07-01/P3M, or both ends, 2026-07-01/2026-09-30; and as
/// offices write it: 2026年, 2026年上半年, 2026年三季度, 2026年第3季度, 2026年7月.
/// </summary>
static class ForeignPeriod
{
    /// <summary>Later ones are slips of the hand, and calendars end at 9999.</summary>
    const int LastYear = 2200;

    public static bool TryParse(string? text, out Period period)
    {
        period = default;
        if (text is null || text.Trim() is not { Length: >= 4 and <= 21 } trimmed) return false;
        text = trimmed;
        var spelled = text switch
        {
            [_, _, _, _, '年', .. var part] when text[..4].All(char.IsAsciiDigit) => text[..4] + (part.TrimStart('第') switch
            {
                "" or "度" or "全年" => "",
                "上半年" => "H1",
                "下半年" => "H2",
                [var quarter, '季', '度'] when "一二三四1234".IndexOf(quarter, StringComparison.Ordinal) is >= 0 and var at => string.Create(CultureInfo.InvariantCulture, $"Q{at % 4 + 1}"),
                [.. var month, '月'] when month.Length is 1 or 2 && month.All(char.IsAsciiDigit) => "-" + month.PadLeft(2, '0'),
                _ => part,
            }),
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
