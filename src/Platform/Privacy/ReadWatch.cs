using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Privacy;

/// <summary>How many people's records one person may open on a day before somebody is told [D]; kept under "platform.reads" in the settings.</summary>
public sealed class ReadLimits
{
    public int Records { get; set; } = 150;
}

/// <summary>Whoever opens far more records than the day's work asks for is not stopped, for there are such days; but the leader of the unit and the audit administrator are told, once a day.</summary>
#pragma warning disable RS0030 // Counts of the record, for nobody's page.
public sealed class ReadWatch(CityDb db, CitySettings settings, NoticeBoard notices, AuditLog log, TimeProvider time)
{
    const string Watched = "platform_reads";

    /// <summary>One look at the present day in China; returns how many people were told of.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var start = ChinaTime.StartOf(ChinaTime.Today(time));
        var most = (await settings.Get("platform.reads", new ReadLimits(), ct)).Records;
        var told = await db.Set<AuditEntry>().Where(e => e.Entity == Watched && e.At >= start).Select(e => e.Key).ToListAsync(ct);
        var many = await db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.Read && e.At >= start && e.Key != "" && e.PersonId != null && e.PostId != null)
            .GroupBy(e => new { e.PersonId, e.PostId }).Select(g => new { g.Key.PersonId, g.Key.PostId, Records = g.Select(e => e.Key).Distinct().Count() }).Where(g => g.Records > most).ToListAsync(ct);
        var found = 0;
        foreach (var who in many.Where(m => !told.Contains(m.PersonId!.Value.ToString())))
        {
            var unit = await db.Set<Post>().Where(p => p.Id == who.PostId).Join(db.Set<Units.Unit>(), p => p.UnitId, u => u.Id, (_, u) => new { u.Id, u.ShortName }).FirstOrDefaultAsync(ct);
            string[] said = [unit?.ShortName ?? "—", $"{who.Records}", $"{most}"];
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            foreach (var leader in await db.Set<Post>().Where(p => unit != null && p.UnitId == unit.Id && p.Role == RoleCode.UnitLeader && p.Id != who.PostId).Select(p => p.Id).ToListAsync(ct)) notices.Tell(leader, "platform.notice-reads", "/notices", said);
            await notices.TellRoles([RoleCode.AuditAdmin], "platform.notice-reads", "/audit", said, ct);
            await db.SaveChangesAsync(ct);
            await log.Note(AuditKind.Permission, Watched, who.PersonId!.Value.ToString(), "many", new { who.Records, most }, ct: ct);
            await transaction.CommitAsync(ct);
            found++;
        }
        return found;
    }
}

/// <summary>Looks every quarter of an hour.</summary>
sealed class ReadClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<ReadClock> log) : Recurring(scopes, time, log)
{
    protected override async Task Run(IServiceProvider services, CancellationToken ct) => await services.GetRequiredService<ReadWatch>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromMinutes(15);
}
