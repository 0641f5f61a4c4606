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
        var (view, shown) = await Open(ct);
        if (view.Indicator(id) is not { } known) return null;
        var years = Years(view, known);
        var city = Series(view, known, view.Top, years, shown);
        var counties = view.Counties.Select(r => Series(view, known, r, years, shown)).Where(s => s.Figures.Any(f => f.Value is not null || f.Hidden)).ToList();
        var last = city.Figures.LastOrDefault(f => f.Value is not null);
        var before = city.Figures.LastOrDefault(f => f.Year == last?.Year - 1)?.Value;
        var met = last is { Value: { } value } && Target(view, known, view.Top, city.Figures) is { } target ? target.Met(new(value, last.High, before)) : TargetMet.NoData;
        return new(Entry(known.Indicator), [.. years.Select(y => y.Year)], city, counties, [.. view.Counties.Select(r => new PublicRegion(r.Code, r.Name))], [.. known.Breaks.Select(b => b.FromYear)], known.Promise?.Text, known.Target?.DueYear,
            met == TargetMet.NoData ? null : met == TargetMet.Met, known.Indicator.Direction == "boolean");
    }

    public async Task<IReadOnlyDictionary<string, PublishedFigure>> Newest(CancellationToken ct)
    {
        var (view, shown) = await Open(ct);
        return view.Indicators.Select(i => (i.Indicator.Id, Figure: Years(view, i).Reverse().Select(y => Of(view, i, view.Top.Code, y, shown)).FirstOrDefault(f => f.Value is not null || f.Hidden)))
            .Where(f => f.Figure is not null).ToDictionary(f => f.Id, f => f.Figure!);
    }

    public async IAsyncEnumerable<OpenRow> All([EnumeratorCancellation] CancellationToken ct)
    {
        var (view, shown) = await Open(ct);
        foreach (var known in view.Indicators)
            foreach (var region in view.Counties.Prepend(view.Top))
                foreach (var year in Years(view, known))
                    if (Of(view, known, region.Code, year, shown) is { } figure && (figure.Value is not null || figure.Hidden))
                        yield return new(known.Indicator.Id, known.Indicator.Name, known.Indicator.NameEn, known.Indicator.MeasureUnit, region.Code, region.Name, year.Year, figure.Value, figure.Hidden, known.Breaks.Any(b => b.FromYear == year.Year));
    }

    /// <summary>Figures and what is shown of them, of one moment: a figure that has just been replaced must not be shown by leave of the new one. A city's own indicators are for everybody once the city says so.</summary>
    async Task<(FigureView View, IReadOnlyDictionary<(Period, string), bool> Shown)> Open(CancellationToken ct)
    {
        while (true)
        {
            var before = await data.LastChange(ct);
            var (view, shown) = (await figures.Published(ct), await Shown(ct));
            if (await data.LastChange(ct) == before) return (view with { Indicators = [.. view.Indicators.Where(i => !i.Indicator.Own || i.Indicator.Open)] }, shown);
        }
    }

    /// <summary>What was retired ends with the year in which it was.</summary>
    static IReadOnlyList<Period> Years(FigureView view, KnownIndicator known) => [.. view.Years.Where(y => (known.Indicator.RetiredOn is not { } day || y.Year <= day.Year) && FormulaBook.For(known.Versions, y) is not null)];

    static PublicSeries Series(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, IReadOnlyDictionary<(Period, string), bool> shown)
    {
        var figures = years.Select(y => Of(view, known, region.Code, y, shown)).ToList();
        var target = figures.Exists(f => f.Hidden) ? null : Target(view, known, region, figures);
        var digits = known.Versions.Count > 0 ? known.Versions[^1].Digits : 2;
        return new(region.Code, region.Name, figures, [.. years.Select(y => TargetPath.Drawn(target, y) is { } v ? Formula.Shown(v, digits) : (decimal?)null)],
            target?.Level is { } level ? Formula.Shown(level, digits) : null);
    }

    /// <summary>A target begins at a figure: at the one that everybody sees, or it would tell the one that nobody is to see.</summary>
    static Target? Target(FigureView view, KnownIndicator known, Region region, IReadOnlyList<PublishedFigure> figures)
    {
        if (view.TargetFor(known, region.Code) is not { } target) return null;
        if (target.BaseYear is not { } start) return target with { BaseValue = null };
        return figures.FirstOrDefault(f => f.Year == start)?.Value is { } shown ? target with { BaseValue = shown } : null;
    }

    static PublishedFigure Of(FigureView view, KnownIndicator known, string region, Period period, IReadOnlyDictionary<(Period, string), bool> shown)
    {
        if (FormulaBook.For(known.Versions, period) is not { } version || FormulaBook.Of(version) is not { } formula) return new(period.Year, null, false);
        // Whether a figure is hidden is said of what goes into the formula, never of what comes out: a formula made for it would tell by having no value for one count alone.
        var sensitive = formula.Names.Where(n => view.Elements.GetValueOrDefault(n.Element)?.Sensitive == true).ToList();
        // The lowest part is one township's own count: what is shown of the whole says nothing of it.
        if (sensitive.Count > 0 && version.Lowest) return new(period.Year, null, true);
        if (sensitive.Count > 0)
        {
            Period At(Name n) => FigureTable.AtOf(n, version, period);
            // As PublishFigures keeps rates: those of a sensitive count.
            var simple = formula is { Numerator.Names: [{ Look: Look.Now, Split: "" } top], Denominator.Names: [{ Look: Look.Now, Split: "" }] } && view.Elements.GetValueOrDefault(top.Element)?.Sensitive == true;
            var visible = (simple ? shown.GetValueOrDefault((period, PublicKey.OfRate(known.Indicator.Id, region, Splits.Total))) : sensitive.TrueForAll(n => shown.GetValueOrDefault((At(n), PublicKey.Of(n.Element, region, n.Split)))))
                && !Uneven(view, formula, sensitive, region, period, At);
            if (!visible) return new(period.Year, null, formula.Names.All(n => view.Table.Of(n.Element, region, At(n), n.Split) is { Reading.Value: not null } of && of.Have == of.Expected));
        }
        if (view.Of(known, region, period) is not { Value: { } value, Whole: true } figure) return new(period.Year, null, false);
        return new(period.Year, Formula.Shown(value, version.Digits), false, figure.Worked.High);
    }

    /// <summary>Whether a part of the land has a sensitive count and is left out of the figure all the same, because something else in the formula does not apply there: the difference to the sum of all would be its count.</summary>
    static bool Uneven(FigureView view, Formula formula, List<Name> sensitive, string region, Period period, Func<Name, Period> at) => view.Table.Below(region, period).Any(part =>
        (formula.Names.Any(n => view.Table.Of(n.Element, part.Code, at(n), n.Split).Reading.NotApplicable) && sensitive.Exists(n => view.Table.Of(n.Element, part.Code, at(n), n.Split).Reading.Value is not null))
        || Uneven(view, formula, sensitive, part.Code, period, at));

    /// <summary>Whether the newest edition of each figure and rate is public.</summary>
    async Task<IReadOnlyDictionary<(Period, string), bool>> Shown(CancellationToken ct) =>
        (await data.PublicCells.AsNoTracking().Select(c => new { c.Period, c.Key, c.Edition, c.Shown }).ToListAsync(ct)).GroupBy(c => (c.Period, c.Key)).ToDictionary(g => g.Key, g => g.MaxBy(c => c.Edition)!.Shown);

    static CatalogueIndicator Entry(Indicator i) => new(i.Id, i.Number, i.Name, i.NameEn, i.MeasureUnit, i.Direction, i.Definition, i.DefinitionEn);
}
