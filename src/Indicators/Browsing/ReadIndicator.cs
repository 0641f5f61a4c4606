using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
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

/// <summary>Where a region's figure came from: who signed and who locked it; none of both for what was brought in. Papers lie behind it for readers who may see them.</summary>
sealed record Source(string Region, decimal? Number, CellState State, ValueStatus Status, string? Reason, Guid? Submission, string? Unit, string? SignedBy, DateTime? SignedAt, string? LockedBy, DateTime At, string? Link, int Papers = 0);

/// <summary>A declared overlap in words; Count is null for somebody who may not see so small a count.</summary>
sealed record TakenOff(FigureOverlap Overlap, DataElement Element, string Region, string Other, decimal? Count);

/// <summary>A part that may decide for the region, such as a township and a vaccine; Within is the region above it.</summary>
sealed record LowPart(string Region, string? Within, PartWorked Part, TargetMet Met);

/// <summary>The lowest parts of an indicator whose lowest part decides, lowest first; of how many in all, how many miss the target, and how many have no figure.</summary>
sealed record LowParts(IReadOnlyList<LowPart> Lowest, int All, int Failing, int Missing);

sealed record GroupFigure(Region Region, decimal? One, decimal? Two);

/// <param name="Latest">The newest figure's period of each kind that the indicator is reported in.</param>
/// <param name="Times">The periods of the kind that is looked at.</param>
sealed record IndicatorView(
    KnownIndicator Known, FormulaVersion Version, IReadOnlyList<Period> Latest, IReadOnlyList<Period> Times, Period Period, RegionSeries City, IReadOnlyList<RegionSeries> Counties,
    string? SplitBy, IReadOnlyList<GroupFigure> Parts, IReadOnlyList<SourceLine> Trail, Forecast? Forecast)
{
    /// <summary>The declared overlaps that the figure leaves out, with the names of what and of where.</summary>
    public IReadOnlyList<TakenOff> TakenOff { get; init; } = [];

    /// <summary>Where the lowest part decides, the parts at the bottom; null elsewhere.</summary>
    public LowParts? Deciding { get; init; }
    public RegionFigure? Now => Times.Count == 0 ? null : City.Figures[IndexOf(Period)];
    public decimal? Before => Now is { Whole: true } ? City.Values.ElementAtOrDefault(FigureView.Earlier(Times, Period)) : null;
    public int IndexOf(Period period) => Times.ToList().IndexOf(period);
    public IReadOnlyList<int> Breaks => [.. Known.Breaks.Select(b => Times.ToList().FindIndex(t => t.Year == b.FromYear)).Where(i => i > 0)];
}

/// <summary>Reads one indicator: its series for the city and each county, the gap between two groups, and the trail from the figure down to the submissions.</summary>
sealed class ReadIndicator(ReadFigures figures, IndicatorsData data)
{
    public async Task<IndicatorView?> Run(string id, string? asked, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (view.Indicator(id) is not { } known) return null;
        // Years come first.
        var latest = view.Kinds.Select(k => view.Times(k).LastOrDefault(t => view.Of(known, view.Top.Code, t)?.Value is not null)).Where(t => t != default).ToList();
        var kind = Period.TryParse(asked, out var wanted) && latest.Exists(t => t.Kind == wanted.Kind) ? wanted.Kind : latest.Count == 0 ? PeriodKind.Year : latest[0].Kind;
        var years = view.Times(kind).Where(y => FormulaBook.For(known.Versions, y) is not null).ToList();
        var any = years.FindLast(y => view.Of(known, view.Top.Code, y) is { Value: not null, Whole: true });
        if (any == default) any = years.FindLast(y => view.Of(known, view.Top.Code, y)?.Value is not null);
        if (FormulaBook.For(known.Versions, any == default ? new(PeriodKind.Year, 9999, 1) : any) is not { } version) return null;
        if (years.Count == 0) return new(known, version, latest, [], default, Series(view, known, view.Top, [], default), [], null, [], [], null);

        var period = years.Contains(wanted) ? wanted : any == default ? years[^1] : any;
        version = FormulaBook.For(known.Versions, period) ?? version;
        var city = Series(view, known, view.Top, years, period);
        // What is set for the whole city has no counties to show.
        var counties = view.Table.Below(view.Top.Code, period).Select(r => Series(view, known, r, years, period)).ToList();
        if (counties.TrueForAll(c => c.Figures.All(f => f?.Value is null))) counties = [];

        var (by, parts) = Parts(view, known, version, period, counties);
        var since = known.Breaks.Where(b => b.FromYear <= period.Year).Select(b => b.FromYear).DefaultIfEmpty(0).Max();
        var forecast = kind == PeriodKind.Year && city.Target is { } target ? Forecast.Of([.. years.Where(y => y.Year >= since && y.Year <= period.Year).Select((y, i) => new SeriesPoint(y, city.Figures[years.IndexOf(y)] is { Whole: true } f ? f.Value : null))], target, new() { Ceiling = known.Indicator.MeasureUnit == "%" && !version.Gross ? 100 : null }) : null;
        return new(known, version, latest, years, period, city, counties, by, parts, await Trail(view, version, period, ct), forecast) { TakenOff = TakenOff(view, version, period), Deciding = Deciding(view, version, period, city.Target) };
    }

