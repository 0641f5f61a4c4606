using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Vault;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using OneMetre.Web.Watching;

namespace OneMetre.Tests.Watching;

/// <summary>The operations page: the server for its administrator, and nothing of the programme.</summary>
public class OperationsTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<Guid> FailedJob(City city, Actor office) => await city.Use(async (CityDb db) =>
    {
        // Of an unknown kind, so that the server does not run it between two looks.
        var job = new Job { Id = Guid.CreateVersion7(), Kind = "test.kind", Subject = "subject-of-the-office", State = JobState.Failed, ProblemCode = "platform.job-died", PostId = office.Post, QueuedAt = City.Noon.UtcDateTime, EndedAt = City.Noon.UtcDateTime, Attempts = 3 };
        db.Add(job);
        await db.SaveChangesAsync();
        return job.Id;
    });

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_system_administrator_sees_the_server_and_nothing_of_the_programme(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        await FailedJob(running.City, plan.Office);
        var admin = await running.City.Actor(RoleCode.SystemAdmin, "市大数据局");
        using var browser = running.Entered(admin);
        var html = await browser.GetStringAsync(To("/operations"));
        foreach (var seen in new[] { OperationsData.Version, engine == "Sqlite" ? "SQLite" : "PostgreSQL", "test.kind", "platform.job-died", "还没有备份" }) Assert.Contains(seen, html, StringComparison.Ordinal);
        foreach (var hidden in new[] { "subject-of-the-office", plan.Office.Name, plan.Office.UnitName, plan.Office.Post.ToString() }) Assert.DoesNotContain(hidden, html, StringComparison.Ordinal);
        var english = await browser.GetStringAsync(To("/operations?lang=en"));
        Assert.Contains("The program stopped several times", english, StringComparison.Ordinal);
        Assert.Equal("/operations", (await browser.GetAsync(To("/start"))).Headers.Location!.OriginalString);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task New_data_keys_are_asked_for_once_and_that_is_put_down(string engine)
    {
        await using var running = await RunningCity.On(engine);
        using var browser = running.Entered(await running.City.Actor(RoleCode.SystemAdmin, "市大数据局"));
        for (var i = 0; i < 2; i++) // the second while the first still waits for other processes to take the new keys up
            Assert.Equal(HttpStatusCode.Found, (await RunningCity.Post(browser, "/operations", "/operations/keys", [])).StatusCode);
        var later = City.Noon.UtcDateTime + RotateKeys.TakenUp;
        Assert.Equal([("Sealed", later), ("Sensitive", later)], (await running.City.Use((CityDb db) => db.Set<Job>().OrderBy(j => j.Subject).Select(j => new { j.Subject, j.QueuedAt }).ToListAsync())).Select(j => (j.Subject, j.QueuedAt)));
        Assert.Equal(1, await running.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Action == "rekey-asked")));
    }

    [Fact]
    public async Task Nobody_else_sees_it_or_runs_a_job_again()
    {
        await using var running = await RunningCity.On("Sqlite");
        var office = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        var job = await FailedJob(running.City, office);
        foreach (var role in Enum.GetValues<RoleCode>().Where(r => r != RoleCode.SystemAdmin))
        {
            using var browser = running.Entered(await running.City.Actor(role, $"单位{role}"));
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(To("/operations"))).StatusCode);
            foreach (var act in new[] { $"/operations/jobs/{job}/retry", "/operations/keys" }) Assert.Equal(HttpStatusCode.Forbidden, (await RunningCity.Post(browser, "/account", act, [])).StatusCode);
        }
        Assert.Equal(JobState.Failed, await running.City.Use(async (CityDb db) => await db.Set<Job>().Select(j => j.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_failed_job_is_queued_again_and_that_is_put_down(string engine)
    {
        await using var city = await City.On(engine, more: s => s.AddWatch(new()));
        var office = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var admin = await city.Actor(RoleCode.SystemAdmin, "市大数据局");
        var job = await FailedJob(city, office);
        await city.As(office, (OperationsData data) => data.Retry(job, default)); // not the office's business
        Assert.Equal(JobState.Failed, await city.Use(async (CityDb db) => await db.Set<Job>().Select(j => j.State).SingleAsync()));
        await city.As(admin, (OperationsData data) => data.Retry(job, default));
        await city.As(admin, (OperationsData data) => data.Retry(job, default)); // pressed twice, once done
        var again = await city.Use(async (CityDb db) => await db.Set<Job>().AsNoTracking().SingleAsync());
        Assert.Equal((JobState.Queued, (string?)null), (again.State, again.ProblemCode));
        var noted = await city.Use(async (CityDb db) => await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Entity == "platform_job").ToListAsync());
        Assert.Equal(("retried", job.ToString(), (Guid?)admin.Person), (Assert.Single(noted).Action, noted[0].Key, noted[0].PersonId));
    }

    [Fact]
    public void The_last_minutes_tell_how_many_and_how_fast()
    {
        var clock = new StoppedClock(City.Noon);
        var traffic = new Traffic(clock);
        Assert.Equal(new(0, null, 1), traffic.Look());
        clock.Move(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 990; i++) traffic.Add(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 10; i++) traffic.Add(TimeSpan.FromMilliseconds(1000));
        Assert.Equal(0, traffic.Look().PerMinute); // this minute is not whole yet
        clock.Move(TimeSpan.FromMinutes(1));
        var flow = traffic.Look();
        Assert.Equal((500, 2), (flow.PerMinute, flow.Minutes));
        Assert.InRange(flow.P99!.Value.TotalMilliseconds, 10, 12);
        traffic.Add(TimeSpan.FromMilliseconds(1000));
        clock.Move(TimeSpan.FromMinutes(1));
        Assert.InRange(traffic.Look().P99!.Value.TotalMilliseconds, 1000, 1200);
        clock.Move(TimeSpan.FromMinutes(10));
        Assert.Equal(new(0, null, 5), traffic.Look());
    }
}
