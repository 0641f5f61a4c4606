using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Privacy;

namespace OneMetre.Platform.Vault;

/// <summary>
/// Gives a class of data new keys and seals every value anew, while the city works. Killed, it goes on where it was: what is already under the new key is passed over. A value that
/// somebody changes at the same moment is theirs, and sealed with the new key by them.
/// </summary>
#pragma warning disable RS0030 // This is the door to data keys.
public sealed class RotateKeys(CityDb db, KeyRing ring, Vault vault, AuditLog log, TimeProvider time) : IJob
{
    public const string Kind = "platform.rotate-keys";
    const int Batch = 500;

    public async Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct) =>
        Enum.TryParse<DataClass>(job.Subject, out var @class) && await Run(@class, progress.At, ct) >= 0 ? null : "platform.job-unknown";

    /// <summary>Other processes of the city take new keys up within a minute; what they sealed until then must be there when everything is sealed anew.</summary>
    public static TimeSpan TakenUp { get; } = KeyRing.Fresh + TimeSpan.FromSeconds(5);

    /// <summary>Makes the new keys and asks for the job that seals everything anew, once every process seals with them. The caller saves.</summary>
    public async Task Ask(JobDesk jobs, CancellationToken ct)
    {
        foreach (var @class in new[] { DataClass.Sensitive, DataClass.Sealed })
        {
            await Begin(@class, ct);
            jobs.Ask(Kind, @class.ToString(), TakenUp);
        }
    }

    /// <summary>The same for whoever waits: new keys, the minute in which they are taken up, and everything sealed anew.</summary>
    public async Task<int> RunAmongOthers(DataClass @class, Func<int, CancellationToken, Task> at, CancellationToken ct)
    {
        if (@class < DataClass.Sensitive) return -1;
        await Begin(@class, ct);
        await Task.Delay(TakenUp, ct);
        return await Run(@class, at, ct);
    }

    /// <summary>The number of values sealed anew; -1 for a class that is not encrypted.</summary>
    public async Task<int> Run(DataClass @class, Func<int, CancellationToken, Task> at, CancellationToken ct)
    {
        if (@class < DataClass.Sensitive) return -1;
        var old = await Begin(@class, ct);
        var current = ring.Current(@class, KeyUse.Values).Id;
        var columns = db.Model.GetEntityTypes().SelectMany(type => Secrets.Of(type).Where(s => s.Field.Class == @class).Select(s => (Type: type, s.Property, s.Field))).ToList();
        var renewed = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            await at(100 * i / columns.Count, ct);
            renewed += await Renew(columns[i].Type, columns[i].Property, columns[i].Field, current, ct);
        }
        var now = time.GetUtcNow().UtcDateTime;
        await db.Set<DataKey>().Where(k => old.Contains(k.Id)).ExecuteUpdateAsync(s => s.SetProperty(k => k.RetiredAt, now), ct);
        ring.Forget();
        await log.Note(AuditKind.Permission, "platform_data_key", @class.ToString(), "rotated", new { renewed, retired = old }, ct: ct);
        return renewed;
    }

    /// <summary>New keys, unless an interrupted rotation has already made them; returns the numbers of those to retire.</summary>
    async Task<List<int>> Begin(DataClass @class, CancellationToken ct)
    {
        var live = await db.Set<DataKey>().AsNoTracking().Where(k => k.RetiredAt == null).Select(k => new { k.Id, k.Class, k.Use }).ToListAsync(ct);
        if (!live.Where(k => k.Class == @class).GroupBy(k => k.Use).Any(g => g.Count() > 1))
        {
            var next = await db.Set<DataKey>().MaxAsync(k => k.Id, ct);
            foreach (var use in Enum.GetValues<KeyUse>()) ring.Add(db, ++next, @class, use);
            await db.SaveChangesAsync(ct);
        }
        ring.Forget();
        return [.. Enum.GetValues<KeyUse>().SelectMany(use => ring.Of(@class, use).Skip(1)).Select(k => k.Id)];
    }

    async Task<int> Renew(IEntityType type, IReadOnlyProperty property, SecretField field, int current, CancellationToken ct)
    {
        var (table, key) = (type.GetTableName()!, type.FindPrimaryKey()!.Properties.Single());
        var (renewed, last) = (0, (Guid?)null);
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var rows = await Read(table, key, property.Name, last, ct);
            foreach (var (row, stored) in rows.Where(r => r.Stored is not null))
            {
                var before = new Secret(stored!, field);
                if (!before.Whole || before.KeyId == current) continue;
                var clear = vault.Open(row, before);
                if (await Execute($"UPDATE \"{table}\" SET \"{property.Name}\" = @new WHERE \"{key.Name}\" = @row AND \"{property.Name}\" = @old", [("@new", vault.Seal(field, row, clear).Stored), ("@row", Written(key, row)), ("@old", stored!)], ct) == 0) continue;
                await vault.Find(db, field, row, true, clear, ct);
                renewed++;
            }
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            db.ChangeTracker.Clear();
            if (rows.Count < Batch) return renewed;
            last = rows[^1].Row;
        }
    }

    async Task<List<(Guid Row, byte[]? Stored)>> Read(string table, IReadOnlyProperty key, string column, Guid? after, CancellationToken ct)
    {
        await using var command = Command($"SELECT \"{key.Name}\", \"{column}\" FROM \"{table}\"{(after is null ? "" : $" WHERE \"{key.Name}\" > @after")} ORDER BY \"{key.Name}\" LIMIT {Batch.ToString(CultureInfo.InvariantCulture)}",
            after is { } row ? [("@after", Written(key, row))] : []);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(Guid, byte[]?)>();
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1)));
        return rows;
    }

    async Task<int> Execute(string sql, (string, object)[] values, CancellationToken ct)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }

    DbCommand Command(string sql, (string Name, object Value)[] values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
        command.CommandText = sql; // names come from the model, never from a reader
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    // SQLite keeps a Guid as text, in the spelling of EF Core.
    object Written(IReadOnlyProperty key, Guid row) => db.IsSqlite ? row.ToString().ToUpperInvariant() : row;
}
