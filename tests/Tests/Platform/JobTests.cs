using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform;

public class JobTests
{
    sealed class Counting : IJob
    {
        public static readonly Dictionary<string, Func<IJobProgress, CancellationToken, Task<string?>>> Work = [];
        public Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct) => Work[job.Subject](progress, ct);
    }

    static Task<City> CityWithJob(string engine) => City.On(engine, more: s => s.AddJob<Counting>("test.count").AddSingleton<JobHost>());

    static async Task<Job> RunAndLook(City city, Actor officer, string subject, Func<IJobProgress, CancellationToken, Task<string?>> work)
    {
        lock (Counting.Work) Counting.Work[subject] = work;
        await city.As(officer, async (CityDb db) => { db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.count", Subject = subject, PostId = officer.Post, QueuedAt = City.Noon.UtcDateTime }); await db.SaveChangesAsync(); });
        await city.Use((JobHost host) => host.RunNext(default));
        return await city.As(officer, (JobDesk desk) => desk.Visible.AsNoTracking().SingleAsync());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_job_ends_done_and_at_a_hundred_percent(string engine)
    {
        await using var city = await CityWithJob(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var job = await RunAndLook(city, officer, $"done-{engine}", async (progress, ct) => { await progress.At(40, ct); return null; });
        Assert.Equal((JobState.Done, 100, 1), (job.State, job.Percent, job.Attempts));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_job_that_breaks_says_so_and_the_next_still_runs(string engine)
    {
        await using var city = await CityWithJob(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var job = await RunAndLook(city, officer, $"breaks-{engine}", (_, _) => throw new InvalidOperationException("broken on purpose"));
        Assert.Equal((JobState.Failed, "platform.job-broke"), (job.State, job.ProblemCode));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Cancelling_stops_a_job_at_its_next_sign_of_life(string engine)
    {
        await using var city = await CityWithJob(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var job = await RunAndLook(city, officer, $"cancel-{engine}", async (progress, ct) =>
        {
            await city.As(officer, async (JobDesk desk) => await desk.Cancel(await desk.Visible.Select(j => j.Id).SingleAsync(), default));
            await progress.At(50, ct);
            return "never reached";
        });
        Assert.Equal(JobState.Cancelled, job.State);

        await city.As(officer, (JobDesk desk) => desk.Retry(job.Id, default));
        Assert.Equal(JobState.Queued, await city.As(officer, (JobDesk desk) => desk.Visible.Select(j => j.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_a_dead_process_left_running_is_queued_again_but_not_for_ever(string engine)
    {
        await using var city = await CityWithJob(engine);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.count", Subject = "once", State = JobState.Running, Attempts = 1, QueuedAt = City.Noon.UtcDateTime });
            db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.count", Subject = "thrice", State = JobState.Running, Attempts = 3, QueuedAt = City.Noon.UtcDateTime });
            await db.SaveChangesAsync();
        });
        await city.Use((JobHost host) => host.Recover(default));
        var states = await city.Use((CityDb db) => db.Set<Job>().OrderBy(j => j.Subject).Select(j => j.State).ToListAsync());
        Assert.Equal([JobState.Queued, JobState.Failed], states);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_job_for_later_keeps_nobody_waiting(string engine)
    {
        await using var city = await CityWithJob(engine);
        lock (Counting.Work) foreach (var subject in new[] { "later", "now" }) Counting.Work[$"{subject}-{engine}"] = (_, _) => Task.FromResult<string?>(null);
        await city.Use(async (IServiceProvider services) =>
        {
            services.GetRequiredService<JobDesk>().Ask("test.count", $"later-{engine}", TimeSpan.FromMinutes(1));
            services.GetRequiredService<JobDesk>().Ask("test.count", $"now-{engine}");
            return await services.GetRequiredService<CityDb>().SaveChangesAsync();
        });
        Task<List<string>> Done() => city.Use((CityDb db) => db.Set<Job>().Where(j => j.State == JobState.Done).OrderBy(j => j.Subject).Select(j => j.Subject).ToListAsync());

        Assert.True(await city.Use((JobHost host) => host.RunNext(default)));
        Assert.False(await city.Use((JobHost host) => host.RunNext(default)));
        Assert.Equal([$"now-{engine}"], await Done());
        ((StoppedClock)city.Time).Move(TimeSpan.FromMinutes(1));
        Assert.True(await city.Use((JobHost host) => host.RunNext(default)));
        Assert.Equal([$"later-{engine}", $"now-{engine}"], await Done());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_job_that_lost_its_database_is_tried_again_but_not_for_ever(string engine)
    {
        await using var city = await CityWithJob(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var job = await RunAndLook(city, officer, $"lost-{engine}", (_, _) => throw new InvalidOperationException("likely due to a transient failure", new TimeoutException()));
        Assert.Equal((JobState.Queued, 1), (job.State, job.Attempts));
        for (var i = 0; i < 2; i++) await city.Use((JobHost host) => host.RunNext(default));
        job = await city.As(officer, (JobDesk desk) => desk.Visible.AsNoTracking().SingleAsync());
        Assert.Equal((JobState.Failed, 3), (job.State, job.Attempts));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_another_living_process_runs_is_left_to_it_until_it_falls_silent(string engine)
    {
        await using var city = await CityWithJob(engine);
        await city.Use(async (CityDb db) =>
        {
            foreach (var (subject, holder) in new[] { ("a", "elsewhere/1"), ("b", $"{Environment.MachineName}/{int.MaxValue}") })
                db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.count", Subject = subject, State = JobState.Running, Attempts = 1, QueuedAt = City.Noon.UtcDateTime, Holder = holder, SeenAt = City.Noon.UtcDateTime });
            await db.SaveChangesAsync();
        });
        await city.Use((JobHost host) => host.Recover(default));
        Assert.Equal([JobState.Running, JobState.Queued], await States());
        ((StoppedClock)city.Time).Move(TimeSpan.FromMinutes(2));
        await city.Use((JobHost host) => host.Recover(default));
        Assert.Equal([JobState.Queued, JobState.Queued], await States());

        Task<List<JobState>> States() => city.Use((CityDb db) => db.Set<Job>().OrderBy(j => j.Subject).Select(j => j.State).ToListAsync());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_post_sees_its_own_jobs_only(string engine)
    {
        await using var city = await City.On(engine);
        var contact = await city.Actor(RoleCode.DeptContact, "市教育局");
        var other = await city.Actor(RoleCode.DeptContact, "市民政局");
        await city.As(contact, async (CityDb db) => { db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.count", Subject = "x", PostId = contact.Post, QueuedAt = City.Noon.UtcDateTime }); await db.SaveChangesAsync(); });
        Assert.Equal(1, await city.As(contact, (JobDesk desk) => desk.Visible.CountAsync()));
        Assert.Equal(0, await city.As(other, (JobDesk desk) => desk.Visible.CountAsync()));
        Assert.Equal(0, await city.Use((JobDesk desk) => desk.Visible.CountAsync()));
    }
}
