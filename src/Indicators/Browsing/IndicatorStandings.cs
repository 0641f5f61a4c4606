using OneMetre.Indicators.Briefing;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Browsing;

/// <summary>What the dashboard of a year says, for other modules.</summary>
sealed class IndicatorStandings(ReadDashboard dashboard, ListIndicators list) : IIndicatorStanding
{
    const int Most = 1000;

    public async Task<IndicatorStanding?> OfYear(int year, CancellationToken ct)
    {
        var ids = (await list.Run(null, null, null, 1, ct, Most)).Items.Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        // The newest year that is whole; of an older brief its own year.
        var board = await dashboard.Run(new(null, null, null, PeriodKind.Year), ids, ct);
        if (board.Period.Year > year) board = await dashboard.Run(new(null, new Period(PeriodKind.Year, year, 1).ToString(), null, PeriodKind.Year), ids, ct);
        if (board.Period == default || board.Period.Year > year) return null;
        var cards = board.Domains.SelectMany(d => d.Cards).ToList();
        return new(board.Period.Year, cards.Count, cards.Count(c => c.Now?.Value is not null), board.WithData, board.Met, board.NoData,
            [.. cards.Where(MonitoringReport.Behind).Select(c => new LaggingIndicator(c.Known.Indicator.Name, MonitoringReport.Shown(c, c.Now?.Value) + MonitoringReport.Unit(c), c.Promised?.Promise.Text ?? "—", $"/indicators/{c.Known.Indicator.Id}?period={board.Period}"))],
            $"/indicators?period={board.Period}");
    }
}
