using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;

namespace OneMetre.Platform.Vault;

/// <summary>
/// Seals and opens what identifies people. Each value is bound to its column and row: put elsewhere in the database it does not open. Sealing happens when a row is saved,
/// so that no use case can forget it.
/// </summary>
#pragma warning disable RS0030 // This is the door to search tokens.
public sealed class Vault(KeyRing ring)
{
    /// <summary>The clear text of a value of the row with this key.</summary>
    /// <exception cref="CryptographicException">The value was changed, belongs to another row, or its key is gone.</exception>
    public string Open(Guid row, Secret secret)
    {
        if (secret.Fresh is { } fresh) return fresh;
        if (!secret.Whole) throw new CryptographicException("The value is cut off.");
        var key = ring.Find(secret.KeyId);
        if (key.Class != secret.Field!.Class || key.Use != KeyUse.Values || key.Suite.Code != secret.SuiteCode) throw new CryptographicException("The key of this value is for something else.");
        return Encoding.UTF8.GetString(key.Suite.Decrypt(key.Bytes, secret.Nonce, secret.CipherAndTag, About(secret.Field, row)));
    }

    internal Secret Seal(SecretField field, Guid row, string clear)
    {
        var key = ring.Current(field.Class, KeyUse.Values);
        var nonce = RandomNumberGenerator.GetBytes(CryptoSuite.NonceLength);
        return Secret.From(field, key.Suite, key.Id, nonce, key.Suite.Encrypt(key.Bytes, nonce, Encoding.UTF8.GetBytes(clear), About(field, row)));
    }

    /// <summary>How the column of a property is declared.</summary>
    public static SecretField Field<T>(CityDb db, string property) => Secrets.Of(db.Model.FindEntityType(typeof(T))!).Single(s => s.Property.Name == property).Field;

    /// <summary>
    /// The rows whose value holds the text somewhere, or is the text, as the field declares. One query's worth of conditions, to be joined by the caller's own door.
    /// Text of which nothing can be found (blank, or for a field that is not searched) finds no row.
    /// </summary>
    public IQueryable<Guid> Rows(CityDb db, SecretField field, string text)
    {
        var tokens = db.Set<SearchToken>().Where(t => t.Field == field.Name);
        var asked = Asked(field, text).Take(8).Select(gram => ring.Of(field.Class, KeyUse.Finding).Select(key => Token(key, field, gram)).ToArray()).ToList();
        if (asked.Count == 0) return tokens.Where(_ => false).Select(t => t.Owner);
        var first = asked[0];
        var rows = tokens.Where(t => first.Contains(t.Token)).Select(t => t.Owner);
        foreach (var more in asked.Skip(1))
            rows = rows.Where(row => db.Set<SearchToken>().Any(t => t.Field == field.Name && t.Owner == row && more.Contains(t.Token)));
        return rows;
    }

