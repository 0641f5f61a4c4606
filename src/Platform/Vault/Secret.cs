using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OneMetre.Platform.Privacy;

namespace OneMetre.Platform.Vault;

/// <summary>The column that holds a sealed value, as its entity declares it. Name is table.column.</summary>
public sealed record SecretField(string Name, DataClass Class, Mask Mask, Find Find);

/// <summary>
/// A value that the database, the audit and the logs only ever see sealed. It has no text of its own: whoever writes one on a page by mistake shows dots. It is opened by
/// <see cref="Vault"/>, for the row it belongs to, and shown by <see cref="Eyes"/> in the form that the reader may see.
/// Bytes: 1 format, 1 suite, 4 key, 12 nonce, cipher text, 16 tag.
/// </summary>
public sealed class Secret : IEquatable<Secret>
{
    const byte Format = 1;
    internal const int HeadLength = 6 + CryptoSuite.NonceLength;
    readonly byte[]? bytes;
    readonly string? fresh;

    Secret(string fresh) => this.fresh = fresh;

    internal Secret(byte[] bytes, SecretField field) => (this.bytes, Field) = (bytes, field);

    /// <summary>A value not yet sealed; saving its row seals it. Null and blank are nothing to keep.</summary>
    public static Secret? Of(string? clear) => string.IsNullOrWhiteSpace(clear) ? null : new(clear.Trim().Normalize());

    internal string? Fresh => fresh;
    internal SecretField? Field { get; }
    internal byte SuiteCode => bytes![1];
    internal int KeyId => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(2));
    internal byte[] Nonce => bytes![6..HeadLength];
    internal ReadOnlySpan<byte> CipherAndTag => bytes.AsSpan(HeadLength);
    internal bool Whole => bytes is { Length: >= HeadLength + CryptoSuite.TagLength } && bytes[0] == Format;

    internal static Secret From(SecretField field, CryptoSuite suite, int key, byte[] nonce, byte[] cipherAndTag)
    {
        var bytes = new byte[HeadLength + cipherAndTag.Length];
        (bytes[0], bytes[1]) = (Format, suite.Code);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(2), key);
        nonce.CopyTo(bytes, 6);
        cipherAndTag.CopyTo(bytes, HeadLength);
        return new(bytes, field);
    }

    /// <summary>What the database keeps.</summary>
    /// <exception cref="InvalidOperationException">The value was not sealed: it must be saved through the change tracker.</exception>
    internal byte[] Stored => bytes ?? throw new InvalidOperationException("A secret can only be written by saving its row.");

    /// <summary>
    /// What the audit says in its place: which sealed value it was, and nothing about what it says. Made from the cipher text, so that nobody can try values against it,
    /// and that it means nothing once the value is erased.
    /// </summary>
    internal string Fingerprint => bytes is null ? "•" : "#" + Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    public bool Equals(Secret? other) => ReferenceEquals(this, other) || (other is not null && bytes is not null && other.bytes is not null && bytes.AsSpan().SequenceEqual(other.bytes));
    public override bool Equals(object? obj) => Equals(obj as Secret);
    public override int GetHashCode() => bytes is null ? fresh!.GetHashCode(StringComparison.Ordinal) : BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(^4));
    public override string ToString() => "•••";

    internal sealed class Conversion(SecretField? column) : ValueConverter<Secret, byte[]>(secret => secret.Stored, bytes => new Secret(bytes, column!))
    {
        public Conversion() : this(null) { } // for the convention, which only tells EF that this is a column; the model then sets each property's own

        public SecretField? Field => column;
    }

    internal sealed class Comparison() : ValueComparer<Secret>((a, b) => a == null ? b == null : a.Equals(b), secret => secret.GetHashCode(), secret => secret);
}
