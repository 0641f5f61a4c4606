using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Importing;

/// <summary>The office hands in a plan document. The same file opens the draft that is already there; a new one is kept and queued for reading.</summary>
sealed class UploadPlan(ProgrammeData data, FileStore files, JobDesk jobs, CurrentUser user, TimeProvider time)
{
    public const int LargestFile = 20 * 1024 * 1024;
    static readonly string[] Formats = [".docx", ".doc", ".pdf", ".txt"];

    public async Task<Result<Guid>> Run(string? fileName, ReadOnlyMemory<byte> content, Guid? revises, CancellationToken ct)
    {
        var name = FileName.Fit(fileName);
        if (name.Length == 0) return new Problem("programme.import-no-file", "file");
        if (!Formats.Contains(Path.GetExtension(name).ToLowerInvariant())) return new Problem("programme.import-format", "file", name);
        if (content.IsEmpty) return new Problem("programme.import-empty-file", "file", name);
        if (content.Length > LargestFile) return new Problem("programme.import-too-large", "file", name, LargestFile / 1024 / 1024);
        if (revises is { } plan && !await data.Plans.AnyAsync(p => p.Id == plan, ct)) return new Problem("programme.import-no-such-plan", "revises");

        var file = await files.Put(content, ct);
        if (await Known(file.Sha256, ct) is { } known) return known;

        var import = new PlanImport
        {
            Id = data.NewId(),
            FileSha256 = file.Sha256,
            FileName = name,
            State = ImportState.Reading,
            RevisesPlanId = revises,
            CreatedByPost = user.PostId,
            CreatedAt = time.GetUtcNow().UtcDateTime,
        };
        import.JobId = jobs.Ask(ReadPlanJob.Kind, import.Id.ToString()).Id;
        data.Add(import);
        try
        {
            await data.Save(ct);
        }
        catch (DbUpdateException)
        {
            // Somebody handed in the same file at the same moment: theirs is the draft.
            if (await Known(file.Sha256, ct) is { } theirs) return theirs;
            throw;
        }
        return import.Id;
    }

    Task<Guid?> Known(string sha256, CancellationToken ct) =>
        data.Imports.AsNoTracking().Where(i => i.FileSha256 == sha256 && i.State != ImportState.Abandoned).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(ct);
}
