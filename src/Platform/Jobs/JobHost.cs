using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Watching;

namespace OneMetre.Platform.Jobs;

/// <summary>How a job tells where it is; throws when somebody asked to stop.</summary>
public interface IJobProgress
{
    /// <summary>Saves the percentage, 0 to 100. Throws <see cref="OperationCanceledException"/> once cancelling was asked for.</summary>
    Task At(int percent, CancellationToken ct);
}

/// <summary>The work of one kind of job. It may be run again after a crash: it starts over, or goes on from what it has already saved.</summary>
public interface IJob
{
    /// <summary>Returns a text code when the work cannot be done, null when it is done.</summary>
    Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct);
}

/// <summary>A kind of job and the class that does it.</summary>
public sealed record JobKind(string Kind, Type Type);

public static class JobKinds
{
    public static IServiceCollection AddJob<T>(this IServiceCollection services, string kind) where T : class, IJob =>
        services.AddScoped<T>().AddSingleton(new JobKind(kind, typeof(T)));
}

/// <summary>Puts jobs into the queue and looks at them. A job is saved with the write that asks for it.</summary>
#pragma warning disable RS0030 // This is the door to platform_job.
public sealed class JobDesk(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>The jobs that the user's own post asked for; the office sees all.</summary>
    public IQueryable<Job> Visible => db.Set<Job>().Where(j => user.Role == RoleCode.Office || (j.PostId != null && j.PostId == user.PostId));

    /// <summary>After says how long to wait before it is taken; meanwhile it keeps nobody else's job waiting.</summary>
    public Job Ask(string kind, string subject, TimeSpan after = default)
    {
        var now = time.GetUtcNow();
        var job = new Job { Id = Guid.CreateVersion7(now), Kind = kind, Subject = subject, PostId = user.PostId, QueuedAt = (now + after).UtcDateTime };
        db.Set<Job>().Add(job);
        return job;
    }

    public Task<int> Cancel(Guid id, CancellationToken ct) =>
        Visible.Where(j => j.Id == id && (j.State == JobState.Queued || j.State == JobState.Running)).ExecuteUpdateAsync(s => s.SetProperty(j => j.CancelAsked, true), ct);

    public Task<int> Retry(Guid id, CancellationToken ct) =>
        Visible.Where(j => j.Id == id && (j.State == JobState.Failed || j.State == JobState.Cancelled)).ExecuteUpdateAsync(s => s
            .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Attempts, 0).SetProperty(j => j.CancelAsked, false).SetProperty(j => j.Percent, 0).SetProperty(j => j.ProblemCode, (string?)null), ct);
}

/// <summary>
/// Runs queued jobs one after another in this process; other processes of the city may do the same, and each job is run by one. What a process was running when
/// it died is queued again, at most three times, so that a job which kills its process does not do so for ever.
/// </summary>
public sealed partial class JobHost(IServiceScopeFactory scopes, IEnumerable<JobKind> kinds, TimeProvider time, CityMeter meter, ILogger<JobHost> log) : BackgroundService
{
    const int MostAttempts = 3;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>How often a running job says that it is alive, and after how long without a word it counts as dead.</summary>
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(10), Lost = TimeSpan.FromMinutes(1);

    static readonly string Me = $"{Environment.MachineName}/{Environment.ProcessId}";
    bool started;
    DateTimeOffset recovered;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (time.GetUtcNow() - recovered >= Beat) await Recover(stoppingToken);
                if (!await RunNext(stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
            catch (Exception problem) when (DatabaseTrouble.Is(problem))
            {
                DatabaseAway(problem);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
            }
        }
    }

    /// <summary>Queues again what dead processes left running: those of this machine that are gone, and any that has not been heard of for a minute.</summary>
    public async Task Recover(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var now = time.GetUtcNow();
        foreach (var job in await db.Set<Job>().AsNoTracking().Where(j => j.State == JobState.Running).Select(j => new { j.Id, j.Attempts, j.Holder, j.SeenAt }).ToListAsync(ct))
        {
            if (job.SeenAt is { } seen && now.UtcDateTime - seen < Lost && !IsGone(job.Holder)) continue;
            var (state, code) = job.Attempts >= MostAttempts ? (JobState.Failed, "platform.job-died") : (JobState.Queued, (string?)null);
            await db.Set<Job>().Where(j => j.Id == job.Id && j.State == JobState.Running && j.Holder == job.Holder && j.SeenAt == job.SeenAt)
                .ExecuteUpdateAsync(s => s.SetProperty(j => j.State, state).SetProperty(j => j.ProblemCode, code), ct);
        }
        (started, recovered) = (true, now);
    }

