using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using OneMetre.Platform.Data;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// More than one server can do, from this machine to a process of its own: ten thousand connections that say nothing, clients that send a letter and stop, and far more
/// requests than it has places for. Every part is bounded and ends by itself.
/// </summary>
static class Overload
{
    const int Idle = 10_000, Slow = 300, Crowd = 1_500, Places = 16;

    public static async Task Run(Figures figures)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-bench-").FullName;
        using var server = await Started(CityPlace.Embedded(folder));
        try
        {
            var address = new Uri((await server.StandardOutput.ReadLineAsync())!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]);
            using var browser = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
            var page = new Uri(address, "/about");
            await Load.On(page, seconds: 4, connections: Places / 2); // warm
            var alone = (await Load.On(page, connections: Places / 4)).RequestsPerSecond;

            figures.Tell($"alone: {alone:0} requests/s");
            var before = await Memory(browser);
            var sockets = await Open(address, Idle, "");
            var open = 0.0;
            for (var look = 0; look < 50 && (open = await Figure(browser, "kestrel_active_connections")) < Idle; look++) await Task.Delay(200); // the last ones still stand at the door
            figures.Add("overload-open-connections", open, "connections", ">=", Idle);
            figures.Add("overload-idle-memory", (await Memory(browser) - before) / Idle / 1024, "KB-each", "<", 40);
            figures.Add("overload-idle-share", (await Load.On(page, connections: Places / 4)).RequestsPerSecond / alone, "of-alone", ">=", 0.7);
            Close(sockets);

            sockets = await Open(address, Slow, "POST /signin HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nname=a");
            figures.Add("overload-slow-clients-left", await Left(sockets, TimeSpan.FromSeconds(60)), "connections", "<=", 0);
            Close(sockets);
            figures.Add("overload-after-slow-clients", (int)(await browser.GetAsync(page)).StatusCode, "status", "<=", 200);

            var refused = await Figure(browser, "onemetre_overload_refused_total");
            var crowd = Load.On(page, seconds: 6, connections: Crowd);
            var (asked, failures, slowest) = await AskHealth(browser, crowd);
            var load = await crowd;
            figures.Tell($"{Crowd} connections on {Places} places: {load.RequestsPerSecond:0} answers/s, {load.Errors} of them 503; health asked {asked} times");
            figures.Add("overload-refused", await Figure(browser, "onemetre_overload_refused_total") - refused, "requests", ">", 0);
            figures.Add("overload-health-failures", failures, "answers", "<=", 0);
            figures.Add("overload-health-slowest", slowest.TotalMilliseconds, "ms", "<", 2000);
            figures.Add("overload-afterwards-share", (await Load.On(page, connections: Places / 4)).RequestsPerSecond / alone, "of-alone", ">=", 0.7);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<Process> Started(CityPlace place)
    {
        await using (var services = PlaceOptions.Services(place))
        await using (var scope = services.CreateAsyncScope())
            await Migrator.Run(scope.ServiceProvider.GetRequiredService<CityDb>(), default);
        var start = new ProcessStartInfo("dotnet", [typeof(Site).Assembly.Location, "serve", "--city", place.Folder, "--port", "0", "--requests", $"{Places}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { }; // its log is read and thrown away, as by a service
        process.BeginErrorReadLine();
        return process;
    }

    static async Task<List<Socket>> Open(Uri address, int number, string say)
    {
        var sockets = new List<Socket>();
        var end = new IPEndPoint(IPAddress.Loopback, address.Port);
        foreach (var some in Enumerable.Range(0, number).Chunk(100))
        {
            var opened = some.Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
            sockets.AddRange(opened);
            await Task.WhenAll(opened.Select(async s =>
            {
                await s.ConnectAsync(end);
                if (say.Length > 0) await s.SendAsync(Encoding.ASCII.GetBytes(say));
            }));
        }
        return sockets;
    }

    /// <summary>How many the server has not hung up on by then.</summary>
    static async Task<int> Left(List<Socket> sockets, TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        var ended = await Task.WhenAll(sockets.Select(async s =>
        {
            var buffer = new byte[4096];
            try
            {
                while (await s.ReceiveAsync(buffer, patience.Token) > 0) { }
                return true;
            }
            catch (SocketException) { return true; }
            catch (OperationCanceledException) { return false; }
        }));
        return ended.Count(e => !e);
    }

    static async Task<(int Asked, int Failures, TimeSpan Slowest)> AskHealth(HttpClient browser, Task until)
    {
        var (asked, failures, slowest) = (0, 0, TimeSpan.Zero);
        while (!until.IsCompleted)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await browser.GetAsync(new Uri(asked % 2 == 0 ? "/health/live" : "/health/ready", UriKind.Relative));
            if (!answer.IsSuccessStatusCode) failures++;
            if (Stopwatch.GetElapsedTime(start) is var took && took > slowest) slowest = took;
            asked++;
            await Task.Delay(50);
        }
        return (asked, failures, slowest);
    }

    static Task<double> Memory(HttpClient browser) => Figure(browser, "dotnet_process_memory_working_set_bytes");

    static async Task<double> Figure(HttpClient browser, string name) =>
        double.Parse(Regex.Match(await browser.GetStringAsync(new Uri("/metrics", UriKind.Relative)), $"^{name} (\\S+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    static void Close(List<Socket> sockets)
    {
        foreach (var socket in sockets) socket.Dispose();
    }
}
