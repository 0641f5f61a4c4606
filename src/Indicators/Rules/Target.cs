using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Indicators.Rules;

/// <summary>
/// How a figure is held against its target. PointsPerYear: against the period before, in the indicator's own unit (percentage points of a rate). AmountFromBase and ChangeFromBase:
/// against the base value, in the unit or in percent of the base. For these three a negative value means a fall.
/// </summary>
enum TargetComparison { AtLeast, AtMost, MoreThan, LessThan, Equal, Range, Yes, Rising, Falling, PointsPerYear, AmountFromBase, ChangeFromBase, PerUnitAtLeast }

/// <summary>Whether the city is bound to the target (约束性) or expects it (预期性).</summary>
enum TargetObligation { Binding, Expected }

/// <summary>Whether a target is met; nothing is said without data.</summary>
enum TargetMet { NoData, NotMet, Met }

/// <summary>The figure of one child unit, such as a street; null when it has none yet.</summary>
sealed record UnitFigure(string Unit, decimal? Value);

/// <summary>What was measured: Value, or a range from Value to High (ages 0 to 17), the Previous period's value, and the figures of the Units where each must meet the target.</summary>
sealed record Measured(decimal? Value, decimal? High = null, decimal? Previous = null, IReadOnlyList<UnitFigure>? Units = null);

/// <summary>
/// What a plan promises of one indicator. Value and Max are in the indicator's unit. Strict signs stay strict: 2.0 does not meet "&lt; 2".
/// A measured range meets Range when it contains [Value, Max]; a single value when it lies within.
/// </summary>
sealed partial record Target(TargetComparison Comparison, decimal? Value = null, decimal? Max = null)
{
    /// <summary>力争: missing it is told and not held against the unit.</summary>
    public bool Soft { get; init; }
    public TargetObligation? Obligation { get; init; }
    public int? DueYear { get; init; }
    public int? BaseYear { get; init; }
    public decimal? BaseValue { get; init; }

    /// <summary>Whether the figure is meant to fall.</summary>
    public bool Downward => Comparison is TargetComparison.AtMost or TargetComparison.LessThan or TargetComparison.Falling || IsChange && Value < 0;

    bool IsChange => Comparison is TargetComparison.PointsPerYear or TargetComparison.AmountFromBase or TargetComparison.ChangeFromBase;

    /// <summary>The target as a level in the indicator's unit, where it has one: a fall of 20 % from 50 is the level 40; points a year add up from the base year to the due year.</summary>
    public decimal? Level => Comparison switch
    {
        TargetComparison.AtLeast or TargetComparison.AtMost or TargetComparison.MoreThan or TargetComparison.LessThan or TargetComparison.Equal => Value,
        TargetComparison.AmountFromBase => BaseValue + Value,
        TargetComparison.ChangeFromBase => BaseValue * (1 + Value / 100),
        TargetComparison.PointsPerYear => BaseValue + Value * (DueYear - BaseYear),
        _ => null,
    };

    public TargetMet Met(Measured measured)
    {
        if (Comparison == TargetComparison.PerUnitAtLeast) return EveryUnit(measured);
        if (measured.Value is not { } x) return TargetMet.NoData;
        return Comparison switch
        {
            TargetComparison.AtLeast => Of(x >= Value),
            TargetComparison.AtMost => Of(x <= Value),
            TargetComparison.MoreThan => Of(x > Value),
            TargetComparison.LessThan => Of(x < Value),
            TargetComparison.Equal => Of(x == Value),
            TargetComparison.Range when measured.High is { } high => Of(x <= Value && Max <= high),
            TargetComparison.Range => Of(Value <= x && x <= Max),
            TargetComparison.Yes => Of(x != 0),
            TargetComparison.Rising => BaseValue is { } b ? Of(x > b) : TargetMet.NoData,
            TargetComparison.Falling => BaseValue is { } b ? Of(x < b) : TargetMet.NoData,
            _ => Moved(measured) is { } moved ? Of(Value < 0 ? moved <= Value : moved >= Value) : TargetMet.NoData,
        };

        static TargetMet Of(bool met) => met ? TargetMet.Met : TargetMet.NotMet;
    }

    /// <summary>How far the figure has moved, in the unit of Value; null where what it is compared with is missing, or a percentage of nothing is asked for.</summary>
    public decimal? Moved(Measured measured) => Comparison switch
    {
        TargetComparison.PointsPerYear => measured.Value - measured.Previous,
        TargetComparison.AmountFromBase => measured.Value - BaseValue,
        TargetComparison.ChangeFromBase when BaseValue > 0 => (measured.Value - BaseValue) / BaseValue * 100,
        _ => null,
    };

    /// <summary>The units that miss a target which each of them must meet; those without a figure are not among them.</summary>
    public IEnumerable<UnitFigure> Failing(Measured measured) =>
        Comparison == TargetComparison.PerUnitAtLeast ? (measured.Units ?? []).Where(u => u.Value < Value) : [];

