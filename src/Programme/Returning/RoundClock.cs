using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Returning;

/// <summary>Opens rounds and tells of those that are late, when the site starts and at each midnight of China.</summary>
sealed class RoundClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<RoundClock> log) : Recurring(scopes, time, log)
{
    protected override async Task Run(IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<OpenRounds>().Run(ct);
        await services.GetRequiredService<EscalateReturns>().Run(ct);
    }

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
