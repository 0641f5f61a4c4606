using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Vault;
using OneMetre.Platform.Watching;

namespace OneMetre.Platform.Audit;

/// <summary>What is wrong with the record: changed (Row says which), missing (up to Through), cut, seal, or seal-line (Seq counts the lines of the file).</summary>
public sealed record AuditFault(long Seq, string Wrong, string? Row = null, long? Through = null);

/// <summary>Walks the whole chain and says which entries were changed, dropped, moved or cut off at the end.</summary>
#pragma warning disable RS0030 // Reads the whole table, for the command line and the sealing job; no page.
public sealed class AuditCheck(CityDb db, AuditChain chain, MasterKey keys, CryptoChoice choice, TimeProvider time)
{
    const string SealFile = "audit-seals.jsonl";

    sealed record Line(long Seq, string Head, DateTime At, string Signature);

    /// <summary>Entries walked so far.</summary>
    public long Walked { get; private set; }

    public async IAsyncEnumerable<AuditFault> Run([EnumeratorCancellation] CancellationToken ct)
    {
        var seals = await db.Set<AuditSeal>().AsNoTracking().ToDictionaryAsync(s => s.Seq, s => new Line(s.Seq, s.Head, s.At, s.Signature), ct);
        var kept = new List<Line>();
        var number = 0;
        foreach (var text in keys.Lines(SealFile))
        {
            number++;
            if (Read(text) is { } line) kept.Add(line);
            else yield return new(number, "seal-line"); // cut short by a full disk or a crash: the others still hold
        }
        foreach (var line in kept.Concat(seals.Values).DistinctBy(l => (l.Seq, l.Head)))
            if (!keys.Verify(line.Signature, AuditSeal.Signed(line.Seq, line.Head, DateTime.SpecifyKind(line.At, DateTimeKind.Utc))))
                yield return new(line.Seq, "seal");
        foreach (var line in kept) seals[line.Seq] = line; // the file is out of reach of whoever can write to the database

        var (seq, hash) = (0L, "");
        await foreach (var entry in db.Set<AuditEntry>().AsNoTracking().Where(e => e.Seq != null).OrderBy(e => e.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            Walked++;
            if (entry.Seq > seq + 1) yield return new(seq + 1, "missing", Through: entry.Seq - 1);
            // After a gap the hash before is unknown: such an entry is judged by its successor alone.
            var broken = entry.Seq == seq + 1 && !chain.Follows(hash, entry);
            if (broken) yield return new(entry.Seq!.Value, "changed", $"{entry.Entity} {entry.Key}");
            if (seals.TryGetValue(entry.Seq!.Value, out var seal) && seal.Head != entry.Hash && !broken) yield return new(entry.Seq.Value, "changed", $"{entry.Entity} {entry.Key}");
            (seq, hash) = (entry.Seq.Value, entry.Hash ?? "");
        }
        if (seals.Count > 0 && seals.Keys.Max() is var last && last > seq) yield return new(seq + 1, "cut");
    }

    /// <summary>Signs the head of the chain as it stands. Nothing new, nothing to sign.</summary>
    public async Task Seal(CancellationToken ct)
    {
        var head = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Seq != null).OrderByDescending(e => e.Seq).Select(e => new { e.Seq, e.Hash }).FirstOrDefaultAsync(ct);
        if (head is null || await db.Set<AuditSeal>().AnyAsync(s => s.Seq == head.Seq, ct)) return;

        using var span = CityTrace.SealAudit();
        var now = time.GetUtcNow();
        var at = new DateTime(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        var line = new Line(head.Seq!.Value, head.Hash!, at, keys.Sign(choice.Suite, AuditSeal.Signed(head.Seq.Value, head.Hash!, at)));
        db.Add(new AuditSeal { Seq = line.Seq, Head = line.Head, At = line.At, Signature = line.Signature });
        await db.SaveChangesAsync(ct);
        keys.Append(SealFile, JsonSerializer.Serialize(line));
    }

    /// <summary>
    /// Where a city goes on from an older entry (a backup was put back), the seals of what came after it are put aside into a file of their own beside the keys:
    /// they prove what is missing, and no longer speak of this record. Returns their number.
    /// </summary>
    public int SetSealsAside(long after) => keys.SetAside(SealFile, line => Read(line) is { } seal && seal.Seq <= after, "audit-seals-set-aside.jsonl");

    static Line? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
