using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Assigning;

/// <summary>Sets the lights when the site starts and at each midnight of China.</summary>
sealed class LightClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<LightClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<RefreshLights>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => UntilMidnight(time);

    /// <summary>A minute past, so that a clock that runs a little fast does not see yesterday.</summary>
    public static TimeSpan UntilMidnight(TimeProvider time) =>
        ChinaTime.StartOf(ChinaTime.Today(time).AddDays(1)).AddMinutes(1) - time.GetUtcNow().UtcDateTime;
}
