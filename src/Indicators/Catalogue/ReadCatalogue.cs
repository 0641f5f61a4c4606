using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Catalogue;

/// <summary>Which definitions to show: all, the city's own, the product's, or what has been retired.</summary>
enum CatalogueKind { All, Own, Shipped, Retired }

sealed record CatalogueList(IReadOnlyList<Indicator> Indicators, IReadOnlyList<DataElement> Elements, int Total);

/// <summary>An indicator with its formulas, the names of their elements, and the forms that ask for them.</summary>
sealed record DefinitionView(Indicator Indicator, IReadOnlyList<FormulaVersion> Versions, IReadOnlyList<DataElement> Elements, IReadOnlyList<string> Forms);

/// <summary>An element with the indicators that are made of it and the forms that ask for it. Counted: there are figures under it.</summary>
sealed record ElementView(DataElement Element, IReadOnlyList<Indicator> Indicators, IReadOnlyList<string> Forms, bool Counted);

/// <summary>The catalogue as definitions. It holds no figure: everybody with a post may read it.</summary>
sealed class ReadCatalogue(IndicatorsData data, TryFormula tries)
{
    public const int PageSize = 30;

    public bool MayDefine => data.MayDefine;

    public async Task<CatalogueList> List(bool elements, string? words, CatalogueKind kind, int page, CancellationToken ct)
    {
        // Some dozens of definitions: narrowed here, where both languages are easy to read.
        var asked = (words ?? "").Split([' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries).Take(5).ToList();
        bool Fits(bool own, bool retired, params string[] texts) =>
            (kind == CatalogueKind.All || (kind == CatalogueKind.Retired ? retired : !retired && own == (kind == CatalogueKind.Own))) && asked.TrueForAll(w => texts.Any(t => t.Contains(w, StringComparison.OrdinalIgnoreCase)));
        if (elements)
        {
            var found = (await data.Elements.AsNoTracking().ToListAsync(ct)).Where(e => Fits(e.Own, e.RetiredOn is not null, e.Id, e.Name, e.NameEn, e.Departments)).OrderByDescending(e => e.Own).ThenBy(e => e.Id, StringComparer.Ordinal).ToList();
            return new([], [.. found.Skip((page - 1) * PageSize).Take(PageSize)], found.Count);
        }
        var all = (await data.Indicators.AsNoTracking().ToListAsync(ct)).Where(i => Fits(i.Own, i.RetiredOn is not null, i.Id, i.Name, i.NameEn, i.Definition, i.DefinitionEn, i.Departments)).OrderByDescending(i => i.Own).ThenBy(i => i.Number).ToList();
        return new([.. all.Skip((page - 1) * PageSize).Take(PageSize)], [], all.Count);
    }

    public async Task<DefinitionView?> Indicator(string id, CancellationToken ct)
    {
        if (await data.Indicators.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } indicator) return null;
        var versions = await data.Formulas.AsNoTracking().Where(f => f.IndicatorId == id).OrderByDescending(f => f.Number).ToListAsync(ct);
        var names = versions.Select(FormulaBook.Of).OfType<Rules.Formula>().SelectMany(f => f.Names).Select(n => n.Element).Distinct().ToList();
        var current = FormulaBook.InUse(versions) is [.., var last] && FormulaBook.Of(last) is { } formula ? formula.Names.Select(n => n.Element).ToList() : [];
        return new(indicator, versions, [.. (await data.Elements.AsNoTracking().Where(e => names.Contains(e.Id)).ToListAsync(ct)).OrderBy(e => names.IndexOf(e.Id))], await Forms(current, ct));
    }

    public async Task<ElementView?> Element(string id, CancellationToken ct)
    {
        if (await data.Elements.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } element) return null;
        var indicators = await data.Indicators.AsNoTracking().OrderBy(i => i.Number).ToListAsync(ct);
        var users = (await data.Formulas.AsNoTracking().ToListAsync(ct)).GroupBy(f => f.IndicatorId).Where(g => FormulaBook.InUse([.. g]).Any(f => FormulaBook.Of(f)?.Names.Any(n => n.Element == id) == true)).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return new(element, [.. indicators.Where(i => users.Contains(i.Id))], await Forms([id], ct), element.Own && await tries.Counted(id, ct));
    }

    /// <summary>For choosing from while a formula is typed.</summary>
    public async Task<IReadOnlyList<DataElement>> Elements(CancellationToken ct) => [.. (await data.Elements.AsNoTracking().Where(e => e.RetiredOn == null).ToListAsync(ct)).OrderBy(e => e.Id, StringComparer.Ordinal)];

    async Task<IReadOnlyList<string>> Forms(List<string> elements, CancellationToken ct) =>
        await (from line in data.Lines join form in data.Forms on line.FormId equals form.Id where elements.Contains(line.ElementId) select form.Number).Distinct().OrderBy(n => n).ToListAsync(ct);
}
