using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>The end of an export: its bytes and its password go, who asked is told, and what stays is that it was.</summary>
sealed class EndExport(ProtectionData data, NoticeBoard notices, AuditLog log, TimeProvider time)
{
    /// <summary>Inside the caller's transaction; the caller saves.</summary>
    public async Task Run(Export export, ExportEnd why, CancellationToken ct)
    {
        export.Die(why, time.GetUtcNow().UtcDateTime);
        foreach (var archive in await data.Archives.Where(a => a.ExportId == export.Id).ToListAsync(ct)) data.Remove(archive);
        if (why is not (ExportEnd.Time or ExportEnd.Count)) notices.Tell(export.PostId, $"protection.notice-export-{why.ToString().ToLowerInvariant()}", $"/children/exports/{export.Id}", export.Number);
        await log.Export(AuditKind.Permission, export, "gone", ct);
    }

    /// <summary>In a transaction of its own; whoever changed it meanwhile was first.</summary>
    public Task<bool> InItsOwn(Export export, ExportEnd why, CancellationToken ct) => data.Attempt(async () =>
    {
        await Run(export, why, ct);
        return await data.SaveUnlessChanged(ct);
    }, ct);

    /// <summary>One round over those whose time is over; returns how many there were.</summary>
    public async Task<int> EndExpired(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ended = 0;
        foreach (var id in await data.ExportsOfTheCity.Where(e => (e.State == ExportState.Asked || e.State == ExportState.Granted || e.State == ExportState.Made) && e.Until <= now).OrderBy(e => e.Until).Select(e => e.Id).Take(1000).ToListAsync(ct))
            if (await data.ExportsOfTheCity.SingleOrDefaultAsync(e => e.Id == id, ct) is { } export && await InItsOwn(export, ExportEnd.Time, ct)) ended++;
        return ended;
    }
}

/// <summary>Looks every ten minutes for exports whose time is over. Nobody can open them before that either: the time is asked at each step.</summary>
sealed class ExportClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExportClock> log) : Recurring(scopes, time, log)
{
    protected override async Task Run(IServiceProvider services, CancellationToken ct) => await services.GetRequiredService<EndExport>().EndExpired(ct);

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromMinutes(10);
}
