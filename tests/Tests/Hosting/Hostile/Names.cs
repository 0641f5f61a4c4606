using System.Net;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Names of the site, of its user and of the way that somebody else writes into the request.</summary>
static class Names
{
    const string Kind = "Host and forwarded headers";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "The name of another site in `Host`", "400", async t =>
        {
            foreach (var host in new[] { "evil.example", $"{t.Host}.evil.example", $"evil.example:{t.Running.Address.Port}", "127.0.0.1.evil.example", "localhost@evil.example", "evil.example#127.0.0.1" })
                Assert.Equal([400], Target.Statuses(await t.Raw($"GET /about HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")));
        }),
        new(Kind, "No `Host`, or two of them", "400", async t =>
        {
            foreach (var hosts in new[] { "", $"Host: {t.Host}\r\nHost: evil.example\r\n", "Host: \r\n" })
                Assert.Equal([400], Target.Statuses(await t.Raw($"GET /about HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")));
        }),
        new(Kind, "A whole address of another site in the request line", "400", async t =>
            Assert.Equal([400], Target.Statuses(await t.Raw($"GET http://evil.example/about HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n")))),
        new(Kind, "Another site in `X-Forwarded-Host`, `Forwarded`, `X-Host`, `X-Forwarded-Server`, `X-Forwarded-Port`, `X-Forwarded-Prefix`", "No page names it, and no way leads there", async t =>
        {
            using var visitor = t.Visitor();
            (string, string)[] headers = [("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example;proto=https"), ("X-Host", "evil.example"), ("X-Forwarded-Server", "evil.example"), ("X-Forwarded-Port", "6666"), ("X-Forwarded-Prefix", "/evil"), ("X-Original-Host", "evil.example")];
            foreach (var path in new[] { "/", "/about", "/promises", "/signin", "/nowhere" })
            {
                var html = await (await Target.Get(visitor, path, headers)).Content.ReadAsStringAsync();
                Assert.DoesNotContain("evil", html, StringComparison.Ordinal);
                Assert.DoesNotContain("6666", html, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("evil", (await Target.Get(visitor, "/desk", headers)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        }),
        new(Kind, "Another address in `X-Original-URL` and `X-Rewrite-URL`", "They are not read", async t =>
        {
            using var outsider = t.As(t.Plan.Outsider);
            foreach (var header in new[] { "X-Original-URL", "X-Rewrite-URL", "X-Override-URL" })
            {
                Assert.Equal(HttpStatusCode.Forbidden, (await Target.Get(outsider, "/people", (header, "/about"))).StatusCode);
                Assert.Contains("/about", await Target.Html(outsider, "/about", (header, "/people")), StringComparison.Ordinal);
            }
        }),
        new(Kind, "What is no address in `X-Forwarded-For`, and a scheme of one's own in `X-Forwarded-Proto`", "The page as always; no link has that scheme", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var value in new[] { "x", "<script>", "' OR 1=1", "1.2.3.4, 5.6.7.8, 127.0.0.1", new string('1', 5000), "::ffff:999.1.1.1" })
                await Target.Html(visitor, "/about", ("X-Forwarded-For", value));
            foreach (var scheme in new[] { "javascript", "file", "evil://" })
            {
                var html = await (await Target.Get(visitor, "/about", ("X-Forwarded-Proto", scheme))).Content.ReadAsStringAsync();
                Assert.DoesNotContain($"\"{scheme}", html, StringComparison.Ordinal);
            }
        }),
        new(Kind, "A user name of a right (`X-Remote-User`, `Authorization: Basic`, `X-Forwarded-User`, client certificates in headers)", "To the sign-in page", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var (name, value) in new[] { ("X-Remote-User", "office"), ("Remote-User", "office"), ("X-Forwarded-User", "office"), ("Authorization", "Basic b2ZmaWNlOllpbWktMjAyNi1kZW1v"), ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), ("X-Client-Cert", "CN=office"), ("X-MS-CLIENT-PRINCIPAL-NAME", "office") })
                Assert.Equal(HttpStatusCode.Found, (await Target.Get(visitor, "/desk", (name, value))).StatusCode);
        }),
    ];
}
