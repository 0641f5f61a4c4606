using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Alerting;

/// <summary>The warnings that were handed over, in brief.</summary>
sealed class WarningBriefs(IndicatorsData data, ReadWarnings read) : IWarningBriefs
{
    public async Task<WarningBrief?> One(Guid id, CancellationToken ct)
    {
        if (await data.Warnings.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id && w.State == WarningState.Escalated, ct) is not { } warning) return null;
        var line = (await read.Lines([warning], ct))[0];
        return new(id, line.Indicator?.Name ?? "", line.Region, Day.Text(warning.Period), line.Says, warning.OwnerUnitId);
    }
}
