using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Rules;

/// <summary>The ten early warnings, W1 to W10.</summary>
enum WarningRule { Due = 1, Lag, Worsening, CrossedBack, Jump, LogicClash, StaleRegister, NoData, Gap, Copied }

/// <summary>The thresholds of the early warnings; a city changes them. Days are calendar days, points are percent of the way to the target.</summary>
sealed record WarningSettings
{
    public IReadOnlyCollection<WarningRule> Off { get; init; } = [];
    public int DueSoonDays { get; init; } = 10;
    public int VeryLateDays { get; init; } = 30;
    public decimal LagYellow { get; init; } = 10;
    public decimal LagOrange { get; init; } = 20;
    public decimal LagRed { get; init; } = 30;
    public int WorsePeriods { get; init; } = 2;
    public decimal JumpPercent { get; init; } = 20;

    /// <summary>Below this count a percentage says little: jumps are told by cases, gaps and equal figures not at all.</summary>
    public decimal SmallCount { get; init; } = 20;
    public decimal JumpCases { get; init; } = 5;
    public int StaleDays { get; init; } = 90;
    public decimal GapRatio { get; init; } = 1.5m;
}

/// <summary>The figure of one period; Count is the number of cases behind it, such as the numerator of a rate.</summary>
sealed record SeriesPoint(Period Period, decimal? Value, decimal? Count = null);

/// <summary>The figure of one child region for the same period.</summary>
sealed record RegionPoint(string Region, decimal? Value, decimal? Count = null);

/// <summary>
/// What the warnings look at: one indicator of one region. Series is in order of time, one kind of period, and ends with the period in question. MoreIsBetter is null where neither way is.
/// Clashes are the checks that are false. Due is the day its figure is due, Filed whether it is in.
/// </summary>
sealed record Watched(IReadOnlyList<SeriesPoint> Series, Target? Target = null, bool? MoreIsBetter = null)
{
    public DateOnly? Due { get; init; }
    public bool Filed { get; init; }
    public DateOnly? RegisterUpdated { get; init; }
    public IReadOnlyList<string> Clashes { get; init; } = [];
    public IReadOnlyList<RegionPoint> Children { get; init; } = [];
}

/// <summary>One warning raised: which rule, how grave, and what fills its text (indicators.warning-…, see Code).</summary>
sealed record WarningFinding(WarningRule Rule, Light Light, string Code, params object[] Args);

/// <summary>Early warnings about an indicator in a region, from its figures alone. Rules: domain reference §3.3, W1 to W10.</summary>
static class WarningRules
{
    public static IReadOnlyList<WarningFinding> Of(Watched watched, DateOnly today, WarningSettings? settings = null)
    {
        var s = settings ?? new();
        IEnumerable<WarningFinding?> found =
        [
            Due(watched, today, s), Lag(watched, s), Worsening(watched, s), CrossedBack(watched), Jump(watched, s),
            .. watched.Clashes.Select(c => new WarningFinding(WarningRule.LogicClash, Light.Red, "indicators.warning-clash", c)),
            Stale(watched, today, s), NoData(watched, today, s), Gap(watched, s), Copied(watched, s),
        ];
        return [.. found.OfType<WarningFinding>().Where(f => !s.Off.Contains(f.Rule))];
    }

    static WarningFinding? Due(Watched w, DateOnly today, WarningSettings s)
    {
        if (w.Filed || w.Due is not { } due) return null;
        var late = today.DayNumber - due.DayNumber;
        if (late > 0) return new(WarningRule.Due, late > s.VeryLateDays ? Light.Red : Light.Orange, "indicators.warning-overdue", late, due);
        return -late <= s.DueSoonDays ? new(WarningRule.Due, Light.Yellow, "indicators.warning-due", -late, due) : null;
    }

    static WarningFinding? Lag(Watched w, WarningSettings s)
    {
        if (w.Series is not [.., { Value: { } value } last] || w.Target is not { } target || target.Met(new(value, Previous: YearBefore(w, last))) == TargetMet.Met) return null;
        if (TargetPath.Lag(target, last.Period, value) is not { } lag || lag <= s.LagYellow) return null;
        return new(WarningRule.Lag, lag > s.LagRed ? Light.Red : lag > s.LagOrange ? Light.Orange : Light.Yellow, "indicators.warning-lag", Formula.Shown(lag, 1), TargetPath.Expected(target, last.Period)!.Value, value);
    }

