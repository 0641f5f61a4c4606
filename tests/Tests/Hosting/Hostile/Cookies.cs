using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Cookies that this city did not give, or not to this person, or not any more.</summary>
static class Cookies
{
    const string Kind = "Forged cookies";
    const string Name = "onemetre";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "An invented session cookie", "To the sign-in page", async t =>
        {
            foreach (var cookie in new[] { "x", "admin", new string('A', 400), "CfDJ8" + new string('B', 600), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvZmZpY2UifQ.", "%00", "\"" })
                await IsNobody(t, cookie);
        }),
        new(Kind, "A real session cookie cut short, lengthened, or with one character changed", "To the sign-in page", async t =>
        {
            var real = Real(t);
            foreach (var cookie in new[] { real[..^1], real[..(real.Length / 2)], real + "A", real[1..], Changed(real, 10), Changed(real, real.Length / 2), Changed(real, real.Length - 8) })
                await IsNobody(t, cookie);
        }),
        new(Kind, "Another cookie of the same city (second factor, form) in place of the session's", "To the sign-in page: each key has one purpose", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            var (token, cookies) = await Target.FormOf(lead, "/account");
            await IsNobody(t, token);
            await IsNobody(t, cookies.Split("; ")[^1].Split('=', 2)[1]);
            var ticket = Ticket(t, t.Plan.Office, Guid.CreateVersion7());
            foreach (var scheme in new[] { IdentityConstants.TwoFactorUserIdScheme, IdentityConstants.TwoFactorRememberMeScheme, IdentityConstants.ExternalScheme })
                await IsNobody(t, t.Running.Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme).TicketDataFormat.Protect(ticket));
        }),
        new(Kind, "A cookie made with the keys of another city", "To the sign-in page", async t =>
        {
            var keys = Directory.CreateTempSubdirectory("onemetre-foreign-");
            var foreign = DataProtectionProvider.Create(keys, b => b.SetApplicationName("onemetre")).CreateProtector("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", IdentityConstants.ApplicationScheme, "v2");
            var session = await SessionOf(t, t.Plan.Office);
            await IsNobody(t, new TicketDataFormat(foreign).Protect(Ticket(t, t.Plan.Office, session)));
            keys.Delete(recursive: true);
        }),
        new(Kind, "A genuine cookie that names the session of another person", "To the sign-in page: session and person must belong together", async t =>
        {
            var session = await SessionOf(t, t.Plan.Office);
            await IsNobody(t, Protected(t, Ticket(t, t.Plan.Lead, session)));
        }),
        new(Kind, "A genuine cookie that names no session, or none that there is", "To the sign-in page", async t =>
        {
            await IsNobody(t, Protected(t, Ticket(t, t.Plan.Office, null)));
            await IsNobody(t, Protected(t, Ticket(t, t.Plan.Office, Guid.CreateVersion7())));
        }),
        new(Kind, "A copy of a cookie whose session was ended by signing out", "To the sign-in page", async t =>
        {
            var actor = await t.Somebody(RoleCode.DeptContact, "退出的单位");
            using var browser = t.As(actor);
            var copy = Value(browser);
            await Target.Send(browser, "/account", "/signout", []);
            await IsNobody(t, copy);
        }),
        new(Kind, "A copy of a cookie after a new password was set elsewhere", "To the sign-in page", async t =>
        {
            var actor = await t.Somebody(RoleCode.DeptContact, "改密的单位");
            using var stolen = t.As(actor);
            var copy = Value(stolen);
            using var own = await t.Running.SignedIn(actor);
            await RunningCity.Post(own, "/account", "/account/password", new() { ["current"] = RunningCity.Password, ["fresh"] = RunningCity.Password + "新" });
            await IsNobody(t, copy);
        }),
        new(Kind, "Two session cookies in one request, the false one first and last", "Nobody, or the one person whose cookie is genuine: never another", async t =>
        {
            foreach (var cookies in new[] { $"{Name}=x; {Name}={Real(t)}", $"{Name}={Real(t)}; {Name}=x" })
            {
                using var visitor = t.Visitor();
                visitor.DefaultRequestHeaders.Add("Cookie", cookies);
                var answer = await Target.Get(visitor, "/desk");
                if (answer.StatusCode == HttpStatusCode.OK) Assert.Contains(t.Plan.Lead.Name, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
                else Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            }
        }),
        new(Kind, "Cookies for theme, language and post with markup, line breaks and 3,000 characters", "They are as if not there", async t =>
        {
            using var plain = t.Visitor();
            foreach (var value in new[] { "<script>alert(1)</script>", "dark\" onload=\"alert(1)", "%0d%0aX-Own:1", new string('a', 3000), "../../x" })
                foreach (var cookie in new[] { "theme", "one-metre", "lang", ".AspNetCore.Culture", "post", "onemetre-name" })
                {
                    using var visitor = t.Visitor();
                    visitor.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", $"{cookie}={value}");
                    foreach (var page in new[] { "/about", "/signin" })
                    {
                        var html = await Target.Html(visitor, page);
                        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
                        Assert.DoesNotContain("onload=\"alert", html, StringComparison.Ordinal);
                    }
                }
        }),
        new(Kind, "Reading cookies by script, or over plain HTTP, or from another site", "Each is HttpOnly and SameSite; over TLS each is Secure", async t =>
        {
            var actor = await t.Somebody(RoleCode.DeptContact, "登录的单位");
            (await t.Running.SignedIn(actor)).Dispose();
            var jar = new CookieContainer();
            using var visitor = t.Running.Visitor(jar);
            visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            // A cookie for TLS alone does not come back over this connection, so the form's is carried by hand.
            var (token, cookies) = await Target.FormOf(visitor, "/signin");
            var set = (await Target.Get(visitor, "/signin")).Headers.TryGetValues("Set-Cookie", out var form) ? form.ToList() : [];
            set.AddRange((await Target.Get(visitor, "/theme/dark")).Headers.GetValues("Set-Cookie"));
            var answer = await Target.Post(visitor, "/signin", new() { ["__RequestVerificationToken"] = token, ["name"] = actor.Person.ToString("N"), ["password"] = RunningCity.Password }, cookies);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            set.AddRange(answer.Headers.GetValues("Set-Cookie"));
            Assert.Contains(set, c => c.StartsWith(Name + "=", StringComparison.Ordinal));
            foreach (var cookie in set.Where(c => !c.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)))
                Assert.True(cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) && cookie.Contains("samesite=", StringComparison.OrdinalIgnoreCase) && !cookie.Contains("samesite=none", StringComparison.OrdinalIgnoreCase)
                    && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase), cookie);
        }),
    ];

    static async Task IsNobody(Target t, string cookie)
    {
        using var visitor = t.Visitor();
        Assert.True(visitor.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", $"{Name}={cookie}"));
        foreach (var page in new[] { "/desk", "/people", "/audit.csv", $"/tasks/{t.Plan.Task}" })
        {
            using var answer = await Target.Get(visitor, page);
            Assert.True(answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.OriginalString.Contains("/signin", StringComparison.Ordinal), $"{page}: {answer.StatusCode}");
        }
    }

    static string Value(HttpClient browser) => browser.DefaultRequestHeaders.GetValues("Cookie").Single().Split('=', 2)[1];

    static string Real(Target t)
    {
        using var lead = t.As(t.Plan.Lead);
        return Value(lead);
    }

    static string Changed(string text, int at) => text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..];

    static async Task<Guid> SessionOf(Target t, Actor actor)
    {
        using var browser = t.As(actor);
        return await t.Db(db => db.Set<Session>().Where(s => s.PersonId == actor.Person).OrderByDescending(s => s.Id).Select(s => s.Id).FirstAsync());
    }

    static AuthenticationTicket Ticket(Target t, Actor actor, Guid? session)
    {
        var now = t.City.Time.GetUtcNow();
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, actor.Person.ToString()), new(ClaimTypes.Name, actor.Name), .. session is { } id ? new[] { new Claim(Session.Claim, id.ToString()) } : []], IdentityConstants.ApplicationScheme);
        return new(new(identity), new() { IssuedUtc = now, ExpiresUtc = now.AddMinutes(30) }, IdentityConstants.ApplicationScheme);
    }

    static string Protected(Target t, AuthenticationTicket ticket) =>
        t.Running.Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Protect(ticket);
}
