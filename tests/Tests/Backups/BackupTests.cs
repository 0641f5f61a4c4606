using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Vault;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using OneMetre.Web.Backups;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Backups;

public class BackupTests
{
    const string Marker = "云朵小学门口的上学路";

    static Web.Backups.Backups Of(City city) => new(city.Place, new(city.Place.Keys), city.Time);

    static Task<BackupMade> Make(City city, bool whole = false) => city.Use((IServiceProvider services) => Of(city).Make(services, whole, default));

    /// <summary>A city with a plan, a file and a record.</summary>
    static async Task<(SmallPlan Plan, byte[] File)> Lived(City city)
    {
        var plan = await SmallPlan.In(city);
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i * 7919 % 1013} ")));
        await city.As(plan.Lead, async (IServiceProvider services) =>
        {
            await services.GetRequiredService<FileStore>().Put(file, default);
            services.GetRequiredService<CityDb>().Add(TaskNote.By(services.GetRequiredService<CurrentUser>(), Guid.CreateVersion7(), plan.Task, NoteKind.Comment, City.Noon.UtcDateTime, Marker));
            await services.GetRequiredService<CityDb>().SaveChangesAsync();
        });
        return (plan, file);
    }

    /// <summary>An empty place of the same engine, with the city's keys, and away again afterwards.</summary>
    static async Task<TResult> Elsewhere<TResult>(City city, Func<CityPlace, Task<TResult>> act)
    {
        var folder = Directory.CreateDirectory(Path.Combine(city.Place.Folder, "elsewhere")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        foreach (var key in Directory.EnumerateFiles(city.Place.Keys)) File.Copy(key, Path.Combine(folder, "keys", Path.GetFileName(key)));
        if (city.Place.Engine == Engine.Sqlite) return await act(new(folder, Engine.Sqlite, DatabaseCopy.Sqlite(Path.Combine(folder, "city.db"))));
        var connection = new NpgsqlConnectionStringBuilder(city.Place.ConnectionString);
        connection.Database += "_elsewhere";
        try
        {
            return await act(CityPlace.Postgres(folder, connection.ConnectionString));
        }
        finally
        {
            await City.OnServer($"DROP DATABASE IF EXISTS {connection.Database} WITH (FORCE)");
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_backup_comes_back_as_the_city_it_was_made_of_and_everybody_signs_in_anew(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, file) = await Lived(city);
        await city.Use((CityDb db) => { db.Add(new Session { Id = Guid.CreateVersion7(), PersonId = plan.Lead.Person, StartedAt = City.Noon.UtcDateTime, SeenAt = City.Noon.UtcDateTime }); return db.SaveChangesAsync(); });
        var made = await Make(city, whole: true);
        Assert.True(made.Verified.Opened);
        Assert.Equal((0, 0), (made.Verified.AuditFaults, made.Verified.Manifest.Damaged.Count));

        // The city goes on, and seals what the backup has not.
        await plan.Set(city, TaskState.InProgress, 70);
        await city.Use((AuditCheck check) => check.Seal(default));

        await Elsewhere(city, async place =>
        {
            var restored = await Restore.Run(made.File, place, default);
            Assert.Equal((1, 1, 0), (restored.SealsSetAside, restored.SessionsEnded, restored.AuditFaults));
            await using var services = Web.Commands.PlaceOptions.Services(place);
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            Assert.Equal(TaskState.Planned, await db.Set<ProgrammeTask>().Where(t => t.Id == plan.Task).Select(t => t.State).SingleAsync());
            Assert.Equal(1, await db.Set<TaskNote>().CountAsync(n => n.Text == Marker));
            Assert.False(await db.Set<Session>().AnyAsync(s => s.EndedAt == null));
            var stored = await db.Set<StoredFile>().SingleAsync();
            Assert.Equal(file, await scope.ServiceProvider.GetRequiredService<FileStore>().Read(stored.Sha256, default));
            Assert.Equal("restored", await db.Set<AuditEntry>().OrderByDescending(e => e.Seq).Select(e => e.Action).FirstAsync());
            await foreach (var fault in scope.ServiceProvider.GetRequiredService<AuditCheck>().Run(default)) Assert.Fail($"{fault}");
            return 0;
        });
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_rehearsal_compares_everything_and_leaves_nothing_behind(string engine)
    {
        await using var city = await City.On(engine);
        await Lived(city);
        var drilled = await city.Use((IServiceProvider services) => Of(city).Drill(services, default));
        Assert.Equal((0, 1), (drilled.Restored.AuditFaults, drilled.Restored.Manifest.Files));
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(city.Place.Backups).Select(Path.GetFileName));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task While_people_write_the_copy_is_of_one_moment(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, _) = await Lived(city);
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                await plan.Set(city, TaskState.InProgress, n % 101);
                started.TrySetResult();
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAny(started.Task, writing);
        try
        {
            for (var i = 0; i < 3; i++)
            {
                var made = await Make(city, whole: true); // opens the copy, compares the head of its record and walks it
                Assert.Equal((0, true), (made.Verified.AuditFaults, made.Verified.AuditEntries > 0));
                ((StoppedClock)city.Time).Move(TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            await stop.CancelAsync(); // else a failure above is hidden behind the folder that the writer still uses
            await writing;
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_of_the_city_can_be_read_in_the_file(string engine)
    {
        await using var city = await City.On(engine);
        await Lived(city);
        var bytes = await File.ReadAllBytesAsync((await Make(city)).File, TestContext.Current.CancellationToken);
        var key = await File.ReadAllBytesAsync(Path.Combine(city.Place.Keys, "master.key"), TestContext.Current.CancellationToken);
        foreach (var secret in new[] { Marker, "市教育局", "platform_person", "manifest" }.Select(Encoding.UTF8.GetBytes).Append(key)) Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(city.Place.Backups, "*.backup").Single()));
    }

    [Fact]
    public async Task Whatever_is_changed_or_cut_off_is_refused_and_nothing_is_put_back()
    {
        await using var city = await City.On("Sqlite");
        await Lived(city);
        var good = await File.ReadAllBytesAsync((await Make(city)).File, TestContext.Current.CancellationToken);
        var path = Path.Combine(city.Place.Folder, "bad.backup");
        var random = new Random(5);
        var bad = Enumerable.Range(0, 30).Select(_ => Changed(good, random.Next(good.Length), (byte)(1 << random.Next(8))))
            .Concat(Enumerable.Range(0, 15).Select(_ => good[..random.Next(good.Length)])).Append(good[..^1]).Append([.. good, 0]).Append([]);
        await Elsewhere(city, async place =>
        {
            foreach (var bytes in bad)
            {
                await File.WriteAllBytesAsync(path, bytes);
                await Assert.ThrowsAsync<BackupBroken>(() => Restore.Run(path, place, default));
                Assert.Equal(["keys"], Directory.EnumerateFileSystemEntries(place.Folder).Select(Path.GetFileName));
            }
            await File.WriteAllBytesAsync(path, good);
            Assert.Equal(0, (await Restore.Run(path, place, default)).AuditFaults);
            return 0;
        });

        static byte[] Changed(byte[] good, int at, byte bit)
        {
            var bytes = (byte[])good.Clone();
            bytes[at] ^= bit;
            return bytes;
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Another_citys_key_no_key_and_a_living_city_are_each_refused_in_words(string engine)
    {
        await using var city = await City.On(engine);
        await Lived(city);
        var made = await Make(city);
        await Elsewhere(city, async place =>
        {
            await File.WriteAllBytesAsync(Path.Combine(place.Keys, "master.key"), new byte[32]);
            Assert.Contains("another master key", (await Assert.ThrowsAsync<BackupBroken>(() => Restore.Run(made.File, place, default))).Message, StringComparison.Ordinal);
            File.Delete(Path.Combine(place.Keys, "master.key"));
            Assert.Contains("no master key", (await Assert.ThrowsAsync<BackupBroken>(() => Restore.Run(made.File, place, default))).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(place.Keys, "master.key"))); // none was made either
            return 0;
        });
        Assert.Contains("living city", (await Assert.ThrowsAsync<BackupBroken>(() => Restore.Run(made.File, city.Place, default))).Message, StringComparison.Ordinal);
        var other = engine == "Sqlite" ? CityPlace.Postgres(city.Place.Folder, "Host=127.0.0.1;Database=none") : CityPlace.Embedded(Path.Combine(city.Place.Folder, "other")) with { Keys = city.Place.Keys };
        Assert.Contains("on " + other.Engine, (await Assert.ThrowsAsync<BackupBroken>(() => Restore.Run(made.File, other, default))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_city_has_lost_already_does_not_stop_the_backup_and_is_named(string engine)
    {
        await using var city = await City.On(engine);
        await Lived(city);
        var file = Directory.EnumerateFiles(city.Place.Files, "*", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        await city.Use((CityDb db) => db.Database.ExecuteSqlRawAsync("UPDATE platform_audit SET \"Changes\" = 'x' WHERE \"Seq\" = 1"));
        var made = await Make(city, whole: true);
        Assert.Equal([Path.GetFileName(file)], made.Verified.Manifest.Damaged);
        Assert.Equal(1, made.Verified.AuditFaults);
    }

    [Fact]
    public async Task On_a_full_disk_it_says_so_and_leaves_nothing_half_made()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file sizes are limited by the shell");
        await using var city = await City.On("Sqlite");
        var (plan, _) = await Lived(city);
        var noise = new byte[6 * 1024 * 1024];
        new Random(3).NextBytes(noise);
        await city.As(plan.Lead, async (IServiceProvider services) => { await services.GetRequiredService<FileStore>().Put(noise, default); await services.GetRequiredService<CityDb>().SaveChangesAsync(); });

        // No file of this process may be longer than 4 MiB: enough for the database, not for the backup.
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", "trap '' XFSZ; ulimit -f 4096; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$0\" backup --city \"$1\"", Path.Combine(AppContext.BaseDirectory, "OneMetre.Web.dll"), city.Place.Folder]) start.ArgumentList.Add(argument);
        start.Environment.Remove("ONEMETRE_POSTGRES");
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.StartsWith("The backup could not be made", await complaint, StringComparison.Ordinal);
        Assert.Equal([".lock", "backups.jsonl"], Directory.EnumerateFileSystemEntries(city.Place.Backups).Select(Path.GetFileName).Order());
        Assert.NotNull(Of(city).Tries.Single().Problem);
        Assert.Equal(0, (await Make(city)).Verified.AuditFaults);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_clock_makes_one_a_day_makes_up_for_a_missed_one_and_tells_of_a_failure_once(string engine)
    {
        var time = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, time);
        var (_, system) = (await Lived(city), await city.Actor(RoleCode.SystemAdmin, "市大数据局"));
        using var clock = new BackupClock(new NoScopes(), new(2, new()), city.Place, new(city.Place.Keys), time, NullLogger<BackupClock>.Instance);
        Task<bool> Round() => city.Use((IServiceProvider services) => clock.Round(services, default));
        Assert.True(await Round());
        Assert.False(await Round());
        time.Move(TimeSpan.FromHours(13)); // half past midnight in China
        Assert.False(await Round());
        time.Move(TimeSpan.FromHours(40));
        Assert.True(await Round());

        time.Move(TimeSpan.FromDays(1));
        var keep = city.Place.Files + ".kept";
        await File.WriteAllTextAsync(Path.Combine(city.Place.Backups, "in-the-way"), "", TestContext.Current.CancellationToken);
        Directory.Move(city.Place.Backups, keep);
        await File.WriteAllTextAsync(city.Place.Backups, "not a folder", TestContext.Current.CancellationToken);
        Assert.False(await Round());
        time.Move(TimeSpan.FromMinutes(30));
        Assert.False(await Round());
        time.Move(TimeSpan.FromMinutes(40));
        Assert.False(await Round());
        Assert.Equal(["platform.notice-backup-failed"], await city.As(system, (NoticeBoard board) => board.Own.Select(n => n.Code).ToListAsync()));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(e => e.Entity == "platform_backup" && e.Action == "failed")));

        File.Delete(city.Place.Backups);
        Directory.Move(keep, city.Place.Backups);
        time.Move(TimeSpan.FromHours(1));
        Assert.True(await Round());
        Assert.Equal(3, Directory.GetFiles(city.Place.Backups, "*.backup").Length);
    }

    sealed class NoScopes : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => throw new NotSupportedException();
    }

    [Theory]
    [InlineData("2026-11-20T18:00:00Z", "2026-11-20T18:00:00Z")]
    [InlineData("2026-11-20T17:59:59Z", "2026-11-19T18:00:00Z")]
    [InlineData("2026-11-20T23:00:00Z", "2026-11-20T18:00:00Z")]
    public void A_backup_is_due_at_its_hour_of_the_citys_day(string now, string due) =>
        Assert.Equal(At(due), new BackupPlan(2, new()).LastDue(At(now)));

    static DateTime At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
}
