using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using OneMetre.Platform.Backups;

namespace OneMetre.Web.Backups;

/// <summary>PostgreSQL's own programs, each a process of its own. What they need to know of the connection goes by environment: a command line can be read by everybody on the machine.</summary>
static partial class Postgres
{
    /// <summary>Runs the program to its end; what it complains of becomes the message of the failure.</summary>
    public static async Task<string> Run(string program, string connection, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Find(program)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Settings(connection)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var complaint = await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0) throw new BackupBroken($"{program} failed: {complaint.Trim()}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Debian keeps the newest programs beside their server and not on the path.</summary>
    static string Find(string program)
    {
        var beside = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => Number().Match(d).Value.PadLeft(4, '0'), StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [];
        return beside.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new BackupBroken($"{program} is missing. Install the programs of your server's version or newer: apt-get install postgresql-client");
    }

    static IEnumerable<(string Name, string? Value)> Settings(string connection)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        yield return ("PGHOST", given.Host);
        yield return ("PGPORT", given.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return ("PGDATABASE", given.Database);
        if (given.Username is { } user) yield return ("PGUSER", user);
        if (given.Password is { } password) yield return ("PGPASSWORD", password);
        if (given.Passfile is { } passfile) yield return ("PGPASSFILE", passfile);
        if (given.RootCertificate is { } root) yield return ("PGSSLROOTCERT", root);
        yield return ("PGSSLMODE", given.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() });
        yield return ("PGCONNECT_TIMEOUT", "15");
        yield return ("LC_ALL", "C");
    }

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Number();
}
