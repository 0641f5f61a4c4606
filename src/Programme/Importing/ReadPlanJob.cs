using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Files;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Importing;

/// <summary>
/// Reads an uploaded plan: blocks, what was understood of them, whom the printed names mean. It writes all rows of the import at once,
/// in place of earlier ones, so that a second run after a crash leaves one set.
/// </summary>
sealed class ReadPlanJob(ProgrammeData data, FileStore files, UnitRegister register, IIndicatorCatalogue catalogue) : IJob
{
    public const string Kind = "programme.read-plan";

    public async Task<string?> Run(Job job, IJobProgress progress, CancellationToken ct)
    {
        if (!Guid.TryParse(job.Subject, out var id)) return "programme.import-gone";
        var seen = await data.Imports.AsNoTracking().Where(i => i.Id == id).Select(i => new { i.State, i.FileSha256, i.FileName }).SingleOrDefaultAsync(ct);
        if (seen is null) return "programme.import-gone";
        if (seen.State != ImportState.Reading) return null; // read already, and people may have begun to work on it

        await progress.At(5, ct);
        var document = await DocumentReader.Read(await files.Read(seen.FileSha256, ct), seen.FileName, ct);
        await progress.At(45, ct);
        var draft = document.Refused ? null : PlanReader.Read(document);
        await progress.At(75, ct);
        var rows = new DraftRows(id, document, draft, await register.Names(ct), new([.. (await catalogue.All(ct)).Where(i => !i.Retired)]), data.NewId);
        await progress.At(85, ct);

        // No progress is told from here to the end: the transaction holds the embedded database.
        await data.InTransaction(async () =>
        {
            // Of two that read it at once, in two processes or across a kill, the second finds it read and leaves it to the people who work on it.
            if (await data.Imports.Where(i => i.Id == id && i.State == ImportState.Reading).ExecuteUpdateAsync(s => s.SetProperty(i => i.State, ImportState.Reading), ct) == 0) return false;
            await Clear(id, ct);
            var import = await data.Imports.SingleAsync(i => i.Id == id, ct);
            import.State = document.Refused ? ImportState.Refused : ImportState.Reviewing;
            import.Header = DraftJson.Write(rows.Header);
            import.Title = rows.Header.Title is { Length: > 200 } title ? title[..200] : rows.Header.Title;
            import.Version++;
            data.AddRange(rows.Blocks);
            data.AddRange(rows.Entries);
            data.AddRange(rows.Findings);
            data.AddRange(rows.Matches);
            await data.Save(ct);
            return true;
        }, ct);
        return null;
    }

    async Task Clear(Guid id, CancellationToken ct)
    {
        await data.SourceBlocks.Where(b => b.ImportId == id).ExecuteDeleteAsync(ct);
        await data.Entries.Where(e => e.ImportId == id).ExecuteDeleteAsync(ct);
        await data.Findings.Where(f => f.ImportId == id).ExecuteDeleteAsync(ct);
        await data.UnitMatches.Where(m => m.ImportId == id).ExecuteDeleteAsync(ct);
    }
}
