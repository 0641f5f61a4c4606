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

    /// <summary>Whether it was measured in a period at all: its first definition had begun. One that nobody has defined yet belongs to every period.</summary>
    public bool Begun(Period period) => Versions.Count == 0 || FormulaBook.For(Versions, period) is not null;

    /// <summary>Whether more is better; null where neither way is.</summary>
    public bool? MoreIsBetter => Indicator.Direction switch { "up" or "rising" => true, "down" or "falling" or "decrease-by" => false, _ => null };
}

/// <summary>Everything that figures are worked out from, as the reader may see it.</summary>
sealed record FigureView(FigureTable Table, IReadOnlyList<KnownIndicator> Indicators, Definitions Definitions, Region Top)
{
    public IReadOnlyDictionary<string, DataElement> Elements => Definitions.Elements;
    public IReadOnlyList<Region> Regions => Definitions.Regions;

    /// <summary>What each region is called, by its code.</summary>
    public IReadOnlyDictionary<string, string> Names => Definitions.Names;

    /// <summary>From when the city calls an indicator behind its path.</summary>
    public WarningSettings Settings { get; init; } = new();

    /// <summary>No longer watched, and still to be read.</summary>
    public IReadOnlyList<KnownIndicator> Retired { get; init; } = [];

    public KnownIndicator? Indicator(string id) => Indicators.Concat(Retired).FirstOrDefault(i => i.Indicator.Id == id);

    /// <summary>The periods of a year that have figures, oldest first.</summary>
    public IReadOnlyList<Period> Years => years ??= Times(PeriodKind.Year);
    IReadOnlyList<Period>? years;

    /// <summary>The periods of one kind that have figures, oldest first.</summary>
    public IReadOnlyList<Period> Times(PeriodKind kind) => [.. Table.Periods.Where(p => p.Kind == kind)];

    /// <summary>The kinds of periods that have figures, years first.</summary>
    public IReadOnlyList<PeriodKind> Kinds => [.. Table.Periods.Select(p => p.Kind).Distinct().Order()];

    /// <summary>The place of the period that this one is compared with, the year before or the same part of it; -1 where there is none.</summary>
    public static int Earlier(IReadOnlyList<Period> times, Period period) => times.ToList().IndexOf(period.YearBefore);

    /// <summary>The counties of today, in the order of their codes.</summary>
    public IReadOnlyList<Region> Counties => [.. Regions.Where(r => r.Level == RegionLevel.County && r.ValidTo is null && r.ParentCode == Top.Code).OrderBy(r => r.Code, StringComparer.Ordinal)];

    public RegionFigure? Of(KnownIndicator indicator, string region, Period period, string split = "") =>
        FormulaBook.For(indicator.Versions, period) is { } version ? Table.Indicator(version, region, period, split) : null;

    /// <summary>Forty parks promised for the whole city are no promise of any one county: a count that adds up has its target above.</summary>
    bool IsSumForTheCity(KnownIndicator indicator, Target target) =>
        target.Level is not null && target.Comparison is not (TargetComparison.ChangeFromBase or TargetComparison.PointsPerYear) && indicator.Versions.MaxBy(v => v.Number) is { Denominator: null } version
        && FormulaBook.Of(version) is { } formula && formula.Names.All(n => Elements.TryGetValue(n.Element, out var element) && element.Combine == Combine.Sum);

    /// <summary>The target that the light of a region goes by, with the base that its plan implies.</summary>
    /// <remarks>What lies within a year is not judged by a target for its end: half a year's deaths are half of them.</remarks>
    public Target? TargetFor(KnownIndicator indicator, string region, Period period) => period.IsWholeYear ? TargetFor(indicator, region) : null;

    /// <summary>The same for a whole year.</summary>
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
sealed class ReadFigures(IndicatorsData data, IPlanTargets targets, FigurePlanes planes, CitySettings settings, Texts texts, CurrentUser user, Microsoft.Extensions.Options.IOptions<CityFace> city)
{
    /// <summary>Where the city's thresholds stand; lights and warnings go by the same.</summary>
    public const string SettingsKey = "indicators.warnings";

    /// <summary>As the user sees them: what everybody with a post sees, and over it what the user's own post lets through.</summary>
    public async Task<FigureView> Own(CancellationToken ct) => await Thresholds(await Own(await targets.All(ct), false, ct), ct);

    /// <summary>The same, for whoever asks for figures alone.</summary>
    public Task<FigureView> OwnWithoutTargets(CancellationToken ct) => Own([], true, ct);

