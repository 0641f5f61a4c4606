using System.Security.Cryptography;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Privacy;

/// <summary>
/// In what form sealed values leave the server: the one place for list, detail, search, export and API. Clear or masked is decided row by row by whoever asks, from the
/// same predicate that chose the row; what was shown clear is put into the record before the page is written.
/// </summary>
public sealed class Eyes(Vault.Vault vault, AuditLog log)
{
    /// <summary>Stands where a value could not be opened: it was changed in the database, or its key is gone. The rest of the page is still of use.</summary>
    public const string Unreadable = "⚠";

    /// <summary>The clear text, or the mask that the property declares. Null stays null.</summary>
    public string? Show(Guid row, Secret? secret, bool clear)
    {
        if (secret is null) return null;
        try
        {
            var text = vault.Open(row, secret);
            return clear || secret.Field is null ? text : Masks.Of(secret.Field.Mask, text);
        }
        catch (CryptographicException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// Puts down that these records were seen clear: one entry for a list, naming each; purpose is a word from the page, not free text. Nothing seen, nothing put down.
    /// </summary>
    public Task Note(string entity, string action, IReadOnlyCollection<Guid> seen, string? purpose = null, CancellationToken ct = default) => seen.Count switch
    {
        0 => Task.CompletedTask,
        1 => log.Note(AuditKind.Read, entity, seen.First().ToString(), action, purpose is null ? new { } : new { purpose }, ct: ct),
        _ => log.Note(AuditKind.Read, entity, $"{seen.Count}", action, new { seen, purpose }, ct: ct),
    };
}
