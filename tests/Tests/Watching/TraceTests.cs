using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Watching;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Watching;

namespace OneMetre.Tests.Watching;

/// <summary>What a trace tells of weighty work, and what it keeps to itself.</summary>
public class TraceTests
{
    /// <summary>The spans that end within one trace, whatever other tests do meanwhile.</summary>
    static async Task<IReadOnlyList<Activity>> Spans(Func<Task> work)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == CityTrace.Name, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = ended.Enqueue };
        ActivitySource.AddActivityListener(listener);
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await work();
        return [.. ended.Where(a => a.TraceId == root.TraceId)];
    }

    [Fact]
    public async Task Reading_a_document_is_a_span_with_its_format_and_size()
    {
        var text = Encoding.UTF8.GetBytes("一、健全制度\n牵头单位：市教育局\n");
        var span = Assert.Single(await Spans(() => DocumentReader.Read(text, "名单-小明.txt", default)));
        Assert.Equal("document.read", span.OperationName);
        Assert.Equal([("bytes", text.Length), ("format", "Text")], span.TagObjects.Select(t => (t.Key, t.Value)).OrderBy(t => t.Key));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Sealing_the_record_is_a_span(string engine)
    {
        await using var city = await City.On(engine);
        await city.Actor(RoleCode.Office, "市妇儿工委办");
        Assert.Equal("audit.seal", Assert.Single(await Spans(() => city.Use((AuditCheck check) => check.Seal(default)))).OperationName);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Running_a_job_is_a_span_with_its_kind_and_how_it_ended(string engine)
    {
        await using var city = await City.On(engine, more: s => s.AddSingleton<JobHost>());
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Job { Id = Guid.CreateVersion7(), Kind = "test.unknown", Subject = "小明", QueuedAt = City.Noon.UtcDateTime });
            await db.SaveChangesAsync();
        });
        var span = Assert.Single(await Spans(() => city.Use((JobHost host) => host.RunNext(default))), s => s.OperationName == "job.run");
        Assert.Equal([("kind", "test.unknown"), ("state", "Failed")], span.TagObjects.Select(t => (t.Key, t.Value)).OrderBy(t => t.Key));
    }

    [Fact]
    public async Task A_collector_that_is_named_gets_the_spans_without_addresses()
    {
        var got = new ConcurrentQueue<string>();
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            got.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        });
        await collector.StartAsync();

        await using var city = await City.On("Sqlite");
        await using var server = await ServerProcess.Of(city, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        using (var browser = server.Browser()) await browser.GetAsync(new Uri("/promises?q=mark-of-a-stranger", UriKind.Relative));
        using (var browser = server.Browser()) await browser.GetAsync(new Uri("/calendar/feed/mark-of-a-secret.ics", UriKind.Relative));
        await server.Stopped();
        var sent = string.Concat(got);
        Assert.Contains("GET /promises", sent, StringComparison.Ordinal);
        Assert.Contains("/calendar/feed/{secret}.ics", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("mark-of-a", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_request_only_route_method_and_status_leave_the_server()
    {
        using var source = new ActivitySource("Microsoft.AspNetCore.Test");
        using var listener = new ActivityListener { ShouldListenTo = s => s == source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var request = source.StartActivity("request")!;
        foreach (var (name, value) in new (string, object)[] { ("http.route", "/tasks/{Id:guid}"), ("http.request.method", "GET"), ("http.response.status_code", 200), ("url.path", "/tasks/7"), ("url.query", "?q=小明"), ("client.address", "203.0.113.7"), ("user_agent.original", "x") }) request.SetTag(name, value);
        new Traces.OnlyPatterns().OnEnd(request);
        Assert.Equal(["http.request.method", "http.response.status_code", "http.route"], request.TagObjects.Select(t => t.Key).Order(StringComparer.Ordinal));
        Assert.Equal("GET /tasks/{Id:guid}", request.DisplayName);
    }
}
