using OneMetre.Indicators.Browsing;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Alerting;

/// <summary>The warnings on the desk: those that wait for the user's answer or decision, the gravest first.</summary>
sealed class DeskWarnings(ReadWarnings read, Texts texts) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (lines, total) = await read.ForDesk(most, ct);
        return total == 0 ? null : new("warnings", texts["indicators.menu-warnings"],
            [.. lines.Select(l => new DueItem(l.Indicator is { } of ? $"{IndicatorWords.Name(of)} · {l.Region}" : l.Region, $"/warnings/{l.Warning.Id}", texts["indicators.warning-look"], l.Warning.Light, null, $"{WarningWords.Rule(texts, l.Warning.Rule)} · {l.Says}"))],
            total, "/warnings?mine=1", texts["indicators.warnings-all"]);
    }
}
