using System.Net;
using System.Text.RegularExpressions;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Hosting;

/// <summary>Whatever is asked of an address or sent to one, the site answers; it never fails.</summary>
public partial class HostileRequestTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static string Query(IEnumerable<string> names, string value) => string.Join('&', names.Select(n => $"{n}={Uri.EscapeDataString(value)}"));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_page_answers_whatever_its_address_asks(string engine)
    {
        await using var site = await WholeSite.On(engine);
        using var visitor = site.Running.Visitor();
        using var office = site.Running.Entered(site.Plan.Office);
        using var security = site.Running.Entered(await site.Running.City.Actor(OneMetre.Platform.Identity.RoleCode.SecurityAdmin, "市大数据局"));
        using var audit = site.Running.Entered(await site.Running.City.Actor(OneMetre.Platform.Identity.RoleCode.AuditAdmin, "市审计局"));
        var failed = new List<string>();
        var opened = 0;
        foreach (var (endpoint, page) in site.Endpoints("GET").Where(e => e.Endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("error", StringComparison.Ordinal) == false).ToList())
        {
            var address = await site.Address(endpoint, office);
            var own = WholeSite.Asked(endpoint, page).ToList();
            var queries = WholeSite.Hostile.SelectMany(value => own.Select(name => Query([name], value))
                // A page may read more than it says; all at once, as far as a server takes an address so long.
                .Append(value.Length < 100 ? Query(WholeSite.AskedAnywhere, value) : "")).Distinct();
            // A door that is closed to the office is an administrator's.
            HttpClient[] readers = [visitor, office, .. (await office.GetAsync(To(address))).StatusCode == HttpStatusCode.Forbidden ? new[] { security, audit } : []];
            foreach (var query in queries)
                foreach (var browser in readers)
                {
                    using var answer = await browser.GetAsync(To($"{address}?{query}"), HttpCompletionOption.ResponseHeadersRead);
                    opened++;
                    if ((int)answer.StatusCode >= 500) failed.Add($"{(int)answer.StatusCode} {address}?{query[..Math.Min(query.Length, 60)]}");
                }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.True(opened > 500, $"only {opened} addresses were opened");
        Assert.Contains("page", WholeSite.AskedAnywhere, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("month", WholeSite.AskedAnywhere, StringComparer.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_address_of_a_form_answers_an_empty_one(string engine)
    {
        await using var site = await WholeSite.On(engine);
        using var visitor = site.Running.Visitor();
        using var office = site.Running.Entered(site.Plan.Office);
        var (token, cookie) = await Token(office);
        var failed = new List<string>();
        foreach (var (endpoint, _) in site.Endpoints("POST").Where(e => !e.Endpoint.RoutePattern.RawText!.Contains("error", StringComparison.Ordinal)).ToList())
        {
            var address = await site.Address(endpoint, office);
            foreach (var (who, browser) in new[] { ("visitor", visitor), ("office", office) })
                foreach (var (how, content) in new (string, HttpContent?)[]
                {
                    ("nothing", null),
                    ("no token", new FormUrlEncodedContent([])),
                    ("broken parts", new StringContent("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end", null, new System.Net.Http.Headers.MediaTypeHeaderValue("multipart/form-data") { Parameters = { new("boundary", "x") } })),
                    ("a token alone", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)])),
                })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, To(address)) { Content = content };
                    if (browser == office) request.Headers.Add("Cookie", office.DefaultRequestHeaders.GetValues("Cookie").Append(cookie));
                    using var answer = await browser.SendAsync(request);
                    if ((int)answer.StatusCode >= 500) failed.Add($"{(int)answer.StatusCode} POST {address} as {who}, {how}");
                    else if (answer.StatusCode == HttpStatusCode.BadRequest && !(await answer.Content.ReadAsStringAsync()).Contains("<h1>", StringComparison.Ordinal)) failed.Add($"no page: POST {address} as {who}, {how}");
                }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_form_answers_whatever_is_typed_into_it(string engine)
    {
        await using var site = await WholeSite.On(engine);
        await site.Plan.Set(site.Running.City, OneMetre.Programme.Model.TaskState.InProgress, 40);
        var failed = new List<string>();
        var sent = new HashSet<string>();
        using var office = site.Running.Entered(site.Plan.Office);
        using var lead = site.Running.Entered(site.Plan.Lead);
        var values = WholeSite.Hostile.Concat(["2026-99-99", "99999999999999999999999999999999", "<b>儿童</b>", "\ud83d"]).ToList();
        IReadOnlyList<string> alone = ["x", "99999999999", "9999-12-31", "0001-01-01", "2026-99-99"];
        foreach (var (endpoint, _) in site.Endpoints("GET").Where(e => e.Page is not null).ToList())
        {
            var address = await site.Address(endpoint, office);
            foreach (var browser in new[] { office, lead })
            {
                var page = await browser.GetAsync(To(address));
                if (page.Headers.Location is { } moved && !moved.OriginalString.Contains("signin", StringComparison.Ordinal)) page = await browser.GetAsync(moved);
                if (page.StatusCode != HttpStatusCode.OK || page.Content.Headers.ContentType?.MediaType != "text/html") continue;
                var cookies = browser.DefaultRequestHeaders.GetValues("Cookie").Concat(page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []).ToList();
                foreach (var form in Forms(await page.Content.ReadAsStringAsync()).Where(f => !f.Action.Contains("signout", StringComparison.Ordinal)))
                {
                    var target = form.Action.Length > 0 ? form.Action : address;
                    var typed = form.Fields.Keys.Where(n => n[0] != '_').ToList();
                    if (!sent.Add(Regex.Replace(target, "[0-9a-f-]{36}", "") + string.Join(',', typed))) continue;
                    foreach (var wrong in typed.Select(name => (string[])[name]).Append([.. typed]))
                        foreach (var value in wrong.Length == 1 ? alone : [.. values])
                        {
                            var fields = form.Fields.ToDictionary(f => f.Key, f => wrong.Contains(f.Key) ? value : f.Value);
                            using var request = new HttpRequestMessage(HttpMethod.Post, To(target)) { Content = Encoded(form.Parts, fields) };
                            request.Headers.Add("Cookie", cookies);
                            using var answer = await browser.SendAsync(request);
                            if ((int)answer.StatusCode >= 500) failed.Add($"{(int)answer.StatusCode} POST {target} {string.Join(',', wrong)}={value[..Math.Min(value.Length, 40)]}");
                        }
                }
            }
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.True(sent.Count > 15, string.Join('\n', sent));
    }

    static HttpContent Encoded(bool parts, Dictionary<string, string> fields)
    {
        if (!parts) return new FormUrlEncodedContent(fields);
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        return content;
    }

    static async Task<(string Token, string Cookie)> Token(HttpClient browser)
    {
        var page = await browser.GetAsync(To("/account"));
        var token = TokenField().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        return (token, page.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
    }

    /// <summary>The forms that a page sends, each with its fields and the values that stand in them.</summary>
    internal static IEnumerable<(string Action, bool Parts, Dictionary<string, string> Fields)> Forms(string html)
    {
        foreach (Match form in Form().Matches(html))
        {
            var fields = new Dictionary<string, string>();
            foreach (Match field in Field().Matches(form.Value))
                fields[WebUtility.HtmlDecode(field.Groups[1].Value)] = WebUtility.HtmlDecode(Regex.Match(field.Value, "\\bvalue=\"([^\"]*)\"").Groups[1].Value);
            yield return (WebUtility.HtmlDecode(Regex.Match(form.Value, "\\baction=\"([^\"]*)\"").Groups[1].Value), form.Value.Contains("multipart/form-data", StringComparison.Ordinal), fields);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("<form\\b[^>]*method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(?:input|select|textarea|button)\\b[^>]*\\bname=\"([^\"]+)\"[^>]*>")]
    private static partial Regex Field();
}
