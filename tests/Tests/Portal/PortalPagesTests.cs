using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Portal;

public class PortalPagesTests
{
    static Uri At(string path) => new(path, UriKind.Relative);

    [Fact]
    public async Task Before_any_plan_the_home_says_what_will_come()
    {
        await using var city = await RunningCity.On("Sqlite");
        using var visitor = city.Visitor();
        var html = WebUtility.HtmlDecode(await visitor.GetStringAsync(At("/")));
        Assert.Contains("行动计划还没有公布", html, StringComparison.Ordinal);
        Assert.Contains("/signin", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_page_answers_without_a_session_and_shows_nothing_that_is_not_public(string engine)
    {
        await using var city = await RunningCity.On(engine);
        var plan = await PromisedPlan.In(city.City);
        using var visitor = city.Visitor();
        foreach (var path in new[] { "/", "/promises", "/promises?light=orange", "/promises?q=%E6%89%98%E4%BD%8D", $"/promises/{plan.Seats}", $"/plans/public/{plan.Plan}", "/data", "/about", "/accessibility", "/?lang=en", $"/promises/{plan.Late}?lang=en" })
        {
            var answer = await visitor.GetAsync(At(path));
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.DoesNotMatch(@"\bportal\.[a-z]+-[a-z]", html);
            foreach (var secret in new[] { "不公开的事项", "已被新版删去", PromisedPlan.Person, PromisedPlan.Remark, PromisedPlan.Unaccepted, PromisedPlan.Reason, "开园仪式" }) Assert.DoesNotContain(secret, html, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_not_public_is_not_found(string engine)
    {
        await using var city = await RunningCity.On(engine);
        var closed = await PromisedPlan.In(city.City, open: false);
        var open = await PromisedPlan.In(city.City, startYear: 2026);
        using var visitor = city.Visitor();
        foreach (var path in new[] { $"/plans/public/{closed.Plan}", $"/promises/{closed.Seats}", $"/promises/{open.Hidden}", $"/promises/{open.Dropped}", $"/promises?plan={closed.Plan}", "/nowhere" })
        {
            var answer = await visitor.GetAsync(At(path));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
            Assert.Contains("没有这一页", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_page_is_kept_until_the_programme_changes(string engine)
    {
        await using var city = await RunningCity.On(engine);
        var plan = await PromisedPlan.In(city.City);
        using var visitor = city.Visitor();
        var first = await visitor.GetAsync(At("/"));
        // What the site does when it starts may fall between two looks, and is a change like any other.
        for (var looks = 0; looks < 50 && await visitor.GetAsync(At("/")) is var next && !Equals(next.Headers.ETag, first.Headers.ETag); looks++) first = next;
        Assert.Equal(first.Headers.ETag, (await visitor.GetAsync(At("/"))).Headers.ETag);

        using var again = new HttpRequestMessage(HttpMethod.Get, At("/"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.SendAsync(again)).StatusCode);
        Assert.NotEqual(first.Headers.ETag, (await visitor.GetAsync(At("/?lang=en"))).Headers.ETag);

        await using (var scope = city.Site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var task = await db.Set<ProgrammeTask>().SingleAsync(t => t.Id == plan.Seats);
            task.PlainTitle = "小宝宝有新去处";
            await db.SaveChangesAsync();
            Assert.Equal(first.Headers.ETag, (await visitor.GetAsync(At("/"))).Headers.ETag);
            await transaction.CommitAsync();
        }
        var after = await visitor.GetAsync(At("/"));
        Assert.NotEqual(first.Headers.ETag, after.Headers.ETag);
        Assert.Contains("小宝宝有新去处", WebUtility.HtmlDecode(await after.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_get_a_fresh_page_and_nobody_gets_theirs()
    {
        await using var city = await RunningCity.On("Sqlite");
        await PromisedPlan.In(city.City);
        using var staff = await city.SignedIn(await city.City.Actor(RoleCode.Office, "市妇儿工委办"));
        Assert.Null((await staff.GetAsync(At("/"))).Headers.ETag);
    }

    [Fact]
    public async Task A_kept_page_repeats_nobodys_address_and_is_nobodys_own()
    {
        await using var city = await RunningCity.On("Sqlite");
        await PromisedPlan.In(city.City);
        using var staff = await city.SignedIn(await city.City.Actor(RoleCode.Office, "市妇儿工委办"));
        using var first = city.Visitor();
        using var second = city.Visitor();

        // A parameter that no page knows stands in the links of the page: such a page is nobody else's, and is not kept for the same reader either.
        foreach (var path in new[] { "/", "/promises", "/about" })
        {
            var own = await first.GetAsync(At($"{path}?who=reader-one&utm_source=x"));
            Assert.Contains("reader-one", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Null(own.Headers.ETag);
            foreach (var other in new[] { path, $"{path}?who=reader-two" })
                Assert.DoesNotContain("reader-one", await second.GetStringAsync(At(other)), StringComparison.Ordinal);
            Assert.DoesNotContain("reader-one", await second.GetStringAsync(At($"{path}?utm_source=x")), StringComparison.Ordinal);
        }

        // Neither a page of somebody signed in is given to others, nor theirs to them.
        var theirs = await staff.GetAsync(At("/promises"));
        var kept = await first.GetAsync(At("/promises"));
        Assert.Null(theirs.Headers.ETag);
        Assert.NotNull(kept.Headers.ETag);
        Assert.Equal(kept.Headers.ETag, (await second.GetAsync(At("/promises"))).Headers.ETag);
        Assert.Null((await staff.GetAsync(At("/promises"))).Headers.ETag);
        Assert.False(theirs.Headers.Contains("Age"));
        foreach (var answer in new[] { theirs, kept }) Assert.True(answer.Headers.CacheControl is { Private: true, NoCache: true }, $"{answer.Headers.CacheControl}");

        // A free search is fresh; a choice of the reader, a name of the site and a refusal are kept apart.
        Assert.Null((await first.GetAsync(At("/promises?q=%E6%89%98%E4%BD%8D"))).Headers.ETag);
        await second.GetAsync(At("/theme/dark?back=/"));
        Assert.Contains("data-bs-theme=\"dark\"", await second.GetStringAsync(At("/promises")), StringComparison.Ordinal);
        Assert.DoesNotContain("data-bs-theme=\"dark\"", await first.GetStringAsync(At("/promises")), StringComparison.Ordinal);
        using var named = new HttpRequestMessage(HttpMethod.Get, At("/promises"));
        named.Headers.Host = "localhost:81";
        Assert.Contains("http://localhost:81/promises", await (await first.SendAsync(named)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("localhost:81", await first.GetStringAsync(At("/promises")), StringComparison.Ordinal);
        foreach (var again in new[] { 1, 2 }) Assert.Equal(HttpStatusCode.NotFound, (await first.GetAsync(At($"/promises?plan={Guid.Empty}"))).StatusCode);
    }

    [Fact]
    public async Task A_value_that_a_link_gets_wrong_is_read_as_if_it_were_not_there()
    {
        await using var city = await RunningCity.On("Sqlite");
        await PromisedPlan.In(city.City);
        using var visitor = city.Visitor();
        static string Listed(string html) => string.Join(' ', System.Text.RegularExpressions.Regex.Matches(html, "/promises/[0-9a-f-]{36}").Select(m => m.Value));
        var all = Listed(await visitor.GetStringAsync(At("/promises")));
        Assert.NotEmpty(all);
        foreach (var wrong in new[] { "page=x", "page=-1", "page=1.5", "plan=x", "domain=x", "light=violet", "light=7", "page=x&plan=y&domain=z&light=", "q=%00" })
            Assert.Equal(all, Listed(await visitor.GetStringAsync(At($"/promises?{wrong}"))));
    }

    [Fact]
    public async Task A_refused_sign_in_keeps_the_name_and_says_so_beside_the_field()
    {
        await using var city = await RunningCity.On("Sqlite");
        using var visitor = city.Visitor();
        var answer = await RunningCity.Post(visitor, "/signin", "/signin", new() { ["name"] = "lianluoyuan", ["password"] = "wrong-password", ["back"] = "//evil.example/" });
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.DoesNotContain("evil", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var html = WebUtility.HtmlDecode(await visitor.GetStringAsync(answer.Headers.Location));
        Assert.Contains("value=\"lianluoyuan\"", html, StringComparison.Ordinal);
        Assert.Contains("用户名或密码不对", html, StringComparison.Ordinal);
        Assert.DoesNotContain("演示城市", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_door_says_whose_right_is_needed_and_a_person_without_a_post_what_to_do()
    {
        await using var city = await RunningCity.On("Sqlite");
        var contact = await city.City.Actor(RoleCode.DeptContact, "市教育局");
        using var staff = await city.SignedIn(contact);
        var refused = await staff.GetAsync(At("/plans/import"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("可以的是：妇儿工委办", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("儿童友好纳入规划", WebUtility.HtmlDecode(await Catalogue(city, staff)), StringComparison.Ordinal);

        await using (var scope = city.Site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            db.RemoveRange(await db.Set<PostHolding>().ToListAsync());
            await db.SaveChangesAsync();
        }
        var postless = await staff.GetAsync(At("/indicators"));
        Assert.Equal(HttpStatusCode.Forbidden, postless.StatusCode);
        Assert.Contains("您现在没有岗位", WebUtility.HtmlDecode(await postless.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    static async Task<string> Catalogue(RunningCity city, HttpClient staff)
    {
        await using (var scope = city.Site.Services.CreateAsyncScope())
        {
            Assert.InRange(await OneMetre.Indicators.IndicatorsModule.SeedIndicators(scope.ServiceProvider, default), 57 * 2, 500);
            Assert.Equal(0, await OneMetre.Indicators.IndicatorsModule.SeedIndicators(scope.ServiceProvider, default));
        }
        return await staff.GetStringAsync(At("/indicators"));
    }
}
