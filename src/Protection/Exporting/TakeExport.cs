using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Exporting;

/// <summary>Gives the asker the password, once, and the archive, a few times.</summary>
sealed class TakeExport(ProtectionData data, Eyes eyes, EndExport ending, AuditLog log, TimeProvider time)
{
    public async Task<Result<string>> Show(Guid id, CancellationToken ct)
    {
        if (await data.OwnExports.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } export) return KeepRules.NotYours;
        var shown = export.Show(time.GetUtcNow().UtcDateTime);
        if (!shown.Ok) return new Result<string>(null, shown.Problems);
        var password = eyes.Show(id, shown.Value, true)!;
        var first = await data.Attempt(async () =>
        {
            if (!await data.SaveUnlessChanged(ct)) return false;
            await log.Export(AuditKind.Permission, export, "shown", ct);
            return true;
        }, ct);
        return first ? password : Export.ShownBefore;
    }

    /// <summary>The bytes and the export's number; the last download ends it. Somebody else's is not there.</summary>
    public async Task<Result<(byte[] Bytes, string Number)>> Take(Guid id, CancellationToken ct)
    {
        while (true)
        {
            // In one query: between two the last download of another browser could take the bytes away.
            if (await data.OwnExports.Where(e => e.Id == id).Select(e => new { Export = e, Bytes = data.Archives.Where(a => a.ExportId == e.Id).Select(a => a.Bytes).FirstOrDefault() }).SingleOrDefaultAsync(ct) is not { Export: var export, Bytes: var bytes }) return KeepRules.NotYours;
            var taken = export.Take(time.GetUtcNow().UtcDateTime);
            if (!taken.Ok) return new Result<(byte[], string)>(default, taken.Problems);
            var counted = await data.Attempt(async () =>
            {
                if (export.Downloads >= Export.MostDownloads) await ending.Run(export, ExportEnd.Count, ct);
                if (!await data.SaveUnlessChanged(ct)) return false;
                await log.Export(AuditKind.Export, export, "taken", ct);
                return true;
            }, ct);
            // Two of one's own browsers at the same moment: asked again, it is another download or none.
            if (counted) return (bytes!, export.Number);
        }
    }
}
