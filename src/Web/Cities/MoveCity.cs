using System.Globalization;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Web.Backups;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Cities;

/// <summary>What was moved: entries of the record, and the name under which the old schema is kept.</summary>
sealed record Moved(long AuditEntries, int AuditFaults, string KeptAs, string Connection);

/// <summary>
/// Takes a city to another PostgreSQL server while it is read: writers wait, the copy is compared table by table and its record walked, and then the old schema
/// takes no write any more and has another name. Files and keys stay where they are.
/// </summary>
static class MoveCity
{
    /// <summary>From and to are the owners' connections. Throws <see cref="BackupBroken"/> and then leaves the city where it was, open.</summary>
    public static async Task<Moved> Run(CityPlace from, CityPlace to, string schema, DateTime now, CancellationToken ct)
    {
        var (here, there) = (from.In(schema), to.In(schema));
        await DatabaseCopy.RefuseFullSchema(to, schema, ct);
        Directory.CreateDirectory(from.Backups);
        await using var scratch = Scratch.In(from, ownDatabase: false);
        var copy = Path.Combine(scratch.Place.Folder, "copy");

        await using var connection = await SharedServer.Open(from, ct);
        await using var closing = await connection.BeginTransactionAsync(ct);
        // Every write that the record tells of takes its turn there before it commits (AuditChain): whoever is under way is waited for, whoever comes later waits for us.
        await SharedServer.Do(connection, $"SELECT pg_advisory_xact_lock(hashtextextended('{schema}.audit', 0))", ct);
        DatabaseFacts facts;
        await using (var services = PlaceOptions.Services(here))
        await using (var scope = services.CreateAsyncScope())
            (facts, _) = await DatabaseCopy.Take(here, scope.ServiceProvider.GetRequiredService<CityDb>(), copy, ct);
        await DatabaseCopy.PutBack(to, schema, copy, ct);

        await using var opened = PlaceOptions.Services(there);
        await using var arrived = opened.CreateAsyncScope();
        var db = arrived.ServiceProvider.GetRequiredService<CityDb>();
        var found = await DatabaseCopy.Facts(db, facts.Rows.Keys, ct);
        if ((found.AuditSeq, found.AuditHash) != (facts.AuditSeq, facts.AuditHash) || facts.Rows.Any(t => found.Rows[t.Key] != t.Value)) throw new BackupBroken("The city did not arrive whole. It is where it was; drop the schema at the new place.");
        var check = arrived.ServiceProvider.GetRequiredService<AuditCheck>();
        var faults = 0;
        await foreach (var _ in check.Run(ct)) faults++;

        // All that can fail comes before the old place is closed.
        await arrived.ServiceProvider.GetRequiredService<AuditLog>().Note(AuditKind.Write, "city", schema, "moved", new { after = facts.AuditSeq }, ct: ct);
        var connectionThere = await SharedServer.LetServe(to, db, schema, ct);
        var kept = string.Create(CultureInfo.InvariantCulture, $"{schema}_moved_{now:yyyyMMddHHmmss}");
        // A write that waited for us finds its table by number, whatever the schema is called by then: it must fail, not be lost.
        await SharedServer.Do(connection, $"ALTER TABLE {SchemaName.Quoted(schema)}.platform_audit ADD CONSTRAINT city_has_moved CHECK (false) NOT VALID", ct);
        await SharedServer.Do(connection, $"ALTER SCHEMA {SchemaName.Quoted(schema)} RENAME TO {SchemaName.Quoted(kept)}", ct);
        await closing.CommitAsync(ct);

        return new(check.Walked, faults, kept, connectionThere);
    }
}
