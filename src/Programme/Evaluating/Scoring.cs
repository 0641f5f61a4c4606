using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>One item of a score. Share 0 to 1, Points up to the item's weight, Part what it adds to the score of 100; null without data: it is outside the denominator then.</summary>
sealed record ItemPoints(ScoreItem Item, int Index, decimal? Share, decimal? Points, decimal? Part);

/// <summary>A score of 0 to 100 with what it is made of. Coverage: the part of the weight that has data, in percent. Capped: a veto holds and has lowered the grade.</summary>
sealed record UnitScore(decimal? Score, decimal Coverage, UnitGrade? Grade, bool Capped, IReadOnlyList<ItemPoints> Items);

/// <summary>
/// The sum of an evaluation: Σ weight × share ÷ Σ weight, over the items that have data, times 100 (domain reference §3.3, the index over what has data). Pure; the same input gives the same points for ever,
/// because rules and counts are kept with the result.
/// </summary>
static class Scoring
{
    public const int Digits = 2;

    /// <summary>Got of Of, within 0 and 1; null where there was nothing to count.</summary>
    public static decimal? Share(decimal? got, decimal? of) => got is { } g && of is > 0 and var o ? Math.Clamp(g / o, 0, 1) : null;

    /// <param name="shares">One for each item of the rules, in their order.</param>
    public static UnitScore Of(ScoreRules rules, IReadOnlyList<decimal?> shares, bool veto)
    {
        var items = rules.ItemList;
        if (items.Count != shares.Count) throw new ArgumentException("A share for each item.", nameof(shares));
        var (all, known) = (items.Sum(i => i.Weight), items.Where((_, n) => shares[n] is not null).Sum(i => i.Weight));
        var coverage = all == 0 ? 0 : known / all * 100;
        decimal? score = known == 0 ? null : Shown(items.Select((item, n) => item.Weight * (shares[n] ?? 0)).Sum() / known * 100);
        var grade = score is { } s && coverage >= rules.LeastCoverage ? GradeOf(s, rules) : (UnitGrade?)null;
        var capped = veto && grade < UnitGrade.Pass;
        return new(score, Shown(coverage), capped ? UnitGrade.Pass : grade, capped, [.. items.Select((item, n) => new ItemPoints(item, n, shares[n],
            shares[n] is { } share ? Shown(item.Weight * share) : null, shares[n] is { } part ? Shown(item.Weight * part / known * 100) : null))]);
    }

    /// <summary>By the score as it is shown, so that nobody reads 90.00 beside a grade that begins at 90.</summary>
    public static UnitGrade GradeOf(decimal score, ScoreRules rules) =>
        score >= rules.ExcellentFrom ? UnitGrade.Excellent : score >= rules.GoodFrom ? UnitGrade.Good : score >= rules.PassFrom ? UnitGrade.Pass : UnitGrade.Fail;

    public static decimal Shown(decimal value) => decimal.Round(value, Digits, MidpointRounding.AwayFromZero);

    /// <summary>How many units have each grade; those without one last, under null. No unit is named.</summary>
    public static IReadOnlyList<(UnitGrade? Grade, int Units)> Distribution(IEnumerable<UnitGrade?> grades)
    {
        var counts = grades.GroupBy(g => g).ToDictionary(g => (int?)g.Key ?? -1, g => g.Count());
        return [.. Enum.GetValues<UnitGrade>().Select(g => ((UnitGrade?)g, counts.GetValueOrDefault((int)g))), (null, counts.GetValueOrDefault(-1))];
    }
}

/// <summary>What the panel says of one unit. Pure. Shown from three members on, and only when all have answered: two figures before and after a sheet comes in would tell what stood on it.</summary>
static class PanelSum
{
    public const int Least = 3;

    /// <summary>Five answers from 1 to 5, nulls for what a member could not say; null when the text is none of ours.</summary>
    public static IReadOnlyList<int?>? Read(string text)
    {
        var parts = text.Split(',');
        return parts.Length == ProgrammeEvaluation.QuestionCount && parts.All(p => p is "" or "1" or "2" or "3" or "4" or "5") ? [.. parts.Select(p => p.Length == 0 ? (int?)null : p[0] - '0')] : null;
    }

    /// <summary>The mean of the members' own means in percent, 1 being nought and 5 the whole; null from fewer than three who said anything.</summary>
    public static decimal? Of(IEnumerable<string> votes)
    {
        var means = votes.Select(Read).OfType<IReadOnlyList<int?>>().Select(v => v.Where(a => a is not null).Select(a => (decimal)a!.Value).ToList()).Where(v => v.Count > 0).Select(v => v.Average()).ToList();
        return means.Count < Least ? null : Scoring.Shown((means.Average() - 1) / 4 * 100);
    }
}
