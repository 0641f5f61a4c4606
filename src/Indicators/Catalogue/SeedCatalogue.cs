using Microsoft.EntityFrameworkCore;

namespace OneMetre.Indicators.Catalogue;

/// <summary>Brings the catalogue in the database to what the product ships: adds what is new, mends what has changed, and takes nothing away, because plans refer to it.</summary>
sealed class SeedCatalogue(IndicatorsData data)
{
    /// <summary>The number of entries added or mended; 0 when all is as shipped.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var known = await data.Indicators.ToDictionaryAsync(i => i.Id, ct);
        foreach (var shipped in CatalogueFile.Read())
        {
            if (known.TryGetValue(shipped.Id, out var kept)) kept.Become(shipped);
            else data.Add(shipped);
        }
        return await data.SaveChanges(ct);
    }
}
