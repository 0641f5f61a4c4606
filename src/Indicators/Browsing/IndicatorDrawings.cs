using System.Globalization;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Comparing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Browsing;

/// <summary>What pages and files draw of what was read.</summary>
static class IndicatorDrawings
{
    public static LinesInput Lines(CompareView view, CompareGroup group, Texts texts)
    {
        var title = view.Input.ByIndicators && group.Lines.Count == 1 ? $"{view.Title} {group.Lines[0].Name}" : view.Title;
        return new(title, group.Unit, Years(view.Years), [.. group.Lines.Select(l => l.Drawn)], ChartWords.Of(texts));
    }

    /// <summary>The years of the city, with the way to its target.</summary>
    public static LinesInput Series(IndicatorView view, Texts texts)
    {
        var (i, digits) = (view.Known.Indicator, view.Version.Digits);
        decimal? Round(decimal? value) => value is { } v ? Formula.Shown(v, digits) : null;
        var years = view.Times.ToList();
        if (view.Period.Kind == PeriodKind.Year && view.City.Target is { DueYear: { } due }) for (var y = years[^1].Year + 1; y <= due && years.Count < 20; y++) years.Add(new(PeriodKind.Year, y, 1));
        return new($"{view.City.Region.Name} {IndicatorWords.Name(i)}", UnitWords.Of(i.MeasureUnit), Years(years), [new(view.City.Region.Name, [.. years.Select((_, n) => n < view.Times.Count ? Round(view.City.Values[n]) : null)], view.Breaks)], ChartWords.Of(texts),
            view.City.Target is { } target ? [.. years.Select(y => Round(TargetPath.Drawn(target, y)))] : null, Round(view.City.Target?.Level));
    }

    /// <summary>The counties of one year; null where there is no map or no figure to put on it.</summary>
    public static MapInput? Map(IndicatorView view, RegionMap map, Texts texts)
    {
        if (!map.Any || view.Times.Count == 0) return null;
        var at = view.IndexOf(view.Period);
        var counties = view.Counties.Where(c => map.Outlines.ContainsKey(c.Region.Code)).Select(c => (c.Region, Figure: c.Figures[at])).ToList();
        var (yes, digits) = (view.Known.Indicator.Direction == "boolean", view.Version.Digits);
        var values = counties.Select(c => c.Figure).Where(f => f is { Whole: true, Value: not null }).Select(f => Formula.Shown(f!.Value!.Value, digits)).ToList();
        if (values.Count == 0) return null;
        string Written(decimal value) => yes ? texts[value > 0 ? "indicators.yes" : "indicators.no"] : Figure.Text(Formula.Shown(value, digits));
        var (step, legend) = yes ? (v => v > 0 ? AreaMap.Steps - 1 : 0, [(0, Written(0)), (AreaMap.Steps - 1, Written(1))]) : AreaMap.Classes(values, Written);
        return new($"{IndicatorWords.Name(view.Known.Indicator)} {Day.Text(view.Period)}",
            [.. counties.Select(c => c.Figure is { Whole: true, Value: { } v } ? new MapArea(c.Region.Name, map.Outlines[c.Region.Code], step(Formula.Shown(v, digits)), Written(v)) : new MapArea(c.Region.Name, map.Outlines[c.Region.Code], null, null))],
            legend, texts["indicators.light-none"], "");
    }

    static IReadOnlyList<string> Years(IEnumerable<Period> years) => [.. years.Select(y => y.ToString())];
}
