using System.Collections.Concurrent;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>An indicator's value with what it was made of. Value is null where a part is missing, or the denominator nought; Why tells which.</summary>
sealed record IndicatorFigure(decimal? Value, decimal? Numerator, decimal? Denominator, Unknown Why, decimal? High = null)
{
    public static readonly IndicatorFigure None = new(null, null, null, Unknown.Missing);
}

/// <summary>Formulas as they are applied: the version in force for a period, its expressions read once, a rate always from its numerator and denominator.</summary>
static class FormulaBook
{
    // Texts come from the table of formulas and checks, which only officers of the city write; some hundreds in all.
    static readonly ConcurrentDictionary<string, Expression?> Known = new(StringComparer.Ordinal);

    /// <summary>Null for a text that is no expression: it was kept before the language knew better, and says nothing.</summary>
    public static Expression? Read(string text) => Known.GetOrAdd(text, t => Expression.Parse(t) is { Ok: true, Value: { } read } ? read : null);

    /// <summary>The version by which a period is measured: the newest that had begun.</summary>
    public static Formula? For(IEnumerable<Formula> versions, Period period) => versions.Where(f => f.FromYear <= period.Year).MaxBy(f => f.Number);

    /// <summary>Every element that the formula reads, numerator first.</summary>
    public static IEnumerable<Name> Names(Formula formula) => (Read(formula.Numerator)?.Names ?? []).Concat(formula.Denominator is { } d ? Read(d)?.Names ?? [] : []).Distinct();

    /// <summary>numerator ÷ denominator × factor (domain reference §3.2); without a denominator the numerator is the figure.</summary>
    public static IndicatorFigure Value(Formula formula, Func<Name, Reading> lookUp)
    {
        if (Read(formula.Numerator) is not { } numerator) return IndicatorFigure.None;
        var top = numerator.Evaluate(lookUp);
        if (formula.Denominator is null) return new(top.Number * formula.Factor, top.Number, null, top.Why, top.High);
        if (Read(formula.Denominator) is not { } denominator) return IndicatorFigure.None;
        var bottom = denominator.Evaluate(lookUp);
        if (top.Number is not { } n || bottom.Number is not { } d) return new(null, top.Number, bottom.Number, top.Number is null ? top.Why : bottom.Why);
        return d == 0 ? new(null, n, d, Unknown.DividedByZero) : new(n * formula.Factor / d, n, d, Unknown.None);
    }
}
