using Microsoft.AspNetCore.Http;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Comparing;

/// <summary>What is to be compared, as the address says it: regions of the first indicator, or several indicators of the first region.</summary>
sealed record CompareInput(bool ByIndicators, IReadOnlyList<string> Indicators, IReadOnlyList<string> Regions)
{
    public static CompareInput From(IQueryCollection query) => new(query["by"] == "indicators", Some(query["indicator"]), Some(query["region"]));

    // An address may repeat a name without end; whoever asks for more than can be drawn is told so.
    static IReadOnlyList<string> Some(IEnumerable<string?> asked) => [.. asked.OfType<string>().Where(v => v.Length > 0).Distinct(StringComparer.Ordinal).Take(40)];
}

/// <summary>One line of a comparison: an indicator in a region over the years of the view.</summary>
sealed record CompareLine(string Name, KnownIndicator Known, Region Region, IReadOnlyList<RegionFigure?> Figures, IReadOnlyList<int> Breaks, int Digits)
{
    /// <summary>For drawing: only what stands for the whole region.</summary>
    public ChartLine Drawn => new(Name, [.. Figures.Select(f => f is { Whole: true, Value: { } v } ? Formula.Shown(v, Digits) : (decimal?)null)], Breaks);
    public bool IsYesNo => Known.Indicator.Direction == "boolean";
}

/// <summary>Lines that are measured in the same unit and can stand on one axis.</summary>
sealed record CompareGroup(string Unit, IReadOnlyList<CompareLine> Lines)
{
    public bool CanBeDrawn => Lines.Any(l => !l.IsYesNo) && Lines.Any(l => l.Drawn.Values.Any(v => v is not null));
}

sealed record CompareView(
    CompareInput Input, IReadOnlyList<KnownIndicator> Indicators, IReadOnlyList<Region> Regions, IReadOnlyList<KnownIndicator> ChosenIndicators, IReadOnlyList<Region> ChosenRegions, IReadOnlyList<Period> Years,
    IReadOnlyList<CompareGroup> Groups, IReadOnlyList<Problem> Problems)
{
    public string Title => Input.ByIndicators ? ChosenRegions[0].Name : IndicatorWords.Name(ChosenIndicators[0].Indicator);
}

/// <summary>Sets regions or indicators side by side, by the figures that the reader may see. Nobody is ranked: the order is that of the codes and of the catalogue.</summary>
sealed class ReadComparison(ReadFigures figures)
{
    public const int MostRegions = LinesChart.Most, MostIndicators = 4;

    public async Task<CompareView> Run(CompareInput input, CancellationToken ct) => Of(await figures.Own(ct), input);

    public static CompareView Of(FigureView view, CompareInput input)
    {
        IReadOnlyList<Region> regions = [view.Top, .. view.Counties];
        var problems = new List<Problem>();
        var wantedIndicators = view.Indicators.Where(i => input.Indicators.Contains(i.Indicator.Id)).ToList();
        var wantedRegions = regions.Where(r => input.Regions.Contains(r.Code)).ToList();
        var unknown = input.Indicators.Count - wantedIndicators.Count + input.Regions.Count - wantedRegions.Count;
        if (unknown > 0) problems.Add(new("indicators.compare-unknown", null, unknown));

        if (!input.ByIndicators)
        {
            // Nothing chosen yet but the indicator: the city and the first of its counties, in the order of their codes.
            if (wantedIndicators.Count > 0 && wantedRegions.Count == 0) wantedRegions = [.. regions.Take(MostRegions)];
            if (wantedRegions.Count > MostRegions) problems.Add(new("indicators.compare-many-regions", null, MostRegions));
            wantedIndicators = [.. wantedIndicators.Take(1)];
            wantedRegions = [.. wantedRegions.Take(MostRegions)];
        }
        else
        {
            if (wantedIndicators.Count > MostIndicators) problems.Add(new("indicators.compare-many-indicators", null, MostIndicators));
            if (wantedRegions.Count == 0) wantedRegions = [view.Top];
            wantedIndicators = [.. wantedIndicators.Take(MostIndicators)];
            wantedRegions = [.. wantedRegions.Take(1)];
        }

        var all = view.Years;
        var lines = (from i in wantedIndicators from r in wantedRegions select Line(view, i, r, all, input.ByIndicators)).ToList();
        // From the first year that anyone has something in: what nobody had yet says nothing.
        var first = lines.Count == 0 ? all.Count : Enumerable.Range(0, all.Count).FirstOrDefault(y => lines.Exists(l => l.Figures[y]?.Value is not null), all.Count);
        var years = all.Skip(first).ToList();
        lines = lines.ConvertAll(l => l with { Figures = [.. l.Figures.Skip(first)], Breaks = [.. l.Breaks.Select(b => b - first).Where(b => b > 0)] });
        return new(input, view.Indicators, regions, wantedIndicators, wantedRegions, years,
            [.. lines.GroupBy(l => (l.Known.Indicator.MeasureUnit, l.IsYesNo)).Select(g => new CompareGroup(UnitWords.Of(g.Key.MeasureUnit), [.. g]))], problems);
    }

    static CompareLine Line(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, bool byIndicators) => new(
        byIndicators ? IndicatorWords.Name(known.Indicator) : region.Name, known, region, [.. years.Select(y => view.Of(known, region.Code, y))],
        [.. known.Breaks.Select(b => years.ToList().FindIndex(y => y.Year == b.FromYear)).Where(i => i > 0)], known.Versions.Count > 0 ? known.Versions[^1].Digits : 2);
}
