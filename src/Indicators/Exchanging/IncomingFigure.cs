using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// One figure as another system sends it, in its own words. Row counts from 1. Splits are what the sender says of the part: a code of ours, a category combination, or dimension and value (SEX:F).
/// Wrong is what is amiss with the row itself, before anything in it is looked up.
/// </summary>
sealed record IncomingFigure(int Row, string? Element, string? Region, string? Period, IReadOnlyList<string> Splits, string? Value, string? Reason, string? Was = null, Problem? Wrong = null);

/// <summary>What a body says of itself beside its figures. Form: the number of ours that it fills. Names: what the sender's names mean here.</summary>
sealed record IncomingHead(string Kind, string? Form, IReadOnlyDictionary<string, string> Names);

/// <summary>The body cannot be taken at all. It never leaves <see cref="ReceiveFigures"/>, which makes a problem of it.</summary>
sealed class RefusedBody(Problem problem) : Exception(problem.Code)
{
    public RefusedBody(string why) : this(new Problem("indicators.body-unreadable", null, why))
    {
    }

    public Problem Problem { get; } = problem;
}
