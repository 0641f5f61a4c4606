using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Alerting;

/// <summary>Which warnings to show, as the address says it. Without a state: those that are open. Mine: those that wait for the user.</summary>
sealed record WarningFilter(WarningRule? Rule, Light? Light, WarningState? State, bool Closed, bool Mine, string? Region, string? Indicator, Period? Period)
{
    public static WarningFilter From(IQueryCollection query) => new(Named.Of<WarningRule>(query["rule"], anyCase: true), Named.Of<Light>(query["light"], anyCase: true), Named.Of<WarningState>(query["state"], anyCase: true), query["state"] == "all", query["mine"] == "1", Word(query["region"]), Word(query["indicator"]), Platform.Time.Period.TryParse(query["period"], out var period) ? period : null);
    static string? Word(string? text) => string.IsNullOrWhiteSpace(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;
}

/// <summary>One warning in a list.</summary>
sealed record WarningLine(EarlyWarning Warning, Indicator? Indicator, string Region, string? Owner, string Says);

sealed record WarningsView(IReadOnlyList<WarningLine> Lines, int Total, IReadOnlyDictionary<Light, int> Lights, IReadOnlyList<Region> Regions, IReadOnlyList<Indicator> Indicators, int Waiting);

/// <summary>What the region had in each period, with the path that it should have gone.</summary>
sealed record WarningFigure(Period Period, decimal? Value, decimal? Path, decimal? Numerator, decimal? Denominator, int Have, int Expected);

sealed record WarningView(
    WarningLine Line, KnownIndicator? Known, IReadOnlyList<WarningFigure> Figures, decimal? Level, int Digits, IReadOnlyList<(DataElement Element, decimal? Number)> Elements,
    IReadOnlyList<WarningStep> Steps, IReadOnlyList<WarningState> May, IReadOnlyList<WarningLine> Others);

/// <summary>The warnings that the user may see: as a list, one with everything behind it, those of one indicator, and how many wait for the user.</summary>
sealed class ReadWarnings(IndicatorsData data, ReadFigures figures, MoveWarning moves, CurrentUser user, Texts texts)
{
    public const int PageSize = 30;

    public async Task<WarningsView> Run(WarningFilter filter, int page, CancellationToken ct)
    {
        var shown = (filter.Mine ? Waits : data.Warnings).AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(w => w.State == state);
        else if (!filter.Closed) shown = shown.Where(w => w.State != WarningState.Cleared);
        if (filter.Rule is { } rule) shown = shown.Where(w => w.Rule == rule);
        if (filter.Region is { } region) shown = shown.Where(w => w.RegionCode == region);
        if (filter.Indicator is { } indicator) shown = shown.Where(w => w.IndicatorId == indicator);
        if (filter.Period is { } period) shown = shown.Where(w => w.Period == period);
        var lights = await shown.GroupBy(w => w.Light).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        if (filter.Light is { } light) shown = shown.Where(w => w.Light == light);
        var found = await Gravest(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var all = await data.Warnings.Select(w => new { w.RegionCode, w.IndicatorId }).Distinct().ToListAsync(ct);
        var codes = all.Select(a => a.RegionCode).ToHashSet(StringComparer.Ordinal);
        var regions = (await data.Regions.AsNoTracking().Where(r => codes.Contains(r.Code)).OrderBy(r => r.Code).ThenBy(r => r.ValidFrom).ToListAsync(ct)).GroupBy(r => r.Code).Select(g => g.Last()).ToList();
        var named = all.Select(a => a.IndicatorId).ToHashSet(StringComparer.Ordinal);
        var indicators = (await data.Indicators.AsNoTracking().OrderBy(i => i.Number).ToListAsync(ct)).Where(i => named.Contains(i.Id)).ToList();
        return new(await Lines(found, ct), filter.Light is { } one ? lights.GetValueOrDefault(one) : lights.Values.Sum(), lights, regions, indicators, await Waits.CountAsync(ct));
    }

    /// <summary>The open warnings of one indicator, the gravest first.</summary>
    public async Task<IReadOnlyList<WarningLine>> Of(string indicator, int most, CancellationToken ct) =>
        await Lines(await Gravest(data.Warnings.AsNoTracking().Where(w => w.IndicatorId == indicator && w.State != WarningState.Cleared)).Take(most).ToListAsync(ct), ct);

    /// <summary>The open warnings of one region, the gravest first, and how many there are in all.</summary>
    public async Task<(IReadOnlyList<WarningLine> Lines, int Total)> OfRegion(string region, int most, CancellationToken ct)
    {
        var open = data.Warnings.AsNoTracking().Where(w => w.RegionCode == region && w.State != WarningState.Cleared);
        return (await Lines(await Gravest(open).Take(most).ToListAsync(ct), ct), await open.CountAsync(ct));
    }

    /// <summary>The gravest that wait for the user, and how many there are.</summary>
    public async Task<(IReadOnlyList<WarningLine> Lines, int Total)> ForDesk(int most, CancellationToken ct)
    {
        var found = await Gravest(Waits.AsNoTracking()).Take(most).ToListAsync(ct);
        return (await Lines(found, ct), found.Count < most ? found.Count : await Waits.CountAsync(ct));
    }

    /// <summary>How many wait for the user; late when one of them is red.</summary>
    public async Task<DueCount> Waiting(CancellationToken ct)
    {
        var found = await Waits.GroupBy(w => w.Light == Light.Red).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return new(found.Sum(f => f.Count), found.Exists(f => f.Key));
    }

    public async Task<WarningView?> One(Guid id, CancellationToken ct)
    {
        var warning = await data.Warnings.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct);
        if (warning is null) return null;
        var steps = await data.StepsOfWarnings.AsNoTracking().Where(s => s.WarningId == id).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync(ct);
        var others = await Gravest(data.Warnings.AsNoTracking().Where(w => w.Id != id && w.IndicatorId == warning.IndicatorId && w.RegionCode == warning.RegionCode)).Take(10).ToListAsync(ct);
        var view = await figures.Own(ct);
        var known = view.Indicator(warning.IndicatorId);
        var version = known is null ? null : FormulaBook.For(known.Versions, warning.Period);
        var elements = await data.WarningElements.Where(e => e.WarningId == id).Select(e => e.ElementId).ToListAsync(ct);
        var target = known is null ? null : view.TargetFor(known, warning.RegionCode);
        var series = known is null ? [] : view.Table.Periods.Where(p => p.Kind == warning.Period.Kind && p.CompareTo(warning.Period) <= 0 && FormulaBook.For(known.Versions, p) is not null).Order().Select(p => Figure(view, known, warning.RegionCode, p, target)).ToList();
        return new((await Lines([warning], ct))[0], known, series, target?.Level, version?.Digits ?? 2,
            [.. elements.Where(view.Elements.ContainsKey).Select(e => (view.Elements[e], view.Table.Of(e, warning.RegionCode, warning.Period, "").Reading.Value)).OrderBy(e => e.Item1.Id, StringComparer.Ordinal)],
            steps, moves.May(warning), await Lines(others, ct));
    }

