using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Measuring;

/// <summary>A target of an indicator and whose it is: of a plan, or set by hand (Set, with the note). Target is null where a person has to read the words. Region is the county's code, null above.</summary>
sealed record KnownTarget(TargetLevel Level, string? Region, string Source, PlanTarget Promise, Target? Target, IndicatorTarget? Set = null);

/// <summary>
/// An indicator with its formula versions and all the targets that were set for it, the nearest first: the city's own before the province's before the nation's, so that no default from above overwrites what was decided here; at one
/// level a plan's before one set by hand, the newest plan first, and of those set by hand the next that is due.
/// </summary>
sealed record KnownIndicator(Indicator Indicator, IReadOnlyList<FormulaVersion> Versions, IReadOnlyList<KnownTarget> Targets)
{
    /// <summary>The target of the city; a county's own is no target of the city.</summary>
    KnownTarget? Main => Targets.FirstOrDefault(t => t.Level != TargetLevel.County);
    public Target? Target => Main?.Target;
    public PlanTarget? Promise => Main?.Promise;
    public string? Plan => Main?.Source;
    public string? Domain => Promise?.Domain;

    /// <summary>The one that the light of a region goes by: its own, or else the city's.</summary>
    public KnownTarget? For(string region) => Targets.FirstOrDefault(t => t.Level == TargetLevel.County && t.Region == region) ?? Main;

    /// <summary>The first year of each later version: there the series breaks.</summary>
    public IEnumerable<FormulaVersion> Breaks => FormulaBook.InUse(Versions).Skip(1);

    /// <summary>Whether more is better; null where neither way is.</summary>
    public bool? MoreIsBetter => Indicator.Direction switch { "up" or "rising" => true, "down" or "falling" or "decrease-by" => false, _ => null };
}

/// <summary>Everything that figures are worked out from, as the reader may see it.</summary>
sealed record FigureView(FigureTable Table, IReadOnlyList<KnownIndicator> Indicators, IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyList<Region> Regions, Region Top)
{
    /// <summary>From when the city calls an indicator behind its path.</summary>
    public WarningSettings Settings { get; init; } = new();

    /// <summary>No longer watched, and still to be read.</summary>
    public IReadOnlyList<KnownIndicator> Retired { get; init; } = [];

    public KnownIndicator? Indicator(string id) => Indicators.Concat(Retired).FirstOrDefault(i => i.Indicator.Id == id);

    /// <summary>The periods of a year that have figures, oldest first.</summary>
    public IReadOnlyList<Period> Years => [.. Table.Periods.Where(p => p.Kind == PeriodKind.Year).Order()];

    /// <summary>The counties of today, in the order of their codes.</summary>
    public IReadOnlyList<Region> Counties => [.. Regions.Where(r => r.Level == RegionLevel.County && r.ValidTo is null && r.ParentCode == Top.Code).OrderBy(r => r.Code, StringComparer.Ordinal)];

    public RegionFigure? Of(KnownIndicator indicator, string region, Period period, string split = "") =>
        FormulaBook.For(indicator.Versions, period) is { } version ? Table.Indicator(version, region, period, split) : null;

    /// <summary>Forty parks promised for the whole city are no promise of any one county: a count that adds up has its target above.</summary>
    bool IsSumForTheCity(KnownIndicator indicator, Target target) =>
        target.Level is not null && target.Comparison is not (TargetComparison.ChangeFromBase or TargetComparison.PointsPerYear) && indicator.Versions.MaxBy(v => v.Number) is { Denominator: null } version
        && FormulaBook.Of(version) is { } formula && formula.Names.All(n => Elements.TryGetValue(n.Element, out var element) && element.Combine == Combine.Sum);

    /// <summary>The target that the light of a region goes by, with the base that its plan implies.</summary>
    public Target? TargetFor(KnownIndicator indicator, string region) => indicator.For(region) is { } known ? Based(indicator, known, region) : null;

