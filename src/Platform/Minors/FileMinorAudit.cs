using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Minors;

/// <summary>Which audit, and the answer of the cyberspace office's system when it was handed in.</summary>
public sealed class FileMinorAuditForm
{
    public Guid Audit { get; set; }
    public string? Receipt { get; set; }
    public string? On { get; set; }
}

/// <summary>Makes the evidence pack of a year from the record and keeps it; made again, the later one counts, until the audit is filed.</summary>
sealed class PrepareMinorAudit(MinorsData data, MinorAuditPack pack, FileStore files, CurrentUser user, TimeProvider time)
{
    public async Task<Result<MinorAudit>> Run(Guid id, CancellationToken ct)
    {
        if (await data.Audits.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } audit) return new Problem("platform.minors.gone");
        if (audit.State == MinorAuditState.Filed) return new Problem("platform.minors.filed-already");
        var stored = await files.Put(await pack.Make(audit, ct), ct);
        var prepared = audit.Prepare(stored.Sha256, time.GetUtcNow().UtcDateTime, user.Name);
        if (prepared.Ok && !await data.SaveUnlessChanged(ct)) return new Problem("platform.minors.changed");
        return prepared;
    }
}

/// <summary>Puts down that the audit was handed in, with receipt and day.</summary>
sealed class FileMinorAudit(MinorsData data, CurrentUser user, TimeProvider time)
{
    public async Task<Result<MinorAudit>> Run(FileMinorAuditForm form, CancellationToken ct)
    {
        if (await data.Audits.SingleOrDefaultAsync(a => a.Id == form.Audit, ct) is not { } audit) return new Problem("platform.minors.gone");
        DateOnly? on = DateOnly.TryParseExact(form.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var filed = audit.File(form.Receipt, on, ChinaTime.Today(time), user.Name);
        if (filed.Ok && !await data.SaveUnlessChanged(ct)) return new Problem("platform.minors.changed");
        return filed;
    }
}
