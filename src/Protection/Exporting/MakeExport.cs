using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>
/// Makes the file of a granted export, with the rights that its asker has at this moment. All of it is written in one transaction at the end, and nothing on the way lies on a disk:
/// killed, it has done nothing and starts over.
/// </summary>
sealed class MakeExport(ProtectionData data, PostHolder posts, CurrentUser user, CitySettings settings, ExportSheet sheet, EndExport ending, NoticeBoard notices, AuditLog log, TimeProvider time) : IJob
{
    public const string Kind = "protection.make-export";

    public async Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (!Guid.TryParse(job.Subject, CultureInfo.InvariantCulture, out var id) || await data.ExportsOfTheCity.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } export) return "protection.export-gone";
        if (export.StateAt(now) != ExportState.Granted) return null; // made already, or over

        await posts.TakePostOf(export.PersonId, export.PostId, ct);
        if (user.PostId != export.PostId || !data.MayExport) return await End(export, ExportEnd.NoRight, ct);
        var most = await settings.MostRows(ct);
        var rows = await sheet.Rows(export, most + 1, ct);
        if (ExportRules.TooMany(rows.Count, most) is not null) return await End(export, ExportEnd.TooMany, ct);
        await progress.At(40, ct);
        var password = NewPassword();
        var bytes = SealedZip.Of($"{export.Number}.xlsx", await sheet.Write(export, rows, ct), password, ChinaTime.Local(now));
        await progress.At(80, ct);

        // No progress is told from here to the end: the transaction holds the embedded database.
        await data.Attempt(async () =>
        {
            export.Make(rows.Count, password, now);
            notices.Tell(export.PostId, "protection.notice-export-made", $"/children/exports/{id}", export.Number);
            // Of two that make it at once, in two processes, the second leaves it to the first.
            if (!await data.SaveUnlessChanged(ct)) return false;
            data.Add(new ExportArchive { ExportId = id, Bytes = bytes });
            foreach (var row in rows) data.Add(new ExportedChild { ExportId = id, ChildId = row.Child });
            await data.Save(ct);
            await log.Export(AuditKind.Permission, export, "made", ct, [.. rows.Select(r => r.Child)]);
            return true;
        }, ct);
        return null;
    }

    async Task<string?> End(Export export, ExportEnd why, CancellationToken ct)
    {
        await ending.InItsOwn(export, why, ct);
        return null;
    }

    // Without the characters that are read wrongly from paper. Six groups of four: 138 bits, more than anybody can try, whatever the archive's own slow hash is worth.
    static string NewPassword() => string.Join('-', Enumerable.Range(0, 6).Select(_ => RandomNumberGenerator.GetString("ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789", 4)));
}
