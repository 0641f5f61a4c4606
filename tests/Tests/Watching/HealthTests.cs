using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Watching;

/// <summary>Whether the server lives, and whether it may be given work.</summary>
public class HealthTests
{
    static async Task<(HttpStatusCode Status, string Json, HttpResponseMessage Answer)> Ask(RunningCity running, string path)
    {
        using var visitor = running.Visitor();
        var answer = await visitor.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    /// <summary>The parts that are not well; the server lives all the same.</summary>
    static async Task<string> Missing(string engine, SiteGate gate, Func<City, Task>? before)
    {
        await using var running = await RunningCity.On(engine, gate, before);
        Assert.Equal(HttpStatusCode.OK, (await Ask(running, "/health/live")).Status);
        var (status, json, _) = await Ask(running, "/health/ready");
        var parts = JsonDocument.Parse(json).RootElement.EnumerateObject().Where(p => !p.Value.GetBoolean()).Select(p => p.Name).ToList();
        Assert.Equal(parts.Count == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, status);
        return string.Join(' ', parts);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_server_that_has_all_it_needs_is_ready_and_says_nothing_else(string engine)
    {
        await using var running = await RunningCity.On(engine);
        foreach (var (path, says) in new[] { ("/health/live", """{"live":true}"""), ("/health/ready", """{"database":true,"migrations":true,"files":true,"disk":true,"ready":true}""") })
        {
            var (status, json, answer) = await Ask(running, path);
            Assert.Equal((HttpStatusCode.OK, says), (status, json));
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whatever_is_missing_makes_it_not_ready_and_is_named(string engine)
    {
        var open = RunningCity.OpenGate;
        Assert.Equal("", await Missing(engine, open, null));
        Assert.Equal("migrations ready", await Missing(engine, open, c => c.Use((CityDb db) => db.Database.ExecuteSqlRawAsync("DELETE FROM migration WHERE name LIKE '0004%'"))));
        Assert.Equal("database migrations ready", await Missing(engine, open, c => c.Use((CityDb db) => db.Database.ExecuteSqlRawAsync("DROP TABLE migration"))));
        Assert.Equal("files ready", await Missing(engine, open, c =>
        {
            if (Directory.Exists(c.Place.Files)) Directory.Delete(c.Place.Files, recursive: true);
            return File.WriteAllTextAsync(c.Place.Files, "in the way");
        }));
        Assert.Equal("disk ready", await Missing(engine, open with { LeastFreeDisk = long.MaxValue }, null));
    }
}
