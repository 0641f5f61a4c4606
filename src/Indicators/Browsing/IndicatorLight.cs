using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Browsing;

/// <summary>The light of an indicator in a region and period: met or on the way is green, behind the straight path to the target yellow, orange and red as the lag grows (domain reference §3.3, W2), nothing known grey.</summary>
static class IndicatorLight
{
    public static Light Of(Target? target, RegionFigure? figure, decimal? previous, Period period, WarningSettings settings)
    {
        if (figure?.Value is not { } value) return Light.Grey;
        if (target is null) return Light.Grey;
        // Some regions do not speak for all: what is not whole is shown and not judged.
        var met = figure.Met(target, previous);
        if (met == TargetMet.NoData) return Light.Grey;
        if (met == TargetMet.Met) return Light.Green;
        if (target.DueYear is { } due && period.Year >= due) return Light.Red;
        return TargetPath.Lag(target, period, value) switch
        {
            null => Light.Yellow,
            var lag when lag > settings.LagRed => Light.Red,
            var lag when lag > settings.LagOrange => Light.Orange,
            var lag when lag > settings.LagYellow => Light.Yellow,
            _ => Light.Green,
        };
    }

    /// <summary>Green has two meanings that a reader must tell apart: there already, or on the way.</summary>
    public static string Word(Target? target, RegionFigure? figure, decimal? previous, Period period, Light light) =>
        figure?.Value is null ? "indicators.light-none" : !figure.Whole && light == Light.Grey ? "indicators.light-partial" : !period.IsWholeYear ? "indicators.light-within-year" : target is null ? "indicators.light-no-target"
        : figure.Met(target, previous) == TargetMet.Met ? "indicators.light-met" : light == Light.Green ? "indicators.light-on-way" : $"indicators.light-{light.ToString().ToLowerInvariant()}";
}
