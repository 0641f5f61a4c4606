using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Protection.Exporting;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Erasing;

/// <summary>Everything that the module holds on a child; and each export in which the child stood: a living file is deleted, and what people wrote about it, for it may name the child.</summary>
sealed class ChildEraser(ProtectionData data, EndExport ending) : IEraser
{
    public string Kind => Child.Kind;

    public async Task Forget(Guid subject, CancellationToken ct)
    {
        foreach (var export in await data.ExportsHolding(subject, ct))
        {
            if (export.State != ExportState.Ended) await ending.Run(export, ExportEnd.Erased, ct);
            (export.Reason, export.Answer) = (null, null);
        }
        foreach (var row in await data.EverythingOn(subject, ct)) data.Remove(row);
    }
}

/// <summary>Closes a file: the child has grown up, moved away, or was entered by mistake. Nothing is gone yet; retention runs from here.</summary>
sealed class CloseChild(ProtectionData data, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid id, CancellationToken ct)
    {
        if (!data.MayKeep || await data.Children.SingleOrDefaultAsync(c => c.Id == id && c.ClosedOn == null, ct) is not { } child) return KeepRules.NotYours;
        child.ClosedOn = ChinaTime.Today(time);
        child.Version++;
        return await data.SaveUnlessChanged(ct) ? id : KeepRules.Meanwhile;
    }
}

/// <summary>
/// Erases a closed file before its time, because the guardian asked or it should never have been: by the county's civil affairs alone, so that whoever keeps a file cannot make it vanish.
/// </summary>
sealed class EraseChild(ProtectionData data, CurrentUser user, Erasures erasures)
{
    public async Task<Result<Guid>> Run(Guid id, CancellationToken ct)
    {
        var county = user.Role == RoleCode.CivilAffairs && RegionCode.LevelOfPrefix(user.RegionPrefix) == RegionLevel.County;
        if (!county || !data.MayKeep || !await data.Children.AnyAsync(c => c.Id == id, ct)) return KeepRules.NotYours;
        if (await data.Children.AnyAsync(c => c.Id == id && c.ClosedOn == null, ct)) return new Problem("protection.close-first");
        try { await erasures.Run(Child.Kind, id, "asked", ct); }
        catch (DbUpdateException) { return KeepRules.Meanwhile; } // an export of it was taken at this moment; the ledger has the child, and asks again each day
        return id;
    }
}

/// <summary>How long a closed file is kept, in years [D]; kept under "protection.retention" in the settings.</summary>
sealed class FileRetention
{
    public int Years { get; set; } = 3;
}

/// <summary>Every day, erases the files that were closed long enough ago. Nobody is asked again: that was decided when the times were set.</summary>
sealed class KeepRetention(IServiceScopeFactory scopes, TimeProvider time, ILogger<KeepRetention> log) : Recurring(scopes, time, log)
{
    protected override async Task Run(IServiceProvider services, CancellationToken ct)
    {
        var erasures = services.GetRequiredService<Erasures>();
        await erasures.Replay(ct);
        await services.GetRequiredService<EraseExpired>().Run(ct);
    }

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromHours(24);
}

/// <summary>One round of retention; returns how many files it erased.</summary>
sealed class EraseExpired(ProtectionData data, CitySettings settings, Erasures erasures, TimeProvider time)
{
    public async Task<int> Run(CancellationToken ct)
    {
        var years = (await settings.Get("protection.retention", new FileRetention(), ct)).Years;
        var last = ChinaTime.Today(time).AddYears(-years);
        var expired = await data.ChildrenOfTheCity.Where(c => c.ClosedOn != null && c.ClosedOn <= last).OrderBy(c => c.ClosedOn).Select(c => c.Id).Take(1000).ToListAsync(ct);
        foreach (var child in expired) await erasures.Run(Child.Kind, child, "retention", ct);
        return expired.Count;
    }
}
