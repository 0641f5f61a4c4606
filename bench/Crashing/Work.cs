using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Bench;

/// <summary>One who reports on one task.</summary>
sealed record Reporter(string Name, Guid Task, Guid Target);

/// <summary>A report that was answered with "done", by its text; or a document, by its import.</summary>
sealed record Acknowledgement(string? Text, Guid? Import, string? Sha256);

/// <summary>People at work, whether the server is up or not: they wait, try again, and remember what was acknowledged.</summary>
#pragma warning disable RS0030 // The bench looks at tables past the doors.
sealed partial class Work(List<Reporter> reporters, Action<HttpStatusCode?>? answered = null) : IDisposable
{
    const int Actions = 40;

    readonly CancellationTokenSource end = new();
    readonly List<Browser> browsers = [];
    readonly List<Task> all = [];
    Uri? up;

    public ConcurrentQueue<Acknowledgement> Acknowledged { get; } = new();
    public Browser Office => browsers[0];

    /// <summary>Where the server listens; null while it does not.</summary>
    public Uri? Up
    {
        get => Volatile.Read(ref up);
        set => Volatile.Write(ref up, value);
    }

    public async Task Begin(Uri server)
    {
        await Enter(server, "office");
        all.Add(Again(HandIn));
        foreach (var (reporter, i) in reporters.Select((r, i) => (r, i)))
        {
            var browser = await Enter(server, reporter.Name);
            all.Add(Again((address, n) => Report(browser, address, reporter, $"{i}-{n}", n)));
        }
    }

    async Task<Browser> Enter(Uri server, string name)
    {
        var browser = new Browser(answered);
        browsers.Add(browser);
        await browser.SignIn(server, name, WorkingCity.Password);
        return browser;
    }

    public async Task End()
    {
        await end.CancelAsync();
        await Task.WhenAll(all);
    }

    public void Dispose()
    {
        foreach (var browser in browsers) browser.Dispose();
        end.Dispose();
    }

    /// <summary>When the next write has been acknowledged; after twenty seconds in any case.</summary>
    public async Task NextAcknowledged()
    {
        var before = Acknowledged.Count;
        for (var wait = Stopwatch.StartNew(); Acknowledged.Count == before && wait.Elapsed < TimeSpan.FromSeconds(20);) await Task.Delay(5);
    }

    async Task Again(Func<Uri, int, Task> work)
    {
        for (var n = 1; !end.IsCancellationRequested; n++)
        {
            while (Up is null && !end.IsCancellationRequested) await Task.Delay(5);
            try
            {
                if (Up is { } address) await work(address, n);
            }
            catch (HttpRequestException busy) when (busy.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(TimeSpan.FromSeconds(2)); // as the page asks
            }
            catch (Exception away) when (away is HttpRequestException or IOException or SocketException or TaskCanceledException) { } // the server died under it: not acknowledged
        }
    }

    async Task Report(Browser browser, Uri server, Reporter by, string text, int n)
    {
        var page = $"/tasks/{by.Task}";
        var shown = await browser.Read(server, page);
        var sent = await browser.Send(server, page, shown, new()
        {
            ["_handler"] = "report",
            ["Form.Version"] = VersionShown().Match(shown).Groups[1].Value,
            ["Form.Progress"] = (n % 101).ToString(CultureInfo.InvariantCulture),
            ["Form.On"] = ChinaTime.Today(TimeProvider.System).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["Form.Text"] = text,
            ["Form.Readings[0].Target"] = by.Target.ToString(),
            ["Form.Readings[0].Value"] = n.ToString(CultureInfo.InvariantCulture),
        });
        if (sent?.EndsWith("done=report", StringComparison.Ordinal) == true) Acknowledged.Enqueue(new(text, null, null));
    }

    async Task HandIn(Uri server, int n)
    {
        await HandIn(server, Document(n));
        await Task.Delay(200);
    }

    public async Task<Guid?> HandIn(Uri server, byte[] document)
    {
        var sent = await Office.Upload(server, "/plans/import", await Office.Read(server, "/plans/import"), "upload", "方案.txt", document);
        if (!Guid.TryParse(sent?.Split('/')[^1], out var import)) return null;
        Acknowledged.Enqueue(new(null, import, Convert.ToHexStringLower(SHA256.HashData(document))));
        return import;
    }

    [GeneratedRegex("name=\"Form.Version\" value=\"([0-9]+)\"")]
    private static partial Regex VersionShown();

    static byte[] Document(int n)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"示范市儿童友好城市建设第{n}号实施方案（2025—2027年）\n为推进儿童友好城市建设，制定本方案。\n三、重点任务\n（一）推进公共服务友好\n");
        for (var i = 1; i <= Actions; i++) text.Append(CultureInfo.InvariantCulture, $"行动{i} 做好第{i}件事。到2026年底，新建托育园不少于{i + 1}所。（牵头单位：示范市第{i % 9 + 1}局；配合单位：示范市第{i % 7 + 2}局）\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>How many lines the draft of every document has: they differ in their number only.</summary>
    public async Task<int> FirstDocument(IServiceProvider services, Uri up)
    {
        var import = await HandIn(up, Document(0)) ?? throw new InvalidOperationException("The first document was not taken.");
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            if (await db.Set<PlanImport>().AnyAsync(i => i.Id == import && i.State == ImportState.Reviewing)) return await db.Set<DraftEntry>().CountAsync(e => e.ImportId == import);
        }
        throw new InvalidOperationException("The first document was not read within a minute.");
    }

    /// <summary>Waits until no job is left, and asks again for those that the product gave up. Returns their number.</summary>
    public async Task<int> LetJobsEnd(IServiceProvider services, Uri up)
    {
        var again = new HashSet<Guid>();
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(100))
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            if (await db.Set<Job>().AnyAsync(j => j.State == JobState.Queued || j.State == JobState.Running)) continue;
            var died = await db.Set<Job>().Where(j => j.State == JobState.Failed && j.ProblemCode == "platform.job-died").Select(j => j.Subject).ToListAsync();
            if (died.TrueForAll(d => !again.Add(Guid.Parse(d)))) break;
            foreach (var import in died) await Office.Send(up, $"/plans/import/{import}/retry", await Office.Read(up, $"/plans/import/{import}"), []);
        }
        return again.Count;
    }
}
