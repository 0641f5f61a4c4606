using OneMetre.Platform.Audit;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>What was put back, and what was found there.</summary>
sealed record Restored(Manifest Manifest, long AuditEntries, int AuditFaults, int SealsSetAside, int SessionsEnded, int ErasedAgain);

/// <summary>Puts a backup back into an empty place, looks whether everything is there, and makes it ready for people.</summary>
static class Restore
{
    /// <summary>Into the place, whose keys must be those of the city. Throws <see cref="BackupBroken"/> and then leaves the place as empty as it was.</summary>
    public static async Task<Restored> Run(string backup, CityPlace into, CancellationToken ct)
    {
        var master = new MasterKey(into.Keys);
        if (!master.Exists) throw new BackupBroken($"There is no master key in {into.Keys}. It is never in a backup: copy the city's keys folder there first, name it with --keys, or set ONEMETRE_MASTER_KEY.");
        if (into.Engine == Engine.Sqlite) await DatabaseCopy.RefuseUnlessEmpty(into, null, ct);
        Directory.CreateDirectory(into.Folder);
        // Below names that no server reads, and the database last: a city half restored must not be taken for a whole one.
        var (copy, files) = (Path.Combine(into.Folder, "database.restoring"), Path.Combine(into.Folder, "files.restoring"));
        var (filesPut, whole) = (false, false);
        try
        {
            Clear(copy, files);
            var manifest = await Archive.Read(backup, master, into.Engine, copy, files, ct);
            await DatabaseCopy.Look(into.Engine, copy, ct);
            await DatabaseCopy.RefuseUnlessEmpty(into, manifest.Database.Schema, ct);
            if (Directory.Exists(files))
            {
                if (Directory.Exists(into.Files)) Directory.Delete(into.Files); // empty: looked at above
                Directory.Move(files, into.Files);
                filesPut = true;
            }
            await DatabaseCopy.PutBack(into, manifest.Database.Schema, copy, ct);
            var (entries, faults) = await Compare(into, manifest, ct);
            var restored = await AfterRestore(into, manifest, ct);
            whole = true;
            return restored with { AuditEntries = entries, AuditFaults = faults };
        }
        finally
        {
            Clear(copy, files);
            if (!whole && filesPut) Directory.Delete(into.Files, recursive: true);
            if (!whole && filesPut | into.Engine == Engine.Sqlite) foreach (var left in Directory.EnumerateFiles(into.Folder, "city.db*")) File.Delete(left);
        }
    }

    static void Clear(string copy, string files)
    {
        File.Delete(copy);
        if (Directory.Exists(files)) Directory.Delete(files, recursive: true);
    }

    /// <summary>
    /// Everything that must happen before anybody works with a restored city; the one place for it. Whoever was erased since the backup was made is erased again,
    /// by the ledger beside the keys.
    /// </summary>
    static async Task<Restored> AfterRestore(CityPlace place, Manifest manifest, CancellationToken ct)
    {
        await using var services = PlaceOptions.Services(place);
        await using var scope = services.CreateAsyncScope();
        await Prepare.Run(scope.ServiceProvider, ct);
        var aside = scope.ServiceProvider.GetRequiredService<AuditCheck>().SetSealsAside(manifest.Database.AuditSeq);
        // A session ended since then would be open again, with whoever it was taken from.
        var ended = await scope.ServiceProvider.GetRequiredService<Sessions>().EndAll(ct);
        await scope.ServiceProvider.GetRequiredService<AuditLog>().Note(AuditKind.Write, "platform_backup", manifest.MadeAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture), "restored",
            new { after = manifest.Database.AuditSeq, sealsSetAside = aside, sessionsEnded = ended }, ct: ct);
        var erased = await scope.ServiceProvider.GetRequiredService<Erasures>().Replay(ct);
        await scope.ServiceProvider.GetRequiredService<AuditCheck>().Seal(ct);
        return new(manifest, 0, 0, aside, ended, erased);
    }

    /// <summary>Whether the place holds what the manifest says: the rows of every table, the migrations, the head of the record; then walks the record and returns its entries and faults.</summary>
    public static async Task<(long Entries, int Faults)> Compare(CityPlace place, Manifest manifest, CancellationToken ct)
    {
        await using var services = PlaceOptions.Services(place);
        await using var scope = services.CreateAsyncScope();
        var found = await DatabaseCopy.Facts(scope.ServiceProvider.GetRequiredService<CityDb>(), manifest.Database.Rows.Keys, ct);
        foreach (var (table, rows) in manifest.Database.Rows)
            if (found.Rows[table] != rows) throw new BackupBroken($"Table {table} came back with {found.Rows[table]} rows; it had {rows}.");
        if (!found.Migrations.SequenceEqual(manifest.Database.Migrations)) throw new BackupBroken("The tables came back in another version than they had.");
        if ((found.AuditSeq, found.AuditHash) != (manifest.Database.AuditSeq, manifest.Database.AuditHash)) throw new BackupBroken($"The record came back up to entry {found.AuditSeq}; it had {manifest.Database.AuditSeq}.");

        await Migrator.Run(scope.ServiceProvider.GetRequiredService<CityDb>(), ct); // a backup of an older version
        var check = scope.ServiceProvider.GetRequiredService<AuditCheck>();
        var faults = 0;
        await foreach (var fault in check.Run(ct))
            if (fault.Wrong != "cut") faults++; // the city went on after the backup: later seals are no fault of the copy
        return (check.Walked, faults);
    }
}
