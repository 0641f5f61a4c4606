using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Web.Hosting;

/// <summary>
/// The two roles of a city on PostgreSQL: the owner of the tables, who changes the schema and is used for migrations alone; and the role under which the server runs,
/// which reads and writes rows, but what is append-only it can neither change nor remove, and no table can it alter, empty or own.
/// </summary>
static class DatabaseRoles
{
    /// <summary>What the owner has to run so that the role may serve this city, in order. Run again it changes nothing.</summary>
    public static async Task<IReadOnlyList<string>> Statements(CityDb db, string app, CancellationToken ct)
    {
        if (db.IsSqlite) throw new NotSupportedException("SQLite has no roles.");
        var here = await db.Database.SqlQuery<Place>($"SELECT current_user::text AS \"Owner\", current_schema()::text AS \"Schema\", current_database()::text AS \"Database\"").SingleAsync(ct);
        if (here.Owner == app) throw new ArgumentException("The role that serves cannot be the owner itself.", nameof(app));
        var quote = new NpgsqlCommandBuilder();
        var (role, schema) = (quote.QuoteIdentifier(app), quote.QuoteIdentifier(here.Schema));
        var appendOnly = string.Join(", ", db.Model.GetEntityTypes().Where(e => typeof(IAppendOnly).IsAssignableFrom(e.ClrType)).Select(e => $"{schema}.{quote.QuoteIdentifier(e.GetTableName()!)}").Order(StringComparer.Ordinal));
        return
        [
            $"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {Literal(app)}) THEN CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS; END IF; END $$",
            $"GRANT CONNECT ON DATABASE {quote.QuoteIdentifier(here.Database)} TO {role}",
            $"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}",
            $"GRANT USAGE ON SCHEMA {schema} TO {role}",
            $"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {role}",
            $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
            $"REVOKE UPDATE, DELETE ON {appendOnly} FROM {role}",
            $"REVOKE INSERT, UPDATE, DELETE ON {schema}.migration FROM {role}",
            $"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
            $"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
            $"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE ON SEQUENCES TO {role}",
        ];
    }

    public static async Task Grant(CityDb db, string app, CancellationToken ct)
    {
        var statements = await Statements(db, app, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
#pragma warning disable EF1002 // Names cannot be parameters; they are quoted above.
        foreach (var statement in statements) await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), ct);
#pragma warning restore EF1002
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whether the role that is connected could change the record: it owns it, is a superuser, or was given too much.</summary>
    public static async Task<bool> MayChangeRecord(CityDb db, CancellationToken ct) => !db.IsSqlite && await db.Database.SqlQuery<bool>(
        $"""
        SELECT (has_table_privilege('platform_audit', 'UPDATE') OR has_table_privilege('platform_audit', 'DELETE') OR has_table_privilege('platform_audit', 'TRUNCATE')
            OR (SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = 'platform_audit'::regclass)) AS "Value"
        """).SingleAsync(ct);

    sealed record Place(string Owner, string Schema, string Database);

    static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
