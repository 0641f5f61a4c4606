using OneMetre.Indicators.Contract;
using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Explaining;

/// <summary>The indicators of the catalogue beside what the plan of today wants of each; and the plan's own indicators that no entry of the catalogue matches.</summary>
sealed class ListTargets(IPublicPromises promises, IIndicatorCatalogue catalogue)
{
    public sealed record Row(CatalogueIndicator Indicator, IReadOnlyList<PublicIndicatorTarget> Targets);
    public sealed record View(PublicPlan? Plan, IReadOnlyList<Row> Rows, IReadOnlyList<PublicIndicatorTarget> Others);

    /// <summary>The indicators of the catalogue in whose name or definition every word stands, in either language; none without words.</summary>
    public async Task<IReadOnlyList<CatalogueIndicator>> Find(string? words, int most, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(words) ? [] : [.. (await catalogue.All(ct)).Where(i => i.Open && !i.Retired && Fits(words, i.Name, i.NameEn, i.Definition, i.DefinitionEn)).Take(most)];

    static bool Fits(string? words, params string?[] texts) =>
        (words ?? "").Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(5).All(w => texts.Any(t => t?.Contains(w, StringComparison.OrdinalIgnoreCase) == true));

    /// <param name="words">Only what these words stand in.</param>
    public async Task<View> Run(string? words, CancellationToken ct)
    {
        var plan = await promises.Plans(ct) is [var first, ..] ? first : null;
        var targets = plan is null ? [] : await promises.IndicatorTargets(plan.Id, ct);
        var indicators = (await catalogue.All(ct)).Where(i => i.Open && !i.Retired).ToList();
        var known = indicators.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        var byIndicator = targets.Where(t => t.IndicatorId is not null).ToLookup(t => t.IndicatorId!);
        return new(plan,
            [.. indicators.Where(i => Fits(words, i.Name, i.NameEn, i.Definition, i.DefinitionEn)).Select(i => new Row(i, [.. byIndicator[i.Id]]))],
            [.. targets.Where(t => (t.IndicatorId is null || !known.Contains(t.IndicatorId)) && Fits(words, t.Name, t.UnitsText))]);
    }
}
