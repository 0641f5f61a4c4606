using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>One whole site for each engine, shared by the attacks: none of them may change it, and those that must change something bring a site of their own.</summary>
public sealed class HostileSites : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, Lazy<Task<Target>>> sites = new();

    internal Task<Target> On(string engine) => sites.GetOrAdd(engine, e => new(async () => new Target(e, await WholeSite.On(e)))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in sites.Values) await (await site.Value).DisposeAsync();
    }
}

/// <summary>The site that is attacked, and the ways to reach it.</summary>
sealed partial class Target(string engine, WholeSite site) : IAsyncDisposable
{
    public string Engine => engine;
    public WholeSite Site => site;
    public RunningCity Running => site.Running;
    public City City => site.Running.City;
    public SmallPlan Plan => site.Plan;
    public HttpClient Visitor() => Running.Visitor();
    public HttpClient As(Actor actor) => Running.Entered(actor);

    /// <summary>A browser that keeps no cookies by itself: it sends those that are written into its requests, and no other.</summary>
    public HttpClient Bare() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Running.Address };

    public static Uri To(string path) => new(path, UriKind.RelativeOrAbsolute);

    /// <summary>A second site of the same kind, for what changes a lot.</summary>
    public async Task<Target> Another() => new(engine, await WholeSite.On(engine));

    public static async Task<HttpResponseMessage> Get(HttpClient browser, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, To(path));
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        return await browser.SendAsync(request);
    }

    public static async Task<string> Html(HttpClient browser, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await Get(browser, path, headers);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The anti-forgery field of a page's forms, and the cookies that belong to it.</summary>
    public static async Task<(string Token, string Cookies)> FormOf(HttpClient browser, string page)
    {
        using var answer = await browser.GetAsync(To(page));
        var token = Token().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEmpty(token);
        var own = browser.DefaultRequestHeaders.TryGetValues("Cookie", out var sent) ? sent : [];
        var set = answer.Headers.TryGetValues("Set-Cookie", out var given) ? given.Select(c => c.Split(';')[0]) : [];
        return (token, string.Join("; ", own.Concat(set)));
    }

    /// <summary>Fills in a form of a page and sends it, as a browser does.</summary>
    public static async Task<HttpResponseMessage> Send(HttpClient browser, string page, string address, Dictionary<string, string> fields, string? handler = null)
    {
        var (token, cookies) = await FormOf(browser, page);
        return await Post(browser, address, new(fields) { ["__RequestVerificationToken"] = token }, cookies, handler);
    }

    public static async Task<HttpResponseMessage> Post(HttpClient browser, string address, Dictionary<string, string> fields, string? cookies = null, string? handler = null)
    {
        if (handler is not null) fields = new(fields) { ["_handler"] = handler };
        using var request = new HttpRequestMessage(HttpMethod.Post, To(address)) { Content = new FormUrlEncodedContent(fields) };
        if (!string.IsNullOrEmpty(cookies)) request.Headers.Add("Cookie", cookies);
        return await browser.SendAsync(request);
    }

    /// <summary>Sends bytes as they are and reads until the server closes: requests should ask for that. Empty when it closed without a word.</summary>
    public async Task<string> Raw(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1)); // a server that never closes is a failure, not an answer
        using var socket = new TcpClient();
        await socket.ConnectAsync(Running.Address.Host, Running.Address.Port, limit.Token);
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), limit.Token);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // Cut off while we were still sending, or before its words had come through: also an answer.
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>The numbers of the answers in what came back over one connection.</summary>
    public static IReadOnlyList<int> Statuses(string raw) => [.. StatusLine().Matches(raw).Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    public string Host => Running.Address.Authority;

    /// <summary>Somebody new in a unit of their own: attacks share the site.</summary>
    public Task<Actor> Somebody(RoleCode role, string name = "外人", string region = "990199000000") => City.Actor(role, $"{name}的单位{Interlocked.Increment(ref number)}", name, region);

    int number;

    /// <summary>How many rows have been written since the city was founded, by anybody or by these people.</summary>
    public Task<int> Writes(params Guid[] people) => City.Use(async (CityDb db) => await db.Set<AuditEntry>().CountAsync(e => e.Kind == AuditKind.Write && (people.Length == 0 || people.Contains(e.PersonId!.Value))));

    public Task<T> Db<T>(Func<CityDb, Task<T>> read) => City.Use(read);

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    public static partial Regex Token();

    [GeneratedRegex(@"^HTTP/1\.1 (\d{3})", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
