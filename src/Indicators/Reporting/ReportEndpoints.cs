using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Reporting;

/// <summary>What a sheet's script sends while somebody types, and the papers behind its cells.</summary>
static class ReportEndpoints
{
    const int MostCells = 5000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/reports/{id:guid}/cells", Keep).RequireAuthorization("indicators.report").WithMetadata(new RequireAntiforgeryTokenAttribute());
        routes.MapGet("/reports/{submission:guid}/files/{id:guid}", Paper).RequireAuthorization("indicators.report").NotedAsExport("indicators_cell_evidence");
    }

    /// <summary>A paper behind a cell, for whoever may see the submission.</summary>
    static async Task<IResult> Paper(Guid submission, Guid id, IndicatorsData data, Attachments files, CancellationToken ct) =>
        files.HandOut(await data.Evidence.AsNoTracking().Where(e => e.Id == id && e.SubmissionId == submission).Select(e => new Attachment(e.FileSha256, e.FileName, e.Size)).SingleOrDefaultAsync(ct));

    /// <summary>Keeps cells as typed; answers with those that could not be kept and why, and with what now stands in the others.</summary>
    static async Task<IResult> Keep(Guid id, HttpContext http, SaveCells save, IndicatorsData data, Texts texts, CancellationToken ct)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) return TypedResults.BadRequest();
        if (!http.Request.HasJsonContentType()) return TypedResults.BadRequest();
        List<CellInput>? inputs;
        try
        {
            inputs = await http.Request.ReadFromJsonAsync<List<CellInput>>(ct);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return TypedResults.BadRequest();
        }
        if (inputs is null || inputs.Count > MostCells || inputs.Contains(null!)) return TypedResults.BadRequest();

        var saved = await save.Run(id, inputs, ct);
        if (!saved.Ok) return TypedResults.Json(new { problem = texts[saved.Problems[0]] }, statusCode: saved.Problems[0] == SaveCells.NoSuchSubmission ? 404 : 409);
        var version = await data.OwnSubmissions.Where(s => s.Id == id).Select(s => s.Version).SingleAsync(ct);
        var asked = inputs.Select(i => i.Element).Distinct().ToList();
        var now = await data.Cells.AsNoTracking().Where(c => c.SubmissionId == id && asked.Contains(c.ElementId)).ToDictionaryAsync(c => MoveSubmission.Key(c), c => CellText.Of(c.State, c.Number), ct);
        return TypedResults.Json(new
        {
            saved.Value!.Changed,
            unread = saved.Value.Unread.Select(u => new { u.Element, u.Split, why = texts[u.Problem] }),
            conflicts = saved.Value.Conflicts.Select(c => new { c.Element, c.Split, c.Theirs }),
            now,
            version,
        });
    }
}
