using OneMetre.Indicators;
using OneMetre.Platform.Data;
using OneMetre.Platform.Vault;

namespace OneMetre.Web.Hosting;

/// <summary>Makes a database what this version of the product needs: its tables, its keys, the catalogue of indicators.</summary>
static class Prepare
{
    /// <summary>Returns the migrations that ran.</summary>
    public static async Task<IReadOnlyList<string>> Run(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<CityDb>();
        var ran = await Migrator.Run(db, ct);
        await services.GetRequiredService<KeyRing>().Ensure(db, ct);
        await services.SeedIndicators(ct);
        return ran;
    }
}