    /// <summary>A target held against one region: with the figure of the year before its plan began, unless it names a year. Null where it is no target of this region, or cannot be read.</summary>
    public Target? Based(KnownIndicator indicator, KnownTarget known, string region)
    {
        if (known.Target is not { } target) return null;
        var its = known.Level == TargetLevel.County ? known.Region == region : known.Level == TargetLevel.City ? region == Top.Code : false;
        if (!its && (known.Level == TargetLevel.County || IsSumForTheCity(indicator, target))) return null;
        var year = target.BaseYear ?? known.Promise.Due?.Year - 5;
        var first = Years.Select(y => y.Year).FirstOrDefault(y => Of(indicator, region, new(PeriodKind.Year, y, 1)) is { Value: not null, Whole: true });
        if (first == 0) return target;
        var from = year is { } wanted && wanted >= first ? wanted : first;
        return target with { BaseYear = from, BaseValue = Of(indicator, region, new(PeriodKind.Year, from, 1)) is { Whole: true } whole ? whole.Value : null };
    }

    /// <summary>The figure as a target asks for it: of a target that each unit must meet, with what the smallest regions have that report it.</summary>
    public RegionFigure? Of(KnownIndicator indicator, string region, Period period, Target? target) => Of(indicator, region, period) is not { } figure ? null
        : target?.Comparison != TargetComparison.PerUnitAtLeast ? figure
        : figure with { Units = [.. Smallest(region, period).Select(r => new UnitFigure(r.Name, Of(indicator, r.Code, period) is { Whole: true } own ? own.Value : null))] };

    IEnumerable<Region> Smallest(string region, Period period)
    {
        foreach (var part in Table.Below(region, period))
        {
            var any = false;
            foreach (var smaller in Smallest(part.Code, period))
            {
                any = true;
                yield return smaller;
            }
            if (!any) yield return part;
        }
    }
}

/// <summary>Reads the figures that the user may see, with definitions, regions and targets.</summary>
sealed class ReadFigures(IndicatorsData data, IPlanTargets targets, FigureShelf shelf, CitySettings settings, Texts texts, CurrentUser user, Microsoft.Extensions.Options.IOptions<CityFace> city)
{
    /// <summary>Where the city's thresholds stand; lights and warnings go by the same.</summary>
    public const string SettingsKey = "indicators.warnings";

    /// <summary>As the user sees them.</summary>
    public async Task<FigureView> Own(CancellationToken ct) => await Thresholds(
        View(await shelf.Of(data.Oversees ? "all " + user.RegionPrefix : user.InProgramme ? "unit " + user.UnitId : "open", () => data.LastChange(ct), () => Read(data.Values, ct)), await targets.All(ct), _ => true), ct);

    /// <summary>As everybody sees them: with the indicators that were retired after they had been published, and by the formulas under which they were.</summary>
    public async Task<FigureView> Published(CancellationToken ct)
    {
        var view = View(await shelf.Of("published", () => data.LastChange(ct), () => Read(data.PublishedValues, ct)), await targets.InPublic(ct), t => t.Open);
        return view with { Indicators = [.. view.Indicators.Concat(view.Retired).OrderBy(i => i.Indicator.Number).Select(i => i with { Versions = [.. i.Versions.Select(v => v.ForThePublic)] })], Retired = [] };
    }

    /// <summary>All of them, with the targets of every plan at work: for the look at the figures that no person asked for, never for a page.</summary>
    public async Task<FigureView> OfTheCity(CancellationToken ct) => await Thresholds(View(await Read(data.ValuesOfTheCity, ct), await targets.OfTheCity(ct), _ => true), ct);

    async Task<FigureView> Thresholds(FigureView view, CancellationToken ct) => view with { Settings = await settings.Get(SettingsKey, new WarningSettings(), ct) };

