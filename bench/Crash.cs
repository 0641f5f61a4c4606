using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>What was found after all kills. Only the first four may be anything but 0.</summary>
sealed record CrashResult(int Kills, int KillsInStart, int Acknowledged, int Jobs)
{
    /// <summary>Reports and documents that were answered with "done" and are not there.</summary>
    public int Lost { get; set; }

    /// <summary>Writes of which one part is there and another is not: task, note, reading, target, audit entries; draft and its lines; record and file.</summary>
    public int HalfApplied { get; set; }
    public int AuditFaults { get; set; }

    /// <summary>Documents handed in that were not read to the end.</summary>
    public int JobsStuck { get; set; }

    /// <summary>Jobs that were under way in three kills, so that the product left it to a person to ask again; asked again here.</summary>
    public int JobsAskedAgain { get; set; }

    /// <summary>Starts after a kill at which the server gave up by itself.</summary>
    public int FailedStarts { get; set; }
}

/// <summary>
/// The server's process is killed at random moments, also while it starts, while people report progress and hand in documents. What was acknowledged must
/// be there afterwards, nothing half done, the record whole, and the jobs must go on.
/// </summary>
#pragma warning disable RS0030 // The bench looks at tables past the doors.
static partial class Crash
{
    const string Password = "bench-一米高度-2026";
    const int Tasks = 4;
    const int Actions = 40;

