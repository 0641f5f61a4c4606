using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>At which hour of the city's day the server makes a backup by itself, and what it keeps of them.</summary>
sealed record BackupPlan(int Hour, Retention Keep)
{
    /// <summary>An hour from 0 to 23; or off, which gives no plan.</summary>
    public static bool TryParse(string? text, out BackupPlan? plan)
    {
        var known = int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hour) && hour < 24;
        plan = known ? new(hour, new()) : null;
        return known || text == "off";
    }

    /// <summary>The latest moment, in UTC, at which a backup was due.</summary>
    public DateTime LastDue(DateTime now)
    {
        var local = ChinaTime.Local(now);
        return ChinaTime.StartOf(DateOnly.FromDateTime(local).AddDays(local.Hour >= Hour ? 0 : -1)).AddHours(Hour);
    }
}

/// <summary>
/// Makes the daily backup, also one that was missed while the server was away, and lets go of old ones. What fails is tried again every hour; whoever looks
/// after the machine is told, and the record says so.
/// </summary>
sealed partial class BackupClock(IServiceScopeFactory scopes, BackupPlan plan, CityPlace place, MasterKey master, TimeProvider time, ILogger<BackupClock> log) : Recurring(scopes, time, log)
{
    // A server that has just come back has other things to do first.
    static readonly TimeSpan Settle = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Again = TimeSpan.FromHours(1);

    readonly TimeProvider time = time;
    readonly DateTime started = time.GetUtcNow().UtcDateTime;
    DateTime failedAt;

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromMinutes(10);

    protected override Task Run(IServiceProvider services, CancellationToken ct) => time.GetUtcNow().UtcDateTime - started < Settle ? Task.CompletedTask : Round(services, ct);

    /// <summary>Makes a backup if one is due. True when one was made.</summary>
    public async Task<bool> Round(IServiceProvider services, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var due = plan.LastDue(now);
        var backups = new Backups(place, master, time);
        if (backups.Newest >= due || now - failedAt < Again) return false;
        var notices = services.GetRequiredService<NoticeBoard>();
        var db = services.GetRequiredService<CityDb>();
        try
        {
            var made = await backups.Make(services, whole: false, ct);
            backups.LetGo(plan.Keep);
            if (made.Verified.CityDamaged)
            {
                await notices.TellRoles([RoleCode.SystemAdmin], "platform.notice-backup-found", "/notices", [$"{made.Verified.Manifest.Damaged.Count}", $"{made.Verified.AuditFaults}"], ct);
                await db.SaveChangesAsync(ct);
            }
            return true;
        }
        catch (BackupBroken broken) when (!broken.UnderWay)
        {
            Failed();
            var told = failedAt >= due;
            failedAt = now;
            if (told) return false;
            db.ChangeTracker.Clear();
            await services.GetRequiredService<OneMetre.Platform.Audit.AuditLog>().Note(OneMetre.Platform.Audit.AuditKind.Export, "platform_backup", "", "failed", ct: ct);
            await notices.TellRoles([RoleCode.SystemAdmin], "platform.notice-backup-failed", "/notices", [ChinaTime.Local(now).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)], ct);
            await db.SaveChangesAsync(ct);
            return false;
        }
        catch (BackupBroken)
        {
            return false; // another process of this city makes it
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No backup could be made; 'onemetre backup list' says why")]
    partial void Failed();
}
