using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OneMetre.Platform.Backups;

/// <summary>
/// Encrypts what is written to it in chunks of 64 KiB with AES-256-GCM. A chunk's nonce is its number and whether it is the last (the STREAM construction,
/// Hoang, Reyhanitabar, Rogaway and Vizár 2015), so chunks can be neither exchanged nor left out, nor the end cut off. The key must serve this one stream only.
/// </summary>
public sealed class SealingStream(Stream to, byte[] key, byte[] about) : Stream
{
    internal const int ChunkLength = 64 * 1024;
    internal const int TagLength = 16;

    readonly AesGcm cipher = new(key, TagLength);
    readonly byte[] plain = new byte[ChunkLength];
    readonly byte[] shut = new byte[ChunkLength + TagLength];
    uint number;
    int filled;
    bool ended;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk waits for the next byte: only then is it known not to be the last.
            if (filled == ChunkLength) Put(last: false);
            var taken = Math.Min(buffer.Length, ChunkLength - filled);
            buffer[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    void Put(bool last)
    {
        cipher.Encrypt(Nonce(number, last), plain.AsSpan(0, filled), shut.AsSpan(0, filled), shut.AsSpan(filled, TagLength), about);
        to.Write(shut, 0, filled + TagLength);
        number = checked(number + 1);
        filled = 0;
    }

    internal static byte[] Nonce(uint number, bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(7), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    /// <summary>Writes the last chunk; without it the stream counts as cut off.</summary>
    public void End()
    {
        if (ended) return;
        ended = true;
        Put(last: true);
        to.Flush();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) cipher.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Reads what <see cref="SealingStream"/> wrote; a chunk that was changed, moved or left out, and an end that was cut off, throw.</summary>
sealed class UnsealingStream(Stream from, byte[] key, byte[] about) : Stream
{
    const int Whole = SealingStream.ChunkLength + SealingStream.TagLength;

    readonly AesGcm cipher = new(key, SealingStream.TagLength);
    readonly byte[] plain = new byte[SealingStream.ChunkLength];
    byte[] ahead = new byte[Whole];
    byte[] now = new byte[Whole];
    int aheadLength = -1;
    uint number;
    int length, taken;
    bool last;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0) return 0;
        while (taken == length)
        {
            if (last) return 0;
            Next();
        }
        var given = Math.Min(buffer.Length, length - taken);
        plain.AsSpan(taken, given).CopyTo(buffer);
        taken += given;
        return given;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    void Next()
    {
        // One chunk is read ahead: the last is known by nothing following it.
        if (aheadLength < 0) aheadLength = from.ReadAtLeast(ahead, Whole, throwOnEndOfStream: false);
        (now, ahead) = (ahead, now);
        var shut = aheadLength;
        aheadLength = shut == Whole ? from.ReadAtLeast(ahead, Whole, throwOnEndOfStream: false) : 0;
        last = aheadLength == 0;
        length = shut - SealingStream.TagLength;
        taken = 0;
        if (length < 0) throw new BackupBroken("The backup was cut off.");
        try
        {
            cipher.Decrypt(SealingStream.Nonce(number, last), now.AsSpan(0, length), now.AsSpan(length, SealingStream.TagLength), plain.AsSpan(0, length), about);
        }
        catch (CryptographicException problem)
        {
            (length, last) = (0, true);
            throw new BackupBroken("The backup was changed or cut off; nothing of the damaged part was used.", problem);
        }
        number++;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) cipher.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
