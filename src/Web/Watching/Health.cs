using System.Data.Common;
using OneMetre.Platform.Data;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Watching;

/// <summary>What the server needs for its work, each part there or not. No figures and no names: everybody may ask.</summary>
sealed record Readiness(bool Database, bool Migrations, bool Files, bool Disk)
{
    public bool Ready => Database && Migrations && Files && Disk;
}

/// <summary>
/// Whether the server lives, and whether it can do its work. Asked by whoever distributes requests, every second or so and also while the server is overloaded: so
/// it stands before everything else, and looks at most once a second, however many ask.
/// </summary>
sealed class Health(CityPlace place, SiteGate gate, IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(3);
    readonly SemaphoreSlim one = new(1);
    (Readiness Answer, long At)? last;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", (HttpContext http) => Answer(http, true, new { live = true })).AllowAnonymous().DisableHttpMetrics().ShortCircuit();
        routes.MapGet("/health/ready", async (HttpContext http, Health health) => await health.Look() is var now ? Answer(http, now.Ready, now) : null).AllowAnonymous().DisableHttpMetrics().ShortCircuit();
    }

    static IResult Answer<T>(HttpContext http, bool well, T says)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(says, statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    public async Task<Readiness> Look()
    {
        await one.WaitAsync();
        try
        {
            if (last is not { } known || time.GetElapsedTime(known.At) > Kept) last = known = (await LookAgain(), time.GetTimestamp());
            return known.Answer;
        }
        finally
        {
            one.Release();
        }
    }

    async Task<Readiness> LookAgain()
    {
        var (database, migrations) = await Database();
        return new(database, migrations, Writable(place.Files), FreeDisk(place) >= gate.LeastFreeDisk);
    }

    async Task<(bool Answers, bool UpToDate)> Database()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return (true, (await Migrator.Pending(scope.ServiceProvider.GetRequiredService<CityDb>(), patience.Token)).Count == 0);
        }
        catch (Exception away) when (away is DbException or InvalidOperationException or TimeoutException or OperationCanceledException or IOException)
        {
            return (false, false);
        }
    }

    static bool Writable(string folder)
    {
        try
        {
            var file = Path.Combine(Directory.CreateDirectory(folder).FullName, $".ready-{Environment.ProcessId}");
            File.WriteAllText(file, "ready");
            File.Delete(file);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Bytes left where the city's files are; 0 when nobody can tell.</summary>
    public static long FreeDisk(CityPlace place)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(place.Folder)).AvailableFreeSpace;
        }
        catch (Exception away) when (away is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }

    public void Dispose() => one.Dispose();
}
