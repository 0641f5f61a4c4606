using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.Audit;

/// <summary>The door to the audit table: puts down what is no write of a row (sign-ins, refusals, exports), and gives what was put down to its reader.</summary>
#pragma warning disable RS0030 // This is the door.
public sealed class AuditLog(CityDb db, AuditChain chain, CurrentUser user, TimeProvider time)
{
    /// <summary>The audit administrator reads everything, what is held back once its time has come, and nobody else anything.</summary>
    public IQueryable<AuditEntry> Entries
    {
        get
        {
            var now = time.GetUtcNow().UtcDateTime;
            return db.Set<AuditEntry>().AsNoTracking().Where(e => user.Role == RoleCode.AuditAdmin && (e.HiddenUntil == null || e.HiddenUntil <= now));
        }
    }

    public IQueryable<AuditSeal> Seals => db.Set<AuditSeal>().AsNoTracking().Where(_ => user.Role == RoleCode.AuditAdmin);

    /// <summary>The names that stand behind entries, for the same reader.</summary>
    public IQueryable<Person> People => db.Set<Person>().AsNoTracking().Where(_ => user.Role == RoleCode.AuditAdmin);

    /// <summary>What the record tells of one row: who wrote and who looked. For the page of that row; whoever asks has made sure that the reader may see it clear.</summary>
    public IQueryable<AuditEntry> About(string entity, string key) => db.Set<AuditEntry>().AsNoTracking().Where(e => e.Entity == entity && e.Key == key);

    /// <summary>Puts down one thing that happened, in a transaction of its own. Details are names and numbers, never the data of a child.</summary>
    public async Task Note(AuditKind kind, string entity, string key, string action, object? details = null, Guid? person = null, DateTime? hiddenUntil = null, CancellationToken ct = default)
    {
        var entry = AuditTrail.New(kind, entity, key, action, AuditTrail.Written(details ?? new { }), user, time, person, hiddenUntil);
        if (db.Database.CurrentTransaction is not null)
        {
            chain.Add(db, [entry]);
            return;
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        chain.Add(db, [entry]);
        await transaction.CommitAsync(ct);
    }
}
