using System.CommandLine;
using OneMetre.Web.Backups;

namespace OneMetre.Web.Commands;

/// <summary>onemetre restore: put a backup back into an empty place.</summary>
static class RestoreCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "The backup." };
        var into = new Option<string>("--into") { Description = "An empty folder; never that of a living city.", HelpName = "FOLDER", Required = true };
        var keys = new Option<string?>("--keys") { Description = "The city's keys folder, copied into the new place first.", HelpName = "FOLDER" };
        var command = new Command("restore", "Put a backup back into an empty folder and, on PostgreSQL, an empty database; nothing living is ever overwritten.") { file, into, keys }.WithDatabase();
        command.SetAction((result, ct) => BackupCommand.Guarded(async () =>
        {
            var place = result.Place(result.GetValue(into)!);
            if (result.GetValue(keys) is { } from) CopyKeys(from, place.Keys);
            var restored = await Restore.Run(result.GetValue(file)!.FullName, place, ct);
            Console.WriteLine($"The city of {restored.Manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC is in {place.Folder}.");
            BackupCommand.Tell(new(restored.Manifest, true, restored.AuditEntries, restored.AuditFaults));
            Console.WriteLine($"  its record goes on after entry {restored.Manifest.Database.AuditSeq}; {restored.SealsSetAside} later seals were set aside beside the keys, {restored.SessionsEnded} sessions ended, {restored.ErasedAgain} erasures carried out again");
            Console.WriteLine($"Serve it with: onemetre serve --city {place.Folder}{(place.Engine == Hosting.Engine.Postgres ? " and the same ONEMETRE_POSTGRES" : "")}");
            return restored.AuditFaults == 0 && restored.Manifest.Damaged.Count == 0 ? 0 : 1;
        }));
        return command;
    }

    static void CopyKeys(string from, string to)
    {
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()) throw new IOException($"{to} has keys already. Leave --keys out, or choose another folder with --into.");
        if (!File.Exists(Path.Combine(from, "master.key"))) throw new IOException($"There is no master.key in {from}.");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(to);
        else Directory.CreateDirectory(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var key in Directory.EnumerateFiles(from)) File.Copy(key, Path.Combine(to, Path.GetFileName(key)));
    }
}
