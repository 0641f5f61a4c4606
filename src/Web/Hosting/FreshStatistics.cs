using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;

namespace OneMetre.Web.Hosting;

/// <summary>
/// Lets the embedded database look at its tables once a day, so that it knows which index is the narrower one: without that it reads a department's tasks by
/// way of everybody's. PostgreSQL does this by itself.
/// </summary>
sealed class FreshStatistics(IServiceScopeFactory scopes, TimeProvider time, ILogger<FreshStatistics> log) : Recurring(scopes, time, log)
{
    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromDays(1);

    protected override Task Run(IServiceProvider services, CancellationToken ct) => Look(services.GetRequiredService<CityDb>(), ct);

    /// <summary>Looks at every table that has changed much, at a few hundred rows of each index.</summary>
    public static async Task Look(CityDb db, CancellationToken ct)
    {
        if (db.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA analysis_limit = 400; PRAGMA optimize = 0x10002;", ct);
    }
}
