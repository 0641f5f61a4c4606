using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Rules;

/// <summary>
/// The straight way from the base value at the end of the base year to the target's level at the end of the due year, and how far the figure lags behind it.
/// Formula: domain reference §3.3, lag = expected % − actual %. Null where base, level or a year is missing, or there is no way to go.
/// </summary>
static class TargetPath
{
    /// <summary>The end of a period on the scale of years: 2025 → 2025, 2025H1 → 2024.5.</summary>
    public static decimal Time(Period period) => period.Year - 1 + period.End.Month / 12m;

    /// <summary>The share of the time that has passed, 0 to 100.</summary>
    public static decimal? ExpectedPercent(Target target, Period period) =>
        target is { BaseYear: { } from, DueYear: { } due } && from < due ? Math.Clamp((Time(period) - from) / (due - from) * 100, 0, 100) : null;

    /// <summary>The value that would be on the path at the end of the period.</summary>
    public static decimal? Expected(Target target, Period period) =>
        target is { BaseValue: { } b, Level: { } goal } && ExpectedPercent(target, period) is { } percent ? b + (goal - b) * percent / 100 : null;

    /// <summary>The path as it is drawn, from the base year on: none where the target was met at its base, for it would lead away from what is there.</summary>
    public static decimal? Drawn(Target? target, Period period) =>
        target is null || period.Year < target.BaseYear || (target.BaseValue is { } start && target.Met(new(start)) == TargetMet.Met) ? null : Expected(target, period);

    /// <summary>The share of the way that is done: above 100 beyond the target, below 0 when it went backwards.</summary>
    public static decimal? ActualPercent(Target target, decimal value) =>
        target is { BaseValue: { } b, Level: { } goal } && b != goal ? (value - b) / (goal - b) * 100 : null;

    /// <summary>Percent of the way that is missing; negative when the figure is ahead.</summary>
    public static decimal? Lag(Target target, Period period, decimal value) => ExpectedPercent(target, period) - ActualPercent(target, value);
}
