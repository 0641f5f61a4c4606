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
sealed record DashboardFilter(string? Region, string? Period, Light? Light, PeriodKind? Kind = null)
{
    public static DashboardFilter From(IQueryCollection query) => new(query["region"], query["period"], One<Light>(query["light"]), One<PeriodKind>(query["kind"]));

    static T? One<T>(string? text) where T : struct, Enum => text is not null && text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;
}

/// <summary>One indicator on the dashboard.</summary>
sealed record DashboardCard(KnownIndicator Known, RegionFigure? Now, Target? Target, Light Light, string LightWord, IReadOnlyList<decimal?> Values, IReadOnlyList<decimal?> Path, IReadOnlyList<int> Breaks, int Digits)
{
    /// <summary>Of the year before, or of the same part of it, as it was shown; null where not all of the region had one.</summary>
    public decimal? Before { get; init; }

    /// <summary>By how much the figure differs from the one before; null where either is not whole, or a new definition lies between them.</summary>
    public decimal? Change => Now is { Whole: true, Value: { } value, Worked.High: null } && Before is { } before && !IsYesNo && !NewlyDefined ? Formula.Shown(value, Digits) - before : null;

    /// <summary>A new definition began with the period itself.</summary>
    public bool NewlyDefined { get; init; }

    /// <summary>1 where it moved as it ought to, -1 where it moved against that, 0 where it stayed; null where neither way is better or nobody knows.</summary>
    public int? Moved => Known.MoreIsBetter is { } more && Change is { } change ? Math.Sign(change) * (more ? 1 : -1) : null;

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
    Region Top, Region Region, IReadOnlyList<Region> Regions, IReadOnlyList<PeriodKind> Kinds, IReadOnlyList<Period> Times, Period Period, IReadOnlyList<DashboardDomain> Domains, IReadOnlyDictionary<Light, int> Lights, Light? Light, int Met, int WithData, int NoData)
{
    static readonly Region Nowhere = new();
    public static DashboardView Empty { get; } = new(Nowhere, Nowhere, [], [], [], default, [], new Dictionary<Light, int>(), null, 0, 0, 0);

    /// <summary>The indicators that nobody reports so often, which are left out where the year is not over.</summary>
    public int NotSoOften { get; init; }

    /// <summary>The indicators whose definition begins after the period: they are left out of every count.</summary>
    public int BeginLater { get; init; }

    /// <summary>How many moved as they ought to (1), against that (-1), or stayed (0).</summary>
    public int Moved(int way) => Domains.Sum(d => d.Cards.Count(c => c.Moved == way));

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
        var kinds = view.Kinds;
        var hasPeriod = Period.TryParse(filter.Period, out var asked);
        var kind = filter.Kind is { } k && kinds.Contains(k) ? k : hasPeriod && kinds.Contains(asked.Kind) ? asked.Kind : kinds.Count == 0 ? PeriodKind.Year : kinds[0];
        var times = view.Times(kind);
        // Nothing asked: the last one that is closed, or the newest there is.
        var period = hasPeriod && times.Contains(asked) ? asked : Newest(view, region, times);
        // What a city begins to measure later is not missing from a year before.
        var listed = view.Indicators.Where(i => wanted.Contains(i.Indicator.Id)).ToList();
        var all = listed.Where(i => period == default || i.Begun(period)).Select(i => Card(view, i, region, times, period)).ToList();
        var cards = period.IsWholeYear || period == default ? all : all.FindAll(c => !c.Known.Indicator.OnlyOnceAYear && times.Any(t => view.Of(c.Known, region.Code, t)?.Value is not null));
        var lights = cards.CountBy(c => c.Light).ToDictionary();
        var promised = cards.Where(c => c.Target is not null).ToList();
        var met = promised.Select(c => c.Now is { } now ? now.Met(c.Target!, c.Values.ElementAtOrDefault(FigureView.Earlier(times, period))) : TargetMet.NoData).ToList();
        var shown = filter.Light is { } light ? cards.Where(c => c.Light == light) : cards;
        return new(view.Top, region, view.Counties, kinds, times, period,
            [.. shown.GroupBy(c => IndicatorWords.Domain(texts, c.Known.Indicator, c.Known.Promise)).Select(g => new DashboardDomain(g.First().Known.Indicator.Domain, g.Key, [.. g]))],
            lights, filter.Light, met.Count(m => m == TargetMet.Met), met.Count(m => m != TargetMet.NoData), met.Count(m => m == TargetMet.NoData))
        { NotSoOften = all.Count - cards.Count, BeginLater = listed.Count - all.Count };
    }

    /// <summary>The newest period in which at least half of the indicators that ever had a figure have one for the whole region.</summary>
    static Period Newest(FigureView view, Region region, IReadOnlyList<Period> times)
    {
        if (times.Count == 0) return default;
        var known = times.ToDictionary(t => t, t => view.Indicators.Count(i => view.Of(i, region.Code, t) is { Value: not null, Whole: true }));
        var most = known.Values.Max();
        return most == 0 ? times[^1] : times.Last(t => known[t] * 2 >= most);
    }

    static DashboardCard Card(FigureView view, KnownIndicator known, Region region, IReadOnlyList<Period> times, Period period)
    {
        var figures = times.Select(t => view.Of(known, region.Code, t)).ToList();
        var earlier = FigureView.Earlier(times, period);
        var target = view.TargetFor(known, region.Code, period);
        var (now, before) = (times.Contains(period) ? view.Of(known, region.Code, period, target) : null, figures.ElementAtOrDefault(earlier) is { Whole: true } last ? last.Value : null);
        var light = IndicatorLight.Of(target, now, before, period, view.Settings);
        var digits = FormulaBook.For(known.Versions, period)?.Digits ?? 2;
        return new(known, now, target, light, IndicatorLight.Word(target, now, before, period, light),
            [.. figures.Select(f => f is { Whole: true, Value: { } v } ? Formula.Shown(v, digits) : (decimal?)null)],
            [.. times.Select(t => TargetPath.Drawn(target, t))],
            [.. known.Breaks.Select(b => times.ToList().FindIndex(t => t.Year == b.FromYear)).Where(i => i > 0)], digits)
        {
            Before = before is { } b ? Formula.Shown(b, digits) : null,
            NewlyDefined = known.Breaks.Any(v => v.FromYear == period.Year),
            Promised = target is null && region != view.Top ? null : known.For(region.Code),
            TakenOff = FormulaBook.For(known.Versions, period) is { } version ? view.Table.TakenOff(version, region.Code, period) : [],
        };
    }
}
