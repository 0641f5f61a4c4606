using System.Globalization;
using System.Text.Json;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>One try to make a backup, as kept in backups.jsonl beside them. Problem is null when it was made and found whole.</summary>
sealed record BackupRecord(DateTime At, string File, long Length, string Sha256, double Seconds, string? Problem);

/// <summary>How a copy was looked at: opened with its database (on PostgreSQL in a scratch database), or, on PostgreSQL, its dump only listed.</summary>
sealed record Verified(Manifest Manifest, bool Opened, long AuditEntries, int AuditFaults)
{
    /// <summary>The backup is whole; what it is the backup of, is not.</summary>
    public bool CityDamaged => Manifest.Damaged.Count > 0 || AuditFaults > 0;
}

/// <summary>A backup that was made and found whole.</summary>
sealed record BackupMade(string File, BackupRecord Record, Verified Verified);

/// <summary>What a rehearsal showed: bytes, seconds to make and to restore, and what came back.</summary>
sealed record Drilled(long Length, double MadeIn, double RestoredIn, Restored Restored);

/// <summary>The backups of one city: makes them while people work, looks at each at once, and lets go of old ones.</summary>
sealed class Backups(CityPlace place, MasterKey master, TimeProvider time)
{
    const string Ending = ".backup";
    const string Log = "backups.jsonl";

    /// <summary>Every try, the latest last. The record lies beside the backups, so it outlives the database.</summary>
    public IReadOnlyList<BackupRecord> Tries => File.Exists(Path.Combine(place.Backups, Log)) ? [.. File.ReadLines(Path.Combine(place.Backups, Log)).Select(Parsed).OfType<BackupRecord>()] : [];

    /// <summary>When the newest of the backups that are still there was made, in UTC; null when there is none.</summary>
    public DateTime? Newest => Kept().Select(b => (DateTime?)b.MadeAt).Max();

