using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
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
using OneMetre.Tests.Programme.Reviewing;

namespace OneMetre.Tests.Platform;

/// <summary>Posts give rights for as long as they are held; a session lives no longer than it is allowed to.</summary>
public partial class PeopleTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<(RunningCity Running, SmallPlan Plan, Actor Security)> Start(string engine)
    {
        var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        return (running, plan, await running.City.Actor(RoleCode.SecurityAdmin, "市大数据局", "安全员"));
    }

    // In the process of the site, as the administrator's own clicks are.
    static async Task<T> In<TService, T>(RunningCity running, Actor actor, Func<TService, Task<T>> act) where TService : notnull
    {
        await using var scope = running.Site.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(actor.Person, actor.Name, actor.Post, actor.Unit, actor.UnitName, actor.Role, RegionCode.Prefix(actor.RegionCode));
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    static Task<Result<Guid>> Give(RunningCity running, Actor actor, Guid person, PostForm form) => In<GivePost, Result<Guid>>(running, actor, d => d.Run(person, form, default));
    static Task<Result<Guid>> End(RunningCity running, Actor actor, Guid person, Guid holding, string? day = null) => In<EndPost, Result<Guid>>(running, actor, d => d.Run(person, new() { Holding = holding, Until = day }, default));
    static async Task<Guid> HoldingOf(RunningCity running, Actor actor, Guid person) => (await In<ReadPeople, PersonView?>(running, actor, d => d.One(person, default)))!.Holdings.Single().Id;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task People_are_found_by_name_account_and_unit(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        using var admin = running.Entered(security);
        foreach (var word in new[] { plan.Lead.Name, plan.Lead.Person.ToString("N"), plan.Lead.UnitName })
            Assert.Contains($"/people/{plan.Lead.Person}", await admin.GetStringAsync(To($"/people?q={Uri.EscapeDataString(word)}")), StringComparison.Ordinal);
        Assert.DoesNotContain($"/people/{plan.Lead.Person}", await admin.GetStringAsync(To("/people?q=nobody-of-this-name")), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_new_person_changes_the_first_password_before_anything_else(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        using var admin = running.Entered(security);
        var answer = await Send(admin, "/people/new", "add", new() { ["Form.Name"] = "新来的人", ["Form.Account"] = "xin.ren", ["Form.Unit"] = plan.Lead.Unit.ToString(), ["Form.Role"] = "DeptContact" });
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        var password = Code().Match(html).Groups[1].Value;
        Assert.Matches("^([A-Za-z2-9]{4}-){3}[A-Za-z2-9]{4}$", password);
        Assert.DoesNotContain(password, await running.City.Use(async (CityDb db) => string.Join(' ', await db.Set<AuditEntry>().Select(e => e.Changes).ToListAsync())), StringComparison.Ordinal);

        using var fresh = running.Visitor();
        await RunningCity.Post(fresh, "/signin", "/signin", new() { ["name"] = "xin.ren", ["password"] = password });
        Assert.Equal("/account?problem=given#password", (await fresh.GetAsync(To("/board"))).Headers.Location?.ToString());
        await RunningCity.Post(fresh, "/account", "/account/password", new() { ["current"] = password, ["fresh"] = password });
        Assert.Equal(HttpStatusCode.Found, (await fresh.GetAsync(To("/board"))).StatusCode);
        await RunningCity.Post(fresh, "/account", "/account/password", new() { ["current"] = password, ["fresh"] = "自己选的密码一二三四五" });
        Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync(To("/board"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await fresh.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Signing_out_ends_the_session_wherever_its_cookie_has_gone(string engine)
    {
        var (running, plan, _) = await Start(engine);
        await using var __ = running;
        var cookies = new CookieContainer();
        using var browser = await running.SignedIn(plan.Lead, cookies);
        using var elsewhere = await running.SignedIn(plan.Lead);
        using var thief = running.Visitor();
        thief.DefaultRequestHeaders.Add("Cookie", cookies.GetCookieHeader(running.Address));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync(To("/board"))).StatusCode);

        await RunningCity.Post(browser, "/account", "/signout", []);
        Assert.Equal(HttpStatusCode.Found, (await thief.GetAsync(To("/board"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync(To("/board"))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_person_ends_the_own_sign_ins_elsewhere_and_no_one_elses(string engine)
    {
        var (running, plan, _) = await Start(engine);
        await using var __ = running;
        using var here = await running.SignedIn(plan.Lead);
        using var there = await running.SignedIn(plan.Lead);
        using var other = await running.SignedIn(plan.Office);
        var foreign = await running.City.Use((CityDb db) => db.Set<Session>().Where(s => s.PersonId == plan.Office.Person).Select(s => s.Id).SingleAsync());
        await RunningCity.Post(here, "/account", "/account/sessions", new() { ["session"] = foreign.ToString() });
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(To("/board"))).StatusCode);

        await RunningCity.Post(here, "/account", "/account/sessions", []);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync(To("/board"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await there.GetAsync(To("/board"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync(To("/board"))).StatusCode);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public async Task A_session_that_is_not_used_ends(int minutes, bool open)
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var browser = await running.SignedIn(plan.Lead);
        ((StoppedClock)running.City.Time).Move(TimeSpan.FromMinutes(minutes));
        Assert.Equal(open ? HttpStatusCode.OK : HttpStatusCode.Found, (await browser.GetAsync(To("/board"))).StatusCode);
    }

    [Fact]
    public void Staff_are_out_after_a_quarter_of_an_hour_and_the_public_after_half_of_one()
    {
        var rules = new SignInRules { Public = [RoleCode.DeptContact] };
        Assert.All(Enum.GetValues<RoleCode>().Except(rules.Public).Select(r => (RoleCode?)r).Append(null), role => Assert.Equal(TimeSpan.FromMinutes(15), rules.IdleOf(role)));
        Assert.Equal(TimeSpan.FromMinutes(30), rules.IdleOf(RoleCode.DeptContact));
        Assert.Empty(new SignInRules().Public);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_hand_over_takes_notices_imports_and_open_reviews_along_and_nothing_stays_with_who_left(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        var heir = await running.City.Actor(RoleCode.DeptContact, "市文旅局", "接任的人");
        var import = await Drafts.Upload(running.City, plan.Office, Drafts.First);
        await Drafts.Read(running.City, plan.Office, import);
        await running.City.Use(async (CityDb db) => { db.Add(new Notice { Id = Guid.CreateVersion7(), PostId = plan.Office.Post, Code = "platform.notices.title", Link = "/handed", At = new(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc) }); await db.SaveChangesAsync(); });

        using var before = await running.SignedIn(plan.Office);
        using var after = await running.SignedIn(heir);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync(To($"/plans/import/{import}/review"))).StatusCode);
        Assert.Contains("/handed", await before.GetStringAsync(To("/notices")), StringComparison.Ordinal);
        var form = new PersonForm { Holding = await HoldingOf(running, security, plan.Office.Person), Account = heir.Person.ToString("N") };
        Assert.True((await In<HandOverPost, Result<Guid>>(running, security, d => d.Run(plan.Office.Person, form, default))).Ok);

        await RunningCity.Post(after, "/account", "/account/post", new() { ["post"] = plan.Office.Post.ToString() });
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(To($"/plans/import/{import}/review"))).StatusCode);
        Assert.Contains(import.ToString(), await after.GetStringAsync(To("/plans/import")), StringComparison.Ordinal);
        Assert.Contains("/handed", await after.GetStringAsync(To("/notices")), StringComparison.Ordinal);
        // The session of who left is open still, and opens nothing: not one page, and no notice.
        foreach (var page in new[] { "/desk", "/board", "/plans/import", $"/plans/import/{import}/review", $"/tasks/{plan.Task}" }) Assert.Equal(HttpStatusCode.Forbidden, (await before.GetAsync(To(page))).StatusCode);
        using var notices = await before.GetAsync(To("/notices"));
        Assert.DoesNotContain("/handed", await notices.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_over_in_days_to_come_changes_nothing_until_its_day()
    {
        var (running, plan, security) = await Start("Sqlite");
        await using var _ = running;
        var heir = await running.City.Actor(RoleCode.DeptContact, "市文旅局", "接任的人");
        var form = new PersonForm { Holding = await HoldingOf(running, security, plan.Lead.Person), Account = heir.Person.ToString("N"), Until = "2026-11-22" };
        Assert.True((await In<HandOverPost, Result<Guid>>(running, security, d => d.Run(plan.Lead.Person, form, default))).Ok);
        async Task<(int, int)> Posts() => await running.City.Use(async (PostHolder posts) => ((await posts.PostsOf(plan.Lead.Person, default)).Count, (await posts.PostsOf(heir.Person, default)).Count));
        Assert.Equal((1, 1), await Posts());
        ((StoppedClock)running.City.Time).Move(TimeSpan.FromDays(1));
        Assert.Equal((1, 1), await Posts());
        ((StoppedClock)running.City.Time).Move(TimeSpan.FromDays(1));
        Assert.Equal((0, 2), await Posts());
    }

    [Fact]
    public async Task A_session_in_use_stays_open_and_ends_after_half_a_day()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var browser = await running.SignedIn(plan.Lead);
        for (var minutes = 0; minutes < 11 * 60; minutes += 10)
        {
            ((StoppedClock)running.City.Time).Move(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/account"))).StatusCode);
        }
        for (var times = 0; times < 7; times++)
        {
            ((StoppedClock)running.City.Time).Move(TimeSpan.FromMinutes(10));
            await browser.GetAsync(To("/account"));
        }
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/account"))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_hand_over_moves_the_post_on_its_day(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        var heir = await running.City.Actor(RoleCode.DeptContact, "市文旅局", "接任的人");
        using var before = await running.SignedIn(plan.Lead);
        using var after = await running.SignedIn(heir);
        Assert.Equal(HttpStatusCode.NotFound, (await after.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);

        var form = new PersonForm { Holding = await HoldingOf(running, security, plan.Lead.Person), Account = heir.Person.ToString("N") };
        Assert.True((await In<HandOverPost, Result<Guid>>(running, security, d => d.Run(plan.Lead.Person, form, default))).Ok);
        // The heir holds two posts now, and works in the one chosen.
        await RunningCity.Post(after, "/account", "/account/post", new() { ["post"] = plan.Lead.Post.ToString() });
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await before.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().ToListAsync()), e => e.Kind == AuditKind.Permission && e.PersonId == security.Person);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_person_is_found_by_name_account_and_unit(string engine)
    {
        await using var city = await City.On(engine);
        var security = await city.Actor(RoleCode.SecurityAdmin, "市大数据局", "安全员");
        var contact = await city.Actor(RoleCode.DeptContact, "市卫生健康委", "李小明");
        foreach (var words in new[] { "小明", contact.Person.ToString("N")[..20], "卫生健康" })
            Assert.Contains(contact.Person, (await city.As(security, (ReadPeople read) => read.List(words, 1, default))).Lines.Select(l => l.Id));
        Assert.Equal(0, (await city.As(security, (ReadPeople read) => read.List("没有这个人", 1, default))).Total);
    }

    [Fact]
    public void An_administrator_holds_one_post_alone_and_everyone_else_may_hold_several() => Prop.ForAll(ArbMap.Default.ArbFor<RoleCode[]>(), ArbMap.Default.ArbFor<RoleCode>(), (held, more) =>
        Policies.MayHold(held, more) == (held.Length == 0 || held.Append(more).All(r => r is not (RoleCode.SystemAdmin or RoleCode.SecurityAdmin or RoleCode.AuditAdmin)))).QuickCheckThrowOnFailure();

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_deputy_has_the_post_for_a_time_and_the_days_are_kept(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        var form = new PostForm { Unit = plan.Lead.Unit, Role = "DeptContact", From = "2026-11-21", Until = "2026-11-23" };
        Assert.True((await Give(running, security, plan.Outsider.Person, form)).Ok);
        async Task<int> Posts() => (await running.City.Use((PostHolder posts) => posts.PostsOf(plan.Outsider.Person, default))).Count;
        Assert.Equal(1, await Posts());
        ((StoppedClock)running.City.Time).Move(TimeSpan.FromDays(1));
        Assert.Equal(2, await Posts());
        ((StoppedClock)running.City.Time).Move(TimeSpan.FromDays(2));
        Assert.Equal(1, await Posts());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_gives_rights_to_themselves_and_the_three_administrators_stay_apart(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        PostForm As(string role, string? from = null, string? until = null) => new() { Unit = plan.Lead.Unit, Role = role, From = from, Until = until };
        async Task<string?> Code(Guid person, PostForm form, Actor? actor = null) => (await Give(running, actor ?? security, person, form)).Problems is [var first, ..] ? first.Code : null;

        Assert.Equal("platform.people.not-yours", await Code(security.Person, As("Office")));
        Assert.Equal("platform.people.administrators-apart", await Code(plan.Lead.Person, As("AuditAdmin")));
        Assert.Equal("platform.people.day-past", await Code(plan.Lead.Person, As("Office", "2026-11-19")));
        Assert.Equal("platform.people.until-early", await Code(plan.Lead.Person, As("Office", "2026-11-22", "2026-11-22")));
        Assert.Equal("platform.people.day-form", await Code(plan.Lead.Person, As("Office", "明天")));
        Assert.Equal("platform.people.role-missing", await Code(plan.Lead.Person, As("7")));
        foreach (var other in plan.Everyone)
        {
            Assert.Equal("platform.people.not-yours", await Code(plan.Outsider.Person, As("Office"), other));
            Assert.Equal((0, 0), await running.City.As(other, async (ReadPeople d) => ((await d.List(null, 1, default)).Total, (await d.Units(default)).Count)));
            using var browser = running.Entered(other);
            foreach (var page in new[] { "/people", "/people/new" }) Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(To(page))).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(To($"/people/{plan.Lead.Person}"))).StatusCode);
        }
        using var admin = running.Entered(security);
        foreach (var page in new[] { "/board", "/desk", "/units", $"/tasks/{plan.Task}", "/audit", "/board.xlsx" })
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync(To(page))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_has_ended_stays_ended_and_the_last_administrator_is_handed_over(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        var second = await running.City.Actor(RoleCode.SecurityAdmin, "市政务服务局", "第二人");
        var held = await HoldingOf(running, security, plan.Lead.Person);
        Assert.True((await End(running, security, plan.Lead.Person, held)).Ok);
        Assert.False((await End(running, security, plan.Lead.Person, held, "2099-01-01")).Ok);
        Assert.Empty(await running.City.Use((PostHolder posts) => posts.PostsOf(plan.Lead.Person, default)));

        var own = await HoldingOf(running, second, security.Person);
        // As if two people had ended the post of the second.
        await running.City.Use(async (CityDb db) => { await db.Set<PostHolding>().Where(h => h.PersonId == second.Person).ExecuteUpdateAsync(s => s.SetProperty(h => h.Until, new DateOnly(2026, 11, 21))); });
        var refused = await End(running, second, security.Person, own);
        Assert.Equal("platform.people.last-administrator", Assert.Single(refused.Problems).Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Administrators_stay_apart_also_when_posts_are_given_at_once(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        var nobody = await running.City.Actor(RoleCode.DeptContact, "市档案馆", "没有岗位的人");
        await End(running, security, nobody.Person, await HoldingOf(running, security, nobody.Person));
        var second = await running.City.Actor(RoleCode.SecurityAdmin, "市政务服务局", "第二人");
        await Give(running, security, nobody.Person, new() { Unit = plan.Lead.Unit, Role = "AuditAdmin" });
        var request = await running.City.Use((CityDb db) => db.Set<FourEyesRequest>().Select(r => r.Id).SingleAsync());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            if (i % 2 == 0) await In<DecideFourEyes, Result<Handed>>(running, second, d => d.Run(request, true, default));
            else await Give(running, security, nobody.Person, new() { Unit = plan.Lead.Unit, Role = "Office" });
        }));
        var roles = (await running.City.Use((PostHolder posts) => posts.PostsOf(nobody.Person, default))).Select(p => p.Role).Distinct();
        Assert.Single(roles);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_reset_password_ends_every_sign_in_and_wakes_an_account_that_rests(string engine)
    {
        var (running, plan, security) = await Start(engine);
        await using var _ = running;
        using var before = await running.SignedIn(plan.Lead);
        for (var times = 0; times < 6; times++) await RunningCity.Post(running.Visitor(), "/signin", "/signin", new() { ["name"] = plan.Lead.Person.ToString("N"), ["password"] = "猜的密码猜的密码" });

        var handed = (await In<ResetPassword, Result<Handed>>(running, security, d => d.Run(plan.Lead.Person, default))).Value!;
        Assert.Equal(HttpStatusCode.Found, (await before.GetAsync(To("/board"))).StatusCode);
        using var after = running.Visitor();
        await RunningCity.Post(after, "/signin", "/signin", new() { ["name"] = handed.Account, ["password"] = handed.Password });
        Assert.Equal("/account?problem=given#password", (await after.GetAsync(To("/board"))).Headers.Location?.ToString());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_city_is_founded_once_with_three_administrators_who_can_begin(string engine)
    {
        await using var running = await RunningCity.On(engine);
        Task<IReadOnlyList<(string Account, string Password)>> Found() => running.City.Use((FoundCity found) => found.Run("371500000000", "聊城市", null, "市妇儿工委办", default));
        var founded = await Found();
        Assert.Equal(["system", "security", "audit"], founded.Select(f => f.Account));
        Assert.Empty(await Found());

        using var browser = running.Visitor();
        var password = founded.Single(f => f.Account == "security").Password;
        await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = "security", ["password"] = password });
        await RunningCity.Post(browser, "/account", "/account/password", new() { ["current"] = password, ["fresh"] = "自己选的密码一二三四五" });
        Assert.Equal("/account/two-factor", (await browser.GetAsync(To("/start"))).Headers.Location?.ToString());
        await TwoFactorTests.TurnOn(browser, "自己选的密码一二三四五");
        Assert.Equal("/people", (await browser.GetAsync(To("/start"))).Headers.Location?.ToString());
        Assert.Contains("市妇儿工委办", WebUtility.HtmlDecode(await browser.GetStringAsync(To("/people"))), StringComparison.Ordinal);
    }

    static async Task<HttpResponseMessage> Send(HttpClient browser, string page, string handler, Dictionary<string, string> fields)
    {
        var answer = await browser.GetAsync(To(page));
        fields["__RequestVerificationToken"] = Token().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        fields["_handler"] = handler;
        using var request = new HttpRequestMessage(HttpMethod.Post, To(page)) { Content = new FormUrlEncodedContent(fields) };
        if (answer.Headers.TryGetValues("Set-Cookie", out var set)) request.Headers.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Concat(set.Select(c => c.Split(';')[0])));
        return await browser.SendAsync(request);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("<code[^>]*>([^<]+)</code>")]
    private static partial Regex Code();
}
