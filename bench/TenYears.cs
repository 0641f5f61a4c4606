using System.Globalization;
using Npgsql;
using OneMetre.Platform.Data;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// Ten cities side by side, each with two plans of five years and what units said of them month after month: board and calendar of all at once under 64 connections, as shares of the requests a second that the same
/// ten servers reach with a hand-written page of fifty rows.
/// </summary>
#pragma warning disable RS0030 // The bench signs up its officer past the doors.
static class TenYears
{
    const int Cities = 10, TasksOfAPlan = 500, Connections = 64, LastYear = 2027;

    // The months of a year, and the board in the ways people look at it.
    static readonly IReadOnlyList<string> Boards = ["/board", "/board?light=red", "/board?due=quarter", "/board?page=3", "/board?group=unit", "/board?state=completed"];
    static readonly IReadOnlyList<string> Months = [.. Enumerable.Range(0, 12).Select(m => new DateOnly(2026, 1, 1).AddMonths(m).ToString("'/calendar?month='yyyy-MM", CultureInfo.InvariantCulture))];

    public static Task Run(Figures figures) => BothEngines.Run(figures, "years", (engine, place) => OnEngine(figures, engine, place));

    static async Task OnEngine(Figures figures, string engine, CityPlace place)
    {
        var sites = new List<WebApplication>();
        var cookies = new List<string>();
        try
        {
            for (var city = 0; city < Cities; city++)
            {
                var site = Site.Build(Place(place, city), "http://127.0.0.1:0");
                sites.Add(site);
                Pages.MapPlain(site);
                await using (var scope = site.Services.CreateAsyncScope())
                {
                    var (db, now) = (scope.ServiceProvider.GetRequiredService<CityDb>(), TimeProvider.System.GetUtcNow().UtcDateTime);
                    await Migrator.Run(db, default);
                    await BigProgramme.Fill(db, TasksOfAPlan, now, LastYear - 9, LastYear - 5, history: true);
                    await BigProgramme.Fill(db, TasksOfAPlan, now, LastYear - 4, LastYear, history: true);
                    await Pages.Officer(scope.ServiceProvider, db);
                }
                await site.StartAsync();
                cookies.Add(await Pages.SignIn(new(site.Urls.First())));
            }
            var peer = await AtOnce(sites, null, [Pages.PlainAddress]);
            figures.Tell($"{engine}: {Cities} cities, hand-written page of 50 rows {peer.RequestsPerSecond:0} requests/s, p99 {peer.P99Milliseconds:0.0} ms");
            foreach (var (name, paths) in new[] { ("board", Boards), ("calendar", Months) })
            {
                var load = await AtOnce(sites, cookies, paths);
                figures.Tell($"{engine}: {name} {load.RequestsPerSecond:0} requests/s");
                figures.Add($"years-{engine}-{name}-share", load.RequestsPerSecond / peer.RequestsPerSecond, "of-plain", ">=", 0.03);
                figures.Add($"years-{engine}-{name}-p99", load.P99Milliseconds, "ms", "<", 200);
            }
        }
        finally
        {
            foreach (var site in sites)
            {
                await site.StopAsync();
                await site.DisposeAsync();
            }
        }
    }

    /// <summary>All cities under load at the same time, the connections shared out among them: the sum of their requests and the slowest of their p99, median of three runs after two to warm up.</summary>
    static async Task<LoadResult> AtOnce(List<WebApplication> sites, List<string>? cookies, IReadOnlyList<string> paths)
    {
        var runs = new List<LoadResult>();
        for (var run = 0; run < 5; run++)
        {
            var each = await Task.WhenAll(sites.Select((site, n) => Load.On(new(new(site.Urls.First()), paths[0]), cookies?[n], connections: (Connections / sites.Count) + (n < Connections % sites.Count ? 1 : 0), turns: paths)));
            if (each.FirstOrDefault(r => r.Errors > 0) is { } failed) throw new InvalidOperationException($"{paths[0]}: {failed.Errors} answers were errors.");
            if (run >= 2) runs.Add(new(each.Sum(r => r.RequestsPerSecond), each.Max(r => r.P99Milliseconds), 0));
        }
        return new(Figures.Median(runs.Select(r => r.RequestsPerSecond)), Figures.Median(runs.Select(r => r.P99Milliseconds)), 0);
    }

    static CityPlace Place(CityPlace all, int city)
    {
        var folder = Directory.CreateDirectory(Path.Combine(all.Folder, $"{city}")).FullName;
        if (all.Engine == Engine.Sqlite) return CityPlace.Embedded(folder);
        var connection = new NpgsqlConnectionStringBuilder(all.ConnectionString) { MaxPoolSize = 15 };
        connection.Database += $"_{city}";
        return CityPlace.Postgres(folder, connection.ConnectionString);
    }
}
