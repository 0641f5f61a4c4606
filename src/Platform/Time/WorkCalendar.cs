using System.Collections.Frozen;
using System.Globalization;

namespace OneMetre.Platform.Time;

/// <summary>A day that differs from Monday to Friday: worked or not, why, and under which notice of the State Council's general office; no notice where only the statutory days themselves are known yet.</summary>
public sealed record SpecialDay(DateOnly Day, bool Works, string Name, string? Notice);

/// <summary>
/// Which days are worked: Monday to Friday but for holidays, and the weekends that make up for them (全国年节及纪念日放假办法, and the notice of each year). Deadlines of orders count these days.
/// </summary>
public sealed class WorkCalendar
{
    readonly FrozenDictionary<DateOnly, bool> special;

    WorkCalendar(IEnumerable<KeyValuePair<DateOnly, bool>> special) => this.special = special.ToFrozenDictionary();

    /// <summary>What the product knows: 2021 to 2027. The arrangement of 2027 was not announced when this was written; its statutory days stand in.</summary>
    public static IReadOnlyList<SpecialDay> Announced { get; } = Read();

    public static WorkCalendar National { get; } = With(new Dictionary<DateOnly, bool>());

    /// <summary>The national calendar with a city's own words about single days on top.</summary>
    public static WorkCalendar With(IReadOnlyDictionary<DateOnly, bool> own) =>
        new(Announced.Where(d => !own.ContainsKey(d.Day)).Select(d => KeyValuePair.Create(d.Day, d.Works)).Concat(own));

    public bool Works(DateOnly day) => special.TryGetValue(day, out var works) ? works : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The working day that is so many of them after a day, which itself does not count; before it, for a negative number. Nought gives the day itself.</summary>
    public DateOnly After(DateOnly day, int workdays)
    {
        var step = Math.Sign(workdays);
        for (var left = Math.Abs(workdays); left > 0;)
        {
            day = day.AddDays(step);
            if (Works(day)) left--;
        }
        return day;
    }

    /// <summary>How many working days lie after one day up to another, the last one included; negative when the other is earlier.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from) return -Between(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (Works(day)) count++;
        return count;
    }

    static List<SpecialDay> Read()
    {
        using var lines = new StreamReader(typeof(WorkCalendar).Assembly.GetManifestResourceStream("Time/workdays.csv")!);
        var days = new List<SpecialDay>();
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split(',') is not [var from, var to, var works, var name, var notice]) continue;
            for (var day = Day(from); day <= Day(to); day = day.AddDays(1)) days.Add(new(day, works == "work", name, notice.Length > 0 ? notice : null));
        }
        return days;

        static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
