using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.People;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Platform;

/// <summary>What is done with an administrator is asked by one and confirmed by another; alone, nobody makes, ends or takes over an administrator.</summary>
public partial class FourEyesTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    sealed record Scene(RunningCity Running, SmallPlan Plan, Actor Security, Actor System, Actor Audit, Actor Nobody) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Running.DisposeAsync();

        public async Task<T> As<TService, T>(Actor actor, Func<TService, Task<T>> act) where TService : notnull
        {
            await using var scope = Running.Site.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(actor.Person, actor.Name, actor.Post, actor.Unit, actor.UnitName, actor.Role, RegionCode.Prefix(actor.RegionCode));
            return await act(scope.ServiceProvider.GetRequiredService<TService>());
        }

        /// <summary>An administrator as in life: with a password and an authenticator.</summary>
        public async Task<HttpClient> SignedIn(Actor actor)
        {
            await Running.City.Use(async (CityDb db) => { await db.Set<Person>().Where(p => p.Id == actor.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.TwoFactorEnabled, false)); });
            var browser = await Running.SignedIn(actor);
            await TwoFactorTests.TurnOn(browser);
            return browser;
        }

        public Task<Result<Guid>> Give(Actor actor, Guid person, string role = "AuditAdmin") => As<GivePost, Result<Guid>>(actor, d => d.Run(person, new() { Unit = Plan.Lead.Unit, Role = role }, default));
        public Task<Result<Handed>> Reset(Actor actor, Guid person) => As<ResetPassword, Result<Handed>>(actor, d => d.Run(person, default));
        public async Task<string?> Decide(Actor actor, Guid id, bool confirm = true) => (await As<DecideFourEyes, Result<Handed>>(actor, d => d.Run(id, confirm, default))).Problems is [var first, ..] ? first.Code : null;
        public async Task<Guid> Asked() => (await Requests()).Single(r => r.State == FourEyesState.Asked).Id;
        public Task<List<FourEyesRequest>> Requests() => Running.City.Use((CityDb db) => db.Set<FourEyesRequest>().AsNoTracking().ToListAsync());
        public async Task<RoleCode[]> Roles(Guid person) => [.. (await Running.City.Use((PostHolder posts) => posts.PostsOf(person, default))).Select(p => p.Role)];
        public void Later(TimeSpan by) => ((StoppedClock)Running.City.Time).Move(by);
    }

    static async Task<Scene> In(string engine)
    {
        var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var nobody = await running.City.Actor(RoleCode.DeptContact, "市档案馆", "还没有岗位的人");
        await running.City.Use(async (CityDb db) => { await db.Set<PostHolding>().Where(h => h.PersonId == nobody.Person).ExecuteDeleteAsync(); });
        return new(running, plan, await running.City.Actor(RoleCode.SecurityAdmin, "市大数据局", "安全员"), await running.City.Actor(RoleCode.SystemAdmin, "市政务服务局", "系统员"), await running.City.Actor(RoleCode.AuditAdmin, "市审计局", "审计员"), nobody);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_administrators_post_begins_when_a_second_person_has_confirmed_it(string engine)
    {
        await using var scene = await In(engine);
        Assert.True((await scene.Give(scene.Security, scene.Nobody.Person)).Ok);
        Assert.Empty(await scene.Roles(scene.Nobody.Person));
        Assert.True((await scene.Give(scene.Security, scene.Nobody.Person)).Ok); // twice asked is once asked
        var id = await scene.Asked();
        Assert.Equal(1, await scene.Running.City.Use((CityDb db) => db.Set<Notice>().CountAsync(n => n.PostId == scene.System.Post && n.Code == "platform.notice.four-eyes-asked")));

        Assert.Equal("platform.four-eyes.not-yours", await scene.Decide(scene.Security, id)); // the own request
        Assert.Equal("platform.four-eyes.not-yours", await scene.Decide(scene.Audit, id)); // the system administrator is there
        foreach (var other in scene.Plan.Everyone) Assert.Equal("platform.people.not-yours", await scene.Decide(other, id));
        Assert.Empty(await scene.Roles(scene.Nobody.Person));

        Assert.Null(await scene.Decide(scene.System, id));
        Assert.Equal([RoleCode.AuditAdmin], await scene.Roles(scene.Nobody.Person));
        Assert.Equal("platform.four-eyes.over", await scene.Decide(scene.System, id));
        var record = await scene.Running.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Entity == "platform_four_eyes" && e.Kind == AuditKind.Permission).OrderBy(e => e.Seq).ToListAsync());
        Assert.Equal([("asked", scene.Security.Person), ("confirmed", scene.System.Person)], record.Select(e => (e.Action, e.PersonId!.Value)));
        Assert.Equal(1, await scene.Running.City.Use((CityDb db) => db.Set<Notice>().CountAsync(n => n.PostId == scene.Security.Post && n.Code == "platform.notice.four-eyes-confirmed")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_who_confirm_at_once_one_does(string engine)
    {
        await using var scene = await In(engine);
        await scene.Give(scene.Security, scene.Nobody.Person);
        var id = await scene.Asked();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Decide(scene.System, id)));
        Assert.Equal(1, answers.Count(a => a is null));
        Assert.Equal([RoleCode.AuditAdmin], await scene.Roles(scene.Nobody.Person));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_request_lapses_after_three_days_and_can_be_taken_back_or_refused(string engine)
    {
        await using var scene = await In(engine);
        await scene.Give(scene.Security, scene.Nobody.Person);
        var lapsed = await scene.Asked();
        scene.Later(FourEyesRequest.Lasts);
        Assert.Equal("platform.four-eyes.over", await scene.Decide(scene.System, lapsed));

        await scene.Give(scene.Security, scene.Nobody.Person);
        var fresh = (await scene.Requests()).MaxBy(r => r.AskedAt)!.Id;
        Assert.NotEqual(lapsed, fresh);
        Assert.Null(await scene.Decide(scene.Security, fresh, confirm: false));
        Assert.Equal("platform.four-eyes.over", await scene.Decide(scene.System, fresh));

        await scene.Give(scene.Security, scene.Nobody.Person);
        Assert.Null(await scene.Decide(scene.System, (await scene.Requests()).Single(r => r.Id != lapsed && r.State == FourEyesState.Asked).Id, confirm: false));
        Assert.Empty(await scene.Roles(scene.Nobody.Person));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_administrators_password_is_reset_by_two_and_shown_to_who_confirms(string engine)
    {
        await using var scene = await In(engine);
        using var before = await scene.SignedIn(scene.System);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync(To("/account"))).StatusCode);
        var asked = await scene.Reset(scene.Security, scene.System.Person);
        Assert.True(asked.Ok);
        Assert.Null(asked.Value);
        var id = await scene.Asked();
        Assert.Equal("platform.four-eyes.not-yours", await scene.Decide(scene.System, id)); // not one's own matter
        var done = await scene.As<DecideFourEyes, Result<Handed>>(scene.Audit, d => d.Run(id, true, default));
        Assert.Equal(scene.System.Person.ToString("N"), done.Value!.Account);
        Assert.Equal(HttpStatusCode.Found, (await before.GetAsync(To("/account"))).StatusCode);

        // With a second security administrator it is their turn, and nobody else's.
        var second = await scene.Running.City.Actor(RoleCode.SecurityAdmin, "市公安局", "第二位安全员");
        await scene.Reset(scene.Security, scene.Audit.Person);
        id = await scene.Asked();
        Assert.Equal("platform.four-eyes.not-yours", await scene.Decide(scene.System, id));
        Assert.Null(await scene.Decide(second, id));
        // Everyone else's password still needs one.
        Assert.NotNull((await scene.Reset(scene.Security, scene.Plan.Lead.Person)).Value);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Ending_and_handing_over_wait_too_and_the_rules_hold_when_they_are_carried_out(string engine)
    {
        await using var scene = await In(engine);
        async Task<Guid> Holding(Guid person) => (await scene.As<ReadPeople, PersonView?>(scene.Security, d => d.One(person, default)))!.Holdings.Single(h => h.Until is null).Id;
        var second = await scene.Running.City.Actor(RoleCode.SystemAdmin, "市公安局", "第二位系统员");
        async Task<bool> End(Guid person) { var held = await Holding(person); return (await scene.As<EndPost, Result<Guid>>(scene.Security, d => d.Run(person, new() { Holding = held }, default))).Ok; }
        Assert.True(await End(scene.System.Person));
        Assert.True(await End(second.Person));
        var requests = await scene.Requests();
        Assert.Equal([RoleCode.SystemAdmin], await scene.Roles(scene.System.Person));
        Assert.Null(await scene.Decide(second, requests.Single(r => r.PersonId == scene.System.Person).Id));
        Assert.Empty(await scene.Roles(scene.System.Person));
        Assert.Equal("platform.people.last-administrator", await scene.Decide(scene.Audit, requests.Single(r => r.PersonId == second.Person).Id)); // both at once would have left none
        Assert.Equal([RoleCode.SystemAdmin], await scene.Roles(second.Person));

        var held = await Holding(scene.Audit.Person);
        Assert.True((await scene.As<HandOverPost, Result<Guid>>(scene.Security, d => d.Run(scene.Audit.Person, new() { Holding = held, Account = scene.Nobody.Person.ToString("N") }, default))).Ok);
        Assert.Equal([RoleCode.AuditAdmin], await scene.Roles(scene.Audit.Person));
        Assert.Null(await scene.Decide(second, (await scene.Requests()).Single(r => r.Act == FourEyesAct.HandOverPost).Id));
        Assert.Equal([RoleCode.AuditAdmin], await scene.Roles(scene.Nobody.Person));
        Assert.Empty(await scene.Roles(scene.Audit.Person));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_request_does_not_outlive_the_post_of_who_asked(string engine)
    {
        await using var scene = await In(engine);
        await scene.Running.City.Actor(RoleCode.SecurityAdmin, "市公安局", "第二位安全员");
        await scene.Give(scene.Security, scene.Nobody.Person);
        await scene.Running.City.Use(async (CityDb db) => { await db.Set<PostHolding>().Where(h => h.PersonId == scene.Security.Person).ExecuteUpdateAsync(s => s.SetProperty(h => h.Until, new DateOnly(2026, 11, 20))); });
        var second = (await scene.Running.City.Use((CityDb db) => (from h in db.Set<PostHolding>() join p in db.Set<Post>() on h.PostId equals p.Id where p.Role == RoleCode.SecurityAdmin && h.Until == null select new { h.PersonId, p.Id, p.UnitId }).SingleAsync()));
        var actor = new Actor(second.PersonId, "第二位安全员", second.Id, second.UnitId, "市公安局", RoleCode.SecurityAdmin, "990100000000");
        Assert.Equal("platform.four-eyes.asker-gone", await scene.Decide(actor, await scene.Asked()));
    }

    [Fact]
    public async Task The_page_shows_it_to_the_three_administrators_and_confirms_by_a_click()
    {
        await using var scene = await In("Sqlite");
        using var security = await scene.SignedIn(scene.Security);
        var page = await security.GetStringAsync(To($"/people/{scene.Nobody.Person}"));
        using var give = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["_handler"] = "give", ["Post.Unit"] = scene.Plan.Lead.Unit.ToString(), ["Post.Role"] = "AuditAdmin" });
        Assert.Equal(HttpStatusCode.Found, (await security.PostAsync(To($"/people/{scene.Nobody.Person}"), give)).StatusCode);
        Assert.Contains("/people/requests", await security.GetStringAsync(To($"/people/{scene.Nobody.Person}")), StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"confirm\"", await security.GetStringAsync(To("/people/requests")), StringComparison.Ordinal);

        using var contact = await scene.Running.SignedIn(scene.Plan.Lead);
        Assert.Equal(HttpStatusCode.Forbidden, (await contact.GetAsync(To("/people/requests"))).StatusCode);

        using var system = await scene.SignedIn(scene.System);
        Assert.Equal(HttpStatusCode.Forbidden, (await system.GetAsync(To("/people"))).StatusCode);
        page = await system.GetStringAsync(To("/people/requests"));
        var handler = Handler().Match(page).Groups[1].Value;
        using var confirm = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["_handler"] = handler, ["Form.Id"] = (await scene.Asked()).ToString(), ["Form.Do"] = "confirm" });
        Assert.Equal(HttpStatusCode.Found, (await system.PostAsync(To("/people/requests"), confirm)).StatusCode);
        Assert.Equal([RoleCode.AuditAdmin], await scene.Roles(scene.Nobody.Person));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"_handler\" value=\"(request-[^\"]+)\"")]
    private static partial Regex Handler();
}
