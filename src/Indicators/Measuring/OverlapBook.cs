using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>
/// The declared overlaps, for whoever adds regions up. What two townships share is taken off where their counties are added up, and within one county where its townships are: each once, at the first sum that has both. Pure.
/// </summary>
sealed class OverlapBook(IEnumerable<FigureOverlap> declared, IEnumerable<Region> regions)
{
    readonly ILookup<string, FigureOverlap> byElement = declared.ToLookup(o => o.ElementId, StringComparer.Ordinal);
    readonly ILookup<string, Region> lives = regions.ToLookup(r => r.Code, StringComparer.Ordinal);
    readonly Dictionary<string, string> parents = regions.Where(r => r.ParentCode is not null).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().ParentCode!, StringComparer.Ordinal);

    /// <summary>What the regions of a sum both count, by pairs of them; what several townships of one pair share is one overlap of that pair.</summary>
    public IReadOnlyList<Overlap> Between(Name name, string split, Period period, IReadOnlyCollection<string> codes)
    {
        if (!byElement.Contains(name.Element)) return [];
        var summed = codes as IReadOnlySet<string> ?? codes.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Of(name.Element, split, period).Select(o => (One: In(o.RegionCode, summed), Two: In(o.OtherCode, summed), o.Count)).Where(o => o.One is not null && o.Two is not null && o.One != o.Two)
                .GroupBy(o => string.CompareOrdinal(o.One, o.Two) < 0 ? (o.One, o.Two) : (One: o.Two, Two: o.One)).Select(g => new Overlap(name, g.Key.One!, g.Key.Two!, g.Sum(o => o.Count))),
        ];
    }

    /// <summary>Those that a sum over a region takes off: both sides lie below it.</summary>
    public IEnumerable<FigureOverlap> Under(string region, string element, string split, Period period)
    {
        HashSet<string> top = new(StringComparer.Ordinal) { region };
        return Of(element, split, period).Where(o => o.RegionCode != region && o.OtherCode != region && In(o.RegionCode, top) is not null && In(o.OtherCode, top) is not null);
    }

    // What a township shared that is no longer there is shared no more, until somebody declares it for its successor.
    IEnumerable<FigureOverlap> Of(string element, string split, Period period) => byElement[element].Where(o => o.Split == split && o.Holds(period) && Lives(o.RegionCode, period) && Lives(o.OtherCode, period));

    bool Lives(string code, Period period) => lives[code].Any(r => r.ValidFrom <= period.End && (r.ValidTo is null || r.ValidTo > period.End));

    string? In(string code, IReadOnlySet<string> summed)
    {
        for (var at = code; at is not null; at = parents.GetValueOrDefault(at))
            if (summed.Contains(at)) return at;
        return null;
    }
}
