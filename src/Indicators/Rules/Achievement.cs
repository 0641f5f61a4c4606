namespace OneMetre.Indicators.Rules;

/// <summary>Which formula a level is scored by: the share of the level reached, or the share of the way from the base value to the level.</summary>
enum AchievementForm { Ratio, FromBase }

/// <summary>
/// How far a figure has come to its target, 0 to 100, null without data. Formulas: domain reference §3.3. More is better: min(x/T, 1); less is better: min(T/x, 1), and x = 0 scores 100;
/// from the base: (x − B)/(T − B); yes/no: 0 or 100; a trend: 100 moved the right way, 60 flat, 0 else; a range: by containment; a change: min(done/needed, 1);
/// each unit: the share of units that meet it.
/// Exactly the targets that are met score 100. A figure that is short by a hair, or equal to a strict bound, is held at 99.9, because 99.99 would be shown as 100 somewhere;
/// show scores with one digit at most. Figures are such as the forms accept: up to 15 digits, four of them after the point.
/// </summary>
static class Achievement
{
    public const decimal Short = 99.9m;
    public const decimal Flat = 60;

    public static decimal? Of(Target target, Measured measured, AchievementForm form = AchievementForm.Ratio) => target.Met(measured) switch
    {
        TargetMet.NoData => null,
        TargetMet.Met => 100,
        _ => Math.Clamp(Part(target, measured, form) * 100, 0, Short),
    };

    // Only asked when the target is missed.
    static decimal Part(Target target, Measured measured, AchievementForm form)
    {
        var x = measured.Value ?? 0;
        if (form == AchievementForm.FromBase && target is { BaseValue: { } b, Level: { } goal } && goal != b && target.Comparison != TargetComparison.PointsPerYear) return (x - b) / (goal - b);
        var t = target.Value ?? 0;
        return target.Comparison switch
        {
            TargetComparison.AtLeast or TargetComparison.MoreThan => t > 0 ? x / t : 0,
            TargetComparison.AtMost or TargetComparison.LessThan => x > 0 ? t / x : x == t ? 1 : 0,
            TargetComparison.Equal => t > 0 && x > 0 ? Math.Min(x / t, t / x) : 0,
            TargetComparison.Rising or TargetComparison.Falling => x == target.BaseValue ? Flat / 100 : 0,
            TargetComparison.PointsPerYear or TargetComparison.AmountFromBase or TargetComparison.ChangeFromBase => t == 0 ? 0 : target.Moved(measured)!.Value / t,
            TargetComparison.PerUnitAtLeast => (decimal)measured.Units!.Count(u => u.Value >= target.Value) / measured.Units!.Count,
            _ => 0,
        };
    }
}
