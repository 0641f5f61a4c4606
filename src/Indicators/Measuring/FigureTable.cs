using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>An accepted figure, without its history.</summary>
readonly record struct KnownValue(string Element, string Region, Period Period, string Split, CellState State, decimal? Number, ValueStatus Status);

/// <summary>An indicator in a region and period, with the regions that its figure rests on: Have of Expected. A region that reports for itself stands for itself, 1 of 1.</summary>
sealed record RegionFigure(IndicatorFigure Figure, int Have, int Expected, bool Revised)
{
    public decimal? Value => Figure.Value;
    public bool Whole => Have >= Expected;
}

/// <summary>
/// Accepted figures over the land: what a region has reported itself, or else what the regions below it make together. Numerator and denominator are added up over the same regions and divided once; a
/// rate is never the mean of rates (domain reference §3.3, §11.1). The regions are those of the period: a merged township keeps its figures under its old name and counts for the county that it lay in.
/// Pure: values and regions in, figures out.
/// </summary>
sealed class FigureTable
{
    readonly Dictionary<(string Element, string Region, Period Period, string Split), KnownValue> values;
    readonly Dictionary<string, Combining> combine;
    readonly ILookup<string, Region> children;
    readonly Dictionary<Period, HashSet<string>> reported;

    public FigureTable(IEnumerable<KnownValue> values, IEnumerable<DataElement> elements, IEnumerable<Region> regions)
    {
        this.values = values.ToDictionary(v => (v.Element, v.Region, v.Period, v.Split));
        combine = elements.ToDictionary(e => e.Id, e => e.Combine, StringComparer.Ordinal);
        children = regions.Where(r => r.ParentCode is not null).ToLookup(r => r.ParentCode!, StringComparer.Ordinal);
        // Every region with a figure, and all above it: where nothing lies below, nothing has to be looked for.
        reported = [];
        foreach (var value in this.values.Values)
        {
            if (!reported.TryGetValue(value.Period, out var here)) reported[value.Period] = here = new(StringComparer.Ordinal);
            here.Add(value.Region);
        }
        var parents = regions.Where(r => r.ParentCode is not null).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().ParentCode!, StringComparer.Ordinal);
        foreach (var here in reported.Values)
            foreach (var region in here.ToList())
                for (var at = region; parents.TryGetValue(at, out var parent) && here.Add(parent); at = parent) { }
    }

    public IEnumerable<Period> Periods => reported.Keys;

    /// <summary>One element: the region's own figure, or the sum (or the lowest) of the regions below it that have one.</summary>
    public (Reading Reading, int Have, int Expected) Of(string element, string region, Period period, string split)
    {
        if (Own(element, region, period, split) is { } own) return (own, 1, 1);
        var rule = combine.GetValueOrDefault(element, Combining.None);
        var below = Below(region, period);
        if (rule == Combining.None || below.Count == 0) return (Reading.Missing, 0, Math.Max(1, below.Count));
        var parts = below.Select(b => Of(element, b.Code, period, split)).ToList();
        var known = parts.Where(p => p.Reading.Value is not null || p.Reading.NotApplicable).ToList();
        if (known.Count == 0) return (Reading.Missing, 0, below.Count);
        if (known.TrueForAll(p => p.Reading.NotApplicable)) return (Reading.None, known.Count, below.Count);
        var numbers = known.Where(p => p.Reading.Value is not null).Select(p => p.Reading.Value!.Value);
        return (rule == Combining.Sum ? numbers.Sum() : numbers.Min(), known.Count, below.Count);
    }

    /// <summary>An indicator: by the region's own figures where it has all of them, else over exactly those regions below that have every part of the formula.</summary>
    public RegionFigure Indicator(Formula formula, string region, Period period, string split = Splits.Total)
    {
        var names = FormulaBook.Names(formula).ToList();
        if (names.TrueForAll(n => Own(n.Element, region, AtOf(n, formula, period), SplitOf(n, split)) is { } own && (own.Value is not null || own.NotApplicable)))
            return Take(formula, split, n => Own(n.Element, region, AtOf(n, formula, period), SplitOf(n, split)) ?? Reading.Missing, 1, 1, names, [region], period);

        var leaves = Leaves(region, period, names, formula, split, out var expected);
        if (leaves.Count == 0) return new(IndicatorFigure.None, 0, expected, false);
        return Take(formula, split, n => Together(n, leaves, AtOf(n, formula, period), SplitOf(n, split)), leaves.Count, expected, names, leaves, period);
    }

    /// <summary>The figures of each region of the next level below, in the order of their codes.</summary>
    public IReadOnlyList<Region> Below(string region, Period period) =>
        reported.TryGetValue(period, out var here) && here.Contains(region)
            ? [.. children[region].Where(r => r.ValidFrom <= period.End && (r.ValidTo is null || r.ValidTo > period.End)).OrderBy(r => r.Code, StringComparer.Ordinal)]
            : [];

    RegionFigure Take(Formula formula, string split, Func<Name, Reading> lookUp, int have, int expected, List<Name> names, List<string> regions, Period period)
    {
        var revised = names.Exists(n => regions.Exists(r => values.TryGetValue((n.Element, r, AtOf(n, formula, period), SplitOf(n, split)), out var v) && v.Status == ValueStatus.Revised));
        return new(FormulaBook.Value(formula, lookUp), have, expected, revised);
    }

    /// <summary>The regions right below that can answer every part of the formula, by themselves or through the ones below them.</summary>
    List<string> Leaves(string region, Period period, List<Name> names, Formula formula, string split, out int expected)
    {
        var below = Below(region, period);
        expected = Math.Max(1, below.Count);
        if (names.Exists(n => combine.GetValueOrDefault(n.Element, Combining.None) == Combining.None)) return [];
        return [.. below.Where(b => names.TrueForAll(n => Of(n.Element, b.Code, AtOf(n, formula, period), SplitOf(n, split)).Reading is { Value: not null } or { NotApplicable: true })).Select(b => b.Code)];
    }

    Reading Together(Name name, List<string> regions, Period period, string split)
    {
        var readings = regions.ConvertAll(r => Of(name.Element, r, period, split).Reading);
        var numbers = readings.Where(r => r.Value is not null).Select(r => r.Value!.Value).ToList();
        if (numbers.Count == 0) return readings.Exists(r => r.NotApplicable) ? Reading.None : Reading.Missing;
        return combine.GetValueOrDefault(name.Element) == Combining.Lowest ? numbers.Min() : numbers.Sum();
    }

    Reading? Own(string element, string region, Period period, string split)
    {
        if (values.TryGetValue((element, region, period, split), out var value))
            return value switch
            {
                { State: CellState.Known, Number: { } number } => new Reading(number),
                { State: CellState.NotApplicable } => Reading.None,
                _ => null, // reported as missing: what lies below may still know
            };
        // A range is kept as its two ends.
        return split.Length == 0 && values.TryGetValue((element, region, period, "end:low"), out var low) && values.TryGetValue((element, region, period, "end:high"), out var high) && low.Number is { } from && high.Number is { } to
            ? new Reading(from, to) : null;
    }

    static Period AtOf(Name name, Formula formula, Period period) => name.Look switch
    {
        Look.Prev => period.Previous,
        Look.LastYear => new(period.Kind, period.Year - 1, period.Ordinal),
        Look.Base when formula.BaseYear is { } year => new(period.Kind, year, period.Ordinal),
        _ => period,
    };

    static string SplitOf(Name name, string split) => name.Split.Length > 0 ? name.Split : split;
}
