using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Publishing;

/// <summary>
/// What everybody may see: published figures of the city and its counties. A figure over an element whose small counts could point at a child is shown only where the memory of publications says so;
/// what the memory does not know is not shown.
/// </summary>
sealed class PublicFigures(ReadFigures figures, IndicatorsData data) : IPublicFigures
{
    public async Task<PublicIndicator?> One(string id, CancellationToken ct)
    {
        var view = await figures.Published(ct);
        if (view.Indicator(id) is not { } known) return null;
        var shown = await Shown(ct);
        var years = Years(view, known);
        var city = Series(view, known, view.Top, years, shown);
        var counties = view.Counties.Select(r => Series(view, known, r, years, shown)).Where(s => s.Figures.Any(f => f.Value is not null || f.Hidden)).ToList();
        var last = city.Figures.LastOrDefault(f => f.Value is not null);
        var before = city.Figures.LastOrDefault(f => f.Year == last?.Year - 1)?.Value;
        var met = last is { Value: { } value } && view.TargetFor(known, view.Top.Code) is { } target ? target.Met(new(value, last.High, before)) : TargetMet.NoData;
        return new(Entry(known.Indicator), [.. years.Select(y => y.Year)], city, counties, [.. view.Counties.Select(r => new PublicRegion(r.Code, r.Name))], [.. known.Breaks.Select(b => b.FromYear)], known.Promise?.Text, known.Target?.DueYear,
            met == TargetMet.NoData ? null : met == TargetMet.Met, known.Indicator.Direction == "boolean");
    }

    public async Task<IReadOnlyDictionary<string, PublishedFigure>> Newest(CancellationToken ct)
    {
        var view = await figures.Published(ct);
        var shown = await Shown(ct);
        return view.Indicators.Select(i => (i.Indicator.Id, Figure: Years(view, i).Reverse().Select(y => Of(view, i, view.Top.Code, y, shown)).FirstOrDefault(f => f.Value is not null || f.Hidden)))
            .Where(f => f.Figure is not null).ToDictionary(f => f.Id, f => f.Figure!);
    }

    public async IAsyncEnumerable<OpenRow> All([EnumeratorCancellation] CancellationToken ct)
    {
        var view = await figures.Published(ct);
        var shown = await Shown(ct);
        foreach (var known in view.Indicators)
            foreach (var region in view.Counties.Prepend(view.Top))
                foreach (var year in Years(view, known))
                    if (Of(view, known, region.Code, year, shown) is { } figure && (figure.Value is not null || figure.Hidden))
                        yield return new(known.Indicator.Id, known.Indicator.Name, known.Indicator.NameEn, known.Indicator.MeasureUnit, region.Code, region.Name, year.Year, figure.Value, figure.Hidden, known.Breaks.Any(b => b.FromYear == year.Year));
    }

    static IReadOnlyList<Period> Years(FigureView view, KnownIndicator known) => [.. view.Years.Where(y => FormulaBook.For(known.Versions, y) is not null)];

    static PublicSeries Series(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, IReadOnlyDictionary<(Period, string), bool> shown)
    {
        var figures = years.Select(y => Of(view, known, region.Code, y, shown)).ToList();
        // A path begins at a figure: where that is hidden, the path would tell it.
        var target = view.TargetFor(known, region.Code);
        if (figures.Exists(f => f.Hidden) || (target?.BaseYear is { } start && !figures.Exists(f => f.Year == start && f.Value is not null))) target = null;
        var digits = known.Versions.Count > 0 ? known.Versions[^1].Digits : 2;
        return new(region.Code, region.Name, figures, [.. years.Select(y => target is null || y.Year < target.BaseYear ? null : TargetPath.Expected(target, y) is { } v ? Formula.Shown(v, digits) : (decimal?)null)],
            target?.Level is { } level ? Formula.Shown(level, digits) : null);
    }

    static PublishedFigure Of(FigureView view, KnownIndicator known, string region, Period period, IReadOnlyDictionary<(Period, string), bool> shown)
    {
        if (FormulaBook.For(known.Versions, period) is not { } version || FormulaBook.Of(version) is not { } formula) return new(period.Year, null, false);
        if (view.Of(known, region, period) is not { Value: { } value, Whole: true } figure) return new(period.Year, null, false);
        var sensitive = formula.Names.Where(n => view.Elements.GetValueOrDefault(n.Element)?.Sensitive == true).ToList();
        if (sensitive.Count > 0)
        {
            var simple = formula is { Numerator.Names: [{ Look: Look.Now, Split: "" }], Denominator.Names: [{ Look: Look.Now, Split: "" }] };
            var visible = simple
                ? shown.GetValueOrDefault((period, PublicKey.OfRate(known.Indicator.Id, region, Splits.Total)))
                : sensitive.TrueForAll(n => shown.GetValueOrDefault((n.Look == Look.Base && version.BaseYear is { } year ? new(period.Kind, year, period.Ordinal) : n.Look == Look.Now ? period : period.Previous, PublicKey.Of(n.Element, region, n.Split))));
            if (!visible) return new(period.Year, null, true);
        }
        return new(period.Year, Formula.Shown(value, version.Digits), false, figure.Worked.High);
    }

    /// <summary>Whether the newest edition of each figure and rate is public.</summary>
    async Task<IReadOnlyDictionary<(Period, string), bool>> Shown(CancellationToken ct) =>
        (await data.PublicCells.AsNoTracking().Select(c => new { c.Period, c.Key, c.Edition, c.Shown }).ToListAsync(ct)).GroupBy(c => (c.Period, c.Key)).ToDictionary(g => g.Key, g => g.MaxBy(c => c.Edition)!.Shown);

    static CatalogueIndicator Entry(Indicator i) => new(i.Id, i.Number, i.Name, i.NameEn, i.MeasureUnit, i.Direction, i.Definition, i.DefinitionEn);
}
