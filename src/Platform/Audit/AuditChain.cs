using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using OneMetre.Platform.Data;
using OneMetre.Platform.Vault;
using OneMetre.Platform.Watching;

namespace OneMetre.Platform.Audit;

/// <summary>
/// Links audit entries into one chain at the very end of their transaction: each carries a keyed hash over itself and its predecessor, under a key that
/// is not in the database. Writers queue up only for these last statements, so a long import does not hold up the city.
/// </summary>
public sealed class AuditChain(MasterKey master, CryptoChoice choice, CityMeter meter) : DbTransactionInterceptor
{
    readonly ConditionalWeakTable<DbContext, Waiting> waiting = [];
    readonly Lazy<Dictionary<CryptoSuite, byte[]>> keys = new(() => CryptoSuite.All.ToDictionary(s => s, s => master.For(s == CryptoSuite.Standard ? "audit chain" : $"audit chain {s.Name}")));

    sealed record Waiting(Guid Transaction, List<AuditEntry> Entries);

    /// <summary>The hash of an entry that follows one with the given hash; the first follows "".</summary>
    public string Next(string before, AuditEntry entry) => Hash(choice.Suite, before, entry);

    /// <summary>Whether the entry follows one with this hash, by whichever suite it was written with.</summary>
    public bool Follows(string before, AuditEntry entry) => CryptoSuite.All.Any(suite => Hash(suite, before, entry) == entry.Hash);

    string Hash(CryptoSuite suite, string before, AuditEntry entry) => Convert.ToHexStringLower(suite.Mac(keys.Value[suite], (byte[])[.. Encoding.ASCII.GetBytes(before), .. entry.Content()]));

    /// <summary>Entries to be written when the running transaction of the context commits. Of one that never commits nothing stays.</summary>
    public void Add(CityDb db, IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count == 0) return;
        var transaction = db.Database.CurrentTransaction!.TransactionId;
        if (!waiting.TryGetValue(db, out var current) || current.Transaction != transaction) waiting.AddOrUpdate(db, current = new(transaction, []));
        current.Entries.AddRange(entries);
    }

    public void Forget(CityDb db, IReadOnlyList<AuditEntry> entries)
    {
        if (waiting.TryGetValue(db, out var current)) current.Entries.RemoveAll(entries.Contains);
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is CityDb db && waiting.TryGetValue(db, out var current))
        {
            waiting.Remove(db);
            if (current.Transaction == eventData.TransactionId) await Write(db, transaction, current.Entries, cancellationToken);
        }
        return result;
    }

    async Task Write(CityDb db, DbTransaction transaction, List<AuditEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0) return;
        var connection = transaction.Connection!;
        // SQLite has one writer at a time; on PostgreSQL writers of one city take turns from here to the end of their commit.
        if (!db.IsSqlite) await Run(connection, transaction, "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.audit', 0))", [], ct);

        var (seq, hash) = await Last(connection, transaction, ct);
        var audit = db.Model.FindEntityType(typeof(AuditEntry))!;
        string[] columns = ["Id", "Seq", "At", "Kind", "PersonId", "PostId", "Entity", "Key", "Action", "Changes", "Hash", "HiddenUntil"];
        foreach (var some in entries.Chunk(100))
        {
            var values = new List<(string Column, object? Value)>();
            var sql = new StringBuilder("INSERT INTO platform_audit (").AppendJoin(", ", columns.Select(c => $"\"{c}\"")).Append(") VALUES ");
            foreach (var entry in some)
            {
                entry.Seq = ++seq;
                entry.Hash = hash = Next(hash, entry);
                object?[] row = [entry.Id, entry.Seq, entry.At, entry.Kind, entry.PersonId, entry.PostId, entry.Entity, entry.Key, entry.Action, entry.Changes, entry.Hash, entry.HiddenUntil];
                sql.Append(values.Count == 0 ? "(" : ", (").AppendJoin(", ", row.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{values.Count + i}"))).Append(')');
                values.AddRange(columns.Zip(row));
            }
            await Run(connection, transaction, sql.ToString(), [.. values.Select(v => (audit.FindProperty(v.Column)!.GetRelationalTypeMapping(), v.Value))], ct);
        }
        foreach (var kind in entries.CountBy(e => e.Kind)) meter.Audited(kind.Key, kind.Value);
    }

    static async Task<(long Seq, string Hash)> Last(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT \"Seq\", \"Hash\" FROM platform_audit WHERE \"Seq\" IS NOT NULL ORDER BY \"Seq\" DESC LIMIT 1";
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetInt64(0), reader.GetString(1)) : (0, "");
    }

    static async Task Run(DbConnection connection, DbTransaction transaction, string sql, IReadOnlyList<(RelationalTypeMapping Mapping, object? Value)> values, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        for (var i = 0; i < values.Count; i++)
            command.Parameters.Add(values[i].Mapping.CreateParameter(command, string.Create(CultureInfo.InvariantCulture, $"@p{i}"), values[i].Value, nullable: true));
        await command.ExecuteNonQueryAsync(ct);
    }
}
