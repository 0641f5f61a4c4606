using System.Diagnostics;

namespace OneMetre.Bench;

/// <summary>Programs that refuse to run as root, as PostgreSQL does: run as nobody where we are root, as ourselves otherwise.</summary>
static class Unprivileged
{
    /// <summary>The folder with the server programs of the newest PostgreSQL of this machine; null when there is none.</summary>
    public static string? PostgresPrograms { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb")))
        : null;

    /// <summary>Gives the folder to whoever the programs run as.</summary>
    public static Task Own(string folder) => Environment.IsPrivilegedProcess ? Wait(Start("chown", ["-R", "nobody", folder], null)) : Task.CompletedTask;

    public static Task Run(string program, params string[] arguments) => Wait(Begin(program, null, arguments));

    /// <summary>Starts it and lets it run; its output goes to the log.</summary>
    public static Process Begin(string program, string? log, params string[] arguments) => Environment.IsPrivilegedProcess
        ? Start("setpriv", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", program, .. arguments], log)
        : Start(program, arguments, log);

    static Process Start(string program, IReadOnlyList<string> arguments, string? log)
    {
        // A server may outlive the program that started it: its output must not hold a pipe of ours open.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var each in (string[])["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "sh", log ?? "/dev/null", program, .. arguments]) start.ArgumentList.Add(each);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    static async Task Wait(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{process.StartInfo.ArgumentList[4]} ended with {process.ExitCode}.");
        }
    }
}
