using System.Globalization;

namespace OneMetre.Platform.Backups;

/// <summary>Which backups stay: the newest of each of the last days, weeks and months of which there is one. A day without a backup takes no older one's place away.</summary>
public sealed record Retention(int Days = 7, int Weeks = 5, int Months = 12)
{
    /// <summary>What stays of backups made on these days (in the city's zone) and instants, the newest first. Weeks are those of ISO 8601.</summary>
    public IReadOnlyList<T> Keep<T>(IEnumerable<T> backups, Func<T, DateTime> madeAt)
    {
        var newestFirst = backups.OrderByDescending(madeAt).ToList();
        var kept = new HashSet<int>();
        Take(Days, d => d.Date);
        Take(Weeks, d => (ISOWeek.GetYear(d), ISOWeek.GetWeekOfYear(d)));
        Take(Months, d => (d.Year, d.Month));
        return [.. newestFirst.Where((_, i) => kept.Contains(i))];

        void Take<TSpan>(int spans, Func<DateTime, TSpan> spanOf)
        {
            foreach (var span in Enumerable.Range(0, newestFirst.Count).GroupBy(i => spanOf(madeAt(newestFirst[i]))).Take(spans)) kept.Add(span.First());
        }
    }
}
