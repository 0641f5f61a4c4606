using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>
/// Looks at the figures on every new day, and within a minute after figures were locked or a sheet has moved: it follows the outbox, so that nobody who locks figures waits for it or is stopped by it.
/// </summary>
sealed class WarningClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<WarningClock> log) : Recurring(scopes, time, log)
{
    readonly TimeProvider time = time;
    (long Change, Guid Step, DateOnly Day) seen;

    protected override async Task Run(IServiceProvider services, CancellationToken ct)
    {
        var data = services.GetRequiredService<IndicatorsData>();
        var now = (await data.LastChange(ct), await data.LastStep(ct), time.Today());
        if (now == seen) return;
        await services.GetRequiredService<RaiseWarnings>().Run(ct);
        seen = now;
    }

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromMinutes(1);
}