    /// <summary>As everybody sees them: with the indicators that were retired after they had been published, and by the formulas under which they were.</summary>
    public async Task<FigureView> Published(CancellationToken ct)
    {
        var change = await data.LastChange(ct);
        var definitions = await planes.Definitions(data, change, ct);
        var view = View(planes.Table("published", definitions, await planes.Plane("published", "", change, data.PublishedValues, data, definitions, ct)), definitions, await targets.InPublic(ct), t => t.Open);
        return view with { Indicators = [.. view.Indicators.Concat(view.Retired).OrderBy(i => i.Indicator.Number).Select(i => i with { Versions = [.. i.Versions.Select(v => v.ForThePublic)] })], Retired = [] };
    }

    /// <summary>All of them, with the targets of every plan at work: for the look at the figures that no person asked for, never for a page.</summary>
    public async Task<FigureView> OfTheCity(CancellationToken ct)
    {
        var change = await data.LastChange(ct);
        var definitions = await planes.Definitions(data, change, ct);
        return await Thresholds(View(planes.Table("city", definitions, await planes.Plane("city", "", change, data.ValuesOfTheCity, data, definitions, ct)), definitions, await targets.OfTheCity(ct), _ => true), ct);
    }

    async Task<FigureView> Thresholds(FigureView view, CancellationToken ct) => view with { Settings = await settings.Get(SettingsKey, new WarningSettings(), ct) };

    async Task<FigureView> Own(IReadOnlyList<PlanTargets> plans, bool bare, CancellationToken ct)
    {
        var change = await planes.Change(data, ct);
        var definitions = await planes.Definitions(data, change, ct);
        var open = await planes.Plane("open", definitions.Sensitive, change, data.OpenValues, data, definitions, ct);
        var own = data.Oversees ? "all " + user.RegionPrefix : user.InProgramme ? "unit " + user.UnitId : null;
        IKnownFigures figures = own is null ? open : new LayeredFigures(await planes.Plane(own, own, change, data.OwnValues, data, definitions, ct), open);
        var table = planes.Table(own ?? "open", definitions, figures);
        return bare ? View(table, definitions, definitions.Bare) : View(table, definitions, plans, _ => true);
    }

    FigureView View(FigureTable table, Definitions definitions, IReadOnlyList<PlanTargets> plans, Func<IndicatorTarget, bool> shown)
    {
        var top = Top(definitions);
        var levels = plans.Select(p => LevelOf(p, top, definitions.Regions)).ToList();
        var newest = table.Periods.Select(p => p.Year).DefaultIfEmpty(0).Max();
        var known = definitions.Indicators.Select(i =>
        {
            var promised = plans.Zip(levels).Select(p => (Plan: p.First, p.Second.Level, p.Second.Region, Promise: p.First.Targets.FirstOrDefault(t => t.IndicatorId == i.Id))).Where(p => p.Promise is not null)
                .Select(p => new KnownTarget(p.Level, p.Region, p.Plan.Title, p.Promise!, Target.TryRead(Comparator(p.Promise!, i), p.Promise!.Value, p.Promise.ValueMax, p.Promise.Text, out var read)
                    ? read with { DueYear = p.Promise.Due?.Year ?? p.Plan.EndYear, BaseYear = read.BaseYear ?? (p.Plan.StartYear is { } start ? start - 1 : null) } : null));
            var set = definitions.Targets[i.Id].Where(shown).OrderBy(t => t.Year < newest).ThenBy(t => t.Year < newest ? -t.Year : t.Year).ThenBy(t => t.Id)
                .Select(t => new KnownTarget(t.Level, t.Level == TargetLevel.County ? t.RegionCode : null, t.Source, new(i.Id, Wording(t, i), null, t.Value, t.ValueMax, new(t.Year, 12, 31), null, $"/indicators/{i.Id}/targets"), t.Read, t));
            return new KnownIndicator(i, [.. definitions.Versions[i.Id]], [.. promised.Concat(set).OrderByDescending(t => t.Level)]);
        }).ToList();
        return View(table, definitions, known);
    }

    FigureView View(FigureTable table, Definitions definitions, IReadOnlyList<KnownIndicator> known) =>
        new(table, [.. known.Where(k => k.Indicator.RetiredOn is null)], definitions, Top(definitions)) { Retired = [.. known.Where(k => k.Indicator.RetiredOn is not null)] };

    Region Top(Definitions definitions) => definitions.Regions.FirstOrDefault(r => r.Code == city.Value.RegionCode) ?? definitions.Regions.OrderBy(r => r.Level).FirstOrDefault()
        ?? new Region { Code = city.Value.RegionCode, Name = city.Value.Name, Level = RegionLevel.City };

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
}