    static WarningFinding? Worsening(Watched w, WarningSettings s)
    {
        if (w.MoreIsBetter is not { } up || w.Series.Count <= s.WorsePeriods || s.WorsePeriods < 1) return null;
        var tail = w.Series.Skip(w.Series.Count - s.WorsePeriods - 1).ToList();
        for (var i = 1; i < tail.Count; i++)
            if (tail[i].Period.Previous != tail[i - 1].Period || tail[i].Value is not { } now || tail[i - 1].Value is not { } before || (up ? now >= before : now <= before)) return null;
        return new(WarningRule.Worsening, Light.Orange, "indicators.warning-worse", s.WorsePeriods, tail[0].Value!.Value, tail[^1].Value!.Value);
    }

    static WarningFinding? CrossedBack(Watched w)
    {
        if (w.Series is not [.., { Value: { } value } last] || Before(w) is not { Value: { } before } previous || w.Target is not { } target) return null;
        return target.Met(new(before, Previous: YearBefore(w, previous))) == TargetMet.Met && target.Met(new(value, Previous: YearBefore(w, last))) == TargetMet.NotMet
            ? new(WarningRule.CrossedBack, Light.Orange, "indicators.warning-crossed", before, value) : null;
    }

    static WarningFinding? Jump(Watched w, WarningSettings s)
    {
        if (w.Series is not [.., { Value: { } value } last] || Before(w) is not { Value: { } before } previous) return null;
        if (last.Count is { } cases && previous.Count is { } casesBefore && Math.Min(cases, casesBefore) < s.SmallCount)
            return Math.Abs(cases - casesBefore) > s.JumpCases ? new(WarningRule.Jump, Light.Yellow, "indicators.warning-jump-cases", cases - casesBefore, casesBefore, cases) : null;
        if (before == 0) return null;
        var change = (value - before) / Math.Abs(before) * 100;
        return Math.Abs(change) > s.JumpPercent ? new(WarningRule.Jump, Light.Yellow, "indicators.warning-jump", Formula.Shown(change, 1), before, value) : null;
    }

    static WarningFinding? Stale(Watched w, DateOnly today, WarningSettings s) =>
        w.RegisterUpdated is { } updated && today.DayNumber - updated.DayNumber is var days && days > s.StaleDays ? new(WarningRule.StaleRegister, Light.Yellow, "indicators.warning-stale", days, updated) : null;

    // Filed with a blank, or so late that nothing more is expected: before that, W1 speaks.
    static WarningFinding? NoData(Watched w, DateOnly today, WarningSettings s) =>
        w.Series is [.., { Value: null } last] && (w.Filed || w.Due is { } due && today.DayNumber - due.DayNumber > s.VeryLateDays) ? new(WarningRule.NoData, Light.Orange, "indicators.warning-none", last.Period) : null;

    static WarningFinding? Gap(Watched w, WarningSettings s)
    {
        if (w.MoreIsBetter is not { } up) return null;
        // No deaths at all is chance or luck, not a gap; no coverage at all is one.
        var told = w.Children.Where(c => c.Value is not null && !(c.Count < s.SmallCount) && (up ? c.Value >= 0 : c.Value > 0)).ToList();
        if (told.Count < 2) return null;
        var (most, least) = (told.MaxBy(c => c.Value)!, told.MinBy(c => c.Value)!);
        if (most.Value <= least.Value * s.GapRatio) return null;
        var (best, worst) = up ? (most, least) : (least, most);
        return new(WarningRule.Gap, Light.Yellow, "indicators.warning-gap", best.Region, best.Value!.Value, worst.Region, worst.Value!.Value);
    }

    static WarningFinding? Copied(Watched w, WarningSettings s)
    {
        if (w.Series is not [.., { Value: { } value } last] || last.Count < s.SmallCount || value is 0 or 1 or 100) return null; // nothing, yes and all do come again
        return YearBefore(w, last) == value ? new(WarningRule.Copied, Light.Yellow, "indicators.warning-copied", value) : null;
    }

    static decimal? YearBefore(Watched w, SeriesPoint point) => w.Series.LastOrDefault(p => p.Period == point.Period with { Year = point.Period.Year - 1 })?.Value;

    static SeriesPoint? Before(Watched w) => w.Series.Count > 1 && w.Series[^2].Period == w.Series[^1].Period.Previous ? w.Series[^2] : null;
}