    static RegionSeries Series(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, Period at)
    {
        var figures = years.Select(y => view.Of(known, region.Code, y)).ToList();
        var target = view.TargetFor(known, region.Code, at);
        var (now, before) = (years.Contains(at) ? view.Of(known, region.Code, at, target) : null, figures.ElementAtOrDefault(FigureView.Earlier(years, at)) is { Whole: true } last ? last.Value : null);
        var light = IndicatorLight.Of(target, now, before, at, view.Settings);
        return new(region, figures, target, light, IndicatorLight.Word(target, now, before, at, light), [.. years.Select(y => TargetPath.Drawn(target, y))]);
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

    const int MostDeciding = 10;

    static LowParts? Deciding(FigureView view, FormulaVersion version, Period period, Target? target)
    {
        if (!version.Lowest) return null;
        var parts = view.Table.Parts(version, view.Top.Code, period).Where(p => p.Worked.Why != Unknown.NotApplicable).ToList();
        var decided = target is null ? null : LowestDecides.Of(target, [.. parts.Select(p => new PartFigure(p.Region, p.Split, p.Worked.Value))]);
        var above = view.Regions.GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.First().ParentCode, StringComparer.Ordinal);
        return new(
            [
                .. parts.Where(p => p.Worked.Value is not null).OrderBy(p => p.Worked.Value).ThenBy(p => p.Region, StringComparer.Ordinal).Take(MostDeciding)
                    .Select(p => new LowPart(view.Names.GetValueOrDefault(p.Region) ?? p.Region, above.GetValueOrDefault(p.Region) is { } code && code != view.Top.Code ? view.Names.GetValueOrDefault(code) : null, p, target?.Met(new(p.Worked.Value)) ?? TargetMet.NoData)),
            ],
            parts.Count, decided?.Failing.Count ?? 0, parts.Count(p => p.Worked.Value is null));
    }

    IReadOnlyList<TakenOff> TakenOff(FigureView view, FormulaVersion version, Period period)
    {
        var names = view.Names;
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
        var papers = (await data.Evidence.AsNoTracking().Where(e => ids.Contains(e.SubmissionId) && elements.Contains(e.ElementId)).GroupBy(e => new { e.SubmissionId, e.ElementId }).Select(g => new { g.Key.SubmissionId, g.Key.ElementId, Count = g.Count() }).ToListAsync(ct))
            .ToDictionary(p => (p.SubmissionId, p.ElementId), p => p.Count);
        return
        [
            .. names.Select(n => new SourceLine(view.Elements[n.Element], n.Split, view.Table.Of(n.Element, view.Top.Code, period, n.Split).Reading.Value,
            [
                .. values.Where(v => v.ElementId == n.Element && v.Split == n.Split).Select(v =>
                {
                    var own = v.SubmissionId is { } s ? steps[s].ToList() : [];
                    var (sign, locked) = (own.LastOrDefault(x => x.Kind == StepKind.Sign), own.LastOrDefault(x => x.Kind == StepKind.Lock));
                    return new Source(view.Names.GetValueOrDefault(v.RegionCode) ?? v.RegionCode, v.Number, v.State, v.Status, v.Reason, v.SubmissionId, sign?.UnitName, sign?.PersonName, sign?.At, locked?.PersonName, v.At, sign is null ? null : $"/reports/{v.SubmissionId}", v.SubmissionId is { } from ? papers.GetValueOrDefault((from, v.ElementId)) : 0);
                }),
            ])),
        ];
    }
}
