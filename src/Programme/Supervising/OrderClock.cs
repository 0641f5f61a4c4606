using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Supervising;

/// <summary>Looks at the orders when the site starts and at each midnight of China.</summary>
sealed class OrderClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<OrderClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<ChaseOrders>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