    /// <summary>
    /// Makes one and reads it again: every chunk decrypted, every checksum compared, the database opened and its record walked. On PostgreSQL the dump is listed,
    /// and restored into a scratch database when whole is asked for. Throws <see cref="BackupBroken"/>; nothing half made stays.
    /// </summary>
    public async Task<BackupMade> Make(IServiceProvider services, bool whole, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var at = time.GetUtcNow().UtcDateTime;
        var name = string.Create(CultureInfo.InvariantCulture, $"onemetre-{at:yyyyMMdd'T'HHmmssfff'Z'}{Ending}");
        var (file, part) = (Path.Combine(place.Backups, name), Path.Combine(place.Backups, name + ".part"));
        try
        {
            Directory.CreateDirectory(place.Backups);
            using var alone = Lock();
            await Tidy();
            await using (var scratch = Scratch.In(place, ownDatabase: false))
            {
                var copy = Path.Combine(scratch.Place.Folder, "copy");
                var (facts, files) = await DatabaseCopy.Take(place, services.GetRequiredService<CityDb>(), copy, ct);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 1 << 17 };
                if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                await using var stream = new FileStream(part, options);
                await Archive.Write(stream, at, place, master, copy, facts, files, ct);
                stream.Flush(flushToDisk: true);
            }
            var verified = await Verify(part, whole, ct);
            File.Move(part, file);
            var record = new BackupRecord(at, name, new FileInfo(file).Length, await Archive.Sha256(file, ct), time.GetElapsedTime(start).TotalSeconds, null);
            Note(record);
            await services.GetRequiredService<AuditLog>().Note(AuditKind.Export, "platform_backup", name, "made", new { record.Length, record.Sha256, verified.Manifest.Files, Damaged = verified.Manifest.Damaged.Count, verified.AuditFaults }, ct: ct);
            return new(file, record, verified);
        }
        // A file longer than the file system takes (FAT: 4 GiB) is out of range to .NET, not a failure of the disk.
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or IOException and not BackupBroken { UnderWay: true } or UnauthorizedAccessException or System.Data.Common.DbException or InvalidOperationException)
        {
            if (File.Exists(part)) File.Delete(part);
            var broken = problem as BackupBroken ?? new BackupBroken($"The backup could not be made: {problem.Message}", problem);
            TryNote(new(at, name, 0, "", time.GetElapsedTime(start).TotalSeconds, broken.Message));
            throw broken;
        }
    }

    /// <summary>Reads a backup to its end and opens what is in it, in a scratch place.</summary>
    public async Task<Verified> Verify(string backup, bool whole, CancellationToken ct)
    {
        Directory.CreateDirectory(place.Backups);
        await using var scratch = Scratch.In(place, ownDatabase: whole);
        var copy = Path.Combine(scratch.Place.Folder, "copy");
        var manifest = await Archive.Read(backup, master, place.Engine, copy, null, ct);
        await DatabaseCopy.Look(place.Engine, copy, ct);
        if (place.Engine == Engine.Postgres && !whole) return new(manifest, false, 0, 0);
        await DatabaseCopy.RefuseUnlessEmpty(scratch.Place, manifest.Database.Schema, ct);
        await DatabaseCopy.PutBack(scratch.Place, manifest.Database.Schema, copy, ct);
        var (entries, faults) = await Restore.Compare(scratch.Place, manifest, ct);
        return new(manifest, true, entries, faults);
    }

    /// <summary>Rehearses the worst day: makes a backup, restores it into a scratch place (on PostgreSQL into a database of its own), compares, and clears everything away.</summary>
    public async Task<Drilled> Drill(IServiceProvider services, CancellationToken ct)
    {
        Directory.CreateDirectory(place.Backups);
        using var alone = Lock();
        await Tidy();
        await using var scratch = Scratch.In(place, ownDatabase: true);
        var start = time.GetTimestamp();
        var made = await new Backups(place with { Backups = scratch.Place.Backups }, master, time).Make(services, whole: false, ct);
        var madeIn = time.GetElapsedTime(start).TotalSeconds;

        // Putting back sets seals aside, in the rehearsal on a copy of the keys.
        start = time.GetTimestamp();
        var keys = Directory.CreateDirectory(Path.Combine(scratch.Place.Folder, "keys")).FullName;
        if (Directory.Exists(place.Keys)) foreach (var key in Directory.EnumerateFiles(place.Keys)) File.Copy(key, Path.Combine(keys, Path.GetFileName(key)));
        var restored = await Restore.Run(made.File, scratch.Place with { Keys = keys }, ct);
        return new(made.Record.Length, madeIn, time.GetElapsedTime(start).TotalSeconds, restored);
    }

    /// <summary>Deletes what the retention lets go of; returns the names. Only files that are backups by their head are ever looked at.</summary>
    public IReadOnlyList<string> LetGo(Retention retention)
    {
        var all = Kept().ToList();
        var kept = retention.Keep(all, b => ChinaTime.Local(b.MadeAt)).Select(b => b.Path).ToHashSet();
        var gone = all.Where(b => !kept.Contains(b.Path)).Select(b => b.Path).ToList();
        foreach (var path in gone) File.Delete(path);
        return [.. gone.Select(p => Path.GetFileName(p)!)];
    }

    IEnumerable<(string Path, DateTime MadeAt)> Kept()
    {
        if (!Directory.Exists(place.Backups)) yield break;
        foreach (var path in Directory.EnumerateFiles(place.Backups, $"onemetre-*{Ending}"))
            if (Head(path) is { } head) yield return (path, head.MadeAt);
    }

    static BackupHeader? Head(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return BackupFile.Head(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>One at a time, also among processes; a process that dies lets go of it.</summary>
    FileStream Lock()
    {
        try
        {
            return new(Path.Combine(place.Backups, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem)
        {
            throw new BackupBroken("Another backup of this city is being made.", problem, underWay: true);
        }
    }

    /// <summary>What a killed process left half made.</summary>
    Task Tidy()
    {
        foreach (var part in Directory.EnumerateFiles(place.Backups, $"onemetre-*{Ending}.part")) File.Delete(part);
        return Scratch.Tidy(place);
    }

    void Note(BackupRecord record) => File.AppendAllText(Path.Combine(place.Backups, Log), JsonSerializer.Serialize(record) + "\n");

    void TryNote(BackupRecord record)
    {
        try
        {
            Note(record);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The disk that had no room for the backup has none for this line either; the caller is told.
        }
    }

    static BackupRecord? Parsed(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupRecord>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
