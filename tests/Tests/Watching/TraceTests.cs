using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Identity;
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
