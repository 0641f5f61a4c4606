using System.Diagnostics;
using System.Text.RegularExpressions;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>The product as a process of its own, at a port that the system chooses, made to be killed.</summary>
sealed partial class ServerProcess
{
    readonly Process process;
    readonly List<string> complaints = [];

    ServerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => { if (line.Data is { } said) lock (complaints) complaints.Add(said); }; // read, so that a full pipe never stops the server
        process.BeginErrorReadLine();
        Listening = Listen();
    }

    /// <summary>The address, once it listens; null when the process ended before.</summary>
    public Task<Uri?> Listening { get; }

    public bool HasExited => process.HasExited;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Complaints
    {
        get { lock (complaints) return string.Join('\n', complaints); }
    }

    public static ServerProcess Launch(CityPlace place)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "OneMetre.Web.dll"), "serve", "--city", place.Folder, "--port", "0"]) start.ArgumentList.Add(argument);
        if (place.Engine == Engine.Postgres) start.Environment["ONEMETRE_POSTGRES"] = place.ConnectionString;
        else start.Environment.Remove("ONEMETRE_POSTGRES");
        start.Environment["ONEMETRE_POSTGRES_READERS"] = place.Readers ?? "";
        return new(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    /// <summary>Launched, and waited for until it listens.</summary>
    public static async Task<(ServerProcess Server, Uri Address)> Start(CityPlace place)
    {
        var server = Launch(place);
        return (server, await server.Listening ?? throw new InvalidOperationException($"The server ended before it listened:\n{server.Complaints}"));
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    async Task<Uri?> Listen()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (Address().Match(line) is { Success: true } address)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // the log goes here too: read on, for the same reason
                return new(address.Value);
            }
        return null;
    }

    [GeneratedRegex("http://127.0.0.1:[0-9]+")]
    private static partial Regex Address();
}