    /// <summary>Seals what is about to be saved, and renews the tokens by which it is found. A value set to what it already was is no change.</summary>
    internal async Task SealFresh(CityDb db, CancellationToken ct)
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && Secrets.Of(e.Metadata).Count > 0).ToList())
        {
            var row = (Guid)entry.Property(entry.Metadata.FindPrimaryKey()!.Properties.Single().Name).CurrentValue!;
            foreach (var (property, field) in Secrets.Of(entry.Metadata))
            {
                var value = entry.Property(property.Name);
                if (entry.State != EntityState.Deleted && (value.CurrentValue as Secret)?.Fresh is { } clear)
                {
                    if (entry.State == EntityState.Modified && value.OriginalValue is Secret { Fresh: null } before && Open(row, before) == clear)
                    {
                        value.CurrentValue = before;
                        value.IsModified = false;
                        continue;
                    }
                    value.CurrentValue = Seal(field, row, clear);
                    await Find(db, field, row, entry.State == EntityState.Modified, clear, ct);
                }
                else if (entry.State == EntityState.Deleted || (value.IsModified && value.CurrentValue is null)) await Find(db, field, row, true, null, ct);
            }
        }
    }

    internal async Task Find(CityDb db, SecretField field, Guid row, bool before, string? clear, CancellationToken ct)
    {
        if (field.Find == Privacy.Find.No) return;
        var old = before ? await db.Set<SearchToken>().Where(t => t.Owner == row && t.Field == field.Name).ToListAsync(ct) : [];
        var key = ring.Current(field.Class, KeyUse.Finding);
        var wanted = (clear is null ? [] : Kept(field, clear)).Select(gram => Token(key, field, gram)).ToHashSet();
        db.RemoveRange(old.Where(t => !wanted.Remove(t.Token)));
        db.AddRange(wanted.Select(token => new SearchToken { Field = field.Name, Token = token, Owner = row, Only = field.Find == Privacy.Find.Only }));
    }

    static byte[] About(SecretField field, Guid row) => Encoding.UTF8.GetBytes($"{field.Name} {row:N}");

    static long Token(LiveKey key, SecretField field, string gram) => BinaryPrimitives.ReadInt64BigEndian(key.Suite.Mac(key.Bytes, Encoding.UTF8.GetBytes($"{field.Name} {gram}")));

    /// <summary>What is kept of a value: itself, or each of its characters and each pair of neighbours.</summary>
    static IEnumerable<string> Kept(SecretField field, string clear) => field.Find switch
    {
        Privacy.Find.Parts when Folded(clear) is var runes => runes.Concat(runes.Zip(runes.Skip(1), (a, b) => a + b)).Distinct(),
        Privacy.Find.Whole or Privacy.Find.Only => ["=" + string.Concat(Folded(clear))],
        _ => [],
    };

    static IEnumerable<string> Asked(SecretField field, string text) => field.Find switch
    {
        Privacy.Find.Parts when Folded(text) is var runes => (runes.Count < 2 ? runes : runes.Zip(runes.Skip(1), (a, b) => a + b)).Distinct(),
        Privacy.Find.Whole or Privacy.Find.Only when Folded(text) is { Count: > 0 } runes => ["=" + string.Concat(runes)],
        _ => [],
    };

    // Width, case, spaces and the many dots in names make no difference to who is meant.
    static List<string> Folded(string text) => [.. text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().EnumerateRunes()
        .Where(r => !Rune.IsWhiteSpace(r) && r.Value is not ('·' or '•' or '・' or '.' or '-')).Select(r => r.ToString())];
}

/// <summary>Which properties of an entity are secrets, found once per model.</summary>
static class Secrets
{
    static readonly ConditionalWeakTable<IReadOnlyEntityType, IReadOnlyList<(IReadOnlyProperty Property, SecretField Field)>> Known = [];

    /// <summary>Gives each secret property its column's declaration. Fails where a secret has none: it would be neither encrypted for a class nor masked.</summary>
    public static void Declare(ModelBuilder builder)
    {
        foreach (var type in builder.Model.GetEntityTypes())
            foreach (var property in type.GetProperties().Where(p => p.ClrType == typeof(Secret)))
            {
                var declared = property.PropertyInfo?.GetCustomAttribute<ClassifiedAttribute>() ?? throw new InvalidOperationException($"{type.ClrType.Name}.{property.Name} is a secret without a class.");
                property.SetValueConverter(new Secret.Conversion(new($"{type.GetTableName()}.{property.Name}", declared.Class, declared.Mask, declared.Find)));
                property.SetValueComparer(new Secret.Comparison());
            }
    }

    public static IReadOnlyList<(IReadOnlyProperty Property, SecretField Field)> Of(IReadOnlyEntityType type) => Known.GetValue(type, static t =>
        [.. t.GetProperties().Select(p => (p, (p.GetValueConverter() as Secret.Conversion)?.Field)).Where(p => p.Field is not null).Select(p => (p.p, p.Field!))]);
}