    static WarningFigure Figure(FigureView view, KnownIndicator known, string region, Period period, Target? target)
    {
        var figure = view.Of(known, region, period);
        var path = TargetPath.Drawn(target, period);
        return new(period, figure is { Whole: true } ? figure.Value : null, path, figure?.Worked.Numerator, figure?.Worked.Denominator, figure?.Have ?? 0, figure?.Expected ?? 0);
    }

    /// <summary>A unit's own that it has not answered; for the office and the bureau those that were answered, and those that nobody else can answer.</summary>
    IQueryable<EarlyWarning> Waits
    {
        get
        {
            var unit = user.UnitId;
            return data.Oversees
                ? data.Warnings.Where(w => w.State == WarningState.Explained || w.State == WarningState.ActionPlanned || ((w.State == WarningState.Raised || w.State == WarningState.Acknowledged) && (w.OwnerUnitId == null || w.OwnerUnitId == unit)))
                : data.Warnings.Where(w => (w.State == WarningState.Raised || w.State == WarningState.Acknowledged) && w.OwnerUnitId == unit);
        }
    }

    static IQueryable<EarlyWarning> Gravest(IQueryable<EarlyWarning> warnings) =>
        warnings.OrderBy(w => w.State == WarningState.Cleared).ThenBy(w => w.Light == Light.Red ? 0 : w.Light == Light.Orange ? 1 : 2).ThenByDescending(w => w.RaisedAt).ThenBy(w => w.RegionCode).ThenBy(w => w.Id);

    public async Task<IReadOnlyList<WarningLine>> Lines(List<EarlyWarning> found, CancellationToken ct)
    {
        if (found.Count == 0) return [];
        var (ids, codes, units) = (found.Select(w => w.IndicatorId).Distinct().ToList(), found.Select(w => w.RegionCode).Distinct().ToList(), found.Select(w => w.OwnerUnitId).OfType<Guid>().Distinct().ToList());
        var indicators = await data.Indicators.AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var regions = (await data.Regions.Where(r => codes.Contains(r.Code)).OrderBy(r => r.ValidFrom).Select(r => new { r.Code, r.Name }).ToListAsync(ct)).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Name);
        var owners = await data.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        var named = found.Where(w => w.Code == EarlyWarning.OfChecks).SelectMany(w => WarningArgs.Read(w.Args).OfType<string>()).Distinct().ToList();
        var checks = await data.Checks.AsNoTracking().Where(c => named.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        return [.. found.Select(w => new WarningLine(w, indicators.GetValueOrDefault(w.IndicatorId), regions.GetValueOrDefault(w.RegionCode) ?? w.RegionCode, w.OwnerUnitId is { } o ? owners.GetValueOrDefault(o) : null, WarningWords.Says(texts, w, checks)))];
    }
}
