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

    /// <summary>The target with the base that its plan implies: the figure of the region in the year before the plan began, unless the target names a year.</summary>
    public Target? TargetFor(KnownIndicator indicator, string region)
    {
        if (indicator.Target is not { } target) return null;
        var year = target.BaseYear ?? indicator.Promise?.Due?.Year - 5;
        var first = Years.Select(y => y.Year).FirstOrDefault(y => Of(indicator, region, new(PeriodKind.Year, y, 1))?.Value is not null);
        if (first == 0) return target;
        var from = year is { } wanted && wanted >= first ? wanted : first;
        return target with { BaseYear = from, BaseValue = Of(indicator, region, new(PeriodKind.Year, from, 1))?.Value };
    }
}

/// <summary>Reads the figures that the user may see, with definitions, regions and targets.</summary>
sealed class ReadFigures(IndicatorsData data, IPlanTargets targets, FigureShelf shelf, CurrentUser user, Microsoft.Extensions.Options.IOptions<CityFace> city)
{
    /// <summary>As the user sees them.</summary>
    public async Task<FigureView> Own(CancellationToken ct) =>
        View(await shelf.Of(data.Oversees ? "all " + user.RegionPrefix : user.InProgramme ? "unit " + user.UnitId : "published", () => data.LastChange(ct), () => Read(data.Values, ct)), await targets.All(ct));

    /// <summary>As everybody sees them.</summary>
    public async Task<FigureView> Published(CancellationToken ct) => View(await shelf.Of("published", () => data.LastChange(ct), () => Read(data.PublishedValues, ct)), await targets.InPublic(ct));

    FigureView View(Shelved shelved, IReadOnlyList<PlanTargets> plans)
    {
        var known = shelved.Indicators.Select(i =>
        {
            var versions = shelved.Versions[i.Id].ToList();
            var plan = plans.FirstOrDefault(p => p.Targets.Any(t => t.IndicatorId == i.Id));
            var promise = plan?.Targets.First(t => t.IndicatorId == i.Id);
            var target = promise is not null && Target.TryRead(Comparator(promise, i), promise.Value, promise.ValueMax, promise.Text, out var read)
                ? read with { DueYear = promise.Due?.Year ?? plan!.EndYear, BaseYear = read.BaseYear ?? (plan!.StartYear is { } start ? start - 1 : null) } : (Target?)null;
            return new KnownIndicator(i, versions, target, promise, plan?.Title, promise?.Domain);
        }).ToList();
        var top = shelved.Regions.FirstOrDefault(r => r.Code == city.Value.RegionCode) ?? shelved.Regions.OrderBy(r => r.Level).FirstOrDefault() ?? new Region { Code = city.Value.RegionCode, Name = city.Value.Name, Level = RegionLevel.City };
        return new(shelved.Table, known, shelved.Elements, shelved.Regions, top);
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
        return new(new FigureTable(values, elements.Values, regions), indicators, versions, elements, regions);
    }
}

/// <summary>What lies on the shelf for one kind of reader.</summary>
sealed record Shelved(FigureTable Table, IReadOnlyList<Indicator> Indicators, ILookup<string, FormulaVersion> Versions, IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyList<Region> Regions);
