using System.Net;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Pages kept for a while, and what somebody would like to have kept for others.</summary>
static class KeptPages
{
    const string Kind = "Cache poisoning and deception";
    static readonly string[] Public = ["/", "/promises", "/about"];
    static readonly string[] Private = ["/board", "/desk", "/calendar"];

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "A parameter of one's own in the address of a public page (`utm_source`, `callback`, `x`)", "No other reader sees it", async t =>
        {
            using var attacker = t.Visitor();
            using var reader = t.Visitor();
            foreach (var page in Public)
                foreach (var name in new[] { "utm_source", "callback", "x", "Plan", "_method" })
                {
                    for (var i = 0; i < 2; i++) await Target.Get(attacker, $"{page}?{name}=zqxown");
                    Assert.DoesNotContain("zqxown", await Target.Html(reader, page), StringComparison.Ordinal);
                }
        }),
        new(Kind, "Headers of one's own with a public page (`X-Forwarded-Host`, `X-Forwarded-Proto`, `Origin`, `Referer`, `User-Agent`)", "No other reader sees what they say", async t =>
        {
            using var attacker = t.Visitor();
            using var reader = t.Visitor();
            foreach (var page in Public)
            {
                for (var i = 0; i < 2; i++)
                    await Target.Get(attacker, page + "?lang=en", ("X-Forwarded-Host", "zqxown.example"), ("X-Forwarded-Proto", "https"), ("Origin", "https://zqxown.example"), ("Referer", "https://zqxown.example"), ("User-Agent", "zqxown<script>"));
                var html = await Target.Html(reader, page + "?lang=en");
                Assert.DoesNotContain("zqxown", html, StringComparison.Ordinal);
                Assert.DoesNotContain($"https://{t.Host}", html, StringComparison.Ordinal);
            }
        }),
        new(Kind, "A public page asked for in another language, theme and size, so that others get it so", "Each reader gets their own", async t =>
        {
            using var attacker = t.Visitor();
            using var reader = t.Visitor();
            for (var i = 0; i < 2; i++) await Target.Get(attacker, "/about", ("Accept-Language", "en"), ("Cookie", "theme=dark; one-metre=on"));
            var html = await Target.Html(reader, "/about", ("Accept-Language", "zh-CN"));
            Assert.Contains("lang=\"zh", html, StringComparison.Ordinal);
            Assert.DoesNotContain("data-bs-theme=\"dark\"", html, StringComparison.Ordinal);
        }),
        new(Kind, "A public page asked for with a body, or with `Range`, so that half of it is kept", "Others get it whole", async t =>
        {
            using var reader = t.Visitor();
            var whole = (await Target.Html(reader, "/about?lang=en")).Length;
            var raw = await t.Raw($"GET /about?lang=en HTTP/1.1\r\nHost: {t.Host}\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
            Assert.Single(Target.Statuses(raw));
            using var attacker = t.Visitor();
            await Target.Get(attacker, "/about?lang=en", ("Range", "bytes=0-9"));
            Assert.Equal(whole, (await Target.Html(reader, "/about?lang=en")).Length);
        }),
        new(Kind, "The own board, desk and calendar of one person, asked for by another right after", "Each sees their own", async t =>
        {
            using var office = t.As(t.Plan.Office);
            using var outsider = t.As(t.Plan.Outsider);
            foreach (var page in Private)
            {
                for (var i = 0; i < 2; i++) await Target.Html(office, page);
                var html = WebUtility.HtmlDecode(await Target.Html(outsider, page));
                Assert.DoesNotContain($"/tasks/{t.Plan.Task}", html, StringComparison.Ordinal);
                Assert.DoesNotContain(t.Plan.Office.Name, html, StringComparison.Ordinal);
            }
        }),
        new(Kind, "The same with the form cookie of the other person, under which their pages are kept", "Each sees their own", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var cookies = (await Target.FormOf(office, "/account")).Cookies;
            using var thief = t.Visitor();
            using var outsider = t.As(t.Plan.Outsider);
            thief.DefaultRequestHeaders.Add("Cookie", string.Join("; ", outsider.DefaultRequestHeaders.GetValues("Cookie")) + "; " + cookies.Split("; ")[^1]);
            foreach (var page in Private)
            {
                for (var i = 0; i < 2; i++) await Target.Html(office, page, ("Cookie", cookies));
                Assert.DoesNotContain($"/tasks/{t.Plan.Task}", await Target.Html(thief, page), StringComparison.Ordinal);
            }
        }),
        new(Kind, "A private page under an address that looks like a picture (`/desk/x.css`, `/board;.js`, `/desk%2fx.png`), for a cache to keep", "404, and nothing of it may be kept", async t =>
        {
            using var office = t.As(t.Plan.Office);
            foreach (var path in new[] { "/desk/x.css", "/desk;.css", "/board.css", "/desk%2fx.png", "/desk%3fx.css", "/account/..%2flib%2fx.css", "/desk/%2e%2e/x.js" })
            {
                using var answer = await Target.Get(office, path);
                Assert.True(HttpStatusCode.NotFound == answer.StatusCode, path);
                Assert.True(answer.Headers.CacheControl is { NoStore: true }, path);
            }
        }),
        new(Kind, "A public page opened by somebody signed in, so that strangers see their name", "Strangers get the page without it", async t =>
        {
            using var office = t.As(t.Plan.Office);
            using var visitor = t.Visitor();
            foreach (var page in Public)
            {
                for (var i = 0; i < 2; i++) await Target.Html(office, page);
                Assert.DoesNotContain(t.Plan.Office.Name, WebUtility.HtmlDecode(await Target.Html(visitor, page)), StringComparison.Ordinal);
            }
        }),
        new(Kind, "A cookie that a kept page would hand to the next reader", "A page that sets a cookie is not kept", async t =>
        {
            foreach (var page in Public)
                for (var i = 0; i < 2; i++)
                {
                    using var visitor = t.Visitor();
                    Assert.False((await Target.Get(visitor, page)).Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.StartsWith("onemetre=", StringComparison.Ordinal)));
                }
        }),
    ];
}
