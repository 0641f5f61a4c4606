using System.Net;
using System.Reflection;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Addresses that would lead a reader to another site.</summary>
static class LeadingAway
{
    const string Kind = "Open redirects";

    static readonly string[] Elsewhere =
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https://evil.example", "HTTPS:evil.example", "http:evil.example", "//evil.example@127.0.0.1", "https://127.0.0.1@evil.example",
        "/%09/evil.example", "/\t/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example", "/.//evil.example/..", "javascript:alert(1)", "data:text/html,x", "//evil。example", "/\u2028/evil.example", "//[::1]", "/%5cevil.example", "/%2f%2fevil.example",
    ];

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "Twenty-three spellings of another site in every parameter to go back to", "Every way leads to a page of this site", async t =>
        {
            using var visitor = t.Visitor();
            using var office = t.As(t.Plan.Office);
            var (token, cookies) = await Target.FormOf(office, "/account");
            var asked = 0;
            foreach (var method in new[] { "GET", "POST" })
                foreach (var (endpoint, _) in t.Site.Endpoints(method).Where(e => Asks(e.Page) || Takes(e.Endpoint.Metadata.GetMetadata<MethodInfo>())).ToList())
                {
                    var address = (await t.Site.Address(endpoint, office)).Replace("404", "en", StringComparison.Ordinal);
                    foreach (var back in Elsewhere)
                    {
                        asked++;
                        using var answer = method == "GET"
                            ? await Target.Get(visitor, $"{address}?back={Uri.EscapeDataString(back)}")
                            : await Target.Post(address.StartsWith("/signin", StringComparison.Ordinal) ? visitor : office, address, new() { ["back"] = back, ["__RequestVerificationToken"] = token }, address.StartsWith("/signin", StringComparison.Ordinal) ? null : cookies);
                        Stays(t, answer, $"{method} {address} {back}");
                    }
                }
            Assert.True(asked > 100, $"{asked}");

            static bool Asks(Type? type) => type?.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(p => p.Name == "Back") == true;
        }),
        new(Kind, "The same at a sign-in that succeeds", "To the start, or to a page of this site", async t =>
        {
            var actor = await t.Somebody(RoleCode.DeptContact, "常登录的单位");
            (await t.Running.SignedIn(actor)).Dispose();
            foreach (var back in Elsewhere)
            {
                using var browser = t.Visitor();
                using var answer = await Target.Send(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = RunningCity.Password, ["back"] = back });
                Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
                Stays(t, answer, back);
            }
        }),
        new(Kind, "The same in the address of the sign-in page, to stand in its form", "The form carries nothing that leads away", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var back in Elsewhere)
            {
                var html = await Target.Html(visitor, "/signin?back=" + Uri.EscapeDataString(back));
                Assert.DoesNotContain("href=\"//evil", html, StringComparison.Ordinal);
                Assert.DoesNotContain("href=\"https://evil", html, StringComparison.Ordinal);
                Assert.DoesNotContain("href=\"javascript:", html, StringComparison.OrdinalIgnoreCase);
            }
        }),
        new(Kind, "An address that begins with two slashes and needs signing in", "No way leads to the site named in it", async t =>
        {
            foreach (var path in new[] { "//evil.example/desk", "//evil.example/%2e%2e/desk", "/\\evil.example/desk", "//evil.example", "/.//evil.example/desk" })
            {
                var raw = await t.Raw($"GET {path} HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n");
                Assert.True(Assert.Single(Target.Statuses(raw)) is 400 or 404 or 302);
                Assert.DoesNotContain("\r\nLocation: //", raw, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("\r\nLocation: http://evil", raw, StringComparison.OrdinalIgnoreCase);
            }
        }),
    ];

    static bool Takes(MethodInfo? method) => method?.GetParameters().Any(p => p.Name is "back" or "returnUrl" or "next" or "url" or "to") == true;

    static void Stays(Target t, HttpResponseMessage answer, string what)
    {
        if (answer.Headers.Location is not { } way) return;
        var whole = new Uri(t.Running.Address, way);
        Assert.True(whole.Host == t.Running.Address.Host && whole.Port == t.Running.Address.Port && way.OriginalString is ['/', not ('/' or '\\'), ..] or "/" || way.IsAbsoluteUri && whole.Authority == t.Host, $"{what} -> {way.OriginalString}");
    }
}
