using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Backups;

/// <summary>A backup that cannot be made, read or put back; the message says why, and what to do.</summary>
public sealed class BackupBroken(string why, Exception? cause = null, bool underWay = false) : IOException(why, cause)
{
    /// <summary>Nothing is wrong: another process is making one.</summary>
    public bool UnderWay { get; } = underWay;
}

/// <summary>What stands in clear at the head of a backup: nothing about people, enough to know whether this city's key opens it.</summary>
public sealed record BackupHeader(DateTime MadeAt, string Engine, string KeyId, string Nonce, string WrappedKey)
{
    public const string Magic = "OneMetre backup\n";
    public const byte Version = 1;
}

/// <summary>
/// A backup on disk: magic, format version, header (length in four bytes, JSON), then one encrypted stream. Each file has a random key of its own (AES-256-GCM in
/// chunks); that key is wrapped with one derived from the city's master key, which itself is never in a backup. The header is authenticated with every chunk.
/// </summary>
public static class BackupFile
{
    const int LongestHeader = 64 * 1024;

    /// <summary>Names a master key without telling anything about it.</summary>
    public static string KeyId(MasterKey master) => Convert.ToHexStringLower(master.For("backup key id").AsSpan(0, 8));

    /// <summary>Writes the head and returns the stream for the content. The backup is whole only once that stream was told to end.</summary>
    public static SealingStream Write(Stream file, DateTime madeAt, string engine, MasterKey master)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var wrapped = new byte[key.Length + SealingStream.TagLength];
        using (var wrapping = new AesGcm(master.For("backup"), SealingStream.TagLength)) wrapping.Encrypt(nonce, key, wrapped.AsSpan(0, key.Length), wrapped.AsSpan(key.Length));

        var json = JsonSerializer.SerializeToUtf8Bytes(new BackupHeader(madeAt, engine, KeyId(master), Convert.ToBase64String(nonce), Convert.ToBase64String(wrapped)));
        var head = new byte[BackupHeader.Magic.Length + 1 + 4 + json.Length];
        System.Text.Encoding.ASCII.GetBytes(BackupHeader.Magic, head);
        head[BackupHeader.Magic.Length] = BackupHeader.Version;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(BackupHeader.Magic.Length + 1), json.Length);
        json.CopyTo(head.AsSpan(BackupHeader.Magic.Length + 5));
        file.Write(head);
        return new SealingStream(file, key, SHA256.HashData(head));
    }

    /// <summary>The head alone, without a key.</summary>
    public static BackupHeader Head(Stream file) => Read(file).Header;

    /// <summary>The head and the content, decrypted as it is read; damage anywhere throws <see cref="BackupBroken"/> before a byte of the damaged chunk is handed out.</summary>
    public static (BackupHeader Header, Stream Content) Open(Stream file, MasterKey master)
    {
        var (header, head) = Read(file);
        if (header.KeyId != KeyId(master))
            throw new BackupBroken($"This backup was made with another master key ({header.KeyId}; the one at hand is {KeyId(master)}). A backup opens only with the key of its city: put that city's master.key into the keys folder, or into ONEMETRE_MASTER_KEY.");
        try
        {
            var (nonce, wrapped) = (Convert.FromBase64String(header.Nonce), Convert.FromBase64String(header.WrappedKey));
            var key = new byte[wrapped.Length - SealingStream.TagLength];
            using (var wrapping = new AesGcm(master.For("backup"), SealingStream.TagLength)) wrapping.Decrypt(nonce, wrapped.AsSpan(0, key.Length), wrapped.AsSpan(key.Length), key);
            return (header, new UnsealingStream(file, key, SHA256.HashData(head)));
        }
        catch (Exception problem) when (problem is CryptographicException or FormatException or ArgumentException or OverflowException)
        {
            throw new BackupBroken("The head of the backup was changed.", problem);
        }
    }

    static (BackupHeader Header, byte[] Head) Read(Stream file)
    {
        var start = new byte[BackupHeader.Magic.Length + 5];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan(0, BackupHeader.Magic.Length).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(BackupHeader.Magic)))
            throw new BackupBroken("This is not a backup of OneMetre.");
        if (start[BackupHeader.Magic.Length] != BackupHeader.Version) throw new BackupBroken($"This backup has format {start[BackupHeader.Magic.Length]}; this version of OneMetre reads format {BackupHeader.Version}.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(BackupHeader.Magic.Length + 1));
        if (length is < 2 or > LongestHeader) throw new BackupBroken("The head of the backup was changed.");
        var head = new byte[start.Length + length];
        start.CopyTo(head, 0);
        try
        {
            file.ReadExactly(head, start.Length, length);
            return (JsonSerializer.Deserialize<BackupHeader>(head.AsSpan(start.Length)) is { KeyId: not null, Nonce: not null, WrappedKey: not null, Engine: not null } header ? header : throw new JsonException(), head);
        }
        catch (Exception problem) when (problem is JsonException or EndOfStreamException)
        {
            throw new BackupBroken("The head of the backup was changed or cut off.", problem);
        }
    }
}
