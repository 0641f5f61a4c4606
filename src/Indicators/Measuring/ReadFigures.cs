using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Measuring;

/// <summary>An indicator with its formula versions and the target that the newest plan in force sets for it; Domain is the plan's.</summary>
sealed record KnownIndicator(Indicator Indicator, IReadOnlyList<FormulaVersion> Versions, Target? Target, PlanTarget? Promise, string? Plan, string? Domain)
{
    /// <summary>The first year of each later version: there the series breaks.</summary>
    public IEnumerable<FormulaVersion> Breaks => Versions.Where(v => v.Number > Versions.Min(f => f.Number));

    /// <summary>Whether more is better; null where neither way is.</summary>
    public bool? MoreIsBetter => Indicator.Direction switch { "up" or "rising" => true, "down" or "falling" or "decrease-by" => false, _ => null };
}

/// <summary>Everything that figures are worked out from, as the reader may see it.</summary>
sealed record FigureView(FigureTable Table, IReadOnlyList<KnownIndicator> Indicators, IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyList<Region> Regions, Region Top)
{
    public KnownIndicator? Indicator(string id) => Indicators.FirstOrDefault(i => i.Indicator.Id == id);

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

    /// <summary>The target with the base that its plan implies: the figure of the region in the year before the plan began, unless the target names a year.</summary>
    public Target? TargetFor(KnownIndicator indicator, string region)
    {
        if (indicator.Target is not { } target || (region != Top.Code && IsSumForTheCity(indicator, target))) return null;
        var year = target.BaseYear ?? indicator.Promise?.Due?.Year - 5;
        var first = Years.Select(y => y.Year).FirstOrDefault(y => Of(indicator, region, new(PeriodKind.Year, y, 1)) is { Value: not null, Whole: true });
        if (first == 0) return target;
        var from = year is { } wanted && wanted >= first ? wanted : first;
        return target with { BaseYear = from, BaseValue = Of(indicator, region, new(PeriodKind.Year, from, 1)) is { Whole: true } whole ? whole.Value : null };
    }
}

/// <summary>Reads the figures that the user may see, with definitions, regions and targets.</summary>
sealed class ReadFigures(IndicatorsData data, IPlanTargets targets, FigurePlanes planes, CurrentUser user, Microsoft.Extensions.Options.IOptions<CityFace> city)
{
    /// <summary>As the user sees them: what everybody with a post sees, and over it what the user's own post lets through.</summary>
    public async Task<FigureView> Own(CancellationToken ct) => await Own(await targets.All(ct), ct);

    /// <summary>The same, for whoever asks for figures alone.</summary>
    public Task<FigureView> OwnWithoutTargets(CancellationToken ct) => Own([], ct);

    /// <summary>As everybody sees them.</summary>
    public async Task<FigureView> Published(CancellationToken ct)
    {
        var change = await data.LastChange(ct);
        var definitions = await planes.Definitions(data, change, ct);
        return View(planes.Table("published", definitions, await planes.Plane("published", "", true, change, data.PublishedValues, data, definitions, ct)), definitions, await targets.InPublic(ct));
    }

    /// <summary>All of them, with the targets of every plan at work: for the look at the figures that no person asked for, never for a page.</summary>
    public async Task<FigureView> OfTheCity(CancellationToken ct)
    {
        var change = await data.LastChange(ct);
        var definitions = await planes.Definitions(data, change, ct);
        return View(planes.Table("city", definitions, await planes.Plane("city", "", true, change, data.ValuesOfTheCity, data, definitions, ct)), definitions, await targets.OfTheCity(ct));
    }

    async Task<FigureView> Own(IReadOnlyList<PlanTargets> plans, CancellationToken ct)
    {
        var change = await data.LastChange(ct);
        var definitions = await planes.Definitions(data, change, ct);
        var open = await planes.Plane("open", definitions.Sensitive, true, change, data.OpenValues, data, definitions, ct);
        var own = data.Oversees ? "all " + user.RegionPrefix : user.InProgramme ? "unit " + user.UnitId : null;
        IKnownFigures figures = own is null ? open : new LayeredFigures(await planes.Plane(own, own, data.Oversees, change, data.OwnValues, data, definitions, ct), open);
        return View(planes.Table(own ?? "open", definitions, figures), definitions, plans);
    }

    FigureView View(FigureTable table, Definitions definitions, IReadOnlyList<PlanTargets> plans)
    {
        var known = definitions.Indicators.Select(i =>
        {
            var versions = definitions.Versions[i.Id].ToList();
            var plan = plans.FirstOrDefault(p => p.Targets.Any(t => t.IndicatorId == i.Id));
            var promise = plan?.Targets.First(t => t.IndicatorId == i.Id);
            var target = promise is not null && Target.TryRead(Comparator(promise, i), promise.Value, promise.ValueMax, promise.Text, out var read)
                ? read with { DueYear = promise.Due?.Year ?? plan!.EndYear, BaseYear = read.BaseYear ?? (plan!.StartYear is { } start ? start - 1 : null) } : (Target?)null;
            return new KnownIndicator(i, versions, target, promise, plan?.Title, promise?.Domain);
        }).ToList();
        var top = definitions.Regions.FirstOrDefault(r => r.Code == city.Value.RegionCode) ?? definitions.Regions.OrderBy(r => r.Level).FirstOrDefault() ?? new Region { Code = city.Value.RegionCode, Name = city.Value.Name, Level = RegionLevel.City };
        return new(table, known, definitions.Elements, definitions.Regions, top);
    }

    /// <summary>A bare number in a table of targets says nothing of its sense; then the indicator's own direction does (伤害死亡率较2020年下降 20).</summary>
    static string? Comparator(PlanTarget promise, Indicator indicator) => promise.Value is not null && promise.ValueMax is null && decimal.TryParse(promise.Text.TrimEnd('%', '‰'), System.Globalization.CultureInfo.InvariantCulture, out _)
        ? indicator.Direction switch { "up" or "rising" => ">=", "down" or "falling" => "<=", _ => promise.Comparator } : promise.Comparator;
}
