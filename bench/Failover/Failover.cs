using System.Diagnostics;
using System.Net;
using Npgsql;
using OneMetre.Web.Cities;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// Two web processes before three database servers, while people report and hand in documents: the server that takes writes and one web process are killed at the same
/// moment. What was acknowledged must be there; how long nobody could write, and what people saw, is told.
/// </summary>
static class Failover
{
    const string Schema = "city_bench", Database = "onemetre";
    static readonly TimeSpan Before = TimeSpan.FromSeconds(15), After = TimeSpan.FromSeconds(30), Longest = TimeSpan.FromMinutes(2);

    public static async Task Run(Figures figures)
    {
        if (Cluster.Missing is { Count: > 0 } missing)
        {
            figures.Tell($"failover needs programs that are not here; on Debian: apt-get install --no-install-recommends {string.Join(' ', missing)}{(missing.Contains("patroni") ? " python3-etcd" : "")}");
            figures.Add("failover_programs_missing", missing.Count, "packages", "<=", 0);
            return;
        }
        await using var cluster = await Cluster.Start();
        var owner = CityPlace.Postgres(Path.Combine(cluster.Folder, "city"), $"Host=127.0.0.1;Port={cluster.Writers};Username=postgres;Database={Database}");
        Directory.CreateDirectory(owner.Folder);
        await using (var server = await SharedServer.Open(owner with { ConnectionString = new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Database = "postgres" }.ConnectionString }, default))
            await SharedServer.Do(server, $"CREATE DATABASE {Database}", default);
        var given = new NpgsqlConnectionStringBuilder(await SharedServer.Add(owner, Schema, default));
        cluster.StartPool(Schema, given.Password!);
        var place = owner with
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(given.ConnectionString) { Port = cluster.Pool, NoResetOnClose = true }.ConnectionString,
            Readers = new NpgsqlConnectionStringBuilder(given.ConnectionString) { Port = cluster.Readers }.ConnectionString,
        };
        await using var services = PlaceOptions.Services(place);
        var people = await WorkingCity.Found(services);

        var web = new List<(ServerProcess Server, Uri Address)> { await ServerProcess.Start(place), await ServerProcess.Start(place) };
        try
        {
            await Measure(figures, cluster, place, services, people, web);
        }
        finally
        {
            foreach (var (server, _) in web) server.Kill();
        }
    }

    static async Task Measure(Figures figures, Cluster cluster, CityPlace place, IServiceProvider services, List<Reporter> people, List<(ServerProcess Server, Uri Address)> web)
    {
        var site = await cluster.StartSite([.. web.Select(w => w.Address)]);
        int answers = 0, refused = 0, broken = 0;
        using var work = new Work(people, status =>
        {
            Interlocked.Increment(ref answers);
            if (status == HttpStatusCode.ServiceUnavailable) Interlocked.Increment(ref refused);
            else if (status is null or >= HttpStatusCode.InternalServerError) Interlocked.Increment(ref broken);
        });
        await work.Begin(site);
        var lines = await work.FirstDocument(services, site);
        work.Up = site;
        await Task.Delay(Before);
        var (writes, early) = (work.Acknowledged.Count, refused + broken);

        var standbys = await cluster.ReadByStandbys(Database);
        using (var visitor = new HttpClient())
            for (var page = 1; page <= 20; page++) (await visitor.GetAsync(new Uri(site, $"/promises?page={page}"))).EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(2)); // a server tells its statistics a moment later
        standbys = await cluster.ReadByStandbys(Database) - standbys;

        var member = await cluster.KillPrimary();
        web[0].Server.Kill();
        var (killed, last) = (Stopwatch.StartNew(), work.Acknowledged.Count);
        var (stall, since) = (TimeSpan.Zero, Stopwatch.StartNew());
        TimeSpan? resumed = null;
        while (killed.Elapsed < Longest && !(killed.Elapsed > resumed + After))
        {
            await Task.Delay(20);
            if (work.Acknowledged.Count is var now && now == last) continue;
            last = now;
            if (since.Elapsed > stall) (stall, resumed) = (since.Elapsed, killed.Elapsed);
            since.Restart();
        }
        if (since.Elapsed > stall) stall = since.Elapsed;

        cluster.StartMember(member);
        await cluster.Healed();
        await work.End();
        var askedAgain = await work.LetJobsEnd(services, site);
        var all = work.Acknowledged.ToList();
        var look = new Look(services, [.. people.Select(p => p.Task).Distinct()], lines);
        var (lost, stuck, half) = await look.AtTheEnd(all, place.Files);

        figures.Tell($"{writes} writes acknowledged in {Before.TotalSeconds:0} s before the kill ({early} errors), {all.Count - writes} after it; {all.Count(a => a.Import is not null)} documents read, {askedAgain} of them asked for again; the killed server came back as a standby");
        figures.Tell($"of {answers} answers {refused} were 503 with the time to come again, {broken} were other errors or none; the primary's lease is 20 s");
        figures.Add("failover_acknowledged", all.Count, "writes", ">=", 100);
        figures.Add("failover_lost", lost, "writes", "<=", 0);
        figures.Add("failover_half_applied", half, "writes", "<=", 0);
        figures.Add("failover_audit_faults", await Look.RecordFaults(services), "faults", "<=", 0);
        figures.Add("failover_jobs_stuck", stuck, "jobs", "<=", 0);
        figures.Add("failover_longest_stall", stall.TotalSeconds, "s", "<=", 45);
        figures.Add("failover_errors_seen", refused + broken, "answers", "<=", 60);
        figures.Add("failover_rows_read_by_standbys", standbys, "rows", ">=", 1);
    }
}
