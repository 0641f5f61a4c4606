using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>The city keeps what another system's ids mean here, so that its exports can be sent as they are. A list is kept whole or not at all; what stands in it must exist.</summary>
sealed class KeepNames(IndicatorsData data, CitySettings settings)
{
    const int Most = 20_000;
    const int Longest = 120;

    public Task<Dictionary<string, string>> Read(CancellationToken ct) => settings.Get(ForeignNames.Setting, new Dictionary<string, string>(), ct);

    /// <summary>How many names are kept now.</summary>
    public async Task<Result<int>> Run(IReadOnlyDictionary<string, string> names, CancellationToken ct)
    {
        if (names.Count > Most) return new Problem("indicators.too-many-rows", null, Most);
        var elements = await data.Elements.Select(e => e.Id).ToListAsync(ct);
        var regions = (await data.Regions.Select(r => r.Code).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        regions.UnionWith(elements);
        var problems = names.Where(n => n.Key.Length is 0 or > Longest || n.Value is null || (n.Value.Length > 0 && !regions.Contains(n.Value) && !ForeignNames.IsSplit(n.Value)))
            .Take(100).Select(n => new Problem("indicators.name-means-nothing", n.Key.Length <= Longest ? n.Key : n.Key[..Longest], n.Value ?? "null")).ToList();
        if (problems.Count > 0) return new Result<int>(0, problems);
        await settings.Set(ForeignNames.Setting, names.ToDictionary(), ct);
        await data.Save(ct);
        return names.Count;
    }
}
