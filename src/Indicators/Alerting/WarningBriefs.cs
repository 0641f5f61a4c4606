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
        return Brief(line);
    }

    public async Task<IReadOnlyList<WarningBrief>> HandedOver(int most, CancellationToken ct) =>
        [.. (await read.Lines(await data.Warnings.AsNoTracking().Where(w => w.State == WarningState.Escalated).OrderByDescending(w => w.Id).Take(most).ToListAsync(ct), ct)).Select(Brief)];

    static WarningBrief Brief(WarningLine line) => new(line.Warning.Id, line.Indicator?.Name ?? "", line.Region, Day.Text(line.Warning.Period), line.Says, line.Warning.OwnerUnitId);
}
