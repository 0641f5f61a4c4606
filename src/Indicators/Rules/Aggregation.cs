using OneMetre.Indicators.Rules.Expressions;

namespace OneMetre.Indicators.Rules;

/// <summary>How the figures of several regions make one: counts are added up; of ranges and guarantees the lowest holds for all; of standards and yes/no nothing follows, the region above reports its own.</summary>
enum Combine { Sum, Lowest, None }

/// <summary>What two regions both counted under a name, declared by them, such as children who live in one and learn in the other; it is taken off the sum once.</summary>
sealed record Overlap(Name Name, string Region, string Other, decimal Count);

/// <summary>A figure of several regions, with how many of those expected stand behind it. Missing names the others; regions to which it does not apply are not expected.</summary>
sealed record Aggregated(Worked Worked, int WithData, int Expected, IReadOnlyList<string> Missing)
{
    /// <summary>0 to 1; null when nobody is expected.</summary>
    public decimal? Coverage => Expected == 0 ? null : (decimal)WithData / Expected;
}

/// <summary>
/// Works an indicator out for a region from those beneath it: the counts are added up first and divided afterwards, rates are never averaged (2/10 and 90/100 make 83.6 %, not 55 %).
/// Only regions with all the counts that the formula reads take part, in numerator and denominator alike. Three regions that count the same child declare it in pairs; what all three share is taken off too often by its count,
/// so such a group should name one of them to report it.
/// </summary>
static class Aggregation
{
    /// <param name="read">What a region holds under a name.</param>
    /// <param name="combine">How the element of a name combines.</param>
    /// <param name="own">What the region above reports itself, for elements that do not combine.</param>
    public static Aggregated Of(Formula formula, IReadOnlyCollection<string> regions, Func<string, Name, Reading> read, Func<Name, Combine> combine, Func<Name, Reading> own, IReadOnlyCollection<Overlap>? overlaps = null)
    {
        var names = formula.Names.ToList();
        var added = names.Where(n => combine(n) != Combine.None).ToList();
        var reported = names.Except(added).ToDictionary(n => n, own);
        var held = regions.Distinct(StringComparer.Ordinal).ToDictionary(r => r, r => added.ToDictionary(n => n, n => read(r, n)), StringComparer.Ordinal);
        var expected = held.Where(r => !r.Value.Values.Any(v => v.NotApplicable)).ToList();
        var with = expected.Where(r => r.Value.Values.All(v => v.Value is not null)).ToList();
        var missing = expected.Except(with).Select(r => r.Key).ToList();
        if (added.Count == 0) return new(formula.Work(n => reported[n]), 1, 1, []);

        var totals = added.ToDictionary(n => n, n => Together(n, combine(n), with.ToDictionary(r => r.Key, r => r.Value[n], StringComparer.Ordinal), overlaps ?? []));
        return new(formula.Work(n => totals.TryGetValue(n, out var total) ? total : reported[n]), with.Count, expected.Count, missing);
    }

    static Reading Together(Name name, Combine how, Dictionary<string, Reading> figures, IReadOnlyCollection<Overlap> overlaps)
    {
        if (figures.Count == 0) return Reading.Missing;
        // The ages that every region covers: the highest beginning and the lowest end.
        if (how == Combine.Lowest && figures.Values.Any(f => f.High is not null)) return new(figures.Values.Max(f => f.Value), figures.Values.Min(f => f.High ?? f.Value));
        if (how == Combine.Lowest) return new(figures.Values.Min(f => f.Value));
        return new(figures.Values.Sum(f => f.Value) - Twice(figures.Where(f => f.Value.Value is not null).ToDictionary(f => f.Key, f => f.Value.Value!.Value, StringComparer.Ordinal), overlaps.Where(o => o.Name == name)));
    }

    /// <summary>What a sum over the regions holds twice; never more than the smaller of two figures.</summary>
    public static decimal Twice(IReadOnlyDictionary<string, decimal> figures, IEnumerable<Overlap> overlaps) => overlaps
        .Where(o => o.Region != o.Other && figures.ContainsKey(o.Region) && figures.ContainsKey(o.Other))
        .DistinctBy(o => string.CompareOrdinal(o.Region, o.Other) < 0 ? (o.Region, o.Other) : (o.Other, o.Region))
        .Sum(o => Math.Clamp(o.Count, 0, Math.Max(0, Math.Min(figures[o.Region], figures[o.Other]))));
}