    /// <summary>Whether the holder is a process of this machine that no longer runs. A machine just started gives the same numbers again: what bears mine before my first look is not mine.</summary>
    bool IsGone(string? holder)
    {
        if (holder?.Split('/') is not [var machine, var number] || machine != Environment.MachineName || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return false;
        if (id == Environment.ProcessId) return !started;
        try
        {
            using var process = Process.GetProcessById(id);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception unknown) when (unknown is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false; // somebody else's process; a minute of silence tells
        }
    }

    /// <summary>Takes the oldest queued job whose time has come and runs it to its end; false when there is none.</summary>
    public async Task<bool> RunNext(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var now = time.GetUtcNow().UtcDateTime;
        var job = await db.Set<Job>().AsNoTracking().Where(j => j.State == JobState.Queued && j.QueuedAt <= now).OrderBy(j => j.QueuedAt).FirstOrDefaultAsync(ct);
        if (job is null) return false;

        var taken = await db.Set<Job>().Where(j => j.Id == job.Id && j.State == JobState.Queued).ExecuteUpdateAsync(s => s
            .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.StartedAt, now).SetProperty(j => j.Holder, Me).SetProperty(j => j.SeenAt, now).SetProperty(j => j.Attempts, j => j.Attempts + 1), ct);
        if (taken == 0) return true; // another process was quicker

        using var span = CityTrace.RunJob(job.Kind);
        using var beating = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beat = KeepSaying(job.Id, beating.Token);
        var (state, code) = await Run(job, ct);
        await beating.CancelAsync();
        await beat;
        span?.SetTag("state", state.ToString());
        meter.JobEnded(kinds.Any(k => k.Kind == job.Kind) ? job.Kind : "unknown", state);
        await db.Set<Job>().Where(j => j.Id == job.Id && j.Holder == Me).ExecuteUpdateAsync(s => s
            .SetProperty(j => j.State, state).SetProperty(j => j.ProblemCode, code).SetProperty(j => j.EndedAt, time.GetUtcNow().UtcDateTime)
            .SetProperty(j => j.Percent, j => state == JobState.Done ? 100 : j.Percent), CancellationToken.None);
        return true;
    }

    /// <summary>Says every few seconds that the job is alive. When the database is away it cannot be said; nobody else can take the job then either.</summary>
    async Task KeepSaying(Guid id, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(Beat, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // real time: a process lives in no other
            if (ct.IsCancellationRequested) return;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Job>().Where(j => j.Id == id && j.Holder == Me).ExecuteUpdateAsync(s => s.SetProperty(j => j.SeenAt, time.GetUtcNow().UtcDateTime), ct);
            }
            catch (Exception problem) when (problem is OperationCanceledException || DatabaseTrouble.Is(problem)) { }
        }
    }

    async Task<(JobState, string?)> Run(Job job, CancellationToken ct)
    {
        var kind = kinds.FirstOrDefault(k => k.Kind == job.Kind);
        if (kind is null) return (JobState.Failed, "platform.job-unknown");
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<PostHolder>().TakePost(job.PostId, ct);
            var problem = await ((IJob)scope.ServiceProvider.GetRequiredService(kind.Type)).Run(job, new Progress(scopes, job.Id), ct);
            return problem is null ? (JobState.Done, null) : (JobState.Failed, problem);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return (JobState.Cancelled, null); }
        catch (OperationCanceledException) { return (JobState.Queued, null); } // the process is stopping: go on after the restart
        catch (Exception problem) when (DatabaseTrouble.Is(problem) && job.Attempts + 1 < MostAttempts)
        {
            JobBroke(job.Kind, job.Id, problem);
            return (JobState.Queued, null);
        }
        catch (Exception problem)
        {
            JobBroke(job.Kind, job.Id, problem);
            return (JobState.Failed, "platform.job-broke");
        }
    }

    sealed class Progress(IServiceScopeFactory scopes, Guid id) : IJobProgress
    {
        public async Task At(int percent, CancellationToken ct)
        {
            // A scope of its own: progress must be seen while the job's own transaction is still open.
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await db.Set<Job>().Where(j => j.Id == id).ExecuteUpdateAsync(s => s.SetProperty(j => j.Percent, percent), ct);
            if (await db.Set<Job>().AnyAsync(j => j.Id == id && j.CancelAsked, ct)) throw new OperationCanceledException();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {Id} broke")]
    partial void JobBroke(string kind, Guid id, Exception problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer; trying again")]
    partial void DatabaseAway(Exception problem);
}
