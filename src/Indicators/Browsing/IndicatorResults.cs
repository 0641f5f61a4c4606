using System.Globalization;
using OneMetre.Indicators.Briefing;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Browsing;

/// <summary>What the dashboard of a region and year says of each indicator, for other modules: judged as there.</summary>
sealed class IndicatorResults(ReadDashboard dashboard, ReadFigures figures) : IIndicatorResults
{
    public async Task<IReadOnlyList<IndicatorResult>> InYear(int year, string? region, CancellationToken ct)
    {
        var view = await figures.Own(ct);
        if (region is not null && view.Counties.All(r => r.Code != region)) return [];
        var board = dashboard.Of(view, new(region, year.ToString(CultureInfo.InvariantCulture), null, PeriodKind.Year), [.. view.Indicators.Select(i => i.Indicator.Id)]);
        if (board.Period == default || board.Period.Year != year) return [];
        return [.. board.Domains.SelectMany(d => d.Cards).Select(c =>
        {
            bool? well = c.Light == Light.Grey ? null : c.Light == Light.Green;
            return new IndicatorResult(c.Known.Indicator.Id, c.Known.Indicator.Name, well,
                c.Now?.Value is { } value ? MonitoringReport.Shown(c, value) + MonitoringReport.Unit(c) : "—", c.Promised?.Promise.Text, $"/indicators/{c.Known.Indicator.Id}?period={board.Period}{(region is null ? "" : $"&region={region}")}");
        })];
    }
}
