using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Importing;

/// <summary>The office has a document read again whose reading was stopped, broke off, or ended in a refusal.</summary>
sealed class RetryReading(ProgrammeData data, JobDesk jobs)
{
    public async Task<Result<Guid>> Run(Guid id, CancellationToken ct)
    {
        var import = await data.Imports.SingleOrDefaultAsync(i => i.Id == id && (i.State == ImportState.Reading || i.State == ImportState.Refused), ct);
        if (import is null) return new Problem("programme.import-closed");
        if (import.State == ImportState.Reading && import.JobId is { } job && await jobs.Retry(job, ct) > 0) return id;
        if (import.JobId is { } running && await jobs.Visible.AnyAsync(j => j.Id == running && (j.State == JobState.Queued || j.State == JobState.Running), ct)) return id;

        import.State = ImportState.Reading;
        import.JobId = jobs.Ask(ReadPlanJob.Kind, id.ToString()).Id;
        import.Version++;
        await data.Save(ct);
        return id;
    }
}

/// <summary>The office gives an import up. It stays in the list, and its file may be handed in anew.</summary>
sealed class AbandonImport(ProgrammeData data, JobDesk jobs)
{
    public async Task<Result<Guid>> Run(Guid id, CancellationToken ct)
    {
        var import = await data.Imports.SingleOrDefaultAsync(i => i.Id == id && i.State != ImportState.Applied, ct);
        if (import is null) return new Problem("programme.import-closed");
        if (import.JobId is { } job) await jobs.Cancel(job, ct);
        import.State = ImportState.Abandoned;
        import.Version++;
        await data.Save(ct);
        return id;
    }
}
