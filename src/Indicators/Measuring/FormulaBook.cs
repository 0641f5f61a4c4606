using System.Collections.Concurrent;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>Formulas and checks read from their texts once, and the version of a formula that is in force for a period.</summary>
static class FormulaBook
{
    // The texts are those of the tables of formulas and checks, some hundreds, and what officers try while they write: of these no end is kept.
    const int MostFormulas = 5_000;
    static readonly ConcurrentDictionary<string, Expression?> Checks = new(StringComparer.Ordinal);
    static readonly ConcurrentDictionary<(string Numerator, string? Denominator, int Factor, bool Gross), Formula?> Formulas = new();

    /// <summary>Null for a text that is no expression: it was kept before the language knew better, and says nothing.</summary>
    public static Expression? Check(string text) => Checks.GetOrAdd(text, t => Expression.Parse(t).Value);

    public static Formula? Of(FormulaVersion version)
    {
        var text = (version.Numerator, version.Denominator, version.Factor, version.Gross);
        if (Formulas.TryGetValue(text, out var known)) return known;
        if (Formulas.Count >= MostFormulas) Formulas.Clear();
        return Formulas.GetOrAdd(text, f => Formula.Read(f.Numerator, f.Denominator, f.Factor, f.Gross).Value);
    }

    /// <summary>The versions that some period is measured by, the oldest first: a version that another has replaced from the same year on, or from before it, is history.</summary>
    public static IReadOnlyList<FormulaVersion> InUse(IReadOnlyList<FormulaVersion> versions) => [.. versions.Where(v => !versions.Any(o => o.Number > v.Number && o.FromYear <= v.FromYear)).OrderBy(v => v.FromYear)];

    /// <summary>The version by which a period is measured: the newest that had begun.</summary>
    public static FormulaVersion? For(IEnumerable<FormulaVersion> versions, Period period) => versions.Where(f => f.FromYear <= period.Year).MaxBy(f => f.Number);
}
