namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Requests that two servers would read differently: sent as bytes, straight to ours.</summary>
static class Wire
{
    const string Kind = "Request smuggling";
    const string Smuggled = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Refused("Two lengths that differ", "Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
        Refused("A length below nothing, in two parts or in hexadecimal", "Content-Length: -1\r\n", "hello", "Content-Length: 0x5\r\n", "Content-Length: 5 5\r\n", "Content-Length: 5,6\r\n"),
        Refused("An encoding of one's own (`xchunked`, `chunked, identity`, `identity`)", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n", "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding: \u000bchunked\r\n"),
        Refused("A space before the colon, a header folded over two lines, a header without a name", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n", "X-Own: a\r\n b\r\n", ": x\r\n", "X Own: a\r\n", "X-Own\0: a\r\n", "X-Own: a\0b\r\n"),
        new(Kind, "A length and an encoding in one request, with a second request behind the end of the first", "One answer at most; the connection is closed, so nothing behind it is read", async t =>
        {
            foreach (var body in new[] { "0\r\n\r\n" + Smuggled, "5\r\nhello\r\n0\r\n\r\n" + Smuggled })
            {
                var raw = await t.Raw($"POST /signin HTTP/1.1\r\nHost: {t.Host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
                Assert.True(Target.Statuses(raw) is [] or [400], raw[..Math.Min(raw.Length, 300)]);
                Assert.DoesNotContain("\r\n\r\nok", raw, StringComparison.Ordinal);
            }
        }),
        new(Kind, "Pieces with lengths that are none, too long, or end in a bare line feed", "400 or closed; nothing behind them is read", async t =>
        {
            foreach (var body in new[] { "zz\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "fffffffffffffffff\r\nhello\r\n0\r\n\r\n", "5;a\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "2\r\nhello\r\n0\r\n\r\n" })
            {
                var raw = await t.Raw($"POST /signin HTTP/1.1\r\nHost: {t.Host}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{body}{Smuggled}");
                Assert.True(Target.Statuses(raw) is [] or [400], $"{body[..3]}: {raw[..Math.Min(raw.Length, 200)]}");
            }
        }),
        new(Kind, "A request line of another time or none (`HTTP/0.9`, `HTTP/9.9`, two spaces, no method, bare line feeds)", "400, 405 or 505, or closed without a word", async t =>
        {
            foreach (var line in new[] { "GET /health", "GET /health/live HTTP/9.9", "GET  /health HTTP/1.1", " /health HTTP/1.1", "GET /health/live HTTP/1.1 x", "GET health HTTP/1.1", "\u0016\u0003\u0001\u0002", "PRI * HTTP/2.0" })
            {
                var raw = await t.Raw($"{line}\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n");
                Assert.True(Target.Statuses(raw) is [] or [400] or [405] or [505], $"{line}: {raw[..Math.Min(raw.Length, 80)]}");
            }
        }),
        new(Kind, "A change to another protocol on the same connection (`Upgrade: h2c`, `websocket`)", "It is answered as if not asked", async t =>
        {
            foreach (var upgrade in new[] { "h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13" })
            {
                var raw = await t.Raw($"GET /health/live HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close, Upgrade\r\nUpgrade: {upgrade}\r\n\r\n");
                Assert.Equal([200], Target.Statuses(raw));
            }
        }),
        new(Kind, "A host with a port that no address can have (`:99999`), on pages and on the error page", "400", async t =>
        {
            foreach (var path in new[] { "/", "/signin", "/nothing" })
                Assert.Equal([400], Target.Statuses(await t.Raw($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:99999\r\nConnection: close\r\n\r\n")));
        }),
        new(Kind, "A form in an encoding that no form has (`charset=utf-7`)", "400", async t =>
            Assert.Equal([400], Target.Statuses(await t.Raw($"POST /signin HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-7\r\nContent-Length: 3\r\n\r\na=b")))),
    ];

    static Attack Refused(string tried, string header, string body, params string[] more) => new(Kind, tried, "400, once, and the connection is closed", async t =>
    {
        foreach (var each in more.Prepend(header))
        {
            var raw = await t.Raw($"POST /signin HTTP/1.1\r\nHost: {t.Host}\r\nContent-Type: application/x-www-form-urlencoded\r\n{each}\r\n{body}{Smuggled}");
            Assert.True(Target.Statuses(raw) is [400] or [501] or [411], $"{each.Trim()}: {raw[..Math.Min(raw.Length, 200)]}");
        }
    });
}
