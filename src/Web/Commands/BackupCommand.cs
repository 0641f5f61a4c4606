using System.CommandLine;
using System.Globalization;
using OneMetre.Platform.Vault;
using OneMetre.Web.Backups;

namespace OneMetre.Web.Commands;

/// <summary>onemetre backup: copy the city while it works, look at the copy, and rehearse its return.</summary>
static class BackupCommand
{
    public const string KeysElsewhere = "The master key is not in it: without a copy of the keys folder, kept somewhere else, no backup can be opened.";

    public static Command Make()
    {
        var to = new Option<string?>("--to") { Description = "Folder to write to, instead of 'backups' in the city's folder or ONEMETRE_BACKUPS.", HelpName = "FOLDER" };
        var verify = new Option<string>("--verify") { Description = "quick: read it again and look into it (on PostgreSQL, list the dump); full: on PostgreSQL restore it into a scratch database too.", DefaultValueFactory = _ => "quick" };
        verify.AcceptOnlyFromAmong("quick", "full");
        var command = new Command("backup", "Make an encrypted backup while the city works, and look whether it is whole.") { to, verify }.WithPlace();
        command.SetAction((result, ct) => Guarded(async () =>
        {
            var place = result.Place();
            if (result.GetValue(to) is { } folder) place = place with { Backups = Path.GetFullPath(folder) };
            await using var services = PlaceOptions.Services(place);
            await using var scope = services.CreateAsyncScope();
            var made = await new Web.Backups.Backups(place, services.GetRequiredService<MasterKey>(), TimeProvider.System).Make(scope.ServiceProvider, result.GetValue(verify) == "full", ct);
            Console.WriteLine(made.File);
            Console.WriteLine($"  {Size(made.Record.Length)} in {Seconds(made.Record.Seconds)}, sha-256 {made.Record.Sha256}");
            Tell(made.Verified);
            Console.WriteLine($"  {KeysElsewhere}");
            return made.Verified.CityDamaged ? 1 : 0;
        }));
        command.Subcommands.Add(Drill());
        command.Subcommands.Add(List());
        return command;
    }

    static Command Drill()
    {
        var drill = new Command("drill", "Rehearse the worst day: make a backup, restore it into a scratch place, compare, and clean up.").WithPlace();
        drill.SetAction((result, ct) => Guarded(async () =>
        {
            var place = result.Place();
            await using var services = PlaceOptions.Services(place);
            await using var scope = services.CreateAsyncScope();
            var drilled = await new Web.Backups.Backups(place, services.GetRequiredService<MasterKey>(), TimeProvider.System).Drill(scope.ServiceProvider, ct);
            var restored = drilled.Restored;
            Console.WriteLine($"made      {Size(drilled.Length)} in {Seconds(drilled.MadeIn)}");
            Console.WriteLine($"restored  {restored.Manifest.Database.Rows.Values.Sum().ToString("N0", CultureInfo.InvariantCulture)} rows of {restored.Manifest.Database.Rows.Count} tables and {restored.Manifest.Files} files in {Seconds(drilled.RestoredIn)}");
            Console.WriteLine($"compared  every table has the rows it had; {restored.AuditEntries} entries of the record, {restored.AuditFaults} faults");
            foreach (var damaged in restored.Manifest.Damaged) Console.WriteLine($"damaged   file {damaged} is missing or changed on the city's disk");
            return restored.AuditFaults == 0 && restored.Manifest.Damaged.Count == 0 ? 0 : 1;
        }));
        return drill;
    }

    static Command List()
    {
        var list = new Command("list", "Show every try to make a backup, the latest last.").WithPlace();
        list.SetAction((result, _) => Guarded(() =>
        {
            var place = result.Place();
            foreach (var made in new Web.Backups.Backups(place, new MasterKey(place.Keys), TimeProvider.System).Tries)
                Console.WriteLine($"{made.At:yyyy-MM-dd HH:mm:ss}Z  {(made.Problem is { } problem ? $"failed: {problem}" : $"{made.File}  {Size(made.Length)}  {made.Sha256}{(File.Exists(Path.Combine(place.Backups, made.File)) ? "" : "  (let go)")}")}");
            return Task.FromResult(0);
        }));
        return list;
    }

    /// <summary>What cannot be done is said in a sentence, not in a stack of calls.</summary>
    public static async Task<int> Guarded(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync(broken.Message);
            return 1;
        }
    }

    public static void Tell(Verified verified)
    {
        var manifest = verified.Manifest;
        Console.WriteLine($"  database {Size(manifest.DatabaseLength)}, {manifest.Database.Rows.Values.Sum().ToString("N0", CultureInfo.InvariantCulture)} rows of {manifest.Database.Rows.Count} tables; {manifest.Files} files, {Size(manifest.FileLength)}");
        Console.WriteLine(verified.Opened
            ? $"  read again: every chunk and checksum, and the database opened: {verified.AuditEntries} entries of the record, {verified.AuditFaults} faults"
            : "  read again: every chunk and checksum, and the dump listed ('--verify full' restores it into a scratch database)");
        foreach (var damaged in manifest.Damaged) Console.WriteLine($"  damaged: file {damaged} is missing or changed on the city's disk");
    }

    public static string Size(long bytes) => bytes >= 1 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB");

    public static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
