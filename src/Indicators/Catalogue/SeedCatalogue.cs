using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Catalogue;

/// <summary>
/// Brings the catalogue in the database to what the product ships: adds what is new, mends what has changed, and takes nothing away, because plans and figures refer to it. What a city has added or
/// versioned itself is not touched.
/// </summary>
sealed class SeedCatalogue(IndicatorsData data)
{
    /// <summary>The number of definitions added or mended; 0 when all is as shipped.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var indicators = await data.Indicators.ToDictionaryAsync(i => i.Id, ct);
        foreach (var shipped in CatalogueFile.Indicators())
        {
            if (indicators.TryGetValue(shipped.Id, out var kept)) kept.Become(shipped);
            else data.Add(shipped);
        }
        var elements = await data.Elements.ToDictionaryAsync(e => e.Id, ct);
        foreach (var shipped in CatalogueFile.Elements())
        {
            if (elements.TryGetValue(shipped.Id, out var kept)) kept.Become(shipped);
            else data.Add(shipped);
        }
        // A formula that figures were worked out by is never changed under them: a newer edition brings a new version.
        var formulas = await data.Formulas.Select(f => new { f.IndicatorId, f.Number }).ToListAsync(ct);
        foreach (var shipped in CatalogueFile.Formulas().Where(s => !formulas.Exists(f => f.IndicatorId == s.IndicatorId && f.Number == s.Number)))
            data.Add(new Formula { Id = data.NewId(), IndicatorId = shipped.IndicatorId, Number = shipped.Number, FromYear = shipped.FromYear, Numerator = shipped.Numerator, Denominator = shipped.Denominator, Factor = shipped.Factor, Digits = shipped.Digits, Note = shipped.Note });
        return await data.SaveChanges(ct);
    }
}
