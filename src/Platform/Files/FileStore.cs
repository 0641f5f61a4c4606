using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Files;

/// <summary>Where the bytes lie; chosen when the city is set up.</summary>
public sealed record FileFolder(string Path);

/// <summary>
/// Files by content: each is stored once, under the sha-256 of its bytes, and never changed. Knowing a hash gives no right to read:
/// callers check the record that refers to the file first.
/// </summary>
#pragma warning disable RS0030 // This is the door to platform_file.
public sealed class FileStore(CityDb db, FileFolder folder, TimeProvider time)
{
    /// <summary>Bytes of a request that brings a file, with the form around it. Only pages that take files allow so much.</summary>
    public const int LargestUpload = 25 * 1024 * 1024;

    /// <summary>Stores the content and returns its hash. The record joins the caller's transaction; the bytes are safe on disk before it commits.</summary>
    public async Task<StoredFile> Put(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        var path = PathOf(hash);
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            var part = $"{path}.{Guid.CreateVersion7(time.GetUtcNow()):N}.part";
            await using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81920, FileOptions.Asynchronous))
            {
                await stream.WriteAsync(content, ct);
                stream.Flush(flushToDisk: true);
            }
            File.Move(part, path, overwrite: true);
        }

        var known = db.Set<StoredFile>().Local.FirstOrDefault(f => f.Sha256 == hash) ?? await db.Set<StoredFile>().FirstOrDefaultAsync(f => f.Sha256 == hash, ct);
        if (known is not null) return known;
        var file = new StoredFile { Sha256 = hash, Size = content.Length, StoredAt = time.GetUtcNow().UtcDateTime };
        db.Set<StoredFile>().Add(file);
        return file;
    }

    /// <summary>Opens a stored content for reading; throws <see cref="FileNotFoundException"/> when the store has lost it.</summary>
    public Stream Open(string sha256) => new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, 81920, FileOptions.Asynchronous | FileOptions.SequentialScan);

    public async Task<byte[]> Read(string sha256, CancellationToken ct) => await File.ReadAllBytesAsync(PathOf(sha256), ct);

    string PathOf(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? System.IO.Path.Combine(folder.Path, sha256[..2], sha256)
            : throw new ArgumentException("Not a sha-256.", nameof(sha256));
}
