using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Targeting;

/// <summary>A target beside the figure of the region that it is asked of. Based is the target with its base; null where it cannot be held against the figure. Used: the light of that region goes by it.</summary>
sealed record TargetLine(KnownTarget Known, Region Region, Target? Based, RegionFigure? Figure, TargetMet Met, bool Used);

sealed record TargetsView(KnownIndicator Known, Period Period, int Digits, IReadOnlyList<TargetLine> Lines, IReadOnlyList<Region> Counties, Region Top);

/// <summary>All targets of one indicator that the user may see, side by side: of every plan, and set by hand.</summary>
sealed class ReadTargets(ReadFigures figures, IndicatorsData data)
{
    public bool MayDefine => data.MayDefine;

    public async Task<TargetsView?> Run(string id, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (view.Indicator(id) is not { } known) return null;
        var years = view.Years;
        var newest = years.LastOrDefault(y => view.Of(known, view.Top.Code, y) is { Value: not null, Whole: true });
        if (newest == default && years.Count > 0) newest = years[^1];
        return new(known, newest, FormulaBook.For(known.Versions, newest)?.Digits ?? 2, [.. known.Targets.Select(t => Line(view, known, t, newest))], view.Counties, view.Top);
    }

    static TargetLine Line(FigureView view, KnownIndicator known, KnownTarget target, Period period)
    {
        var region = target.Level == TargetLevel.County ? view.Regions.Where(r => r.Code == target.Region).MaxBy(r => r.ValidFrom) ?? view.Top : view.Top;
        var based = view.Based(known, target, region.Code);
        var figure = period == default ? null : view.Of(known, region.Code, period, based);
        var before = period == default ? null : view.Of(known, region.Code, period with { Year = period.Year - 1 });
        return new(target, region, based, figure, based is not null && figure is not null ? based.Met(figure.Measured(before is { Whole: true } ? before.Value : null)) : TargetMet.NoData, ReferenceEquals(known.For(region.Code), target));
    }
}
