using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Privacy;

/// <summary>How a module erases one of its subjects: rows, history, files. The door around it erases what the platform holds. Erasing what is not there is no fault.</summary>
public interface IEraser
{
    /// <summary>As in <see cref="SightRule"/>.</summary>
    string Kind { get; }

    /// <summary>Marks everything held on the subject for deletion; the caller saves.</summary>
    Task Forget(Guid subject, CancellationToken ct);
}

/// <summary>
/// Erases people. Who was erased is kept, by number alone, in a ledger beside the keys and outside every backup, so that a restored backup can be made to forget them again.
/// </summary>
#pragma warning disable RS0030 // Erases looks at the subject, which no other door holds.
public sealed class Erasures(CityDb db, IEnumerable<IEraser> erasers, MasterKey keys, AuditLog log, TimeProvider time)
{
    const string Ledger = "erasures.log";

    /// <summary>Erases one subject in one transaction, with a note of what for.</summary>
    public async Task Run(string kind, Guid subject, string why, CancellationToken ct)
    {
        // The ledger first: a crash between the two erases once more at the next start, and never forgets to.
        keys.Append(Ledger, string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcDateTime:O} {kind} {subject:N}"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await Erase(kind, subject, ct);
        await log.Note(AuditKind.Write, kind, subject.ToString(), "erased", new { why }, ct: ct);
        await transaction.CommitAsync(ct);
        await Scrub(ct);
    }

    /// <summary>Erases again whoever the ledger names: after a restore, and after a crash. Returns how many it still found.</summary>
    public async Task<int> Replay(CancellationToken ct)
    {
        var again = 0;
        foreach (var line in keys.Lines(Ledger).ToList())
        {
            if (line.Split(' ') is not [_, var kind, var id] || !Guid.TryParseExact(id, "N", out var subject)) continue;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await Erase(kind, subject, ct) == 0) continue;
            await log.Note(AuditKind.Write, kind, subject.ToString(), "erased", new { why = "replay" }, ct: ct);
            await transaction.CommitAsync(ct);
            again++;
        }
        if (again > 0) await Scrub(ct);
        return again;
    }

    async Task<int> Erase(string kind, Guid subject, CancellationToken ct)
    {
        foreach (var eraser in erasers.Where(e => e.Kind == kind)) await eraser.Forget(subject, ct);
        db.RemoveRange(await db.Set<Disclosure>().Where(d => d.Kind == kind && d.Subject == subject).ToListAsync(ct));
        var rows = db.ChangeTracker.Entries().Count(e => e.State == EntityState.Deleted);
        await db.SaveChangesAsync(ct);
        return rows;
    }

    // Deleted pages are overwritten (secure_delete), but the journal still holds them until it is cut back. PostgreSQL frees its pages by vacuum, which docs/operations tells to schedule.
    async Task Scrub(CancellationToken ct)
    {
        if (db.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", ct);
    }
}
