using System.Diagnostics;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>What was found after all kills. Only the first four may be anything but 0.</summary>
sealed record CrashResult(int Kills, int KillsInStart, int Acknowledged, int Jobs)
{
    /// <summary>Reports and documents that were answered with "done" and are not there.</summary>
    public int Lost { get; set; }

    /// <summary>Writes of which one part is there and another is not: task, note, reading, target, audit entries; draft and its lines; record and file.</summary>
    public int HalfApplied { get; set; }
    public int AuditFaults { get; set; }

    /// <summary>Documents handed in that were not read to the end.</summary>
    public int JobsStuck { get; set; }

    /// <summary>Jobs that were under way in three kills, so that the product left it to a person to ask again; asked again here.</summary>
    public int JobsAskedAgain { get; set; }

    /// <summary>Starts after a kill at which the server gave up by itself.</summary>
    public int FailedStarts { get; set; }
}

/// <summary>
/// The server's process is killed at random moments, also while it starts, while people report progress and hand in documents. What was acknowledged must
/// be there afterwards, nothing half done, the record whole, and the jobs must go on.
/// </summary>
static class Crash
{
    public static async Task Run(Figures figures, int times)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-crash-").FullName;
        try
        {
            await OnEngine(figures, "sqlite", times, n => CityPlace.Embedded(Path.Combine(folder, $"sqlite{n}")));
            await using var postgres = await ThrowawayPostgres.Start(own: true); // as a city would run it: it waits for the disk
            if (postgres is null) figures.Tell("PostgreSQL is not installed: its figures are missing");
            else await OnEngine(figures, "postgres", times, n => CityPlace.Postgres(Path.Combine(folder, $"postgres{n}"), $"{postgres.Connection};Database=onemetre_crash_{n}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task OnEngine(Figures figures, string engine, int times, Func<int, CityPlace> place)
    {
        var watch = Stopwatch.StartNew();
        var unborn = await FirstStarts(place, Math.Max(1, times / 10));
        var result = await At(place(0), times);
        figures.Tell($"{engine}: {result.Kills} kills, {result.KillsInStart} of them while it started, {watch.Elapsed.TotalSeconds:0} s; {result.Jobs} documents read, {result.JobsAskedAgain} of them asked for again");
        figures.Add($"crash_kills_{engine}", result.Kills, "kills", ">=", times);
        figures.Add($"crash_acknowledged_{engine}", result.Acknowledged, "writes", ">=", times);
        figures.Add($"crash_lost_{engine}", result.Lost, "writes", "<=", 0);
        figures.Add($"crash_half_applied_{engine}", result.HalfApplied, "writes", "<=", 0);
        figures.Add($"crash_audit_faults_{engine}", result.AuditFaults, "faults", "<=", 0);
        figures.Add($"crash_jobs_stuck_{engine}", result.JobsStuck, "jobs", "<=", 0);
        figures.Add($"crash_failed_starts_{engine}", result.FailedStarts + unborn, "starts", "<=", 0);
    }

    /// <summary>Kills the very first start of a city, while it makes its tables and keys, and starts it again. Returns how many cities could not be started then.</summary>
    public static async Task<int> FirstStarts(Func<int, CityPlace> place, int times, int seed = 1)
    {
        var random = new Random(seed);
        var broken = 0;
        for (var n = 1; n <= times; n++)
        {
            var born = place(n);
            Directory.CreateDirectory(born.Folder);
            var first = ServerProcess.Launch(born);
            await Task.Delay(TimeSpan.FromSeconds(0.3 + 1.2 * random.NextDouble()));
            first.Kill();
            var second = ServerProcess.Launch(born);
            if (await second.Listening is null) broken++;
            second.Kill();
        }
        return broken;
    }

    /// <summary>Founds a city at the place, puts people to work in it, and kills its server so many times.</summary>
    public static async Task<CrashResult> At(CityPlace place, int times, int seed = 1)
    {
        Directory.CreateDirectory(place.Folder);
        await using var services = PlaceOptions.Services(place);
        var people = await WorkingCity.Found(services);
        using var work = new Work(people);

        // The first start is left in peace: it tells how long a start takes, people sign in, and one document tells how many lines each has.
        var watch = Stopwatch.StartNew();
        var (server, up) = await ServerProcess.Start(place);
        var startup = watch.Elapsed;
        await work.Begin(up);
        var sheet = await work.FirstDocument(services, up);
        server.Kill();

        var random = new Random(seed);
        var (inStart, failedStarts) = (0, 0);
        var look = new Look(services, [.. people.Select(p => p.Task).Distinct()], sheet);
        var starts = new List<DateTime> { DateTime.MinValue, DateTime.MinValue };
        for (var kill = 0; kill < times; kill++)
        {
            var acknowledged = work.Acknowledged.ToList();
            starts.Add(TimeProvider.System.GetUtcNow().UtcDateTime);
            var next = ServerProcess.Launch(place);
            var looking = look.At(acknowledged, starts[^3]);
            var when = random.Next(5);
            if (when == 0)
            {
                inStart++;
                await Task.Delay(startup * random.NextDouble());
            }
            else if (await next.Listening is { } address)
            {
                work.Up = address;
                // A process just started takes its time over the first pages: most kills wait until people get on with their work.
                if (when > 1) await work.NextAcknowledged();
                await Task.Delay(TimeSpan.FromSeconds(0.6 * random.NextDouble()));
            }
            if (next.HasExited)
            {
                failedStarts++;
                Console.Error.WriteLine(next.Complaints);
            }
            work.Up = null;
            next.Kill();
            await looking;
        }
        await work.End();

        (server, up) = await ServerProcess.Start(place);
        try
        {
            var askedAgain = await work.LetJobsEnd(services, up);
            var all = work.Acknowledged.ToList();
            var result = new CrashResult(times, inStart, all.Count, all.Count(a => a.Import is not null));
            var (lost, stuck, half) = await look.AtTheEnd(all, place.Files);
            var faults = await Look.RecordFaults(services);
            return result with { Lost = lost, HalfApplied = half + look.HalfApplied, AuditFaults = faults + look.AuditFaults, JobsStuck = stuck, JobsAskedAgain = askedAgain, FailedStarts = failedStarts };
        }
        finally
        {
            server.Kill();
        }
    }
}
