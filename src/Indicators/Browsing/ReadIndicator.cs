using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Browsing;

/// <summary>An indicator of one region over the years, with its light in the year that is looked at.</summary>
sealed record RegionSeries(Region Region, IReadOnlyList<RegionFigure?> Figures, Target? Target, Light Light, string LightWord, IReadOnlyList<decimal?> Path)
{
    /// <summary>For drawing: what only some regions have reported stands in the table and not on the line.</summary>
    public IReadOnlyList<decimal?> Values => [.. Figures.Select(f => f is { Whole: true } ? f.Value : null)];
}

/// <summary>One figure behind an indicator: the element, what it came to, and the submissions that it came from.</summary>
sealed record SourceLine(DataElement Element, string Split, decimal? Number, IReadOnlyList<Source> Sources);

/// <summary>Where a region's figure came from: who signed and who locked it; none of both for what was brought in.</summary>
sealed record Source(string Region, decimal? Number, CellState State, ValueStatus Status, string? Reason, Guid? Submission, string? Unit, string? SignedBy, DateTime? SignedAt, string? LockedBy, DateTime At, string? Link);

/// <summary>A declared overlap in words; Count is null for somebody who may not see so small a count.</summary>
sealed record TakenOff(FigureOverlap Overlap, DataElement Element, string Region, string Other, decimal? Count);

sealed record GroupFigure(Region Region, decimal? One, decimal? Two);

sealed record IndicatorView(
    KnownIndicator Known, FormulaVersion Version, IReadOnlyList<Period> Years, Period Period, RegionSeries City, IReadOnlyList<RegionSeries> Counties,
    string? SplitBy, IReadOnlyList<GroupFigure> Parts, IReadOnlyList<SourceLine> Trail, Forecast? Forecast)
{
    /// <summary>The declared overlaps that the figure leaves out, with the names of what and of where.</summary>
    public IReadOnlyList<TakenOff> TakenOff { get; init; } = [];
    public RegionFigure? Now => Years.Count == 0 ? null : City.Figures[IndexOf(Period)];
    public decimal? Before => IndexOf(Period) is > 0 and var i && City.Figures[i] is { Whole: true } ? City.Values[i - 1] : null;
    public int IndexOf(Period period) => Years.ToList().IndexOf(period);
    public IReadOnlyList<int> Breaks => [.. Known.Breaks.Select(b => Years.ToList().FindIndex(y => y.Year == b.FromYear)).Where(i => i > 0)];
}

/// <summary>Reads one indicator: its series for the city and each county, the gap between two groups, and the trail from the figure down to the submissions.</summary>
sealed class ReadIndicator(ReadFigures figures, IndicatorsData data)
{
    public async Task<IndicatorView?> Run(string id, string? asked, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (view.Indicator(id) is not { } known) return null;
        var years = view.Years.Where(y => FormulaBook.For(known.Versions, y) is not null).ToList();
        var any = years.FindLast(y => view.Of(known, view.Top.Code, y) is { Value: not null, Whole: true });
        if (any == default) any = years.FindLast(y => view.Of(known, view.Top.Code, y)?.Value is not null);
        if (FormulaBook.For(known.Versions, any == default ? new(PeriodKind.Year, 9999, 1) : any) is not { } version) return null;
        if (years.Count == 0) return new(known, version, [], default, Series(view, known, view.Top, [], default), [], null, [], [], null);

        var period = Period.TryParse(asked, out var wanted) && years.Contains(wanted) ? wanted : any == default ? years[^1] : any;
        version = FormulaBook.For(known.Versions, period) ?? version;
        var city = Series(view, known, view.Top, years, period);
        // What is set for the whole city has no counties to show.
        var counties = view.Table.Below(view.Top.Code, period).Select(r => Series(view, known, r, years, period)).ToList();
        if (counties.TrueForAll(c => c.Figures.All(f => f?.Value is null))) counties = [];

        var (by, parts) = Parts(view, known, version, period, counties);
        var since = known.Breaks.Where(b => b.FromYear <= period.Year).Select(b => b.FromYear).DefaultIfEmpty(0).Max();
        var forecast = city.Target is { } target ? Forecast.Of([.. years.Where(y => y.Year >= since && y.Year <= period.Year).Select((y, i) => new SeriesPoint(y, city.Figures[years.IndexOf(y)] is { Whole: true } f ? f.Value : null))], target, new() { Ceiling = known.Indicator.MeasureUnit == "%" && !version.Gross ? 100 : null }) : null;
        return new(known, version, years, period, city, counties, by, parts, await Trail(view, version, period, ct), forecast) { TakenOff = TakenOff(view, version, period) };
    }

