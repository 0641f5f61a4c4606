using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Portal;
using OneMetre.Tests.Programme;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting;

/// <summary>By which names the site may be called, how often one may knock, and what its answers say to caches.</summary>
public class GateTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<HttpResponseMessage> Ask(HttpClient browser, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, To(path));
        request.Headers.Host = host;
        return await browser.SendAsync(request);
    }

    static async Task<Actor> Known(RunningCity running)
    {
        var actor = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(actor);
        return actor;
    }

    static Task<HttpResponseMessage> Try(HttpClient browser, string name, string password) =>
        RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = name, ["password"] = password });

    [Fact]
    public async Task The_site_answers_to_its_own_names_only_and_builds_links_from_no_other()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { Hosts = ["ertong.example"] });
        using var visitor = running.Visitor();
        foreach (var path in new[] { "/", "/signin", "/lib/onemetre.css", "/calendar/feed/x.ics", "/nowhere" })
            foreach (var stranger in new[] { "evil.example", "ertong.example.evil.example", "evil.example:80", "10.0.0.1", "[2001:db8::1]" })
                Assert.True(HttpStatusCode.BadRequest == (await Ask(visitor, path, stranger)).StatusCode, $"{stranger}{path}");
        foreach (var own in new[] { "ertong.example", "ERTONG.example:8443", "localhost", "127.0.0.1", "[::1]:5080" })
            Assert.True(HttpStatusCode.OK == (await Ask(visitor, "/about", own)).StatusCode, own);
        var html = await (await Ask(visitor, "/about", "ertong.example")).Content.ReadAsStringAsync();
        Assert.Contains("property=\"og:url\" content=\"http://ertong.example/about\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_proxy_passes_on_is_not_believed()
    {
        await using var running = await RunningCity.On("Sqlite");
        using var visitor = running.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var html = await visitor.GetStringAsync(To("/about"));
        Assert.DoesNotContain("evil.example", html, StringComparison.Ordinal);
        Assert.Contains($"content=\"https://{running.Address.Authority}/about\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "127.0.0.1")]
    [InlineData("http://ertong.example:80;https://[::1]:81", "ertong.example,[::1]")]
    [InlineData("http://*:80", "")]
    [InlineData("http://0.0.0.0:80;http://+:81;http://[::]:82", "")]
    public void An_address_of_all_networks_names_no_host(string url, string hosts) => Assert.Equal(hosts, string.Join(',', Gate.BoundTo(url)));

    [Fact]
    public async Task Whoever_knocks_too_often_is_told_when_to_come_again_and_nobody_else_waits()
    {
        await using var running = await RunningCity.On("Sqlite", new SiteGate { SignIns = 2, SignInsWithin = TimeSpan.FromDays(1) });
        using var visitor = running.Visitor();
        visitor.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Found, (await Try(visitor, "nobody", "wrong-password")).StatusCode);
        var refused = await Try(visitor, "nobody", "wrong-password");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        Assert.Contains($"wait {refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds} seconds", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(To("/signin"))).StatusCode);

        using var neighbour = running.Visitor();
        neighbour.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Found, (await Try(neighbour, "nobody", "wrong-password")).StatusCode);
        using var chinese = running.Visitor();
        Assert.Contains("登录得太频繁", WebUtility.HtmlDecode(await (await Try(chinese, "nobody", "wrong-password")).Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_answer_to_a_sign_in_does_not_tell_whether_the_name_exists(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var actor = await Known(running);
        var passwordless = await running.City.Actor(RoleCode.DeptContact, "市教育局");
        using var visitor = running.Visitor();
        async Task<string> Answer(string name, string password)
        {
            var answer = await Try(visitor, name, password);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            var html = await visitor.GetStringAsync(answer.Headers.Location);
            return System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]*\"", "").Replace(name, "", StringComparison.Ordinal);
        }
        var unknown = await Answer("nobody-of-this-name", "wrong-password");
        for (var i = 0; i < 6; i++) Assert.Equal(unknown, await Answer(actor.Person.ToString("N"), "wrong-password"));
        Assert.Equal(unknown, await Answer(actor.Person.ToString("N"), RunningCity.Password));
        Assert.Equal(unknown, await Answer(passwordless.Person.ToString("N"), RunningCity.Password));
        Assert.True(await running.City.Use(async (UserManager<Person> people) => await people.IsLockedOutAsync((await people.FindByIdAsync(actor.Person.ToString()))!)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Guessing_the_present_password_ends_as_guessing_at_the_door(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var actor = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(actor);
        async Task<string> Change(string current, string fresh) =>
            (await RunningCity.Post(browser, "/account", "/account/password", new() { ["current"] = current, ["fresh"] = fresh })).Headers.Location!.OriginalString;

        Assert.Contains("short", await Change(RunningCity.Password, "short"), StringComparison.Ordinal);
        Assert.Contains("done", await Change(RunningCity.Password, RunningCity.Password + "!"), StringComparison.Ordinal);
        for (var i = 0; i < 5; i++) Assert.Contains("wrong", await Change("guess", "another-password"), StringComparison.Ordinal);
        Assert.Contains("wrong", await Change(RunningCity.Password + "!", "another-password"), StringComparison.Ordinal);
        using var visitor = running.Visitor();
        Assert.Contains("problem=wrong", (await Try(visitor, actor.Person.ToString("N"), RunningCity.Password + "!")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_in_leads_back_only_into_the_site()
    {
        await using var running = await RunningCity.On("Sqlite");
        var actor = await Known(running);
        foreach (var (back, leads) in new[] { ("/board?q=x", "/board?q=x"), ("//evil.example", "/start"), ("/\\evil.example", "/start"), ("https://evil.example", "/start"), ("/儿童", "/start"), ("/a\r\nb", "/start"), ("", "/start") })
        {
            using var browser = running.Visitor();
            var answer = await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = RunningCity.Password, ["back"] = back });
            Assert.Equal(leads, answer.Headers.Location!.OriginalString);
        }
        using var visitor = running.Visitor();
        foreach (var (back, leads) in new[] { ("%2Fpromises%3Fq%3Dx", "/promises?q=x"), ("%2F%2Fevil.example", "/"), ("%2F%5Cevil.example", "/"), ("%2F%E5%84%BF", "/"), ("%2F%0D%0Ax", "/"), ("javascript:alert(1)", "/") })
            foreach (var choice in new[] { "/lang/en", "/theme/dark", "/one-metre/on" })
                Assert.Equal(leads, (await visitor.GetAsync(To($"{choice}?back={back}"))).Headers.Location!.OriginalString);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task HEAD_answers_as_GET_does_and_sends_nothing(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await PromisedPlan.In(running.City);
        using var visitor = running.Visitor();
        foreach (var path in new[] { "/", "/promises", $"/promises/{plan.Seats}", "/signin", "/health/live", "/health/ready", "/lib/onemetre.css", "/desk", "/nowhere", $"/promises/{plan.Hidden}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, To(path));
            using var head = await visitor.SendAsync(request);
            using var get = await visitor.GetAsync(To(path));
            Assert.True(head.StatusCode == get.StatusCode, $"{path}: {head.StatusCode}, {get.StatusCode}");
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            if (get.StatusCode == HttpStatusCode.OK) Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_that_is_shown_to_somebody_signed_in_is_kept(string engine)
    {
        await using var site = await WholeSite.On(engine);
        using var office = site.Running.Entered(site.Plan.Office);
        var files = 0;
        foreach (var (endpoint, _) in site.Endpoints("GET").ToList())
        {
            var address = await site.Address(endpoint, office);
            using var answer = await office.GetAsync(To(address));
            Assert.True(answer.Headers.CacheControl is { } cache && (cache.NoStore || cache is { Private: true, NoCache: true }), $"{address}: {answer.Headers.CacheControl}");
            if (answer.Content.Headers.ContentDisposition is null) continue;
            files++;
            Assert.True(answer.Headers.CacheControl.NoStore, address);
        }
        Assert.True(files >= 4, $"{files} files");

        using var visitor = site.Running.Visitor();
        Assert.Equal("public, max-age=600", (await visitor.GetAsync(To("/lib/onemetre.css"))).Headers.CacheControl!.ToString());
    }

    /// <summary>The most work of a sign-in is the hash, thousands of times that of all else; the rest is one write. Both are counted, not timed.</summary>
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_name_that_exists_rests_or_does_not_exist_costs_the_same_work(string engine)
    {
        var hasher = new CountedHashes();
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, services: s => s.AddScoped<IPasswordHasher<Person>>(_ => hasher));
        var known = await Known(running);
        var passwordless = await running.City.Actor(RoleCode.Office, "没有密码的人");
        async Task<(int Hashes, int Entries)> Cost(string name)
        {
            using var visitor = running.Visitor();
            hasher.Count = 0;
            var before = await Entries();
            Assert.Contains("problem=wrong", (await Try(visitor, name, "猜的密码猜的密码")).Headers.Location!.OriginalString, StringComparison.Ordinal);
            return (hasher.Count, await Entries() - before);
        }
        Task<int> Entries() => running.City.Use((OneMetre.Platform.Data.CityDb db) => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.Set<OneMetre.Platform.Audit.AuditEntry>()));

        foreach (var name in new[] { "nobody-here", passwordless.Person.ToString("N"), known.Person.ToString("N"), known.Person.ToString("N"), known.Person.ToString("N"), known.Person.ToString("N"), known.Person.ToString("N"), known.Person.ToString("N") })
            Assert.Equal((1, 1), await Cost(name));
    }

    sealed class CountedHashes : IPasswordHasher<Person>
    {
        readonly CityPasswordHasher real = new();
        public int Count { get; set; }

        public string HashPassword(Person user, string password)
        {
            Count++;
            return real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
        {
            Count++;
            return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    [Fact]
    public async Task Without_its_token_nobody_is_signed_out()
    {
        await using var running = await RunningCity.On("Sqlite");
        var actor = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(actor);
        using var nothing = new FormUrlEncodedContent([]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(To("/signout"), nothing)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/desk"))).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await RunningCity.Post(browser, "/account", "/signout", [])).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/desk"))).StatusCode);
    }
}
