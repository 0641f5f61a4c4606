using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Bench;

/// <summary>One measurement of wrk: requests a second, and the time below which 99 of 100 answers came.</summary>
sealed record LoadResult(double RequestsPerSecond, double P99Milliseconds, int Errors);

/// <summary>Drives a page with wrk from a second process on this machine.</summary>
static partial class Load
{
    /// <param name="turns">Paths that are asked for in turn; none: the page itself.</param>
    public static async Task<LoadResult> On(Uri page, string? cookie = null, int seconds = 4, int connections = 64, IReadOnlyList<string>? turns = null)
    {
        using var script = turns is null ? null : new Turns(turns);
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "10s"]) start.ArgumentList.Add(argument);
        if (cookie is not null)
        {
            start.ArgumentList.Add("-H");
            start.ArgumentList.Add("Cookie: " + cookie);
        }
        if (script is not null)
        {
            start.ArgumentList.Add("-s");
            start.ArgumentList.Add(script.Path);
        }
        start.ArgumentList.Add(page.ToString());
        using var wrk = Process.Start(start) ?? throw new InvalidOperationException("wrk did not start.");
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();

        var rate = double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var p99 = P99().Match(output);
        var milliseconds = double.Parse(p99.Groups[1].Value, CultureInfo.InvariantCulture) * p99.Groups[2].Value switch { "us" => 0.001, "s" => 1000, _ => 1 };
        var bad = Bad().Match(output);
        return new(rate, milliseconds, bad.Success ? int.Parse(bad.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>The median of several runs of a server at work: it is asked until it grows no faster, for the runtime compiles what is asked often while it is asked. An answer other than 2xx and 3xx ends the bench.</summary>
    public static async Task<LoadResult> Median(Uri page, string? cookie = null, int runs = 3, IReadOnlyList<string>? turns = null)
    {
        const int MostRounds = 10;
        for (var (round, before) = (0, 0.0); round < MostRounds; round++)
        {
            var now = (await On(page, cookie, seconds: 3, turns: turns)).RequestsPerSecond;
            if (now < before * 1.05) break;
            before = now;
        }
        var results = new List<LoadResult>();
        for (var run = 0; run < runs; run++) results.Add(await On(page, cookie, turns: turns));
        if (results.FirstOrDefault(r => r.Errors > 0) is { } failed) throw new InvalidOperationException($"{page.AbsolutePath}: {failed.Errors} answers were errors.");
        return new(Figures.Median(results.Select(r => r.RequestsPerSecond)), Figures.Median(results.Select(r => r.P99Milliseconds)), 0);
    }

    /// <summary>A script of wrk that asks for one path after the other.</summary>
    sealed class Turns : IDisposable
    {
        public Turns(IReadOnlyList<string> paths) => File.WriteAllText(Path,
            $"local paths = {{ {string.Join(", ", paths.Select(p => $"\"{p}\""))} }}\nlocal n = 0\nrequest = function()\n  n = n + 1\n  return wrk.format(\"GET\", paths[n % #paths + 1])\nend\n");

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName() + ".lua");

        public void Dispose() => File.Delete(Path);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Bad();
}
