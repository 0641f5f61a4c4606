using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Bench;

/// <summary>One measurement of wrk: requests a second, and the time below which 99 of 100 answers came.</summary>
sealed record LoadResult(double RequestsPerSecond, double P99Milliseconds, int Errors);

/// <summary>Drives a page with wrk from a second process on this machine.</summary>
static partial class Load
{
    public static async Task<LoadResult> On(Uri page, string? cookie = null, int seconds = 4, int connections = 64)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "10s"]) start.ArgumentList.Add(argument);
        if (cookie is not null)
        {
            start.ArgumentList.Add("-H");
            start.ArgumentList.Add("Cookie: " + cookie);
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

    /// <summary>The median of several runs; a run with answers other than 2xx and 3xx counts as nothing.</summary>
    public static async Task<LoadResult> Median(Uri page, string? cookie = null, int runs = 3)
    {
        await On(page, cookie, seconds: 2); // warm
        var results = new List<LoadResult>();
        for (var run = 0; run < runs; run++) results.Add(await On(page, cookie));
        if (results.FirstOrDefault(r => r.Errors > 0) is { } failed) throw new InvalidOperationException($"{page.AbsolutePath}: {failed.Errors} answers were errors.");
        return new(Figures.Median(results.Select(r => r.RequestsPerSecond)), Figures.Median(results.Select(r => r.P99Milliseconds)), 0);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex P99();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex Bad();
}
