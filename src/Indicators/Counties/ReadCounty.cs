using OneMetre.Indicators.Alerting;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Counties;

/// <summary>One indicator of a county: its figure, the whole city's and that of the year before, as the reader may see them. Light and target are the county's own.</summary>
sealed record CountyRow(DashboardCard Card, RegionFigure? City, RegionFigure? Before)
{
    public KnownIndicator Known => Card.Known;
}

sealed record CountyDomain(string Key, string Name, IReadOnlyList<CountyRow> Rows);

sealed record CountyView(
    Region City, Region Region, IReadOnlyList<PeriodKind> Kinds, IReadOnlyList<Period> Times, Period Period, IReadOnlyList<CountyDomain> Domains, int WithData, int InAll, RegionDues Dues, IReadOnlyList<WarningLine> Warnings, int WarningsInAll);

/// <summary>Everything that is known of one county, in the order of the catalogue. There is no place among others: counties are not ranked.</summary>
sealed class ReadCounty(ReadFigures figures, ReadDashboard dashboard, ReadSubmissions submissions, ReadWarnings warnings, CurrentUser user)
{
    public const int MostDues = 12, MostWarnings = 8;

    /// <summary>Null where the city has no such county today.</summary>
    public async Task<CountyView?> Run(string code, string? period, PeriodKind? kind, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (view.Counties.FirstOrDefault(r => r.Code == code) is not { } region) return null;
        var board = dashboard.Of(view, new(region.Code, period, null, kind), [.. view.Indicators.Select(i => i.Indicator.Id)]);
        var before = board.Times.ElementAtOrDefault(FigureView.Earlier(board.Times, board.Period));
        var domains = board.Domains.Select(d => new CountyDomain(d.Key, d.Name,
            [.. d.Cards.Select(c => new CountyRow(c, board.Period == default ? null : view.Of(c.Known, view.Top.Code, board.Period), before == default ? null : view.Of(c.Known, region.Code, before)))])).ToList();
        // What is owed and warned of is the business of those who carry the programme.
        var (lines, total) = user.InProgramme ? await warnings.OfRegion(code, MostWarnings, ct) : ([], 0);
        return new(view.Top, region, board.Kinds, board.Times, board.Period, domains, domains.Sum(d => d.Rows.Count(r => r.Card.Now?.Value is not null)), domains.Sum(d => d.Rows.Count),
            user.InProgramme ? await submissions.OfRegion(code, MostDues, ct) : new(0, 0, 0, 0, []), lines, total);
    }
}
