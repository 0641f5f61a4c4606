using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Documents;

/// <summary>What a program left behind. Output is cut at the limit that the caller gave.</summary>
readonly record struct ToolRun(int ExitCode, byte[] Output, string Complaint, bool TimedOut, bool Cut)
{
    public bool Ok => ExitCode == 0 && !TimedOut && !Cut;
}

/// <summary>
/// Runs a program on a hostile file: no shell, an empty folder of its own, none of our environment, bounded time, output, memory and number at once;
/// at the end the whole process tree is gone and the folder too. Where the machine lets it (Linux with user namespaces) it has no network either: a link in a
/// document reaches nobody.
/// </summary>
sealed class Tool : IDisposable
{
    const int ComplaintLimit = 4096;

    /// <summary>An office suite takes hundreds of megabytes; uploads wait for their turn rather than take the server down.</summary>
    static readonly SemaphoreSlim Turns = new(2);
    static readonly string? Limiter = Programs.Find("prlimit");
    static readonly Lazy<string?> Fence = new(WorkingFence);

    /// <summary>Whether programs run without a network on this machine.</summary>
    public static bool CutsNetwork => Fence.Value is not null;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("onemetre-");

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public async Task<ToolRun> Run(string program, IEnumerable<string> arguments, TimeSpan time, int mostOutput, CancellationToken ct)
    {
        await Turns.WaitAsync(ct);
        try
        {
            return await Start(program, arguments, time, mostOutput, ct);
        }
        finally
        {
            Turns.Release();
        }
    }

    async Task<ToolRun> Start(string program, IEnumerable<string> arguments, TimeSpan time, int mostOutput, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Described(program, arguments, time) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(time);
        process.Start();
        try
        {
            process.StandardInput.Close();
            var output = Take(process.StandardOutput.BaseStream, mostOutput, stopWhenFull: true, limit.Token);
            var complaint = Take(process.StandardError.BaseStream, ComplaintLimit, stopWhenFull: false, limit.Token);
            var (bytes, cut) = await output;
            if (!cut) await process.WaitForExitAsync(limit.Token);
            return new(cut ? -1 : process.ExitCode, bytes, Encoding.UTF8.GetString(cut ? [] : (await complaint).Bytes), false, cut);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(-1, [], "", true, false);
        }
        finally
        {
            Kill(process);
        }
    }

    ProcessStartInfo Described(string program, IEnumerable<string> arguments, TimeSpan time)
    {
        IReadOnlyList<string> fenced = Fence.Value is { } fence ? [fence, "--map-root-user", "--net", program] : [program];
        var start = new ProcessStartInfo(Limiter ?? fenced[0])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Limiter is not null)
        {
            var seconds = ((int)time.TotalSeconds + 5).ToString(CultureInfo.InvariantCulture);
            foreach (var limit in (string[])["--as=4294967296", $"--cpu={seconds}", "--fsize=268435456", "--core=0", fenced[0]]) start.ArgumentList.Add(limit);
        }
        foreach (var part in fenced.Skip(1)) start.ArgumentList.Add(part);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["HOME"] = folder.FullName;
        start.Environment["TMPDIR"] = folder.FullName;
        start.Environment["LANG"] = "C.UTF-8";
        // libvips: only the decoders that are tested against hostile files, and no more threads than a turn is worth.
        start.Environment["VIPS_BLOCK_UNTRUSTED"] = "1";
        start.Environment["VIPS_CONCURRENCY"] = "1";
        return start;
    }

    // Containers and some systems forbid it: then programs run as far as they may, as before.
    static string? WorkingFence()
    {
        if (Programs.Find("unshare") is not { } unshare) return null;
        using var tried = Process.Start(new ProcessStartInfo(unshare, ["--map-root-user", "--net", "true"]) { RedirectStandardError = true, UseShellExecute = false })!;
        return tried.WaitForExit(TimeSpan.FromSeconds(10)) && tried.ExitCode == 0 ? unshare : null;
    }

    static async Task<(byte[] Bytes, bool Cut)> Take(Stream from, int most, bool stopWhenFull, CancellationToken ct)
    {
        using var taken = new MemoryStream();
        var buffer = new byte[32768];
        int got;
        while ((got = await from.ReadAsync(buffer, ct)) > 0)
        {
            var room = (int)Math.Min(got, most - taken.Length);
            taken.Write(buffer, 0, room);
            if (room < got && stopWhenFull) return (taken.ToArray(), true);
        }
        return (taken.ToArray(), false);
    }

    static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // It ended between the question and the kill.
        }
    }

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process on its way out may still hold a file; the system empties its temporary folder.
        }
    }
}
