using System.CommandLine;
using System.Diagnostics;

namespace OneMetre.Web.Commands;

/// <summary>onemetre bench: hands over to the bench program, which is built beside this one and never shipped with it.</summary>
static class BenchCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "reading, pages, fuzz, overload, rights, indicators, figures, import, failover, crash, year, or all. --times N after it: how often crash kills, how many years are played; year --seed N plays that one." };
        var command = new Command("bench", "Measure, and print one line a figure; exits 1 if one is short.") { name };
        command.TreatUnmatchedTokensAsErrors = false; // the bench program reads them
        command.SetAction((result, ct) => HandOver([result.GetValue(name)!, .. result.UnmatchedTokens], ct));
        return command;
    }

    /// <summary>Runs the bench program with these arguments; 2 where it is not built.</summary>
    public static async Task<int> HandOver(IEnumerable<string> arguments, CancellationToken ct)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "Bench", here.Name, "OneMetre.Bench.dll");
        if (!File.Exists(program))
        {
            await Console.Error.WriteLineAsync($"The bench program is not built. In the source tree: dotnet build bench/Bench.csproj -c {(here.Name == "release" ? "Release" : "Debug")}");
            return 2;
        }
        using var bench = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]))!;
        await bench.WaitForExitAsync(ct);
        return bench.ExitCode;
    }
}
