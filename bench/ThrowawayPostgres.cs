using System.Diagnostics;

namespace OneMetre.Bench;

/// <summary>A PostgreSQL server of our own in a temporary folder, reached by a socket only, gone afterwards. ONEMETRE_TEST_POSTGRES names another instead.</summary>
sealed class ThrowawayPostgres : IAsyncDisposable
{
    readonly string? folder;

    ThrowawayPostgres(string connection, string? folder) => (Connection, this.folder) = (connection, folder);

    /// <summary>A connection string without a database.</summary>
    public string Connection { get; }

    /// <summary>With own, a server of our own in any case: the other may be set up for speed and not for keeping.</summary>
    public static async Task<ThrowawayPostgres?> Start(bool own = false)
    {
        if (!own && Environment.GetEnvironmentVariable("ONEMETRE_TEST_POSTGRES") is { Length: > 0 } given) return new(given, null);
        if (Programs() is null) return null;
        var folder = Directory.CreateTempSubdirectory("onemetre-pg-").FullName;
        if (Environment.IsPrivilegedProcess) await Run("chown", "nobody", folder);
        await AsServer("initdb", "-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await AsServer("pg_ctl", "-D", $"{folder}/data", "-w", "-l", $"{folder}/log", "-o", $"-k {folder} -c listen_addresses= -c max_connections=200 -c shared_buffers=256MB", "start");
        return new($"Host={folder};Username=postgres", folder);
    }

    static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb")))
        : null;

    // PostgreSQL refuses to run as root.
    static Task AsServer(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? Run("setpriv", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", Path.Combine(Programs()!, program), .. arguments])
        : Run(Path.Combine(Programs()!, program), arguments);

    static async Task Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // The server outlives pg_ctl: its output must not hold a pipe of ours open.
        start.ArgumentList.Insert(0, program);
        start.FileName = "/bin/sh";
        start.ArgumentList.Insert(0, "sh");
        start.ArgumentList.Insert(0, "exec \"$@\" >/dev/null 2>&1");
        start.ArgumentList.Insert(0, "-c");
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is null) return;
        await AsServer("pg_ctl", "-D", $"{folder}/data", "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }
}
