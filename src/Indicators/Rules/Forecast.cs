using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Rules;

/// <summary>What a forecast dares to say.</summary>
enum ForecastVerdict { CannotSay, Likely, Unlikely }

/// <summary>Confidence of the interval; the Fewest points it wants; Floor and Ceiling that the figure cannot pass (0 for rates, 100 for shares); Resolution: the last digit that is reported.</summary>
sealed record ForecastSettings(double Confidence = 0.9, int Fewest = 4, decimal? Floor = 0, decimal? Ceiling = null, decimal Resolution = 0.01m);

/// <summary>
/// Where an indicator is heading: the value expected at the end of the target's due year and the interval it should fall into, null when nothing can be said; Why is the code of the reason.
/// Method: a straight line by least squares, and its prediction interval for one new value, ŷ ± t(1−α/2, n−2) · s · √(1 + 1/n + (x₀ − x̄)² / Sxx), s² = SSE / (n − 2)
/// (NIST/SEMATECH e-Handbook of Statistical Methods, 4.5.1.2). It is not looked further ahead than the series reaches back, and s is at least the rounding error of a reported figure, Resolution/√12.
/// The verdict is "likely" or "unlikely" only when the whole interval lies on one side of the target.
/// </summary>
sealed record Forecast(decimal? Value, decimal? Low, decimal? High, ForecastVerdict Verdict, string? Why, int Points)
{
    /// <param name="series">In order of time, only periods of one definition: a change of definition starts a new series.</param>
    public static Forecast Of(IReadOnlyList<SeriesPoint> series, Target target, ForecastSettings? settings = null)
    {
        var s = settings ?? new();
        var points = series.Where(p => p.Value is not null).Select(p => (X: (double)TargetPath.Time(p.Period), Y: (double)p.Value!.Value)).DistinctBy(p => p.X).OrderBy(p => p.X).ToList();
        if (target.DueYear is not { } due) return Nothing("indicators.forecast-no-due");
        if (points.Count < Math.Max(3, s.Fewest)) return Nothing("indicators.forecast-few");
        if (points[^1].X >= due) return Nothing("indicators.forecast-past");
        if (due - points[^1].X > points[^1].X - points[0].X) return Nothing("indicators.forecast-far");

        var n = points.Count;
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var sxx = points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / sxx;
        var errors = points.Sum(p => Math.Pow(p.Y - meanY - slope * (p.X - meanX), 2));
        var sigma = Math.Max(Math.Sqrt(errors / (n - 2)), (double)s.Resolution / Math.Sqrt(12));
        var half = StudentT.Quantile(1 - (1 - s.Confidence) / 2, n - 2) * sigma * Math.Sqrt(1 + 1d / n + (due - meanX) * (due - meanX) / sxx);
        var middle = meanY + slope * (due - meanX);
        if (!double.IsFinite(half) || Math.Abs(middle) + half > 1e15) return Nothing("indicators.forecast-few");

        var (low, high) = (Bounded(middle - half), Bounded(middle + half));
        var verdict = Judge(target, low, high);
        return new(Bounded(middle), low, high, verdict, verdict == ForecastVerdict.CannotSay ? "indicators.forecast-wide" : null, n);

        Forecast Nothing(string why) => new(null, null, null, ForecastVerdict.CannotSay, why, points.Count);
        decimal Bounded(double y) => Math.Min(Math.Max(Math.Round((decimal)y, 6), s.Floor ?? decimal.MinValue), s.Ceiling ?? decimal.MaxValue);
    }

    static ForecastVerdict Judge(Target target, decimal low, decimal high)
    {
        if (target.Comparison is TargetComparison.Yes or TargetComparison.PerUnitAtLeast) return ForecastVerdict.CannotSay;
        // Points a year become the level they add up to, which the figure of one year can be held against.
        if (target.Comparison == TargetComparison.PointsPerYear)
        {
            if (target.Level is not { } level) return ForecastVerdict.CannotSay;
            target = new(target.Value < 0 ? TargetComparison.AtMost : TargetComparison.AtLeast, level);
        }
        var (atLow, atHigh) = (target.Met(new(low)), target.Met(new(high)));
        if (atLow == TargetMet.NoData || atLow != atHigh) return ForecastVerdict.CannotSay;
        if (atLow == TargetMet.Met) return ForecastVerdict.Likely;
        var between = target.Comparison is TargetComparison.Equal or TargetComparison.Range && low < target.Value && target.Value < high; // both ends miss it, the middle may not
        return between ? ForecastVerdict.CannotSay : ForecastVerdict.Unlikely;
    }
}

/// <summary>Student's t distribution for whole degrees of freedom, by its finite sums (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
static class StudentT
{
    /// <summary>The t below which a share p of the distribution lies; p from 0.5 to 1.</summary>
    public static double Quantile(double p, int degrees)
    {
        var (low, high) = (0d, 1e6);
        for (var i = 0; i < 200 && high - low > 1e-12 * high; i++)
        {
            var t = (low + high) / 2;
            if ((1 + Within(t, degrees)) / 2 < p) low = t;
            else high = t;
        }
        return (low + high) / 2;
    }

    /// <summary>The share between −t and t.</summary>
    static double Within(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sin, cos) = Math.SinCos(angle);
        var odd = degrees % 2 == 1;
        var (sum, term) = (0d, odd ? cos : 1d);
        for (var k = odd ? 1 : 0; k <= degrees - 2; k += 2)
        {
            sum += term;
            term *= cos * cos * (k + 1) / (k + 2);
        }
        return odd ? 2 / Math.PI * (angle + sin * sum) : sin * sum;
    }
}
