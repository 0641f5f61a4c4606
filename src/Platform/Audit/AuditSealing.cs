using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;

namespace OneMetre.Platform.Audit;

/// <summary>Seals the record when the site starts, and then every hour.</summary>
sealed class AuditSealing(IServiceScopeFactory scopes, TimeProvider time, ILogger<AuditSealing> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<AuditCheck>().Seal(ct);

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromHours(1);
}