    static RegionSeries Series(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, Period at)
    {
        var figures = years.Select(y => view.Of(known, region.Code, y)).ToList();
        var target = view.TargetFor(known, region.Code);
        var i = years.ToList().IndexOf(at);
        var (now, before) = (i < 0 ? null : view.Of(known, region.Code, at, target), i > 0 && figures[i - 1] is { Whole: true } last ? last.Value : null);
        var light = IndicatorLight.Of(target, now, before, at, view.Settings);
        return new(region, figures, target, light, IndicatorLight.Word(target, now, before, light), [.. years.Select(y => target is null || y.Year < target.BaseYear ? null : TargetPath.Expected(target, y))]);
    }

    /// <summary>The first dimension of two parts by which every element of the formula is known: boys and girls, town and country.</summary>
    static (string?, IReadOnlyList<GroupFigure>) Parts(FigureView view, KnownIndicator known, FormulaVersion version, Period period, IReadOnlyList<RegionSeries> counties)
    {
        if (FormulaBook.Of(version) is not { } formula || formula.Names.Any(n => n.Split.Length > 0)) return (null, []);
        foreach (var dimension in new[] { "sex", "urban" })
        {
            if (!formula.Names.All(n => view.Elements.TryGetValue(n.Element, out var e) && e.Splits.Split(';').Contains(dimension))) continue;
            var splits = Splits.Of(dimension);
            var rows = counties.Select(c => c.Region).Prepend(view.Top).Select(r => new GroupFigure(r, view.Of(known, r.Code, period, splits[0])?.Value, view.Of(known, r.Code, period, splits[1])?.Value)).ToList();
            if (rows.Exists(r => r.One is not null && r.Two is not null)) return (dimension, rows);
        }
        return (null, []);
    }

    IReadOnlyList<TakenOff> TakenOff(FigureView view, FormulaVersion version, Period period)
    {
        var names = view.Regions.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.MaxBy(r => r.ValidFrom)!.Name, StringComparer.Ordinal);
        return [.. view.Table.TakenOff(version, view.Top.Code, period).Where(o => view.Elements.ContainsKey(o.ElementId)).Select(o => new TakenOff(o, view.Elements[o.ElementId], names.GetValueOrDefault(o.RegionCode) ?? o.RegionCode,
            names.GetValueOrDefault(o.OtherCode) ?? o.OtherCode, !view.Elements[o.ElementId].Sensitive || (data.Oversees && o.RegionCode.StartsWith(data.OwnPrefix, StringComparison.Ordinal) && o.OtherCode.StartsWith(data.OwnPrefix, StringComparison.Ordinal)) ? o.Count : null))];
    }

    async Task<IReadOnlyList<SourceLine>> Trail(FigureView view, FormulaVersion version, Period period, CancellationToken ct)
    {
        if (FormulaBook.Of(version) is not { } formula) return [];
        var names = formula.Names.Where(n => view.Elements.ContainsKey(n.Element)).ToList();
        var elements = names.Select(n => n.Element).Distinct().ToList();
        var values = await data.Values.AsNoTracking().Where(v => v.Period == period && elements.Contains(v.ElementId)).OrderBy(v => v.RegionCode).ToListAsync(ct);
        var ids = values.Select(v => v.SubmissionId).OfType<Guid>().Distinct().ToList();
        var steps = (await data.Steps.AsNoTracking().Where(s => ids.Contains(s.SubmissionId) && (s.Kind == StepKind.Sign || s.Kind == StepKind.Lock)).OrderBy(s => s.At).ToListAsync(ct)).ToLookup(s => s.SubmissionId);
        var regions = view.Regions.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.OrderBy(r => r.ValidFrom).Last().Name, StringComparer.Ordinal);
        return
        [
            .. names.Select(n => new SourceLine(view.Elements[n.Element], n.Split, view.Table.Of(n.Element, view.Top.Code, period, n.Split).Reading.Value,
            [
                .. values.Where(v => v.ElementId == n.Element && v.Split == n.Split).Select(v =>
                {
                    var own = v.SubmissionId is { } s ? steps[s].ToList() : [];
                    var (sign, locked) = (own.LastOrDefault(x => x.Kind == StepKind.Sign), own.LastOrDefault(x => x.Kind == StepKind.Lock));
                    return new Source(regions.GetValueOrDefault(v.RegionCode) ?? v.RegionCode, v.Number, v.State, v.Status, v.Reason, v.SubmissionId, sign?.UnitName, sign?.PersonName, sign?.At, locked?.PersonName, v.At, sign is null ? null : $"/reports/{v.SubmissionId}");
                }),
            ])),
        ];
    }
}