    FigureView View(Shelved shelved, IReadOnlyList<PlanTargets> plans, Func<IndicatorTarget, bool> shown)
    {
        var top = shelved.Regions.FirstOrDefault(r => r.Code == city.Value.RegionCode) ?? shelved.Regions.OrderBy(r => r.Level).FirstOrDefault() ?? new Region { Code = city.Value.RegionCode, Name = city.Value.Name, Level = RegionLevel.City };
        var levels = plans.Select(p => LevelOf(p, top, shelved.Regions)).ToList();
        var newest = shelved.Table.Periods.Select(p => p.Year).DefaultIfEmpty(0).Max();
        var known = shelved.Indicators.Select(i =>
        {
            var promised = plans.Zip(levels).Select(p => (Plan: p.First, p.Second.Level, p.Second.Region, Promise: p.First.Targets.FirstOrDefault(t => t.IndicatorId == i.Id))).Where(p => p.Promise is not null)
                .Select(p => new KnownTarget(p.Level, p.Region, p.Plan.Title, p.Promise!, Target.TryRead(Comparator(p.Promise!, i), p.Promise!.Value, p.Promise.ValueMax, p.Promise.Text, out var read)
                    ? read with { DueYear = p.Promise.Due?.Year ?? p.Plan.EndYear, BaseYear = read.BaseYear ?? (p.Plan.StartYear is { } start ? start - 1 : null) } : null));
            var set = shelved.Targets[i.Id].Where(shown).OrderBy(t => t.Year < newest).ThenBy(t => t.Year < newest ? -t.Year : t.Year).ThenBy(t => t.Id)
                .Select(t => new KnownTarget(t.Level, t.Level == TargetLevel.County ? t.RegionCode : null, t.Source, new(i.Id, Wording(t, i), null, t.Value, t.ValueMax, new(t.Year, 12, 31), null, $"/indicators/{i.Id}/targets"), t.Read, t));
            return new KnownIndicator(i, [.. shelved.Versions[i.Id]], [.. promised.Concat(set).OrderByDescending(t => t.Level)]);
        }).ToList();
        return new(shelved.Table, [.. known.Where(k => k.Indicator.RetiredOn is null)], shelved.Elements, shelved.Regions, top) { Retired = [.. known.Where(k => k.Indicator.RetiredOn is not null)] };
    }

    /// <summary>Whose plan it is, by the name of the land that it prints; a plan that prints none, or one that nobody knows, is the city's.</summary>
    static (TargetLevel Level, string? Region) LevelOf(PlanTargets plan, Region top, IReadOnlyList<Region> regions)
    {
        var name = (plan.RegionName ?? "").Trim();
        if (name.Length == 0 || name == top.Name) return (TargetLevel.City, null);
        if (regions.Where(r => r.Level == RegionLevel.County && r.Name == name).MaxBy(r => r.ValidFrom) is { } county) return (TargetLevel.County, county.Code);
        return name is "全国" or "国家" or "中国" ? (TargetLevel.National, null) : name.EndsWith('省') || name.EndsWith("自治区", StringComparison.Ordinal) ? (TargetLevel.Province, null) : (TargetLevel.City, null);
    }

    string Wording(IndicatorTarget set, Indicator indicator)
    {
        var (code, args) = set.Read.Wording;
        var unit = set.Comparison is TargetComparison.ChangeFromBase or TargetComparison.Yes or TargetComparison.Rising or TargetComparison.Falling ? "" : indicator.MeasureUnit;
        return texts[code, args] + unit;
    }

    /// <summary>A bare number in a table of targets says nothing of its sense; then the indicator's own direction does (伤害死亡率较2020年下降 20).</summary>
    static string? Comparator(PlanTarget promise, Indicator indicator) => promise.Value is not null && promise.ValueMax is null && decimal.TryParse(promise.Text.TrimEnd('%', '‰'), System.Globalization.CultureInfo.InvariantCulture, out _)
        ? indicator.Direction switch { "up" or "rising" => ">=", "down" or "falling" => "<=", _ => promise.Comparator } : promise.Comparator;

    async Task<Shelved> Read(IQueryable<DataValue> visible, CancellationToken ct)
    {
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var regions = await data.Regions.AsNoTracking().Where(r => r.Level <= RegionLevel.Township).ToListAsync(ct);
        var values = await visible.AsNoTracking().Select(v => new KnownValue(v.ElementId, v.RegionCode, v.Period, v.Split, v.State, v.Number, v.Status)).ToListAsync(ct);
        var indicators = await data.Indicators.AsNoTracking().OrderBy(i => i.Number).ToListAsync(ct);
        var versions = (await data.Formulas.AsNoTracking().OrderBy(f => f.Number).ToListAsync(ct)).ToLookup(f => f.IndicatorId, StringComparer.Ordinal);
        var overlaps = await data.Overlaps.AsNoTracking().ToListAsync(ct);
        var targets = (await data.Targets.AsNoTracking().ToListAsync(ct)).ToLookup(t => t.IndicatorId, StringComparer.Ordinal);
        return new(new FigureTable(values, elements.Values, regions, overlaps), indicators, versions, elements, regions, targets);
    }
}

/// <summary>What lies on the shelf for one kind of reader.</summary>
sealed record Shelved(FigureTable Table, IReadOnlyList<Indicator> Indicators, ILookup<string, FormulaVersion> Versions, IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyList<Region> Regions,
    ILookup<string, IndicatorTarget> Targets);
