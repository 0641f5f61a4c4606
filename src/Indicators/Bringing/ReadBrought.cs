using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Bringing;

/// <summary>A file in the list, without what it came to.</summary>
sealed record BroughtLine(Guid Id, string FileName, BroughtState State, DateTime At, int Written);

/// <summary>Reads the files that the bureau handed in, the newest first.</summary>
sealed class ReadBrought(IndicatorsData data)
{
    public const int PageSize = 20;

    public async Task<(IReadOnlyList<BroughtLine> Lines, int Total)> List(int page, CancellationToken ct)
    {
        var total = await data.BroughtFiles.CountAsync(ct);
        return (await data.BroughtFiles.AsNoTracking().OrderByDescending(f => f.At).ThenByDescending(f => f.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(f => new BroughtLine(f.Id, f.FileName, f.State, f.At, f.Written)).ToListAsync(ct), total);
    }

    public async Task<(BroughtFile File, BroughtReport Report)?> One(Guid id, CancellationToken ct) =>
        await data.BroughtFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is { } file ? (file, BroughtReport.From(file.Report)) : null;

    /// <summary>What a name can mean: elements that are still asked for, and the regions of today under the user's post.</summary>
    public async Task<(IReadOnlyList<DataElement> Elements, IReadOnlyList<(string Code, string Name)> Regions)> Meanings(CancellationToken ct)
    {
        var prefix = data.OwnPrefix;
        return ((await data.Elements.AsNoTracking().Where(e => e.RetiredOn == null).ToListAsync(ct)).OrderBy(e => e.Id, StringComparer.Ordinal).ToList(),
            (await data.Regions.AsNoTracking().Where(r => r.ValidTo == null && r.Code.StartsWith(prefix)).Select(r => new { r.Code, r.Name }).ToListAsync(ct)).OrderBy(r => r.Code, StringComparer.Ordinal).Select(r => (r.Code, r.Name)).ToList());
    }
}
