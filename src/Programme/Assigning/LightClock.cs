using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Time;

namespace OneMetre.Programme.Assigning;

/// <summary>Sets the lights when the site starts and at each midnight of China.</summary>
sealed partial class LightClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<LightClock> log) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = UntilMidnight(time);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<RefreshLights>().Run(stoppingToken);
            }
            catch (DbException problem)
            {
                NotRefreshed(problem);
                wait = Again;
            }
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A minute past, so that a clock that runs a little fast does not see yesterday.</summary>
    public static TimeSpan UntilMidnight(TimeProvider time) =>
        ChinaTime.StartOf(ChinaTime.Today(time).AddDays(1)).AddMinutes(1) - time.GetUtcNow().UtcDateTime;

    [LoggerMessage(Level = LogLevel.Error, Message = "The lights of today could not be set; trying again in five minutes")]
    partial void NotRefreshed(Exception problem);
}
