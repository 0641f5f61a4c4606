using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>An export as its pages show it: to who asked, and to who decides. Words that were looked for are only told to have been there: the reader may not see names.</summary>
sealed record ExportLine(Export Export, string Number, string Who, string Unit, string? Reason, string? Answer, string? DecidedBy, ExportState State, bool ByWords, bool Mine);

sealed class ReadExports(ProtectionData data, CurrentUser user, Eyes eyes, TimeProvider time)
{
    public const int PageSize = 50;

    /// <summary>How many wait for the user's decision.</summary>
    public Task<int> Waiting(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return data.ExportsToDecide.CountAsync(e => e.State == ExportState.Asked && e.Until > now, ct);
    }

    /// <summary>What waits first, then the newest; own wishes and those to decide.</summary>
    public async Task<(IReadOnlyList<ExportLine> Lines, int Total)> List(int page, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var seen = data.OwnExports.Union(data.ExportsToDecide);
        return (await Lines(seen.OrderByDescending(e => e.State == ExportState.Asked && e.Until > now).ThenByDescending(e => e.AskedAt).Skip((page - 1) * PageSize).Take(PageSize), ct), await seen.CountAsync(ct));
    }

    /// <summary>One that the user asked for.</summary>
    public async Task<ExportLine?> One(Guid id, CancellationToken ct) => (await Lines(data.OwnExports.Where(e => e.Id == id), ct)).SingleOrDefault();

    async Task<IReadOnlyList<ExportLine>> Lines(IQueryable<Export> exports, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var rows = await exports.AsNoTracking().Select(e => new
        {
            Export = e,
            Who = data.People.Where(p => p.Id == e.PersonId).Select(p => p.DisplayName).FirstOrDefault(),
            Unit = data.Units.Where(u => u.Id == e.UnitId).Select(u => u.ShortName).FirstOrDefault(),
            DecidedBy = data.People.Where(p => p.Id == e.DecidedBy).Select(p => p.DisplayName).FirstOrDefault(),
        }).ToListAsync(ct);
        return [.. rows.Select(r => new ExportLine(r.Export, r.Export.Number, r.Who ?? "—", r.Unit ?? "—", eyes.Show(r.Export.Id, r.Export.Reason, true), eyes.Show(r.Export.Id, r.Export.Answer, true), r.DecidedBy,
            r.Export.StateAt(now), r.Export.Words is not null, r.Export.PersonId == user.PersonId))];
    }
}
