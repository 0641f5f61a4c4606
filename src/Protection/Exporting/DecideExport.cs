using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>Somebody else lets an export be made, or refuses it and says why. Of two who decide at once the first has decided, and the second is shown how.</summary>
sealed class DecideExport(ProtectionData data, CurrentUser user, JobDesk jobs, NoticeBoard notices, AuditLog log, TimeProvider time)
{
    /// <summary>Answer is "grant" or "refuse".</summary>
    public async Task<Result<Export>> Run(Guid id, string? answer, string? reason, CancellationToken ct)
    {
        if (answer is not ("grant" or "refuse") || user.PersonId is not { } by || await data.ExportsToDecide.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } export) return Export.NotYours;
        var decided = export.Decide(answer == "grant", reason, by, time.GetUtcNow().UtcDateTime);
        if (!decided.Ok) return decided;
        var first = await data.Attempt(async () =>
        {
            if (answer == "grant") jobs.Ask(MakeExport.Kind, id.ToString());
            notices.Tell(export.PostId, $"protection.notice-export-{answer}", $"/children/exports/{id}", user.UnitName);
            if (!await data.SaveUnlessChanged(ct)) return false;
            await log.Export(AuditKind.Permission, export, answer, ct);
            return true;
        }, ct);
        return first ? export : Export.Decided;
    }
}
