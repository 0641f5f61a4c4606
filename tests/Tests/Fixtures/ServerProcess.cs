using System.Diagnostics;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Fixtures;

/// <summary>onemetre serve, as a process of its own, and what it writes to standard error.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    readonly Process process;
    readonly Task<string> log;

    ServerProcess(Process process, Uri address) => (this.process, Address, log) = (process, address, process.StandardError.ReadToEndAsync());

    public Uri Address { get; }

    public HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = Address };

    public static async Task<ServerProcess> Of(City city, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Site).Assembly.Location, "serve", "--city", city.Place.Folder, "--port", "0"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var said = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new(process, new(said[said.IndexOf("http", StringComparison.Ordinal)..]));
    }

    /// <summary>Ends it as a system does, and gives its whole log.</summary>
    public async Task<string> Stopped()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return await log;
    }

    public ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        return ValueTask.CompletedTask;
    }
}
