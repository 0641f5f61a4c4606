using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Assigning;

/// <summary>Sets the lights when the site starts and at each midnight of China.</summary>
sealed class LightClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<LightClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<RefreshLights>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