    // One unit that fails settles it; one without a figure leaves it open.
    TargetMet EveryUnit(Measured measured) =>
        measured.Units is not { Count: > 0 } units ? TargetMet.NoData
        : units.Any(u => u.Value < Value) ? TargetMet.NotMet
        : units.Any(u => u.Value is null) ? TargetMet.NoData : TargetMet.Met;

    /// <summary>
    /// Reads a target as a plan stores it: comparator (&gt;=, &lt;=, &gt;, &lt;, =, increase, decrease, exists), value, the end of a range, and the printed words, which tell
    /// 力争 from a firm promise, 每年 from once, percent from points, and 每个街道 from the whole. False where a person has to decide: report, a bare change of unknown unit, percent each year.
    /// </summary>
    public static bool TryRead(string? comparator, decimal? value, decimal? max, string? text, out Target target)
    {
        var words = text ?? "";
        var read = Read(comparator, value, max, words);
        target = read ?? new(TargetComparison.Yes);
        if (read is null) return false;
        target = target with
        {
            Soft = SoftWords().IsMatch(words),
            Obligation = words.Contains("约束性", StringComparison.Ordinal) ? TargetObligation.Binding : words.Contains("预期性", StringComparison.Ordinal) ? TargetObligation.Expected : null,
            BaseYear = ThanYear().Match(words) is { Success: true } than ? int.Parse(than.Groups[1].Value, CultureInfo.InvariantCulture) : null,
        };
        return true;
    }

    static Target? Read(string? comparator, decimal? value, decimal? max, string words)
    {
        if (value is { } low && max is { } high && low <= high && comparator is "=" or ">=" or "range") return new(TargetComparison.Range, value, max);
        if (max is not null) return null;
        switch (comparator)
        {
            case "exists": return new(TargetComparison.Yes);
            case ">=" or "=" when value is not null && EachUnit().IsMatch(words): return new(TargetComparison.PerUnitAtLeast, value);
            case ">=": return With(TargetComparison.AtLeast);
            case "<=": return With(TargetComparison.AtMost);
            case ">": return With(TargetComparison.MoreThan);
            case "<": return With(TargetComparison.LessThan);
            case "=": return With(TargetComparison.Equal);
            case "increase" or "decrease": break;
            default: return null;
        }

        var sign = comparator == "decrease" ? -1 : 1;
        if (value is null) return new(sign < 0 ? TargetComparison.Falling : TargetComparison.Rising);
        var percent = Percent().IsMatch(words) && !words.Contains("百分点", StringComparison.Ordinal);
        if (words.Length == 0 || value <= 0) return null;
        if (EachYear().IsMatch(words)) return percent ? null : new(TargetComparison.PointsPerYear, sign * value);
        return new(percent ? TargetComparison.ChangeFromBase : TargetComparison.AmountFromBase, sign * value);

        Target? With(TargetComparison comparison) => value is null ? null : new(comparison, value);
    }

    /// <summary>The code of the words that say this target and what stands in their blanks; the unit is the indicator's.</summary>
    public (string Code, object[] Args) Wording => Comparison switch
    {
        TargetComparison.AtLeast => ("indicators.target-at-least", [Value!]),
        TargetComparison.AtMost => ("indicators.target-at-most", [Value!]),
        TargetComparison.MoreThan => ("indicators.target-more-than", [Value!]),
        TargetComparison.LessThan => ("indicators.target-less-than", [Value!]),
        TargetComparison.Equal => ("indicators.target-equal", [Value!]),
        TargetComparison.Range => ("indicators.target-range", [Value!, Max!]),
        TargetComparison.Yes => ("indicators.target-yes", []),
        TargetComparison.Rising => ("indicators.target-rising", []),
        TargetComparison.Falling => ("indicators.target-falling", []),
        TargetComparison.PointsPerYear => (Value < 0 ? "indicators.target-down-each-year" : "indicators.target-up-each-year", [Math.Abs(Value!.Value)]),
        TargetComparison.AmountFromBase => (Value < 0 ? "indicators.target-down-from-base" : "indicators.target-up-from-base", [Math.Abs(Value!.Value)]),
        TargetComparison.ChangeFromBase => (Value < 0 ? "indicators.target-percent-down" : "indicators.target-percent-up", [Math.Abs(Value!.Value)]),
        _ => ("indicators.target-each-unit", [Value!]),
    };

    [GeneratedRegex("力争|争取|努力")]
    private static partial Regex SoftWords();

    [GeneratedRegex("每年|年均|逐年")]
    private static partial Regex EachYear();

    [GeneratedRegex("每(?:一)?个?(?:街道|乡镇|镇街|镇办|县|区|村|社区|学校|单位)|各(?:街道|乡镇|镇街|镇办|县|区|村|社区)(?:都|均|至少)")]
    private static partial Regex EachUnit();

    [GeneratedRegex("[%％]|百分之")]
    private static partial Regex Percent();

    [GeneratedRegex(@"(?:较|比)(\d{4})年")]
    private static partial Regex ThanYear();
}
