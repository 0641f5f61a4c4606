using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Minors;

/// <summary>Opens the audit of the year on 1 December and tells those who see to it; tells them once more on 15 January if it is not filed.</summary>
sealed class OpenMinorAudit(MinorsData data, NoticeBoard notices, TimeProvider time)
{
    public async Task Run(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        if (MinorAudit.YearOn(today) is not { } year) return;
        var audit = await data.AuditsOfTheCity.SingleOrDefaultAsync(a => a.Year == year, ct);
        if (audit is null)
        {
            data.Add(audit = new() { Id = data.NewId(), Year = year, OpenedAt = time.GetUtcNow().UtcDateTime });
            await Tell("platform.minors.notice-opened", audit, ct);
        }
        else if (audit is { RemindedAt: null, State: not MinorAuditState.Filed } && today >= new DateOnly(year + 1, 1, 15))
        {
            audit.RemindedAt = time.GetUtcNow().UtcDateTime;
            await Tell("platform.minors.notice-reminder", audit, ct);
        }
        try
        {
            await data.Save(ct);
        }
        catch (DbUpdateException) when (audit.Version == 0)
        {
            // Another process opened it at the same moment, and has told everybody.
            if (!await data.AuditsOfTheCity.AnyAsync(a => a.Year == year && a.Id != audit.Id, ct)) throw;
        }
    }

    Task Tell(string code, MinorAudit audit, CancellationToken ct) => notices.TellRoles(MinorsData.Roles, code, MinorAuditPage.Address,
        [audit.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), audit.DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)], ct);
}

/// <summary>Looks each midnight of China, and when the site starts.</summary>
sealed class MinorAuditClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<MinorAuditClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<OpenMinorAudit>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => ChinaTime.UntilMidnight(time);
}
