using System.Globalization;
using System.Text;

namespace OneMetre.Programme.Calendar;

/// <summary>Writes an iCalendar (RFC 5545): lines of at most 75 octets, folded between characters and never inside one; texts escaped; days without a time.</summary>
static class Ics
{
    public static string Write(string name, IEnumerable<CalendarEntry> entries, DateTime now, string host)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//OneMetre//Programme//ZH");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME:{Escaped(name)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT12H");
        foreach (var entry in entries)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{entry.Id:N}@onemetre");
            Line(text, $"DTSTAMP:{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}");
            Line(text, $"DTSTART;VALUE=DATE:{Day(entry.On)}");
            Line(text, $"DTEND;VALUE=DATE:{Day(entry.On.AddDays(1))}");
            Line(text, $"SUMMARY:{Escaped(entry.Milestone is { } step ? $"{entry.Label} {step}" : $"{entry.Label} {entry.Title}")}");
            Line(text, $"URL:{host}{entry.Address}");
            Line(text, "TRANSP:TRANSPARENT");
            Line(text, "END:VEVENT");
        }
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public static string Escaped(string text) => new StringBuilder(text)
        .Replace("\\", "\\\\").Replace(";", "\\;").Replace(",", "\\,").Replace("\r\n", "\\n").Replace("\n", "\\n").Replace("\r", "\\n").ToString();

    static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                octets = 1; // the space that marks a folded line counts
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}
