using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Web.Cities;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>What stood in the database at the moment of the copy: enough to know again whether it came back whole.</summary>
sealed record DatabaseFacts(string? Schema, IReadOnlyList<string> Migrations, IReadOnlyDictionary<string, long> Rows, long AuditSeq, string AuditHash);

/// <summary>The city's database as one file: copied while people work, and put back into an empty place. One moment of it, never half a transaction.</summary>
static class DatabaseCopy
{
    /// <summary>Copies into the file and tells what it holds. files is asked for the contents that the records of this moment name.</summary>
    public static async Task<(DatabaseFacts Facts, IReadOnlyList<string> Files)> Take(CityPlace place, CityDb db, string file, CancellationToken ct)
    {
        if (place.Engine == Engine.Postgres)
        {
            // The dump sees exactly what this transaction sees. It leaves an empty search path behind, which no pooled connection must keep.
            await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var facts = await Facts(db, null, ct);
            var snapshot = await db.Database.SqlQueryRaw<string>("SELECT pg_export_snapshot() AS \"Value\"").SingleAsync(ct);
            await Postgres.Run("pg_dump", place.Direct ?? place.ConnectionString, ["--format=custom", "--no-owner", "--no-privileges", "--no-password", $"--snapshot={snapshot}", $"--schema={SchemaName.Quoted(facts.Schema!)}", $"--file={file}"], ct);
            return (facts, await Files(db, ct));
        }

        // Never pooled: a connection kept open would hold the copy's file.
        await using (var from = new SqliteConnection(new SqliteConnectionStringBuilder(place.ConnectionString) { Pooling = false }.ConnectionString))
        await using (var to = new SqliteConnection(Sqlite(file)))
        {
            await from.OpenAsync(ct);
            await to.OpenAsync(ct);
            await Say(from, "PRAGMA busy_timeout = 30000", ct); // while the last writer to leave folds its journal in, nobody reads
            from.BackupDatabase(to);
        }
        await using var copy = Opened(place, file);
        await using var scope = copy.CreateAsyncScope();
        var copied = scope.ServiceProvider.GetRequiredService<CityDb>();
        var result = (await Facts(copied, null, ct), await Files(copied, ct));
        await using var close = new SqliteConnection(Sqlite(file));
        await close.OpenAsync(ct);
        await Say(close, "PRAGMA journal_mode = DELETE", ct); // one file, nothing beside it
        return result;
    }

    /// <summary>Whether the file can be read as a database at all, without putting it anywhere. On SQLite that is every page and every reference.</summary>
    public static async Task Look(Engine engine, string file, CancellationToken ct)
    {
        if (engine == Engine.Postgres)
        {
            // pg_restore asks no server here, but wants to be told of one.
            var list = await Postgres.Run("pg_restore", "Host=127.0.0.1;Database=none", ["--list", file], ct);
            if (!list.Contains("TABLE DATA", StringComparison.Ordinal)) throw new BackupBroken("The dump in the backup holds no tables.");
            return;
        }
        await using var connection = new SqliteConnection(Sqlite(file));
        await connection.OpenAsync(ct);
        foreach (var (check, whole) in new[] { ("PRAGMA integrity_check", "ok"), ("PRAGMA foreign_key_check", null) })
            if (await Say(connection, check, ct) is var said && said?.ToString() != whole) throw new BackupBroken($"The database in the backup is damaged: {check} says {said}.");
    }

    /// <summary>Puts the file back as the database of a place that was found empty.</summary>
    public static async Task PutBack(CityPlace place, string? schema, string file, CancellationToken ct)
    {
        if (place.Engine == Engine.Sqlite)
        {
            File.Move(file, new SqliteConnectionStringBuilder(place.ConnectionString).DataSource);
            return;
        }
        await using (var connection = new NpgsqlConnection(place.ConnectionString))
        {
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand($"CREATE SCHEMA IF NOT EXISTS {SchemaName.Quoted(schema!)}", connection);
            await command.ExecuteNonQueryAsync(ct);
        }
        await Postgres.Run("pg_restore", place.ConnectionString,
            [$"--dbname={new NpgsqlConnectionStringBuilder(place.ConnectionString).Database}", "--no-owner", "--no-privileges", "--no-password", "--exit-on-error", "--single-transaction", $"--schema={schema}", file], ct);
    }

    /// <summary>Refuses a place in which something lives; on PostgreSQL, makes the database where there is none.</summary>
    public static async Task RefuseUnlessEmpty(CityPlace place, string? schema, CancellationToken ct)
    {
        if (place.Engine == Engine.Sqlite)
        {
            var file = new SqliteConnectionStringBuilder(place.ConnectionString).DataSource;
            if (File.Exists(file) || (Directory.Exists(place.Files) && Directory.EnumerateFileSystemEntries(place.Files).Any()))
                throw new BackupBroken($"A city lives in {place.Folder}. Nothing is put over a living city: choose an empty folder with --into.");
            return;
        }
        await RefuseFullSchema(place, schema!, ct);
        if (Directory.Exists(place.Files) && Directory.EnumerateFileSystemEntries(place.Files).Any()) throw new BackupBroken($"There are files in {place.Files}. Choose an empty folder with --into.");
    }

    /// <summary>Refuses a schema that has tables; makes the database where there is none.</summary>
    public static async Task RefuseFullSchema(CityPlace place, string schema, CancellationToken ct)
    {
        await using (var copy = Opened(place, null))
        await using (var scope = copy.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<CityDb>().Database;
            if (!await database.CanConnectAsync(ct)) await database.GetService<IRelationalDatabaseCreator>().CreateAsync(ct);
        }
        await using var connection = new NpgsqlConnection(place.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = $1", connection) { Parameters = { new() { Value = schema } } };
        if ((long)(await command.ExecuteScalarAsync(ct))! > 0)
            throw new BackupBroken($"Schema {schema} of database {connection.Database} has tables. Nothing is put over a living city: name an empty database with --postgres.");
    }

    /// <summary>Counts the tables of the model, or those that an older version had.</summary>
    public static async Task<DatabaseFacts> Facts(CityDb db, IEnumerable<string>? tables, CancellationToken ct)
    {
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables ?? db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct())
#pragma warning disable EF1002 // the name of a table of ours
            rows[table] = await db.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM {table}").SingleAsync(ct);
#pragma warning restore EF1002
        var schema = db.IsSqlite ? null : await db.Database.SqlQueryRaw<string>("SELECT current_schema()::text AS \"Value\"").SingleAsync(ct);
        var migrations = await db.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM migration ORDER BY name").ToListAsync(ct);
        var head = await db.Database.SqlQueryRaw<Head>("SELECT \"Seq\", \"Hash\" FROM platform_audit WHERE \"Seq\" IS NOT NULL ORDER BY \"Seq\" DESC LIMIT 1").ToListAsync(ct);
        return new(schema, migrations, rows, head.FirstOrDefault()?.Seq ?? 0, head.FirstOrDefault()?.Hash ?? "");
    }

    sealed record Head(long Seq, string Hash);

    static Task<List<string>> Files(CityDb db, CancellationToken ct) => db.Database.SqlQueryRaw<string>("SELECT \"Sha256\" AS \"Value\" FROM platform_file ORDER BY \"Sha256\"").ToListAsync(ct);

    /// <summary>The product's services over a copy, with the keys of its city.</summary>
    static ServiceProvider Opened(CityPlace place, string? file) => Commands.PlaceOptions.Services(file is null ? place : place with { ConnectionString = Sqlite(file) });

    public static string Sqlite(string file) => $"Data Source={file};Pooling=False";


    static async Task<object?> Say(SqliteConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct);
    }
}
