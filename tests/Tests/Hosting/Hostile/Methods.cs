using System.Net;
using Microsoft.AspNetCore.Routing;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Methods that an address does not have.</summary>
static class Methods
{
    const string Kind = "Wrong methods";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "PUT, PATCH and DELETE on every address", "404 or 405 for each; nothing is written", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var (_, cookies) = await Target.FormOf(office, "/account");
            var before = await t.Writes();
            var taken = new List<string>();
            foreach (var endpoint in t.Site.Endpoints("GET").Concat(t.Site.Endpoints("POST")).Select(e => e.Endpoint).DistinctBy(e => e.RoutePattern.RawText).ToList())
                foreach (var method in new[] { "PUT", "PATCH", "DELETE" })
                {
                    using var answer = await Send(office, method, await t.Site.Address(endpoint, office), cookies);
                    if ((int)answer.StatusCode is not (400 or 404 or 405)) taken.Add($"{method} {endpoint.RoutePattern.RawText}: {answer.StatusCode}");
                }
            Assert.Empty(taken);
            Assert.Equal(before, await t.Writes());
        }),
        new(Kind, "GET on every address that only takes forms", "404 or 405 for each; nothing is written", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var pages = t.Site.Endpoints("GET").Select(e => e.Endpoint.RoutePattern.RawText!.TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var before = await t.Writes();
            var asked = 0;
            foreach (var endpoint in t.Site.Endpoints("POST").Select(e => e.Endpoint).Where(e => !pages.Contains(e.RoutePattern.RawText!.TrimStart('/'))).ToList())
            {
                asked++;
                using var answer = await office.GetAsync(Target.To(await t.Site.Address(endpoint, office)));
                Assert.True((int)answer.StatusCode is 404 or 405, $"{endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            }
            Assert.True(asked > 10, $"{asked}");
            Assert.Equal(before, await t.Writes());
        }),
        new(Kind, "TRACE, CONNECT, PROPFIND and a method that does not exist", "400, 404, 405 or 501; nothing of the request is sent back", async t =>
        {
            foreach (var method in new[] { "TRACE", "PROPFIND", "MOVE", "DEBUG", "FOO" })
            {
                var raw = await t.Raw($"{method} /about HTTP/1.1\r\nHost: {t.Host}\r\nX-Secret: abcdefgh\r\nConnection: close\r\n\r\n");
                Assert.True(Assert.Single(Target.Statuses(raw)) is 400 or 404 or 405 or 501, $"{method}: {raw[..Math.Min(40, raw.Length)]}");
                Assert.DoesNotContain("abcdefgh", raw, StringComparison.Ordinal);
            }
            Assert.True(Assert.Single(Target.Statuses(await t.Raw($"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n"))) is 400 or 404 or 405 or 501);
        }),
        new(Kind, "A header or field that wants another method (`X-HTTP-Method-Override`, `_method`)", "It is not read", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var before = await t.Writes();
            foreach (var header in new[] { "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override" })
                foreach (var method in new[] { "POST", "DELETE", "PUT" })
                {
                    Assert.Equal(HttpStatusCode.OK, (await Target.Get(office, "/account", (header, method))).StatusCode);
                    Assert.Equal(HttpStatusCode.OK, (await Target.Get(office, $"/account?_method={method}", (header, method))).StatusCode);
                    Assert.NotEqual(HttpStatusCode.Found, (await Target.Get(office, "/signout", (header, method))).StatusCode);
                }
            Assert.Equal(before, await t.Writes());
        }),
        new(Kind, "HEAD on an address that changes something", "404 or 405", async t =>
        {
            using var office = t.As(t.Plan.Office);
            foreach (var path in new[] { "/signout", "/account/password", "/account/sessions" }) Assert.True((int)(await Send(office, "HEAD", path, null)).StatusCode is 404 or 405, path);
        }),
    ];

    static async Task<HttpResponseMessage> Send(HttpClient browser, string method, string path, string? cookies)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Target.To(path));
        if (cookies is not null) request.Headers.Add("Cookie", cookies);
        return await browser.SendAsync(request);
    }
}
