namespace OneMetre.Indicators.Rules;

/// <summary>When a figure is called far out: beyond Limit modified z-scores, among Fewest figures or more.</summary>
sealed record OutlierSettings(decimal Limit = 3.5m, int Fewest = 5);

/// <summary>A figure far from the others: its place in the list, and its score with a sign.</summary>
sealed record Outlier(int Index, decimal Score);

/// <summary>
/// Figures that a person should look at again. Modified z-score M = 0.6745 (x − median) / MAD, far out beyond 3.5 (Iglewicz and Hoaglin 1993); when more than half are equal and MAD is 0,
/// the mean absolute deviation takes its place: (x − median) / (1.2533 · mean).
/// </summary>
static class Outliers
{
    /// <summary>Among the figures of sibling regions for one period; missing ones are passed over.</summary>
    public static IReadOnlyList<Outlier> Among(IReadOnlyList<decimal?> values, OutlierSettings? settings = null)
    {
        var s = settings ?? new();
        var known = values.OfType<decimal>().ToList();
        if (known.Count < s.Fewest) return [];
        var middle = Median(known);
        var apart = known.Select(x => Math.Abs(x - middle)).ToList();
        var spread = Median(apart) is > 0 and var mad ? mad / 0.6745m : 1.2533m * apart.Average();
        if (spread == 0) return [];
        return [.. values.Select((x, i) => (x, i)).Where(v => v.x is { } x && Math.Abs(x - middle) > s.Limit * spread).Select(v => new Outlier(v.i, Math.Round((v.x!.Value - middle) / spread, 2, MidpointRounding.AwayFromZero)))];
    }

    /// <summary>In a series at equal steps of time, measured from its own trend: the median of all slopes (Theil and Sen), so that a steady rise is not far out at its end.</summary>
    public static IReadOnlyList<Outlier> InSeries(IReadOnlyList<decimal?> values, OutlierSettings? settings = null)
    {
        var slopes = new List<decimal>();
        for (var i = 0; i < values.Count; i++)
            for (var j = i + 1; j < values.Count; j++)
                if (values[j] - values[i] is { } rise) slopes.Add(rise / (j - i));
        if (slopes.Count == 0) return [];
        var slope = Median(slopes);
        return Among([.. values.Select((x, i) => x - slope * i)], settings);
    }

    internal static decimal Median(IReadOnlyCollection<decimal> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
