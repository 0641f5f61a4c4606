using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Vault;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Watching;

/// <summary>A job that failed: what sort of work, when, and the code of why. Whose it was is not the administrator's business.</summary>
sealed record FailedJob(Guid Id, string Kind, DateTime? EndedAt, int Attempts, string? ProblemCode);

/// <summary>The server as its administrator sees it. Sizes in bytes; times UTC. Nothing here is about the programme.</summary>
sealed record Operations(
    string Version, DateTime StartedAt, Readiness Readiness, Engine Engine, long DatabaseSize, int Migrations, IReadOnlyList<string> Pending, long FreeDisk,
    Flow Traffic, IReadOnlyDictionary<JobState, long> Jobs, IReadOnlyList<FailedJob> Failed, DateTime? SealedAt, long? SealedEntries,
    DateTime? BackupAt, IReadOnlyList<(string Name, DateTime WrittenAt)> Keys);

/// <summary>What the system administrator may see of the database: that it works, how large it is, which jobs wait or failed.</summary>
#pragma warning disable RS0030 // This is the door for the system administrator.
sealed class OperationsData(CityDb db, CityPlace place, Health health, Traffic traffic, JobDesk jobs, RotateKeys rotate, AuditLog audit, MasterKey master, CurrentUser user, TimeProvider time)
{
    const int MostFailed = 20;
    static readonly string[] EmbeddedFiles = ["city.db", "city.db-wal"];

    public static string Version { get; } = typeof(OperationsData).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    // The forms carry nothing but their token; reading the form is what checks it.
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/operations/jobs/{id:guid}/retry", async ([FromRoute] Guid id, [FromForm] string? back, OperationsData data, CancellationToken ct) =>
        {
            await data.Retry(id, ct);
            return Results.LocalRedirect("/operations#jobs");
        }).RequireAuthorization("web.operations");
        routes.MapPost("/operations/keys", async ([FromForm] string? back, OperationsData data, CancellationToken ct) =>
        {
            await data.RotateKeys(ct);
            return Results.LocalRedirect("/operations#jobs");
        }).RequireAuthorization("web.operations");
    }

    IQueryable<Job> Jobs => db.Set<Job>().Where(_ => user.Role == RoleCode.SystemAdmin);

    /// <summary>How many jobs are in each state but done, for the metrics: numbers alone, so nobody is asked who looks.</summary>
    public async Task<IReadOnlyDictionary<JobState, long>> JobsNow(CancellationToken ct)
    {
        var counted = await db.Set<Job>().Where(j => j.State != JobState.Done).GroupBy(j => j.State).Select(g => new { g.Key, Number = g.LongCount() }).ToListAsync(ct);
        return Enum.GetValues<JobState>().Where(s => s != JobState.Done).ToDictionary(s => s, s => counted.FirstOrDefault(c => c.Key == s)?.Number ?? 0);
    }

    public async Task<Operations> Run(CancellationToken ct)
    {
        var pending = await Migrator.Pending(db, ct);
        var failed = await Jobs.AsNoTracking().Where(j => j.State == JobState.Failed).OrderByDescending(j => j.QueuedAt).Take(MostFailed)
            .Select(j => new FailedJob(j.Id, j.Kind, j.EndedAt, j.Attempts, j.ProblemCode)).ToListAsync(ct);
        var seal = await db.Set<AuditSeal>().AsNoTracking().OrderByDescending(s => s.Seq).Select(s => new { s.At, s.Seq }).FirstOrDefaultAsync(ct);
        using var process = Process.GetCurrentProcess();
        return new(Version, process.StartTime.ToUniversalTime(), await health.Look(), place.Engine, await DatabaseSize(ct), Migrator.Scripts(place.Engine).Count, pending, Health.FreeDisk(place),
            traffic.Look(), await JobsNow(ct), failed, seal?.At, seal?.Seq, new Backups.Backups(place, master, time).Newest, Keys());
    }

    /// <summary>Queues a failed job again. It runs for the post that asked for it, as it did before; that it was pressed is put down.</summary>
    public async Task Retry(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var queued = await Jobs.Where(j => j.Id == id && j.State == JobState.Failed)
            .ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Attempts, 0).SetProperty(j => j.CancelAsked, false).SetProperty(j => j.Percent, 0).SetProperty(j => j.ProblemCode, (string?)null), ct);
        if (queued > 0) await audit.Note(AuditKind.Write, "platform_job", id.ToString(), "retried", ct: ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Asks for new data keys, once at a time: a job seals every value anew while the city works, and notes it in the record.</summary>
    public async Task RotateKeys(CancellationToken ct)
    {
        if (user.Role != RoleCode.SystemAdmin || await Jobs.AnyAsync(j => j.Kind == Platform.Vault.RotateKeys.Kind && (j.State == JobState.Queued || j.State == JobState.Running), ct)) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await rotate.Ask(jobs, ct);
        await db.SaveChangesAsync(ct);
        await audit.Note(AuditKind.Write, "platform_data_key", "", "rekey-asked", ct: ct);
        await transaction.CommitAsync(ct);
    }

    async Task<long> DatabaseSize(CancellationToken ct)
    {
        if (db.IsSqlite) return EmbeddedFiles.Select(f => new FileInfo(Path.Combine(place.Folder, f))).Where(f => f.Exists).Sum(f => f.Length);
        return (await db.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").ToListAsync(ct))[0];
    }

    IReadOnlyList<(string, DateTime)> Keys() => !Directory.Exists(place.Keys) ? []
        : [.. new DirectoryInfo(place.Keys).EnumerateFiles().Where(f => f.Extension is ".key" or ".xml").OrderBy(f => f.LastWriteTimeUtc)
            .Select(f => (f.Extension == ".xml" ? "cookies" : Path.GetFileNameWithoutExtension(f.Name), f.LastWriteTimeUtc))
            .GroupBy(k => k.Item1).Select(g => g.Last())];

    /// <summary>Now, for ages.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;
}
