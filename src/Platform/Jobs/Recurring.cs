using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneMetre.Platform.Jobs;

/// <summary>Work that nobody asks for: done when the site starts and then again and again. What fails, because a database or a disk is away or by a fault of ours, is tried again in five minutes.</summary>
public abstract partial class Recurring(IServiceScopeFactory scopes, TimeProvider time, ILogger log) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    /// <summary>One round, with the services of a scope of its own.</summary>
    protected abstract Task Run(IServiceProvider services, CancellationToken ct);

    /// <summary>How long until the next round, asked before this one begins.</summary>
    protected abstract TimeSpan Wait(TimeProvider time);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Wait(time);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await Run(scope.ServiceProvider, stoppingToken);
            }
            catch (Exception problem) when (!stoppingToken.IsCancellationRequested) // one chore that fails must not take the site with it
            {
                Failed(problem, GetType().Name);
                wait = Again;
            }
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work} could not be done; trying again in five minutes")]
    partial void Failed(Exception problem, string work);
}
