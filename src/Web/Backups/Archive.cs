using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Vault;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>The last entry of a backup: what is in it, and what was already lost or damaged on the city's disk when it was made.</summary>
sealed record Manifest(DateTime MadeAt, Engine Engine, DatabaseFacts Database, long DatabaseLength, string DatabaseSha256, int Files, long FileLength, IReadOnlyList<string> Damaged);

/// <summary>
/// The content of a backup: a compressed tar of the database, every file that its records name, and the manifest, in this order. Written and read as a stream:
/// neither ever stands in memory as a whole.
/// </summary>
static class Archive
{
    const string Database = "database";
    const string About = "manifest.json";
    const int LongestManifest = 1024 * 1024 * 16;

    public static async Task<Manifest> Write(Stream file, DateTime madeAt, CityPlace place, MasterKey master, string database, DatabaseFacts facts, IReadOnlyList<string> files, CancellationToken ct)
    {
        await using var sealing = BackupFile.Write(file, madeAt, place.Engine.ToString(), master);
        var damaged = new List<string>();
        Manifest manifest;
        await using (var pressed = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(pressed, TarEntryFormat.Pax, leaveOpen: true))
        {
            var sha256 = await Sha256(database, ct);
            await Put(tar, Database, database, ct);
            var (count, length) = (0, 0L);
            foreach (var name in files)
            {
                var path = Path.Combine(place.Files, name[..2], name);
                if (!File.Exists(path) || await Sha256(path, ct) != name)
                {
                    damaged.Add(name);
                    continue;
                }
                await Put(tar, $"files/{name}", path, ct);
                (count, length) = (count + 1, length + new FileInfo(path).Length);
            }
            manifest = new(madeAt, place.Engine, facts, new FileInfo(database).Length, sha256, count, length, damaged);
            using var about = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, About) { DataStream = about }, ct);
        }
        sealing.End();
        return manifest;
    }

    /// <summary>
    /// Reads a backup to its end and checks every chunk and checksum on the way. The database goes to the given file; the files go below the given folder as the
    /// city keeps them, or nowhere.
    /// </summary>
    public static async Task<Manifest> Read(string backup, MasterKey master, Engine engine, string database, string? files, CancellationToken ct)
    {
        try
        {
            await using var file = new FileStream(backup, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
            var (header, content) = BackupFile.Open(file, master);
            if (header.Engine != engine.ToString()) throw new BackupBroken($"This is the backup of a city on {header.Engine}; the place to restore to is on {engine}.");
            await using var unsealing = content;
            await using var pressed = new GZipStream(unsealing, CompressionMode.Decompress);
            await using var tar = new TarReader(pressed);
            Manifest? manifest = null;
            var (sha256, count, length) = ("", 0, 0L);
            while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (manifest is not null) throw new BackupBroken("The backup goes on after its manifest.");
                if (entry.Name == Database) sha256 = await Extract(entry, database, ct);
                else if (entry.Name == About && entry.Length <= LongestManifest) manifest = await JsonSerializer.DeserializeAsync<Manifest>(entry.DataStream!, cancellationToken: ct);
                else if (entry.Name.Split('/') is ["files", { Length: 64 } name] && name.All(char.IsAsciiHexDigitLower))
                {
                    if (await Extract(entry, files is null ? null : Path.Combine(files, name[..2], name), ct) != name) throw new BackupBroken($"File {name} in the backup is not what its name says.");
                    (count, length) = (count + 1, length + entry.Length);
                }
                else throw new BackupBroken($"The backup holds something unknown: {entry.Name}");
            }
            await pressed.CopyToAsync(Stream.Null, ct); // to the very end: only there is it known that nothing was cut off
            await unsealing.CopyToAsync(Stream.Null, ct);
            if (manifest is null) throw new BackupBroken("The backup has no manifest.");
            if (sha256 != manifest.DatabaseSha256) throw new BackupBroken("The database in the backup is not the one of its manifest.");
            if ((count, length) != (manifest.Files, manifest.FileLength)) throw new BackupBroken($"The backup holds {count} files, its manifest names {manifest.Files}.");
            return manifest;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            throw new BackupBroken("The backup cannot be read: " + problem.Message, problem);
        }
    }

    static async Task Put(TarWriter tar, string name, string path, CancellationToken ct)
    {
        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, ct);
    }

    static async Task<string> Extract(TarEntry entry, string? to, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (to is not null) Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        await using var kept = to is null ? Stream.Null : new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17);
        if (entry.DataStream is { } content)
        {
            var buffer = new byte[1 << 17];
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await kept.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        if (kept is FileStream file) file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task<string> Sha256(string path, CancellationToken ct)
    {
        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
    }
}