    public static async Task Run(Figures figures, int times)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-crash-").FullName;
        try
        {
            await OnEngine(figures, "sqlite", times, n => CityPlace.Embedded(Path.Combine(folder, $"sqlite{n}")));
            await using var postgres = await ThrowawayPostgres.Start(own: true); // as a city would run it: it waits for the disk
            if (postgres is null) figures.Tell("PostgreSQL is not installed: its figures are missing");
            else await OnEngine(figures, "postgres", times, n => CityPlace.Postgres(Path.Combine(folder, $"postgres{n}"), $"{postgres.Connection};Database=onemetre_crash_{n}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task OnEngine(Figures figures, string engine, int times, Func<int, CityPlace> place)
    {
        var watch = Stopwatch.StartNew();
        var unborn = await FirstStarts(place, Math.Max(1, times / 10));
        var result = await At(place(0), times);
        figures.Tell($"{engine}: {result.Kills} kills, {result.KillsInStart} of them while it started, {watch.Elapsed.TotalSeconds:0} s; {result.Jobs} documents read, {result.JobsAskedAgain} of them asked for again");
        figures.Add($"crash_kills_{engine}", result.Kills, "kills", ">=", times);
        figures.Add($"crash_acknowledged_{engine}", result.Acknowledged, "writes", ">=", times);
        figures.Add($"crash_lost_{engine}", result.Lost, "writes", "<=", 0);
        figures.Add($"crash_half_applied_{engine}", result.HalfApplied, "writes", "<=", 0);
        figures.Add($"crash_audit_faults_{engine}", result.AuditFaults, "faults", "<=", 0);
        figures.Add($"crash_jobs_stuck_{engine}", result.JobsStuck, "jobs", "<=", 0);
        figures.Add($"crash_failed_starts_{engine}", result.FailedStarts + unborn, "starts", "<=", 0);
    }

    /// <summary>Kills the very first start of a city, while it makes its tables and keys, and starts it again. Returns how many cities could not be started then.</summary>
    public static async Task<int> FirstStarts(Func<int, CityPlace> place, int times, int seed = 1)
    {
        var random = new Random(seed);
        var broken = 0;
        for (var n = 1; n <= times; n++)
        {
            var born = place(n);
            Directory.CreateDirectory(born.Folder);
            var first = ServerProcess.Launch(born);
            await Task.Delay(TimeSpan.FromSeconds(0.3 + 1.2 * random.NextDouble()));
            first.Kill();
            var second = ServerProcess.Launch(born);
            if (await second.Listening is null) broken++;
            second.Kill();
        }
        return broken;
    }

    /// <summary>Founds a city at the place, puts people to work in it, and kills its server so many times.</summary>
    public static async Task<CrashResult> At(CityPlace place, int times, int seed = 1)
    {
        Directory.CreateDirectory(place.Folder);
        await using var services = PlaceOptions.Services(place);
        var people = await Found(services);
        using var work = new Work(people);

        // The first start is left in peace: it tells how long a start takes, people sign in, and one document tells how many lines each has.
        var watch = Stopwatch.StartNew();
        var (server, up) = await ServerProcess.Start(place);
        var startup = watch.Elapsed;
        await work.Begin(up);
        var sheet = await FirstDocument(services, work, up);
        server.Kill();

        var random = new Random(seed);
        var (inStart, failedStarts) = (0, 0);
        var look = new Look(services, [.. people.Select(p => p.Task).Distinct()], sheet);
        var starts = new List<DateTime> { DateTime.MinValue, DateTime.MinValue };
        for (var kill = 0; kill < times; kill++)
        {
            var acknowledged = work.Acknowledged.ToList();
            starts.Add(TimeProvider.System.GetUtcNow().UtcDateTime);
            var next = ServerProcess.Launch(place);
            var looking = look.At(acknowledged, starts[^3]);
            var when = random.Next(5);
            if (when == 0)
            {
                inStart++;
                await Task.Delay(startup * random.NextDouble());
            }
            else if (await next.Listening is { } address)
            {
                work.Up = address;
                // A process just started takes its time over the first pages: most kills wait until people get on with their work.
                if (when > 1) await work.NextAcknowledged();
                await Task.Delay(TimeSpan.FromSeconds(0.6 * random.NextDouble()));
            }
            if (next.HasExited)
            {
                failedStarts++;
                Console.Error.WriteLine(next.Complaints);
            }
            work.Up = null;
            next.Kill();
            await looking;
        }
        await work.End();

        (server, up) = await ServerProcess.Start(place);
        try
        {
            var askedAgain = await LetJobsEnd(services, work, up);
            var all = work.Acknowledged.ToList();
            var result = new CrashResult(times, inStart, all.Count, all.Count(a => a.Import is not null));
            var (lost, stuck, half) = await look.AtTheEnd(all, place.Files);
            var faults = await services.GetRequiredService<IServiceScopeFactory>().Count(s => s.GetRequiredService<AuditCheck>().Run(default));
            return result with { Lost = lost, HalfApplied = half + look.HalfApplied, AuditFaults = faults + look.AuditFaults, JobsStuck = stuck, JobsAskedAgain = askedAgain, FailedStarts = failedStarts };
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>One who reports on one task.</summary>
    sealed record Reporter(string Name, Guid Task, Guid Target);

    /// <summary>A report that was answered with "done", by its text; or a document, by its import.</summary>
    sealed record Acknowledgement(string? Text, Guid? Import, string? Sha256);

    static async Task<List<Reporter>> Found(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        await Migrator.Run(db, default);
        await scope.ServiceProvider.SeedIndicators(default);
        var now = TimeProvider.System.GetUtcNow();
        await BigProgramme.Fill(db, Tasks, now.UtcDateTime);

        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var reporters = new List<Reporter>();
        var leads = await db.Set<ProgrammeTask>().OrderBy(t => t.SortOrder)
            .Select(t => new { t.Id, Unit = db.Set<TaskUnit>().Where(u => u.TaskId == t.Id && u.Primary).Select(u => u.UnitId!.Value).First(), Target = db.Set<TaskTarget>().Where(x => x.TaskId == t.Id).Select(x => x.Id).First() }).ToListAsync();
        foreach (var (lead, i) in leads.Select((l, i) => (l, i)))
        {
            await Hire($"contact{i}", lead.Unit, RoleCode.DeptContact);
            reporters.Add(new($"contact{i}", lead.Id, lead.Target));
        }
        reporters.Add(reporters[0]); // two windows on one task: the slower of two reports is refused
        await Hire("office", leads[0].Unit, RoleCode.Office);
        return reporters;

        async Task Hire(string name, Guid unit, RoleCode role)
        {
            var post = new Post { Id = Guid.CreateVersion7(now), UnitId = unit, Role = role, RegionCode = "990100000000", Title = name };
            var person = new Person { Id = Guid.CreateVersion7(now), UserName = name, DisplayName = name };
            db.AddRange(post, new PostHolding { Id = Guid.CreateVersion7(now), PostId = post.Id, PersonId = person.Id, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
            var made = await accounts.CreateAsync(person, Password);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(e => e.Description)));
        }
    }

    /// <summary>People at work, whether the server is up or not: they wait, try again, and remember what was acknowledged.</summary>
    sealed partial class Work(List<Reporter> reporters) : IDisposable
    {
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
            var browser = new Browser();
            browsers.Add(browser);
            await browser.SignIn(server, name, Password);
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
                catch (Exception away) when (away is HttpRequestException or IOException or TaskCanceledException) { } // the server died under it: not acknowledged
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
    }

    static byte[] Document(int n)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"示范市儿童友好城市建设第{n}号实施方案（2025—2027年）\n为推进儿童友好城市建设，制定本方案。\n三、重点任务\n（一）推进公共服务友好\n");
        for (var i = 1; i <= Actions; i++) text.Append(CultureInfo.InvariantCulture, $"行动{i} 做好第{i}件事。到2026年底，新建托育园不少于{i + 1}所。（牵头单位：示范市第{i % 9 + 1}局；配合单位：示范市第{i % 7 + 2}局）\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>How many lines the draft of every document has: they differ in their number only.</summary>
    static async Task<int> FirstDocument(IServiceProvider services, Work work, Uri up)
    {
        var import = await work.HandIn(up, Document(0)) ?? throw new InvalidOperationException("The first document was not taken.");
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(50))
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            if (await db.Set<PlanImport>().AnyAsync(i => i.Id == import && i.State == ImportState.Reviewing)) return await db.Set<DraftEntry>().CountAsync(e => e.ImportId == import);
        }
        throw new InvalidOperationException("The first document was not read within a minute.");
    }

    /// <summary>Waits until no job is left, and asks again for those that the product gave up. Returns their number.</summary>
    static async Task<int> LetJobsEnd(IServiceProvider services, Work work, Uri up)
    {
        var again = new HashSet<Guid>();
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(100))
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            if (await db.Set<Job>().AnyAsync(j => j.State == JobState.Queued || j.State == JobState.Running)) continue;
            var died = await db.Set<Job>().Where(j => j.State == JobState.Failed && j.ProblemCode == "platform.job-died").Select(j => j.Subject).ToListAsync();
            if (died.TrueForAll(d => !again.Add(Guid.Parse(d)))) break;
            foreach (var import in died) await work.Office.Send(up, $"/plans/import/{import}/retry", await work.Office.Read(up, $"/plans/import/{import}"), []);
        }
        return again.Count;
    }

    /// <summary>Looks at the tables of a city whose server was just killed, all from one moment: a database server may still be ending the work of a client that is gone.</summary>
    sealed class Look(IServiceProvider services, Guid[] tasks, int lines)
    {
        (long Seq, string Hash) last = (0, "");
        int seen;

        public int HalfApplied { get; private set; }
        public int AuditFaults { get; private set; }

        /// <summary>What was acknowledged since the last look, and every report since the given moment.</summary>
        public async Task At(List<Acknowledgement> acknowledged, DateTime since)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            var notes = await Reports(db, since);
            HalfApplied += await Half(db, notes, since);
            AuditFaults += await Broken(db, scope.ServiceProvider.GetRequiredService<AuditChain>());
            // Counted once, at the end; here only so that a loss is known in the round in which it happened.
            var texts = notes.Select(n => n.Text).ToHashSet();
            foreach (var missing in acknowledged.Skip(seen).Where(a => a.Text is { } text && !texts.Contains(text))) Console.Error.WriteLine($"lost: {missing.Text}");
            seen = acknowledged.Count;
        }

        public async Task<(int Lost, int Stuck, int Half)> AtTheEnd(List<Acknowledgement> acknowledged, string files)
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            var notes = await Reports(db, DateTime.MinValue);
            var half = await Half(db, notes, DateTime.MinValue);
            var once = notes.CountBy(n => n.Text).ToDictionary();
            half += once.Values.Count(n => n > 1);
            var lost = acknowledged.Count(a => a.Text is { } text && !once.ContainsKey(text));

            var imports = await db.Set<PlanImport>().Where(i => i.CreatedByPost != null).Select(i => new { i.Id, i.State, Done = db.Set<Job>().Any(j => j.Id == i.JobId && j.State == JobState.Done) }).ToDictionaryAsync(i => i.Id);
            lost += acknowledged.Count(a => a.Import is { } import && !imports.ContainsKey(import));
            half += acknowledged.Count(a => a.Sha256 is { } sha && !(File.Exists(Path.Combine(files, sha[..2], sha)) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(files, sha[..2], sha)))) == sha));
            half += await db.Set<PlanImport>().CountAsync(i => i.CreatedByPost != null && !db.Set<StoredFile>().Any(f => f.Sha256 == i.FileSha256));
            return (lost, imports.Values.Count(i => !i.Done || i.State != ImportState.Reviewing), half);
        }

        sealed record Reported(Guid Id, Guid Task, string Text, int? Progress, DateTime At);

        Task<List<Reported>> Reports(CityDb db, DateTime since) => db.Set<TaskNote>().Where(n => tasks.Contains(n.TaskId) && n.Kind == NoteKind.Progress && n.At >= since)
            .OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => new Reported(n.Id, n.TaskId, n.Text, n.Progress, n.At)).ToListAsync();

        /// <summary>A report is a note, its reading, the task one version further, the target's newest value, and an entry in the record for each; a draft has all its lines or none.</summary>
        async Task<int> Half(CityDb db, List<Reported> notes, DateTime since)
        {
            var readings = (await db.Set<TargetReading>().Where(r => db.Set<TaskNote>().Any(n => n.Id == r.NoteId && tasks.Contains(n.TaskId) && n.At >= since)).ToListAsync()).ToLookup(r => r.NoteId);
            var before = since == DateTime.MinValue ? since : since.AddSeconds(-1); // the record keeps milliseconds
            var audited = (await db.Set<AuditEntry>().Where(e => e.At >= before && (e.Entity == "programme_note" || e.Entity == "programme_target_reading") && e.Action == "added").Select(e => e.Key).ToListAsync())
                .CountBy(k => k).ToDictionary();
            var half = notes.Count(n => readings[n.Id].ToList() is not [var reading] || reading.Value.ToString("0", CultureInfo.InvariantCulture) != n.Text.Split('-')[1]
                || audited.GetValueOrDefault(n.Id.ToString()) != 1 || audited.GetValueOrDefault(reading.Id.ToString()) != 1);

            foreach (var task in await db.Set<ProgrammeTask>().AsNoTracking().Where(t => tasks.Contains(t.Id))
                .Select(t => new { t.Id, t.Version, t.Progress, Value = db.Set<TaskTarget>().Where(x => x.TaskId == t.Id).Select(x => x.CurrentValue).First(), Notes = db.Set<TaskNote>().Count(n => n.TaskId == t.Id) }).ToListAsync())
            {
                if (task.Version != task.Notes) half++;
                if (notes.FindLast(n => n.Task == task.Id) is { } latest && (latest.Progress != task.Progress || readings[latest.Id].FirstOrDefault()?.Value != task.Value)) half++;
            }

            return half + await db.Set<PlanImport>().Where(i => i.CreatedByPost != null)
                .CountAsync(i => db.Set<DraftEntry>().Count(e => e.ImportId == i.Id) != (i.State == ImportState.Reviewing ? lines : 0));
        }

        /// <summary>Entries since the last look, the last one seen among them, each following its predecessor.</summary>
        async Task<int> Broken(CityDb db, AuditChain chain)
        {
            var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Seq >= last.Seq && e.Seq > 0).OrderBy(e => e.Seq).ToListAsync();
            var faults = 0;
            if (last.Seq > 0)
            {
                if (entries is not [var known, ..] || known.Seq != last.Seq || known.Hash != last.Hash) faults++;
                entries.RemoveAll(e => e.Seq == last.Seq);
            }
            foreach (var entry in entries)
            {
                if (entry.Seq != last.Seq + 1 || chain.Next(last.Hash, entry) != entry.Hash) faults++;
                last = (entry.Seq!.Value, entry.Hash ?? "");
            }
            return faults;
        }
    }

    static async Task<int> Count<T>(this IServiceScopeFactory scopes, Func<IServiceProvider, IAsyncEnumerable<T>> rows)
    {
        await using var scope = scopes.CreateAsyncScope();
        var count = 0;
        await foreach (var _ in rows(scope.ServiceProvider)) count++;
        return count;
    }
}
