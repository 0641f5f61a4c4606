using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>More than anybody needs to send.</summary>
static class TooMuch
{
    const string Kind = "Oversize and overwork";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Plain("A header of 40,000 characters", "431", t => $"X-Own: {new string('a', 40_000)}\r\n", [431]),
        Plain("Two hundred headers", "431", t => string.Concat(Enumerable.Range(0, 200).Select(i => $"X-Own-{i}: 1\r\n")), [431]),
        Plain("A cookie of 40,000 characters", "431", t => $"Cookie: onemetre={new string('a', 40_000)}\r\n", [431]),
        new(Kind, "An address of 20,000 characters", "414", async t =>
            Assert.Equal([414], Target.Statuses(await t.Raw($"GET /promises?q={new string('a', 20_000)} HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n")))),
        new(Kind, "An address with a thousand parameters", "It answers as without them, without failing", async t =>
        {
            using var visitor = t.Visitor();
            using var office = t.As(t.Plan.Office);
            var query = string.Join('&', Enumerable.Range(0, 900).Select(i => $"a{i}=1"));
            foreach (var (browser, page) in new[] { (visitor, "/promises?"), (office, "/board?") }) Assert.Equal(HttpStatusCode.OK, (await Target.Get(browser, page + query)).StatusCode);
        }),
        new(Kind, "A body said to have a million megabytes", "413 before any of it is read", async t =>
            Assert.Equal([413], Target.Statuses(await t.Raw($"POST /signin HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999999\r\n\r\nname=x")))),
        new(Kind, "A form with 5,000 fields", "400", async t =>
        {
            using var visitor = t.Visitor();
            var answer = await Target.Post(visitor, "/signin", Enumerable.Range(0, 5000).ToDictionary(i => $"f{i}", _ => "1"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }),
        new(Kind, "A form with a name of a field of 100,000 characters", "400", async t =>
        {
            using var visitor = t.Visitor();
            Assert.Equal(HttpStatusCode.BadRequest, (await Target.Post(visitor, "/signin", new() { [new string('k', 100_000)] = "1" })).StatusCode);
        }),
        new(Kind, "A form in 5,000 parts, and one whose part has a header of 100,000 characters", "400", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            foreach (var many in new[] { true, false })
            {
                using var form = new MultipartFormDataContent();
                if (many) for (var i = 0; i < 5000; i++) form.Add(new StringContent("1"), $"f{i}");
                else
                {
                    var part = new StringContent("1");
                    part.Headers.TryAddWithoutValidation("X-Own", new string('a', 100_000));
                    form.Add(part, "f");
                }
                using var answer = await lead.PostAsync(Target.To($"/tasks/{t.Plan.Task}"), form);
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            }
        }),
        new(Kind, "A form whose parts are marked off by a sign of 10,000 characters, or by none", "400", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            foreach (var boundary in new[] { new string('b', 10_000), "" })
            {
                using var body = new ByteArrayContent(Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--{boundary}--\r\n"));
                body.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
                using var answer = await lead.PostAsync(Target.To($"/tasks/{t.Plan.Task}"), body);
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            }
        }),
        new(Kind, "A file of 26 MB as evidence, and one sent by somebody who may not", "413 for both, before anything of it is read", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            using var visitor = t.Visitor();
            foreach (var (browser, status) in new[] { (lead, HttpStatusCode.RequestEntityTooLarge), (visitor, HttpStatusCode.RequestEntityTooLarge) })
            {
                using var form = new MultipartFormDataContent();
                var file = new ByteArrayContent(new byte[26 * 1024 * 1024]);
                file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
                form.Add(file, "Form.File", "a.pdf");
                HttpStatusCode? said = null;
                try
                {
                    using var answer = await browser.PostAsync(Target.To($"/tasks/{t.Plan.Task}"), form);
                    said = answer.StatusCode;
                }
                catch (HttpRequestException)
                {
                    // The server closed before all of it was sent, which is as good.
                }
                if (said is { } code) Assert.Equal(status, code);
            }
        }),
        new(Kind, "A page number beyond all pages, negative, or of forty digits", "The last page, the first, the first", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var page in new[] { "999999", "-5", new string('9', 40), "1e9", "0x10", "１" }) Assert.Equal(HttpStatusCode.OK, (await Target.Get(visitor, $"/promises?page={Uri.EscapeDataString(page)}")).StatusCode);
        }),
        new(Kind, "Texts that make a pattern search without end", "Every pattern of the product has a time limit, or cannot backtrack", _ =>
        {
            const string longest = "REGEX_DEFAULT_MATCH_TIMEOUT";
            Assert.True(AppContext.GetData(longest) is TimeSpan { TotalSeconds: > 0 and <= 10 });
            var patterns = Modules.Assemblies.Append(typeof(OneMetre.Web.App).Assembly).SelectMany(a => a.GetTypes()).SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
                .Where(m => m.IsDefined(typeof(GeneratedRegexAttribute))).Select(m => (m, (Regex)(m is MethodInfo method ? method.Invoke(null, null)! : ((PropertyInfo)m).GetValue(null)!))).ToList();
            Assert.True(patterns.Count > 150, $"{patterns.Count} patterns");
            Assert.Empty(patterns.Where(p => p.Item2.MatchTimeout == Regex.InfiniteMatchTimeout && !p.Item2.Options.HasFlag(RegexOptions.NonBacktracking)).Select(p => $"{p.m.DeclaringType}.{p.m.Name}"));
            Assert.Throws<RegexMatchTimeoutException>(() => new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50)).IsMatch(new string('a', 60) + "!"));
            var source = Architecture.Repository.Files("*.cs", "src").Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Where(f => File.ReadAllText(f).Contains("InfiniteMatchTimeout", StringComparison.Ordinal));
            Assert.Empty(source);
            return Task.CompletedTask;
        }),
    ];

    static Attack Plain(string tried, string answer, Func<Target, string> headers, int[] statuses) => new(Kind, tried, answer, async t =>
        Assert.Equal(statuses, Target.Statuses(await t.Raw($"GET /about HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n{headers(t)}\r\n"))));
}
