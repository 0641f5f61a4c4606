using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Cities;

/// <summary>A city as the list of a shared server shows it. Place is its schema or its folder; Behind counts the migrations that it lacks.</summary>
sealed record CityLine(string Place, string Name, string RegionCode, int Behind, long Bytes, long Entries, DateTime? LastWrite);

/// <summary>
/// A PostgreSQL server that hosts several cities, each a schema of its own in one database, served under a role that sees no other schema. The role itself carries
/// the search path, so that a pool between server and database need not know of it. Nothing of ours joins two schemas.
/// </summary>
static class SharedServer
{
    /// <summary>Makes the schema, its tables and keys, and the role that serves it. Returns the connection string under which to serve. Throws <see cref="InvalidOperationException"/> when the schema has tables.</summary>
    public static async Task<string> Add(CityPlace server, string schema, CancellationToken ct)
    {
        await using (var connection = await Open(server, ct))
        {
            if (await Scalar<long>(connection, "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = $1", ct, schema) > 0) throw new InvalidOperationException($"Schema {schema} has tables already.");
            // Roles belong to the whole server: one that is there is somebody's, perhaps another database's city.
            if (await Scalar<long>(connection, "SELECT count(*) FROM pg_roles WHERE rolname = $1", ct, schema) > 0) throw new InvalidOperationException($"There is a role {schema} already. Choose another name for the schema.");
            await Do(connection, $"CREATE SCHEMA IF NOT EXISTS {SchemaName.Quoted(schema)}", ct);
        }
        await using var services = PlaceOptions.Services(server.In(schema));
        await using var scope = services.CreateAsyncScope();
        await Prepare.Run(scope.ServiceProvider, ct);
        return await LetServe(server, scope.ServiceProvider.GetRequiredService<CityDb>(), schema, ct);
    }

    /// <summary>Gives the role of the schema its rights and a new password.</summary>
    public static async Task<string> LetServe(CityPlace server, CityDb db, string schema, CancellationToken ct)
    {
        await DatabaseRoles.Grant(db, schema, ct);
        var given = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        var password = FirstPassword.New();
        await using var connection = await Open(server, ct);
        // A password cannot be a parameter; ours is of letters, digits and hyphens.
        await Do(connection, $"ALTER ROLE {SchemaName.Quoted(schema)} PASSWORD '{password}'", ct);
        await Do(connection, $"ALTER ROLE {SchemaName.Quoted(schema)} IN DATABASE {SchemaName.Quoted(connection.Database)} SET search_path = {SchemaName.Quoted(schema)}", ct);
        return new NpgsqlConnectionStringBuilder(given.ConnectionString) { Username = schema, Password = password, SearchPath = null }.ConnectionString;
    }

    /// <summary>The cities of the server, or, on SQLite, of the folders below the folder.</summary>
    public static async IAsyncEnumerable<CityLine> List(CityPlace server, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (server.Engine == Engine.Sqlite)
        {
            foreach (var folder in Directory.EnumerateDirectories(server.Folder).Prepend(server.Folder).Where(f => File.Exists(Path.Combine(f, "city.db"))).Order(StringComparer.Ordinal))
                yield return await Line(CityPlace.Embedded(folder), Path.GetFileName(folder), ct);
            yield break;
        }
        var schemas = new List<string>();
        await using (var connection = await Open(server, ct))
        await using (var command = new NpgsqlCommand("SELECT schemaname FROM pg_catalog.pg_tables WHERE tablename = 'platform_audit' ORDER BY schemaname", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) schemas.Add(reader.GetString(0));
        foreach (var schema in schemas) yield return await Line(server.In(schema), schema, ct);
    }

    static async Task<CityLine> Line(CityPlace place, string shown, CancellationToken ct)
    {
        await using var services = PlaceOptions.Services(place);
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var behind = (await Migrator.Pending(db, ct)).Count;
        var face = await scope.ServiceProvider.GetRequiredService<CitySettings>().Profile(ct);
        var last = (await db.Database.SqlQueryRaw<Last>("SELECT \"Seq\", \"At\" FROM platform_audit WHERE \"Seq\" IS NOT NULL ORDER BY \"Seq\" DESC LIMIT 1").ToListAsync(ct)).FirstOrDefault();
        var bytes = db.IsSqlite ? new FileInfo(Path.Combine(place.Folder, "city.db")).Length
            : await db.Database.SqlQuery<long>($"SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS \"Value\" FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace").SingleAsync(ct);
        return new(shown, face.Name, face.RegionCode, behind, bytes, last?.Seq ?? 0, last?.At);
    }

    sealed record Last(long Seq, DateTime At);

    public static async Task<NpgsqlConnection> Open(CityPlace server, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    public static async Task Do(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    static async Task<T> Scalar<T>(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }
}
