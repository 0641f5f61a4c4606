using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Watching;
using OneMetre.Tests.Architecture;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Watching;

/// <summary>The figures of the server: what they say, that they stay few, and who may read them.</summary>
public partial class MetricsTests
{
    const string Token = "a-token-of-more-than-thirty-two-characters";

    static async Task<HttpResponseMessage> Ask(RunningCity running, string path = "/metrics", params (string Name, string Value)[] headers)
    {
        using var visitor = running.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await visitor.SendAsync(request);
    }

    static async Task<Dictionary<string, double>> Figures(RunningCity running)
    {
        var text = await (await Ask(running)).Content.ReadAsStringAsync();
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Written(), line));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').ToDictionary(l => l[..l.LastIndexOf(' ')], l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_happened_is_counted_by_the_pattern_of_its_route(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var office = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(office);
        foreach (var id in Enumerable.Range(0, 5)) await browser.GetAsync(new Uri($"/tasks/{Guid.CreateVersion7()}?x={id}", UriKind.Relative));
        await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = "nobody", ["password"] = "wrong-password" });

        var figures = await Figures(running);
        Assert.Equal(5, figures["""http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="404",http_route="/tasks/{Id:guid}"}"""]);
        Assert.Equal(2, figures["""http_server_request_duration_seconds_count{http_request_method="POST",http_response_status_code="302",http_route="/signin"}"""]);
        Assert.Equal((1, 0), (figures["onemetre_sign_in_failures_total"], figures["onemetre_overload_refused_total"]));
        Assert.True(figures["""onemetre_audit_entries_total{kind="signin"}"""] >= 1);
        Assert.Equal(0, figures["""onemetre_jobs{state="failed"}"""]);
        foreach (var name in new[] { "onemetre_database_duration_seconds_count{kind=\"query\"}", "dotnet_gc_collections_total{gc_heap_generation=\"gen0\"}", "dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation=\"gen2\"}", "dotnet_thread_pool_thread_count", "kestrel_active_connections", "http_server_active_requests" })
            Assert.True(figures.ContainsKey(name), name);
        Assert.Contains(figures.Keys, k => k.StartsWith("onemetre_build{version=", StringComparison.Ordinal));
        Assert.DoesNotContain(figures.Keys, k => k.Contains("市妇儿", StringComparison.Ordinal) || k.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strangers_cannot_make_the_list_of_figures_grow()
    {
        await using var running = await RunningCity.On("Sqlite");
        using var visitor = running.Visitor();
        async Task Wander(int round)
        {
            for (var i = 0; i < 20; i++)
            {
                await visitor.GetAsync(new Uri($"/nowhere/{round}/{i}?q={i}", UriKind.Relative));
                await visitor.GetAsync(new Uri($"/promises/{Guid.CreateVersion7()}", UriKind.Relative));
                using var odd = new HttpRequestMessage(new HttpMethod($"WORD{round}X{i}"), new Uri("/", UriKind.Relative));
                await visitor.SendAsync(odd);
            }
        }
        await Wander(1);
        var before = (await Figures(running)).Keys.Where(k => k.StartsWith("http_", StringComparison.Ordinal)).ToHashSet();
        await Wander(2);
        var after = (await Figures(running)).Keys.Where(k => k.StartsWith("http_", StringComparison.Ordinal)).ToHashSet();
        Assert.Equal(before.Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_figure_is_explained_in_the_handbook()
    {
        await using var running = await RunningCity.On("Sqlite");
        var office = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(office);
        var meter = running.Site.Services.GetRequiredService<CityMeter>();
        meter.JobEnded("programme.read-plan", JobState.Done);
        var handbook = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/operations/watch-a-city.md"));
        var text = await (await Ask(running)).Content.ReadAsStringAsync();
        var names = text.Split('\n').Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).ToList();
        Assert.True(names.Count >= 15);
        Assert.Equal([], names.Where(n => !handbook.Contains($"`{n}`", StringComparison.Ordinal)));
        Assert.Equal([], OneMetre.Web.Watching.LogLines.Fields.Where(f => !handbook.Contains($"`{f.ToLowerInvariant()}`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_token_only_a_program_on_this_machine_reads_them()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { Hosts = ["ertong.example"] });
        Assert.Equal(HttpStatusCode.OK, (await Ask(running)).StatusCode);
        foreach (var header in new[] { ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https"), ("Forwarded", "for=1.2.3.4"), ("Via", "1.1 proxy"), ("Host", "ertong.example") })
            Assert.True(HttpStatusCode.NotFound == (await Ask(running, "/metrics", header)).StatusCode, header.ToString());
    }

    [Fact]
    public async Task With_a_token_whoever_brings_it_reads_them_and_nobody_else()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { Hosts = ["ertong.example"], MetricsToken = Token });
        foreach (var wrong in new[] { "", "Bearer ", $"Bearer {Token}x", $"Bearer {Token[..^1]}", $"Basic {Token}", Token })
            Assert.True(HttpStatusCode.NotFound == (await Ask(running, "/metrics", ("Authorization", wrong))).StatusCode, wrong);
        Assert.Equal(HttpStatusCode.OK, (await Ask(running, "/metrics", ("Authorization", $"Bearer {Token}"), ("Host", "ertong.example"), ("X-Forwarded-For", "203.0.113.7"))).StatusCode);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z][a-z0-9_]* .+|[a-z][a-z0-9_]*(\{([a-z_]+="[^"]*",?)+\})? [0-9.eE+-]+)$""")]
    private static partial Regex Written();
}
