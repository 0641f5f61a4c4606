using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// Pages with ten thousand tasks and 64 connections, as shares of the requests a second that the same server reaches with a hand-written page of
/// fifty rows; and how long a cold start takes.
/// </summary>
#pragma warning disable RS0030 // The bench signs up its officer past the doors.
static partial class Pages
{
    const int Tasks = 10_000;
    const string Password = "bench-一米高度-2026";

    public static Task Run(Figures figures) => BothEngines.Run(figures, "bench", (engine, place) => OnEngine(figures, engine, place), city => ColdStart(figures, city));

    public const string PlainAddress = "/bench/plain";

    /// <summary>The hand-written page that others are held against: fifty rows, ready as bytes.</summary>
    public static void MapPlain(WebApplication site)
    {
        var plain = Encoding.UTF8.GetBytes(PlainPage());
        site.MapGet(PlainAddress, (HttpContext c) =>
        {
            c.Response.ContentType = "text/html; charset=utf-8";
            c.Response.ContentLength = plain.Length;
            return c.Response.Body.WriteAsync(plain).AsTask();
        }).AllowAnonymous();
    }

    static async Task OnEngine(Figures figures, string engine, CityPlace place)
    {
        await using var site = Site.Build(place, "http://127.0.0.1:0");
        MapPlain(site);

        await using (var scope = site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await Migrator.Run(db, default);
            await BigProgramme.Fill(db, Tasks, TimeProvider.System.GetUtcNow().UtcDateTime);
            await Officer(scope.ServiceProvider, db);
        }
        await site.StartAsync();
        var address = new Uri(site.Urls.First());
        var cookie = await SignIn(address);

        var peer = await Load.Median(new(address, PlainAddress));
        figures.Tell($"{engine}: hand-written page of 50 rows {peer.RequestsPerSecond:0} requests/s, p99 {peer.P99Milliseconds:0.0} ms");
        foreach (var (name, path, share, p99, signedIn) in new[] { ("portal", "/", 0.6, 25.0, false), ("promises", "/promises", 0.6, 25.0, false), ("board", "/board", 0.04, 150.0, true) })
        {
            var load = await Load.Median(new(address, path), signedIn ? cookie : null);
            figures.Tell($"{engine}: {path} {load.RequestsPerSecond:0} requests/s");
            figures.Add($"pages-{engine}-{name}-share", load.RequestsPerSecond / peer.RequestsPerSecond, "of-plain", ">=", share);
            figures.Add($"pages-{engine}-{name}-p99", load.P99Milliseconds, "ms", "<", p99);
        }
        await site.StopAsync();
    }

    /// <summary>Somebody to sign in as.</summary>
    public static async Task Officer(IServiceProvider services, CityDb db, RoleCode role = RoleCode.Office, string name = "bench", string unitName = "市妇儿工委办")
    {
        var now = TimeProvider.System.GetUtcNow();
        var unit = new Unit { Id = Guid.CreateVersion7(now), Name = unitName, ShortName = unitName, RegionCode = "990100000000", ValidFrom = new(2020, 1, 1) };
        var post = new Post { Id = Guid.CreateVersion7(now), UnitId = unit.Id, Role = role, RegionCode = "990100000000", Title = "专干" };
        var person = new Person { Id = Guid.CreateVersion7(now), UserName = name, DisplayName = "测速员" };
        db.AddRange(unit, post, new PostHolding { Id = Guid.CreateVersion7(now), PostId = post.Id, PersonId = person.Id, From = new(2020, 1, 1) });
        await db.SaveChangesAsync();
        var made = await services.GetRequiredService<UserManager<Person>>().CreateAsync(person, Password);
        if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(e => e.Description)));
    }

    public static async Task<string> SignIn(Uri address, string name = "bench")
    {
        var cookies = new System.Net.CookieContainer();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = address };
        var token = Token().Match(await browser.GetStringAsync(new Uri("/signin", UriKind.Relative))).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["name"] = name, ["password"] = Password });
        await browser.PostAsync(new Uri("/signin", UriKind.Relative), form);
        return cookies.GetCookieHeader(address);
    }

    /// <summary>From the start of the process to the first page, with a city that exists already.</summary>
    static async Task ColdStart(Figures figures, string city)
    {
        var times = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            var port = 20_000 + Random.Shared.Next(20_000);
            var watch = Stopwatch.StartNew();
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in (string[])[typeof(Site).Assembly.Location, "serve", "--city", city, "--port", $"{port}"]) start.ArgumentList.Add(argument);
            using var server = Process.Start(start)!;
            using var browser = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
            while (true)
            {
                try
                {
                    if ((await browser.GetAsync(new Uri("/signin", UriKind.Relative))).IsSuccessStatusCode) break;
                }
                catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(30)) { await Task.Delay(10); }
            }
            times.Add(watch.Elapsed.TotalSeconds);
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        figures.Add("cold-start", Figures.Median(times), "s", "<", 2);
    }

    static string PlainPage()
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>任务</title></head><body><table>");
        for (var row = 1; row <= 50; row++) html.Append("<tr><td>正常</td><td><a href=\"/tasks/").Append(row).Append("\">推进托育服务提质扩面第").Append(row).Append("项</a></td><td>市卫生健康委</td><td>市教育局、市财政局</td><td>62 / 90%</td><td>2027-12-31</td></tr>");
        return html.Append("</table></body></html>").ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
