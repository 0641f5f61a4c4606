using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Rules;

/// <summary>
/// What a formula gave: the figure, and the numerator and denominator behind it, all unrounded. Value is null where Why tells the reason; High closes a range.
/// Above100: the figure is a share of more than everything, which only a gross rate may be; it is shown to whoever filed it and not accepted.
/// </summary>
sealed record Worked(decimal? Value, decimal? Numerator, decimal? Denominator, Unknown Why = Unknown.None, decimal? High = null, bool Above100 = false)
{
    public bool Accepted => Value is not null && !Above100;
}

/// <summary>How an indicator is worked out: numerator ÷ denominator × factor, or the numerator alone. Rounding is for display only, half away from zero.</summary>
sealed record Formula(Expression Numerator, Expression? Denominator, decimal Factor = 1, bool Gross = false)
{
    public IEnumerable<Name> Names => Numerator.Names.Concat(Denominator?.Names ?? []).Distinct();

    /// <summary>Refused with what is wrong in either expression, or when one of them is a condition.</summary>
    public static Result<Formula> Read(string numerator, string? denominator, decimal factor = 1, bool gross = false)
    {
        var above = Expression.Parse(numerator);
        if (!above.Ok) return above.Problems[0];
        if (above.Value!.IsCondition) return new Problem("indicators.formula-condition", nameof(Numerator));
        if (string.IsNullOrEmpty(denominator)) return new Formula(above.Value, null, factor, gross);
        var below = Expression.Parse(denominator);
        if (!below.Ok) return below.Problems[0];
        return below.Value!.IsCondition ? new Problem("indicators.formula-condition", nameof(Denominator)) : new Formula(above.Value, below.Value, factor, gross);
    }

    public Worked Work(Func<Name, Reading> lookup)
    {
        var (top, whyTop) = Numerator.Exact(lookup);
        if (Denominator is null) return Ready(top, whyTop) with { Numerator = top?.ToDecimal(), High = Numerator.Evaluate(lookup).High };
        var (bottom, whyBottom) = Denominator.Exact(lookup);
        var why = (Unknown)Math.Max((int)whyTop, (int)whyBottom);
        // One division, of exact numbers: a figure that equals its target exactly must not miss it by a rounded last digit.
        var share = top is { } a && bottom is { } b && !b.Top.IsZero ? Fraction.Over(a, b) : null;
        if (why == Unknown.None && share is null) why = bottom is { Top.IsZero: true } ? Unknown.DividedByZero : Unknown.TooLarge;
        var worked = Ready(share, why) with { Numerator = top?.ToDecimal(), Denominator = bottom?.ToDecimal() };
        return worked with { Above100 = Factor == 100 && !Gross && worked.Value > 100 };
    }

    /// <summary>No figure of a city is larger: whatever is done with one afterwards, a difference, a sum of counties, a drawing, stays within what numbers hold.</summary>
    const decimal Largest = 1_000_000_000_000_000m;

    Worked Ready(Fraction? exact, Unknown why)
    {
        if (exact is not { } number) return new(null, null, null, why);
        var value = Fraction.Times(number, Fraction.Of(Factor))?.ToDecimal();
        return value is { } worked && Math.Abs(worked) <= Largest ? new(worked, null, null, Unknown.None) : new(null, null, null, Unknown.TooLarge);
    }

    public static decimal Shown(decimal value, int digits) => Math.Round(value, digits, MidpointRounding.AwayFromZero);
}
