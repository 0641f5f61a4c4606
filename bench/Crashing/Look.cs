using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Jobs;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Bench;

/// <summary>Looks at the tables of a city whose server was just killed, all from one moment: a database server may still be ending the work of a client that is gone.</summary>
#pragma warning disable RS0030 // The bench looks at tables past the doors.
sealed class Look(IServiceProvider services, Guid[] tasks, int lines)
{
    (long Seq, string Hash) last = (0, "");
    int seen;

    public int HalfApplied { get; private set; }
    public int AuditFaults { get; private set; }

    /// <summary>What was acknowledged since the last look, and every report since the given moment.</summary>
    public async Task At(List<Acknowledgement> acknowledged, DateTime since)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var notes = await Reports(db, since);
        HalfApplied += await Half(db, notes, since);
        AuditFaults += await Broken(db, scope.ServiceProvider.GetRequiredService<AuditChain>());
        // Counted once, at the end; here only so that a loss is known in the round in which it happened.
        var texts = notes.Select(n => n.Text).ToHashSet();
        foreach (var missing in acknowledged.Skip(seen).Where(a => a.Text is { } text && !texts.Contains(text))) Console.Error.WriteLine($"lost: {missing.Text}");
        seen = acknowledged.Count;
    }

    public async Task<(int Lost, int Stuck, int Half)> AtTheEnd(List<Acknowledgement> acknowledged, string files)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        await using var moment = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        var notes = await Reports(db, DateTime.MinValue);
        var half = await Half(db, notes, DateTime.MinValue);
        var once = notes.CountBy(n => n.Text).ToDictionary();
        half += once.Values.Count(n => n > 1);
        var lost = acknowledged.Count(a => a.Text is { } text && !once.ContainsKey(text));

        var imports = await db.Set<PlanImport>().Where(i => i.CreatedByPost != null).Select(i => new { i.Id, i.State, Done = db.Set<Job>().Any(j => j.Id == i.JobId && j.State == JobState.Done) }).ToDictionaryAsync(i => i.Id);
        lost += acknowledged.Count(a => a.Import is { } import && !imports.ContainsKey(import));
        half += acknowledged.Count(a => a.Sha256 is { } sha && !(File.Exists(Path.Combine(files, sha[..2], sha)) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(files, sha[..2], sha)))) == sha));
        half += await db.Set<PlanImport>().CountAsync(i => i.CreatedByPost != null && !db.Set<StoredFile>().Any(f => f.Sha256 == i.FileSha256));
        return (lost, imports.Values.Count(i => !i.Done || i.State != ImportState.Reviewing), half);
    }

    sealed record Reported(Guid Id, Guid Task, string Text, int? Progress, DateTime At);

    Task<List<Reported>> Reports(CityDb db, DateTime since) => db.Set<TaskNote>().Where(n => tasks.Contains(n.TaskId) && n.Kind == NoteKind.Progress && n.At >= since)
        .OrderBy(n => n.At).ThenBy(n => n.Id).Select(n => new Reported(n.Id, n.TaskId, n.Text, n.Progress, n.At)).ToListAsync();

    /// <summary>A report is a note, its reading, the task one version further, the target's newest value, and an entry in the record for each; a draft has all its lines or none.</summary>
    async Task<int> Half(CityDb db, List<Reported> notes, DateTime since)
    {
        var readings = (await db.Set<TargetReading>().Where(r => db.Set<TaskNote>().Any(n => n.Id == r.NoteId && tasks.Contains(n.TaskId) && n.At >= since)).ToListAsync()).ToLookup(r => r.NoteId);
        var before = since == DateTime.MinValue ? since : since.AddSeconds(-1); // the record keeps milliseconds
        var audited = (await db.Set<AuditEntry>().Where(e => e.At >= before && (e.Entity == "programme_note" || e.Entity == "programme_target_reading") && e.Action == "added").Select(e => e.Key).ToListAsync())
            .CountBy(k => k).ToDictionary();
        var half = notes.Count(n => readings[n.Id].ToList() is not [var reading] || reading.Value.ToString("0", CultureInfo.InvariantCulture) != n.Text.Split('-')[1]
            || audited.GetValueOrDefault(n.Id.ToString()) != 1 || audited.GetValueOrDefault(reading.Id.ToString()) != 1);

        foreach (var task in await db.Set<ProgrammeTask>().AsNoTracking().Where(t => tasks.Contains(t.Id))
            .Select(t => new { t.Id, t.Version, t.Progress, Value = db.Set<TaskTarget>().Where(x => x.TaskId == t.Id).Select(x => x.CurrentValue).First(), Notes = db.Set<TaskNote>().Count(n => n.TaskId == t.Id) }).ToListAsync())
        {
            if (task.Version != task.Notes) half++;
            if (notes.FindLast(n => n.Task == task.Id) is { } latest && (latest.Progress != task.Progress || readings[latest.Id].FirstOrDefault()?.Value != task.Value)) half++;
        }

        return half + await db.Set<PlanImport>().Where(i => i.CreatedByPost != null)
            .CountAsync(i => db.Set<DraftEntry>().Count(e => e.ImportId == i.Id) != (i.State == ImportState.Reviewing ? lines : 0));
    }

    /// <summary>Entries since the last look, the last one seen among them, each following its predecessor.</summary>
    async Task<int> Broken(CityDb db, AuditChain chain)
    {
        var entries = await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Seq >= last.Seq && e.Seq > 0).OrderBy(e => e.Seq).ToListAsync();
        var faults = 0;
        if (last.Seq > 0)
        {
            if (entries is not [var known, ..] || known.Seq != last.Seq || known.Hash != last.Hash) faults++;
            entries.RemoveAll(e => e.Seq == last.Seq);
        }
        foreach (var entry in entries)
        {
            if (entry.Seq != last.Seq + 1 || chain.Next(last.Hash, entry) != entry.Hash) faults++;
            last = (entry.Seq!.Value, entry.Hash ?? "");
        }
        return faults;
    }

    /// <summary>Walks the whole record; how many faults it has.</summary>
    public static async Task<int> RecordFaults(IServiceProvider services)
    {
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var faults = 0;
        await foreach (var _ in scope.ServiceProvider.GetRequiredService<AuditCheck>().Run(default)) faults++;
        return faults;
    }
}
