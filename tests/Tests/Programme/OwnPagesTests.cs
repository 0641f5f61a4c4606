using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Programme.Model;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

/// <summary>Pages kept for a few seconds: never another person's, never older than the last write, never beyond the right to see them.</summary>
public class OwnPagesTests
{
    static readonly string[] Pages = ["/board", "/desk", "/calendar", "/indicators", "/indicators/pivot"];

    static async Task<string> Read(HttpClient browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(page, UriKind.Relative)));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_kept_page_belongs_to_one_person(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var office = await running.SignedIn(plan.Office);
        using var lead = await running.SignedIn(plan.Lead);
        using var outsider = await running.SignedIn(plan.Outsider);
        foreach (var page in Pages)
            for (var look = 0; look < 2; look++)
                foreach (var (browser, own) in new[] { (office, plan.Office), (lead, plan.Lead), (outsider, plan.Outsider) })
                {
                    var html = await Read(browser, page);
                    Assert.Contains(own.Name, html, StringComparison.Ordinal);
                    Assert.All(plan.Everyone.Where(a => a != own), other => Assert.DoesNotContain($"<strong>{other.Name}</strong>", html, StringComparison.Ordinal));
                }
        Assert.DoesNotContain($"/tasks/{plan.Task}", await Read(outsider, "/board"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_write_is_seen_at_once_and_so_is_the_end_of_a_post(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var office = await running.SignedIn(plan.Office);
        await Read(office, "/board");
        await Read(office, "/board");

        await Write(running, async db =>
        {
            (await db.Set<ProgrammeTask>().SingleAsync(t => t.Id == plan.Task)).Title = "新的标题";
            await db.SaveChangesAsync();
        });
        Assert.Contains("新的标题", await Read(office, "/board"), StringComparison.Ordinal);

        await Write(running, db => db.Set<ProgrammeTask>().Where(t => t.Id == plan.Task).ExecuteUpdateAsync(s => s.SetProperty(t => t.Title, "再改一次")));
        Assert.Contains("再改一次", await Read(office, "/board"), StringComparison.Ordinal);

        await Write(running, async db =>
        {
            (await db.Set<PostHolding>().SingleAsync(h => h.PostId == plan.Office.Post)).Until = new(2026, 11, 20);
            await db.SaveChangesAsync();
        });
        var answer = await office.GetAsync(new Uri("/board", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Writes_are_counted_when_they_are_committed_however_they_are_sent(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var writes = running.Site.Services.GetRequiredService<ModuleWrites>();
        var (programme, platform) = (writes.Of("programme"), writes.Of("platform"));

        await Write(running, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            (await db.Set<ProgrammeTask>().SingleAsync(t => t.Id == plan.Task)).Title = "事务里的标题";
            await db.SaveChangesAsync();
            Assert.Equal(programme, writes.Of("programme"));
            await transaction.CommitAsync();
        });
        Assert.True(writes.Of("programme") > programme);

        platform = writes.Of("platform");
        await Write(running, db => db.Set<ProgrammeTask>().Where(t => t.Id == Guid.Empty).ExecuteUpdateAsync(s => s.SetProperty(t => t.Title, "无")));
        Assert.Equal(platform, writes.Of("platform"));
        await Write(running, db => db.Set<ProgrammeTask>().Where(t => t.Id == plan.Task).ExecuteUpdateAsync(s => s.SetProperty(t => t.Title, "有")));
        Assert.True(writes.Of("platform") > platform);
    }

    static async Task Write(RunningCity running, Func<CityDb, Task> act)
    {
        await using var scope = running.Site.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<CityDb>());
    }
}
