using System.Globalization;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal.Explaining;

/// <summary>A published indicator in plain words, made from the figures by rule, and what can be drawn of it.</summary>
sealed class FigureWords(Texts texts)
{
    public static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>For links to files, which do not know the language of the page.</summary>
    public static string Lang => CultureInfo.CurrentUICulture.Name;

    public static string Name(PublicIndicator view) => InEnglish && view.Indicator.NameEn.Length > 0 ? view.Indicator.NameEn : view.Indicator.Name;

    /// <summary>Where it stands, and whether that is what was promised.</summary>
    public string Sentence(PublicIndicator view)
    {
        if (view.City.Figures.LastOrDefault(f => f.Value is not null || f.Hidden) is not { } last) return texts["portal.figure-none"];
        if (last.Hidden) return texts["portal.figure-small", Year(last)];
        var unit = UnitWords.Of(view.Indicator.MeasureUnit) is var word && word is "%" or "‰" or "" ? word : " " + word;
        var said = view.YesNo ? texts[last.Value > 0 ? "portal.figure-yes" : "portal.figure-no", Year(last)] : texts["portal.figure-is", Year(last), Number(last) + unit];
        return said + (view.Target is { } target && !view.YesNo ? texts[view.Met switch { true => "portal.figure-met", false => "portal.figure-not-yet", _ => "portal.figure-promised" }, target] : "");
    }

    public string Text(PublicIndicator view, PublishedFigure figure) => view.YesNo ? texts[figure.Value > 0 ? "portal.yes" : "portal.no"] : Number(figure);

    public static string Number(PublishedFigure figure) => figure.High is { } high ? $"{Figure.Text(figure.Value!.Value)}—{Figure.Text(high)}" : Figure.Text(figure.Value!.Value);

    /// <summary>The years of the city; null where there is nothing to draw.</summary>
    public LinesInput? Lines(PublicIndicator view) => view.YesNo || view.City.Figures.All(f => f.Value is null) ? null
        : new($"{view.City.Name} {Name(view)}", UnitWords.Of(view.Indicator.MeasureUnit), [.. view.Years.Select(y => y.ToString(CultureInfo.InvariantCulture))],
            [new(view.City.Name, [.. view.City.Figures.Select(f => f.Value)], [.. view.BreakYears.Select(y => view.Years.ToList().IndexOf(y)).Where(i => i > 0)])], ChartWords.Of(texts), view.City.Path, view.City.Target);

    /// <summary>The years of which there is something to put on a map.</summary>
    public static IReadOnlyList<int> MapYears(PublicIndicator view) => [.. view.Years.Where(y => view.Counties.Any(c => c.Figures.Any(f => f.Year == y && f.Value is not null)))];

    /// <summary>The counties of the year that is asked for, or of the newest; what is kept from view is hatched. Null where there is no map or no figure.</summary>
    public (MapInput Map, int Year)? Map(PublicIndicator view, RegionMap map, string? asked)
    {
        var years = MapYears(view);
        if (!map.Any || years.Count == 0) return null;
        var year = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && years.Contains(wanted) ? wanted : years[^1];
        var known = view.Counties.ToDictionary(c => c.Region, c => c.Figures.Single(f => f.Year == year), StringComparer.Ordinal);
        var counties = view.Land.Where(r => map.Outlines.ContainsKey(r.Code)).Select(r => (r.Name, Outline: map.Outlines[r.Code], Figure: known.GetValueOrDefault(r.Code) ?? new(year, null, false))).ToList();
        // Published figures are rounded already: the ends of the steps take as many places as they have.
        var values = counties.Select(c => c.Figure.Value).OfType<decimal>().ToList();
        if (values.Count == 0) return null;
        var places = values.Max(v => v.Scale == 0 ? 0 : Math.Min((int)v.Scale, 4));
        var (step, legend) = view.YesNo ? (v => v > 0 ? AreaMap.Steps - 1 : 0, [(0, texts["portal.no"]), (AreaMap.Steps - 1, texts["portal.yes"])]) : AreaMap.Classes(values, v => Figure.Text(decimal.Round(v, places, MidpointRounding.AwayFromZero)));
        return (new($"{Name(view)} {year.ToString(CultureInfo.InvariantCulture)}",
            [.. counties.Select(c => c.Figure.Value is { } v ? new MapArea(c.Name, c.Outline, step(v), Text(view, c.Figure)) : new MapArea(c.Name, c.Outline, null, c.Figure.Hidden ? "＊" : null, c.Figure.Hidden))],
            legend, texts["portal.figure-nothing"], $"＊ {texts["portal.figure-hidden"]}"), year);
    }

    static string Year(PublishedFigure figure) => figure.Year.ToString(CultureInfo.InvariantCulture);
}
