using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Architecture;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Platform;
using OneMetre.Tests.Programme;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting;

/// <summary>The city's unified sign-in, against a provider that runs on this machine as a process of its own.</summary>
public class UnifiedSignInTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    /// <summary>tests/Unified/provider.mjs under Node.js; its packages come with the build.</summary>
    sealed class OutsideProvider : IAsyncDisposable
    {
        readonly Process process;
        readonly HttpClient line = new();

        OutsideProvider(Process process, Uri address) => (this.process, Address) = (process, address);

        public Uri Address { get; }
        public UnifiedSignIn SignIn => new(Address, "onemetre", "a-secret-of-tests-only", "市统一认证", "City sign-in");

        public static async Task<OutsideProvider> Start()
        {
            var process = Process.Start(new ProcessStartInfo("node", "provider.mjs") { WorkingDirectory = Path.Combine(Repository.Root, "tests", "Unified"), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.BeginErrorReadLine();
            // It warns on its first lines that it is for tests only.
            while (await process.StandardOutput.ReadLineAsync() is { } said)
                if (said.StartsWith("http://", StringComparison.Ordinal)) return new(process, new(said.Trim()));
            throw new InvalidOperationException("The provider did not start: npm ci in tests/Unified, or build tests/Tests.");
        }

        public Task<string> Be(string subject) => line.GetStringAsync(new Uri(Address, $"/as/{subject}"));

        public async ValueTask DisposeAsync()
        {
            line.Dispose();
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try { await process.WaitForExitAsync(patience.Token); }
            catch (OperationCanceledException) { process.Kill(); }
            process.Dispose();
        }
    }

    static Task<RunningCity> Site(string engine, UnifiedSignIn unified, TimeProvider? time = null) => RunningCity.On(engine, RunningCity.OpenGate, null, unified, time ?? TimeProvider.System);

    /// <summary>Follows answers from address to address, ours and the provider's, as a browser does; stops before an address that the test wants to see or to change.</summary>
    static async Task<(HttpResponseMessage Answer, Uri At)> Walk(HttpClient browser, RunningCity running, string from, Func<Uri, Uri?>? change = null)
    {
        var at = new Uri(running.Address, from);
        for (var steps = 0; steps < 15; steps++)
        {
            var answer = await browser.GetAsync(at);
            if (answer.Headers.Location is not { } next) return (answer, at);
            var to = new Uri(at, next);
            if (change is not null && change(to) is var changed)
            {
                if (changed is null) return (answer, to);
                to = changed;
            }
            at = to;
        }
        throw new InvalidOperationException("round and round");
    }

    static async Task<HttpClient> Bound(RunningCity running, Actor actor)
    {
        var browser = await running.SignedIn(actor);
        Assert.Equal("/account?done=unified#unified", (await RunningCity.Post(browser, "/account", "/account/unified", new() { ["password"] = RunningCity.Password, ["what"] = "bind" })).Headers.Location!.OriginalString);
        var (answer, at) = await Walk(browser, running, "/signin/unified?bind=yes");
        Assert.Equal((HttpStatusCode.OK, "/account"), (answer.StatusCode, at.AbsolutePath));
        return browser;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_bound_subject_signs_in_and_an_unknown_one_is_told_whom_to_ask(string engine)
    {
        await using var provider = await OutsideProvider.Start();
        await using var running = await Site(engine, provider.SignIn);
        var plan = await SmallPlan.In(running.City);
        await provider.Be("zhang-42");
        using (var stranger = running.Visitor())
        {
            var (_, at) = await Walk(stranger, running, "/signin/unified?back=/desk");
            Assert.Equal("/signin?problem=unified-unknown", at.PathAndQuery);
            Assert.Contains("安全管理员", WebUtility.HtmlDecode(await stranger.GetStringAsync(at)), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Found, (await stranger.GetAsync(To("/desk"))).StatusCode);
        }

        using var own = await Bound(running, plan.Lead);
        using var browser = running.Visitor();
        var (desk, where) = await Walk(browser, running, "/signin/unified?back=/board");
        Assert.Equal((HttpStatusCode.OK, "/board"), (desk.StatusCode, where.AbsolutePath));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.SignIn && e.PersonId == plan.Lead.Person).Select(e => e.Changes).ToListAsync()), c => c.Contains("unified", StringComparison.Ordinal));

        // A session like any other: ended elsewhere, it is over here.
        await RunningCity.Post(own, "/account", "/account/sessions", []);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/board"))).StatusCode);
        // One subject belongs to one person.
        using var other = await running.SignedIn(plan.Outsider);
        await RunningCity.Post(other, "/account", "/account/unified", new() { ["password"] = RunningCity.Password, ["what"] = "bind" });
        Assert.Equal("/account?problem=unified-taken", (await Walk(other, running, "/signin/unified?bind=yes")).At.PathAndQuery);
        // Disconnected, it opens nothing.
        await RunningCity.Post(own, "/account", "/account/unified", new() { ["password"] = RunningCity.Password, ["what"] = "remove" });
        using var again = running.Visitor();
        Assert.Equal("/signin?problem=unified-unknown", (await Walk(again, running, "/signin/unified")).At.PathAndQuery);
    }

    [Fact]
    public async Task Binding_asks_for_the_password_in_the_same_session()
    {
        await using var provider = await OutsideProvider.Start();
        await using var running = await Site("Sqlite", provider.SignIn);
        var plan = await SmallPlan.In(running.City);
        await provider.Be("li-7");
        using var browser = await running.SignedIn(plan.Lead);
        Assert.Equal("/account?problem=unified-password#unified", (await RunningCity.Post(browser, "/account", "/account/unified", new() { ["password"] = "不是这个密码吧", ["what"] = "bind" })).Headers.Location!.OriginalString);
        Assert.Equal("/account?problem=unified", (await Walk(browser, running, "/signin/unified?bind=yes")).At.PathAndQuery);
        // What one session has shown binds nobody in another.
        await RunningCity.Post(browser, "/account", "/account/unified", new() { ["password"] = RunningCity.Password, ["what"] = "bind" });
        var (_, back) = await Walk(browser, running, "/signin/unified?bind=yes", to => to.AbsolutePath == "/signin/unified/done" ? null : to);
        using (await running.SignedIn(plan.Outsider)) { } // has a password now
        Assert.Equal("/start", (await RunningCity.Post(browser, "/account", "/signin", new() { ["name"] = plan.Outsider.Person.ToString("N"), ["password"] = RunningCity.Password })).Headers.Location!.OriginalString);
        Assert.Equal("/signin?problem=unified-failed", (await browser.GetAsync(back)).Headers.Location!.OriginalString);
        Assert.Empty(await running.City.Use((CityDb db) => db.Set<Microsoft.AspNetCore.Identity.IdentityUserLogin<Guid>>().ToListAsync()));
    }

    [Fact]
    public async Task The_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it()
    {
        await using var provider = await OutsideProvider.Start();
        foreach (var (trusted, said, leads) in new (string[], string, string)[] { ([], "?amr=otp", "/signin/code"), (["otp"], "?amr=pwd", "/signin/code"), (["otp"], "?amr=otp", "/board") })
        {
            await using var running = await Site("Sqlite", provider.SignIn with { SecondFactors = trusted });
            var plan = await SmallPlan.In(running.City);
            await provider.Be("wang-1" + said);
            using var own = await Bound(running, plan.Lead);
            await TwoFactorTests.TurnOn(own);
            using var browser = running.Visitor();
            Assert.Equal(leads, (await Walk(browser, running, "/signin/unified?back=/board")).At.AbsolutePath);
        }
    }

    [Fact]
    public async Task An_answer_to_another_question_a_second_time_or_too_late_opens_nothing()
    {
        await using var provider = await OutsideProvider.Start();
        var clock = new StoppedClock(TimeProvider.System.GetUtcNow());
        await using var running = await Site("Sqlite", provider.SignIn, clock);
        var plan = await SmallPlan.In(running.City);
        await provider.Be("zhao-9");
        using var own = await Bound(running, plan.Lead);

        using var nonce = running.Visitor();
        Assert.Equal("/signin?problem=unified-failed", (await Walk(nonce, running, "/signin/unified", to => new(to.AbsoluteUri.Replace("nonce=", "nonce=other", StringComparison.Ordinal)))).At.PathAndQuery);
        using var state = running.Visitor();
        Assert.Equal("/signin?problem=unified-failed", (await Walk(state, running, "/signin/unified", to => to.AbsolutePath == "/signin/unified/back" ? new(to.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)) : to)).At.PathAndQuery);

        using var right = running.Visitor();
        Uri? back = null;
        Assert.Equal("/board", (await Walk(right, running, "/signin/unified?back=/board", to => { if (to.AbsolutePath == "/signin/unified/back") back = to; return to; })).At.AbsolutePath);
        using var thief = running.Visitor();
        foreach (var browser in new[] { right, thief })
            Assert.Equal("/signin?problem=unified-failed", (await browser.GetAsync(back)).Headers.Location!.OriginalString);

        using var late = running.Visitor();
        Assert.Equal("/signin?problem=unified-failed", (await Walk(late, running, "/signin/unified", to => { if (to.AbsolutePath == "/signin/unified/back") clock.Move(TimeSpan.FromMinutes(10)); return to; })).At.PathAndQuery);
    }

    [Fact]
    public async Task An_account_that_rests_does_so_for_the_unified_sign_in_too()
    {
        await using var provider = await OutsideProvider.Start();
        await using var running = await Site("Sqlite", provider.SignIn);
        var plan = await SmallPlan.In(running.City);
        await provider.Be("sun-3");
        using var own = await Bound(running, plan.Lead);
        for (var times = 0; times < 5; times++) await RunningCity.Post(running.Visitor(), "/signin", "/signin", new() { ["name"] = plan.Lead.Person.ToString("N"), ["password"] = "猜的密码猜的密码" });
        using var browser = running.Visitor();
        Assert.Equal("/signin?problem=unified-rests", (await Walk(browser, running, "/signin/unified")).At.PathAndQuery);
    }

    [Fact]
    public async Task While_the_provider_is_down_the_site_starts_and_takes_passwords()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();
        await using var running = await Site("Sqlite", new(nobody, "onemetre", "secret", "市统一认证", "City sign-in"));
        var plan = await SmallPlan.In(running.City);
        using var visitor = running.Visitor();
        Assert.Contains("市统一认证", WebUtility.HtmlDecode(await visitor.GetStringAsync(To("/signin"))), StringComparison.Ordinal);
        Assert.Equal("/signin?problem=unified-down", (await visitor.GetAsync(To("/signin/unified"))).Headers.Location!.OriginalString);
        using var browser = await running.SignedIn(plan.Lead);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/board"))).StatusCode);
    }
}
