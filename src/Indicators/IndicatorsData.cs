using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;

namespace OneMetre.Indicators;

/// <summary>The module's only door to its tables. The catalogue holds definitions, no figures: everyone may read it.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class IndicatorsData(CityDb db)
{
    public IQueryable<Indicator> Indicators => db.Set<Indicator>();
    public void Add(Indicator indicator) => db.Set<Indicator>().Add(indicator);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Saves, and tells how many indicators that changed.</summary>
    public async Task<int> SaveChanges(CancellationToken ct)
    {
        var changed = db.ChangeTracker.Entries<Indicator>().Count(e => e.State is EntityState.Added or EntityState.Modified);
        if (changed > 0) await db.SaveChangesAsync(ct);
        return changed;
    }
}
