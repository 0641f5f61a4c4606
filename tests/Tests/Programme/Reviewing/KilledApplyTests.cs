using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Bench;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Programme;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Reviewing;

/// <summary>
/// The server process itself is killed while it puts a plan into force. When that happens is left to chance, and every moment is a right one: afterwards
/// either nothing of the plan is there and it can be put into force again, or all of it is.
/// </summary>
public partial class KilledApplyTests
{
    const int Tasks = 60;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Killed_at_any_moment_it_leaves_all_or_nothing(string engine)
    {
        await using var city = await City.On(engine);
        var (office, units) = await Drafts.People(city);
        await city.Use(async (UserManager<Person> people) => Assert.True((await people.AddPasswordAsync((await people.FindByIdAsync(office.Person.ToString()))!, RunningCity.Password)).Succeeded));
        var whole = new Rows(1, Tasks, 2 * Tasks, Tasks, Tasks, units.Count);

        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() });
        var (server, at) = await ServerProcess.Start(city.Place);
        try
        {
            var token = await SignIn(browser, at, office);

            // The first is left in peace and tells how long it takes; the others are killed at parts of that, the last after the answer.
            var watch = Stopwatch.StartNew();
            var first = await Reviewed(city, office, 0);
            watch.Restart();
            await Apply(browser, at, first, token);
            var took = watch.Elapsed;
            Assert.Equal(whole, await Found(city, first));

            double?[] moments = [0.2, 0.6, null];
            for (var i = 0; i < moments.Length; i++)
            {
                var import = await Reviewed(city, office, i + 1);
                var sent = Apply(browser, at, import, token);
                if (moments[i] is { } part) await Task.Delay(took * part, TestContext.Current.CancellationToken);
                else await sent;
                server.Kill();
                await sent;

                (server, at) = await ServerProcess.Start(city.Place);
                var (state, found) = await Standing(city, import);
                if (found != whole) Assert.Equal((ImportState.Reviewing, new Rows(0, 0, 0, 0, 0, 0)), (state, found));
                else Assert.Equal(ImportState.Applied, state);
                Assert.Equal(HttpStatusCode.Found, await Apply(browser, at, import, token));
                Assert.Equal(whole, await Found(city, import));
                Assert.Equal(ImportState.Applied, await State(city, import));
            }
            await city.Use(async (CityDb db) =>
            {
                Assert.Equal((1 + moments.Length) * whole.Parts, await db.Set<TaskUnit>().CountAsync());
                Assert.Equal((1 + moments.Length) * whole.Targets, await db.Set<TaskTarget>().CountAsync());
            });
        }
        finally
        {
            server.Kill();
        }
    }

    sealed record Rows(int Plans, int Tasks, int Parts, int Targets, int Notes, int Notices);

    static Task<Rows> Found(City city, Guid import) => city.Use(async (CityDb db) =>
    {
        var tasks = db.Set<ProgrammeTask>().Where(t => t.ImportId == import).Select(t => t.Id);
        var plans = await db.Set<Plan>().Where(p => p.ImportId == import).Select(p => p.Id).ToListAsync();
        var links = plans.Select(p => $"/board?plan={p}").ToList();
        return new Rows(plans.Count, await tasks.CountAsync(), await db.Set<TaskUnit>().CountAsync(u => tasks.Contains(u.TaskId)), await db.Set<TaskTarget>().CountAsync(t => tasks.Contains(t.TaskId)),
            await db.Set<TaskNote>().CountAsync(n => tasks.Contains(n.TaskId)), await db.Set<Notice>().CountAsync(n => links.Contains(n.Link!)));
    });

    /// <summary>Both from one moment: a database server may still be ending the work of a client that is gone.</summary>
    static async Task<(ImportState, Rows)> Standing(City city, Guid import)
    {
        while (true)
        {
            var (before, found, after) = (await State(city, import), await Found(city, import), await State(city, import));
            if (before == after) return (after, found);
        }
    }

    static Task<ImportState> State(City city, Guid import) => city.Use((CityDb db) => db.Set<PlanImport>().Where(i => i.Id == import).Select(i => i.State).SingleAsync());

    /// <summary>A plan of many tasks, read and checked, so that only the last step is left.</summary>
    static async Task<Guid> Reviewed(City city, Actor office, int number)
    {
        var text = new StringBuilder($"示范市儿童友好城市建设第{number}号实施方案（2025—2027年）\n为推进儿童友好城市建设，制定本方案。\n三、重点任务\n（一）推进公共服务友好\n");
        for (var i = 1; i <= Tasks; i++)
            text.Append(CultureInfo.InvariantCulture, $"行动{i} 做好第{i}件事。到2026年底，新建托育园不少于{i + 1}所。（牵头单位：{Drafts.UnitNames[i % 4]}；配合单位：{Drafts.UnitNames[(i + 1) % 4]}）\n");
        var import = await Drafts.Upload(city, office, text.ToString());
        await Drafts.Read(city, office, import);
        await city.As(office, async (ProgrammeData data) =>
        {
            await foreach (var entry in data.Entries.Where(e => e.ImportId == import).AsAsyncEnumerable()) entry.State = EntryState.Confirmed;
            await data.Save(default);
        });
        Assert.Equal(0, ApplyCheck.Left(ApplyCheck.Of(await Drafts.Sheet(city, office, import))));
        return import;
    }

    static async Task<string> SignIn(HttpClient browser, Uri at, Actor office)
    {
        var token = Token().Match(await browser.GetStringAsync(new Uri(at, "/signin"))).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = office.Person.ToString("N"), ["password"] = RunningCity.Password, ["__RequestVerificationToken"] = token });
        Assert.Equal(HttpStatusCode.Found, (await browser.PostAsync(new Uri(at, "/signin"), form)).StatusCode);
        return Token().Match(await browser.GetStringAsync(new Uri(at, "/plans/import"))).Groups[1].Value;
    }

    /// <summary>Presses the button; null when the server died under it. The token and the session outlive the process, as their keys lie in the city's folder.</summary>
    static async Task<HttpStatusCode?> Apply(HttpClient browser, Uri at, Guid import, string token)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        try
        {
            return (await browser.PostAsync(new Uri(at, $"/plans/import/{import}/apply"), form)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
