using Microsoft.AspNetCore.Http;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Browsing;

/// <summary>What to look at, as the address says it: a region, a period, a light.</summary>
sealed record DashboardFilter(string? Region, string? Period, Light? Light)
{
    public static DashboardFilter From(IQueryCollection query) => new(
        query["region"], query["period"], Enum.TryParse<Light>(query["light"], ignoreCase: true, out var light) && Enum.IsDefined(light) && query["light"].ToString().All(char.IsAsciiLetter) ? light : null);
}

/// <summary>One indicator on the dashboard.</summary>
sealed record DashboardCard(KnownIndicator Known, RegionFigure? Now, Target? Target, Light Light, string LightWord, IReadOnlyList<decimal?> Values, IReadOnlyList<decimal?> Path, IReadOnlyList<int> Breaks, int Digits)
{
    /// <summary>What the region is asked, and by whom.</summary>
    public KnownTarget? Promised { get; init; }

    /// <summary>The declared overlaps that the figure leaves out.</summary>
    public IReadOnlyList<FigureOverlap> TakenOff { get; init; } = [];
    public decimal? Level => Target?.Level is { } level ? Formula.Shown(level, Digits) : null;
    public bool IsYesNo => Known.Indicator.Direction == "boolean";

    public string Shown(Texts texts) => Now?.Value is not { } value ? "—"
        : IsYesNo ? texts[value > 0 ? "indicators.yes" : "indicators.no"]
        : Now.Worked.High is { } high ? $"{Figure.Text(value)}—{Figure.Text(high)}"
        : Figure.Text(Formula.Shown(value, Digits));
}

sealed record DashboardDomain(string Key, string Name, IReadOnlyList<DashboardCard> Cards);

sealed record DashboardView(
    Region Top, Region Region, IReadOnlyList<Region> Regions, IReadOnlyList<Period> Years, Period Period, IReadOnlyList<DashboardDomain> Domains, IReadOnlyDictionary<Light, int> Lights, Light? Light, int Met, int WithData, int NoData)
{
    static readonly Region Nowhere = new();
    public static DashboardView Empty { get; } = new(Nowhere, Nowhere, [], [], default, [], new Dictionary<Light, int>(), null, 0, 0, 0);

    /// <summary>达标率: met ÷ those with a target that could be monitored (domain reference §3.1); what has no data stands beside it.</summary>
    public decimal? Rate => WithData == 0 ? null : Formula.Shown((decimal)Met / WithData * 100, 1);
}

/// <summary>Every indicator of one region in one period, domain by domain.</summary>
sealed class ReadDashboard(ReadFigures figures, Texts texts)
{
    public async Task<DashboardView> Run(DashboardFilter filter, IReadOnlyCollection<string> wanted, CancellationToken ct) => Of(await figures.Own(ct), filter, wanted);

    public DashboardView Of(FigureView view, DashboardFilter filter, IReadOnlyCollection<string> wanted)
    {
        var region = view.Counties.FirstOrDefault(r => r.Code == filter.Region) ?? view.Top;
        // Nothing asked: the last year that is closed, or the newest there is.
        var years = view.Years;
        var period = Period.TryParse(filter.Period, out var asked) && years.Contains(asked) ? asked : Newest(view, region);
        var cards = view.Indicators.Where(i => wanted.Contains(i.Indicator.Id)).Select(i => Card(view, i, region, years, period)).ToList();
        var lights = cards.CountBy(c => c.Light).ToDictionary();
        var promised = cards.Where(c => c.Target is not null).ToList();
        var met = promised.Select(c => c.Now is { } now ? c.Target!.Met(now.Measured(c.Values.ElementAtOrDefault(years.ToList().IndexOf(period) - 1))) : TargetMet.NoData).ToList();
        var shown = filter.Light is { } light ? cards.Where(c => c.Light == light) : cards;
        return new(view.Top, region, view.Counties, years, period,
            [.. shown.GroupBy(c => IndicatorWords.Domain(texts, c.Known.Indicator, c.Known.Promise)).Select(g => new DashboardDomain(g.First().Known.Indicator.Domain, g.Key, [.. g]))],
            lights, filter.Light, met.Count(m => m == TargetMet.Met), met.Count(m => m != TargetMet.NoData), met.Count(m => m == TargetMet.NoData));
    }

    /// <summary>The newest year in which at least half of the indicators that ever had a figure have one for the whole region.</summary>
    static Period Newest(FigureView view, Region region)
    {
        var years = view.Years;
        if (years.Count == 0) return default;
        var known = years.ToDictionary(y => y, y => view.Indicators.Count(i => view.Of(i, region.Code, y) is { Value: not null, Whole: true }));
        var most = known.Values.Max();
        return most == 0 ? years[^1] : years.Last(y => known[y] * 2 >= most);
    }

    static DashboardCard Card(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> years, Period period)
    {
        var figures = years.Select(y => view.Of(known, region.Code, y)).ToList();
        var at = years.ToList().IndexOf(period);
        var target = view.TargetFor(known, region.Code);
        var (now, before) = (at < 0 ? null : view.Of(known, region.Code, period, target), at > 0 && figures[at - 1] is { Whole: true } last ? last.Value : null);
        var light = IndicatorLight.Of(target, now, before, period, view.Settings);
        var digits = FormulaBook.For(known.Versions, period)?.Digits ?? 2;
        return new(known, now, target, light, IndicatorLight.Word(target, now, before, light),
            [.. figures.Select(f => f is { Whole: true, Value: { } v } ? Formula.Shown(v, digits) : (decimal?)null)],
            [.. years.Select(y => target is null || y.Year < target.BaseYear ? null : TargetPath.Expected(target, y))],
            [.. known.Breaks.Select(b => years.ToList().FindIndex(y => y.Year == b.FromYear)).Where(i => i > 0)], digits)
        {
            Promised = target is null && region != view.Top ? null : known.For(region.Code),
            TakenOff = FormulaBook.For(known.Versions, period) is { } version ? view.Table.TakenOff(version, region.Code, period) : [],
        };
    }
}
