using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;

namespace OneMetre.Indicators.Overlapping;

/// <summary>A declared overlap with its names.</summary>
sealed record OverlapLine(FigureOverlap Overlap, DataElement? Element, string Region, string Other);

/// <summary>A region to choose from; Within is its county.</summary>
sealed record RegionChoice(string Code, string Name, string Within);

sealed record OverlapsView(IReadOnlyList<OverlapLine> Lines, int Total, IReadOnlyList<DataElement> Elements, IReadOnlyList<RegionChoice> Regions, bool May);

/// <summary>The overlaps of the user's own region, the newest first, and what a new one can be declared of.</summary>
sealed class ReadOverlaps(IndicatorsData data)
{
    public const int PageSize = 30;

    public async Task<OverlapsView> Run(int page, CancellationToken ct)
    {
        var prefix = data.OwnPrefix;
        var all = data.Overlaps.AsNoTracking().Where(o => o.RegionCode.StartsWith(prefix) && o.OtherCode.StartsWith(prefix));
        var found = await all.OrderByDescending(o => o.FromYear).ThenByDescending(o => o.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var regions = await data.Regions.AsNoTracking().Where(r => r.Code.StartsWith(prefix) && r.Level >= RegionLevel.County && r.Level <= RegionLevel.Township).OrderBy(r => r.Code).ThenBy(r => r.ValidFrom).ToListAsync(ct);
        var names = regions.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Name, StringComparer.Ordinal);
        return new([.. found.Select(o => new OverlapLine(o, elements.GetValueOrDefault(o.ElementId), names.GetValueOrDefault(o.RegionCode) ?? o.RegionCode, names.GetValueOrDefault(o.OtherCode) ?? o.OtherCode))], await all.CountAsync(ct),
            [.. elements.Values.Where(e => e.Combine == Combine.Sum && e.RetiredOn is null).OrderBy(e => e.Id, StringComparer.Ordinal)],
            [.. regions.Where(r => r.ValidTo is null).Select(r => new RegionChoice(r.Code, r.Name, r.Level == RegionLevel.County ? r.Name : names.GetValueOrDefault(r.ParentCode ?? "") ?? ""))], data.MayDeclare(prefix));
    }
}
