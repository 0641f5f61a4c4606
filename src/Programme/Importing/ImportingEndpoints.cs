using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Importing;

/// <summary>What can be asked of an import while it is read: how far, stop, again, the file itself.</summary>
static class ImportingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var import = routes.MapGroup("/plans/import/{id:guid}").RequireAuthorization("programme.office");
        import.MapGet("/status", Status);
        import.MapGet("/file", File).NotedAsExport("programme_import");
        import.MapPost("/cancel", Cancel);
        import.MapPost("/retry", Retry);
        import.MapPost("/abandon", Abandon);
    }

    static async Task<IResult> Status(Guid id, ProgrammeData data, JobDesk jobs, Texts texts, CancellationToken ct)
    {
        var job = await data.Imports.Where(i => i.Id == id).Select(i => i.JobId).SingleOrDefaultAsync(ct) is { } jobId
            ? await jobs.Visible.AsNoTracking().SingleOrDefaultAsync(j => j.Id == jobId, ct) : null;
        if (job is null) return TypedResults.NotFound();
        var ended = job.State is JobState.Done or JobState.Failed or JobState.Cancelled;
        return TypedResults.Json(new { percent = job.Percent, text = Step(texts, job), ended });
    }

    /// <summary>What the reader is at, in words.</summary>
    public static string Step(Texts texts, Job job) => texts[job.State == JobState.Queued ? "programme.import-queued" : job.Percent switch
    {
        < 45 => "programme.import-step-document",
        < 75 => "programme.import-step-understand",
        _ => "programme.import-step-match",
    }, job.Percent];

    static async Task<IResult> File(Guid id, ProgrammeData data, FileStore files, CancellationToken ct)
    {
        var import = await data.Imports.Where(i => i.Id == id).Select(i => new { i.FileSha256, i.FileName }).SingleOrDefaultAsync(ct);
        return import is null ? TypedResults.NotFound() : TypedResults.Stream(files.Open(import.FileSha256), "application/octet-stream", import.FileName);
    }

    // The forms carry nothing but their token; reading the form is what checks it.
    static async Task<IResult> Cancel(Guid id, [FromForm] string? back, ProgrammeData data, JobDesk jobs, CancellationToken ct)
    {
        if (await data.Imports.Where(i => i.Id == id).Select(i => i.JobId).SingleOrDefaultAsync(ct) is { } job) await jobs.Cancel(job, ct);
        return TypedResults.LocalRedirect($"/plans/import/{id}");
    }

    static async Task<IResult> Retry(Guid id, [FromForm] string? back, RetryReading retry, CancellationToken ct)
    {
        await retry.Run(id, ct);
        return TypedResults.LocalRedirect($"/plans/import/{id}");
    }

    static async Task<IResult> Abandon(Guid id, [FromForm] string? back, AbandonImport abandon, CancellationToken ct)
    {
        await abandon.Run(id, ct);
        return TypedResults.LocalRedirect("/plans/import");
    }
}
