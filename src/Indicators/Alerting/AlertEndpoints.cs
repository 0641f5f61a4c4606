using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Alerting;

/// <summary>How far the look at all history has come, and a way to stop it.</summary>
static class AlertEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var checks = routes.MapGroup("/warnings/checks/{id:guid}").RequireAuthorization("indicators.collect");
        checks.MapGet("/status", Status);
        checks.MapPost("/cancel", Cancel);
    }

    static async Task<IResult> Status(Guid id, JobDesk jobs, Texts texts, CancellationToken ct)
    {
        var job = await jobs.Visible.AsNoTracking().SingleOrDefaultAsync(j => j.Id == id && j.Kind == CheckHistory.Kind, ct);
        return job is null ? TypedResults.NotFound() : TypedResults.Json(new { percent = job.Percent, text = texts["indicators.checks-running", job.Percent], ended = job.State is JobState.Done or JobState.Failed or JobState.Cancelled });
    }

    // The form carries nothing but its token; reading the form is what checks it.
    static async Task<IResult> Cancel(Guid id, [Microsoft.AspNetCore.Mvc.FromForm] string? back, JobDesk jobs, CancellationToken ct)
    {
        if (await jobs.Visible.AnyAsync(j => j.Id == id && j.Kind == CheckHistory.Kind, ct)) await jobs.Cancel(id, ct);
        return TypedResults.LocalRedirect("/warnings/checks");
    }
}
