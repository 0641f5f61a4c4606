using System.Net;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>What another site makes a reader's browser do.</summary>
static class OtherSites
{
    const string Kind = "Other sites in the browser";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "A question from another site whether it may ask (CORS preflight)", "No address says yes", async t =>
        {
            using var office = t.As(t.Plan.Office);
            foreach (var (endpoint, _) in t.Site.Endpoints("GET").Concat(t.Site.Endpoints("POST")).ToList())
            {
                using var request = new HttpRequestMessage(HttpMethod.Options, Target.To(await t.Site.Address(endpoint, office)));
                foreach (var (name, value) in new[] { ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-own") }) request.Headers.Add(name, value);
                using var answer = await office.SendAsync(request);
                Assert.DoesNotContain(answer.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
                Assert.True((int)answer.StatusCode is 400 or 404 or 405, $"{endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            }
        }),
        new(Kind, "A page read by another site (`Origin: https://evil.example`, `Origin: null`)", "No answer allows it", async t =>
        {
            using var office = t.As(t.Plan.Office);
            foreach (var origin in new[] { "https://evil.example", "null", $"http://{t.Host}.evil.example" })
                foreach (var path in new[] { "/", "/board", "/board.csv", "/lib/onemetre.css", "/health/live" })
                    Assert.DoesNotContain((await Target.Get(office, path, ("Origin", origin))).Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        }),
        new(Kind, "A form sent from another site with the reader's cookies", "400; nothing is written", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var before = await t.Writes();
            foreach (var type in new[] { "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x" })
            {
                using var content = new ByteArrayContent("Form.Version=0&Form.Action=Cancel&_handler=decide"u8.ToArray());
                content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var request = new HttpRequestMessage(HttpMethod.Post, Target.To($"/tasks/{t.Plan.Task}")) { Content = content };
                request.Headers.Add("Origin", "https://evil.example");
                request.Headers.Add("Sec-Fetch-Site", "cross-site");
                Assert.Equal(HttpStatusCode.BadRequest, (await office.SendAsync(request)).StatusCode);
            }
            Assert.Equal(before, await t.Writes());
        }),
        new(Kind, "Any page, file or error of ours shown in a frame of another site (clickjacking)", "Every answer forbids it, guessing of types, and anything inline or from elsewhere", async t =>
        {
            using var office = t.As(t.Plan.Office);
            using var visitor = t.Visitor();
            foreach (var (endpoint, _) in t.Site.Endpoints("GET").ToList())
                foreach (var browser in new[] { office, visitor })
                    await IsFenced(browser, await t.Site.Address(endpoint, office));
            foreach (var path in new[] { "/nowhere", "/lib/onemetre.css", "/robots.txt", "/img/mark.svg", "/promises/x" }) await IsFenced(visitor, path);
        }),
        new(Kind, "The first visit over plain HTTP, read on the way", "Over TLS each answer asks the browser to come by TLS alone for a year", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var path in new[] { "/", "/signin", "/lib/onemetre.css", "/nowhere" })
            {
                using var safe = await Target.Get(visitor, path, ("X-Forwarded-Proto", "https"));
                Assert.Equal("max-age=31536000", Assert.Single(safe.Headers.GetValues("Strict-Transport-Security")));
                using var plain = await Target.Get(visitor, path);
                Assert.False(plain.Headers.Contains("Strict-Transport-Security"));
            }
        }),
        new(Kind, "Where a reader came from, told to other sites; windows that know each other", "No address of ours leaves with a click; no other window holds on to ours", async t =>
        {
            using var visitor = t.Visitor();
            using var answer = await Target.Get(visitor, "/about");
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        }),
        new(Kind, "Learning which server and version answers", "No answer says it", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var path in new[] { "/", "/nowhere", "/error", "/signin", "/calendar/feed/x.ics", "/promises?page=x" })
            {
                using var answer = await Target.Get(visitor, path);
                Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By") || answer.Headers.Contains("X-AspNet-Version"));
                var html = await answer.Content.ReadAsStringAsync();
                Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", html, StringComparison.Ordinal);
            }
        }),
    ];

    static async Task IsFenced(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(Target.To(path), HttpCompletionOption.ResponseHeadersRead);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.True(policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) && policy.Contains("default-src 'self'", StringComparison.Ordinal) && policy.Contains("object-src 'none'", StringComparison.Ordinal)
            && policy.Contains("base-uri 'none'", StringComparison.Ordinal) && policy.Contains("form-action 'self'", StringComparison.Ordinal) && !policy.Contains("unsafe", StringComparison.Ordinal), $"{path}: {policy}");
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }
}
