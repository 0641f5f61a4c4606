using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using OneMetre.Platform.Data;

namespace OneMetre.Web.Hosting;

/// <summary>Runs Migrations/{engine}/NNNN_name.sql in order, each once, each in its own transaction, by one process at a time.</summary>
static class Migrator
{
    public sealed record Script(string Name, string Sql);

    public static async Task<IReadOnlyList<string>> Run(CityDb db, CancellationToken ct)
    {
        if (!db.IsSqlite && !await db.Database.CanConnectAsync(ct)) await db.Database.GetService<IRelationalDatabaseCreator>().CreateAsync(ct);
        // Asked first: the role under which a hardened city is served may not make tables, not even one that is there.
        var founded = !db.IsSqlite && await db.Database.SqlQuery<bool>($"SELECT to_regclass('migration') IS NOT NULL AS \"Value\"").SingleAsync(ct);
        if (!founded)
        {
            await using var first = await Alone(db, ct);
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS migration (name varchar(200) PRIMARY KEY)", ct);
            await first.CommitAsync(ct);
        }
        var pending = await Pending(db, ct);
        if (pending.Count > 0 && founded && !await db.Database.SqlQuery<bool>($"SELECT has_schema_privilege(current_schema(), 'CREATE') AS \"Value\"").SingleAsync(ct))
            throw new InvalidOperationException($"The database lacks {string.Join(", ", pending)}, and this role may not change tables. Run 'onemetre db migrate' with the owner's connection, then 'onemetre db roles'.");

        var ran = new List<string>();
        foreach (var script in Scripts(db.IsSqlite ? Engine.Sqlite : Engine.Postgres).Where(s => pending.Contains(s.Name)))
        {
            await using var transaction = await Alone(db, ct);
            if (await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM migration WHERE name = {script.Name}").AnyAsync(ct)) continue;
            await using (var command = db.Database.GetDbConnection().CreateCommand())
            {
                command.Transaction = transaction.GetDbTransaction();
                command.CommandText = script.Sql;
                await command.ExecuteNonQueryAsync(ct);
            }
            await db.Database.ExecuteSqlAsync($"INSERT INTO migration (name) VALUES ({script.Name})", ct);
            await transaction.CommitAsync(ct);
            ran.Add(script.Name);
        }
        return ran;
    }

    /// <summary>The migrations that this version knows and the database does not.</summary>
    public static async Task<IReadOnlyList<string>> Pending(CityDb db, CancellationToken ct)
    {
        var done = await db.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM migration").ToListAsync(ct);
        return [.. Scripts(db.IsSqlite ? Engine.Sqlite : Engine.Postgres).Select(s => s.Name).Except(done)];
    }

    /// <summary>Two processes that start together, or one whose killed predecessor's last statement still runs on the server, migrate one after the other.</summary>
    static async Task<IDbContextTransaction> Alone(CityDb db, CancellationToken ct)
    {
        var transaction = await db.Database.BeginTransactionAsync(ct); // on SQLite that alone makes it the only writer
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.migration', 0))", ct);
        return transaction;
    }

    public static IReadOnlyList<Script> Scripts(Engine engine)
    {
        var prefix = $"Migrations/{engine}/";
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Select(n => n.Replace('\\', '/')).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new Script(n[prefix.Length..], Text(assembly, n)))];
    }

    static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
