using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;

namespace OneMetre.Indicators.Alerting;

/// <summary>
/// Runs all checks over all accepted figures, the newest period first; each contradiction becomes a warning (W6). Every period is saved by itself, and a second run finds what the first has raised: it may
/// be stopped, or die, at any place.
/// </summary>
sealed class CheckHistory(RaiseWarnings raise, CitySettings settings) : IJob
{
    public const string Kind = "indicators.check-history";

    public async Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct)
    {
        var chosen = await settings.Get(ReadFigures.SettingsKey, new WarningSettings(), ct);
        if (chosen.Off.Contains(WarningRule.LogicClash) && chosen.Off.Contains(WarningRule.Copied)) return "indicators.checks-are-off";
        await progress.At(2, ct);
        var scan = await raise.Scan(chosen, ct);
        var periods = scan.Periods.OrderDescending().ToList();
        for (var i = 0; i < periods.Count; i++)
        {
            await progress.At(5 + 95 * i / periods.Count, ct);
            await raise.Settle(scan, periods[i], ct);
        }
        return null;
    }
}
