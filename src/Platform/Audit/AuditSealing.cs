using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneMetre.Platform.Audit;

/// <summary>Seals the record when the site starts, and then every hour.</summary>
sealed partial class AuditSealing(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditSealing> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<AuditCheck>().Seal(stoppingToken);
            }
            catch (Exception problem) when (problem is DbException or IOException or Microsoft.EntityFrameworkCore.DbUpdateException)
            {
                NotSealed(problem);
            }
            await Task.Delay(Every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit record could not be sealed; trying again in an hour")]
    partial void NotSealed(Exception problem);
}
