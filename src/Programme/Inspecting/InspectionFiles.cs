using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>The list as filtered, the photographs, and what a phone sends and asks that was without a network for a while.</summary>
static class InspectionFiles
{
    static readonly ListFile List = new("inspections-title", [("inspection-kind", 12), ("inspection-name", 40), ("state", 12), ("inspection-units", 40), ("inspection-place", 24), ("inspection-from", 12), ("inspection-to", 12), ("findings", 10), ("inspection-issued-on", 12), ("inspection-ended-on", 12)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/inspections.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_inspection", HeldBack);
        routes.MapGet("/inspections.csv", Lines).RequireAuthorization("programme.read").NotedAsExport("programme_inspection", HeldBack);
        // Shown in its page, as drawn here: no export, and for an unannounced one nothing that the record would tell too early.
        routes.MapGet("/inspections/{inspection:guid}/photos/{id:guid}", Photo).RequireAuthorization("programme.read");
        routes.MapGet("/inspections/{id:guid}/sheet.json", Sheet).RequireAuthorization("programme.read");
        routes.MapPost("/inspections/{id:guid}/answers", Keep).RequireAuthorization("programme.read").WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    // The record tells the filter of a list: for whoever sits in a unit that is to be inspected, too early.
    static Task<DateTime?> HeldBack(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<InspectionsData>().LastReveal(ct);

    static PushStreamHttpResult Sheets(HttpRequest request, ReadInspections read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, InspectionFilter.From(request.Query), texts, ct), texts, time, ct);

    static PushStreamHttpResult Lines(HttpRequest request, ReadInspections read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, InspectionFilter.From(request.Query), texts, ct), texts, time, ct);

    static async IAsyncEnumerable<object?[]> Rows(ReadInspections read, InspectionFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
        {
            var i = line.Inspection;
            yield return [texts[InspectionWords.Kind(i.Kind)], i.Title, texts[InspectionWords.State(i.State)], texts.List(line.Units), i.Place, ListFile.Day(i.FromDay), ListFile.Day(i.ToDay), line.Findings, ListFile.Day(i.IssuedOn), ListFile.Day(i.EndedOn)];
        }
    }

    static async Task<IResult> Photo(Guid inspection, Guid id, InspectionsData inspections, Attachments files, CancellationToken ct) =>
        files.ShowPicture(await inspections.Photos.AsNoTracking().Where(p => p.Id == id && p.InspectionId == inspection).Select(p => new Attachment(p.FileSha256, p.FileName, p.FileSize)).SingleOrDefaultAsync(ct));

    /// <summary>What a phone needs to send what it has kept: a fresh token, and how the answers stand, its owner's with their versions.</summary>
    static async Task<IResult> Sheet(Guid id, HttpContext http, FillSheet fill, ReadInspections read, IAntiforgery forgery, Platform.Identity.CurrentUser user, CancellationToken ct)
    {
        if (await fill.Member(id, ct) is not { } inspection) return TypedResults.NotFound();
        var token = forgery.GetAndStoreTokens(http).RequestToken;
        http.Response.Headers.CacheControl = "no-store";
        var items = (await read.Results(inspection, ct)).Select(r => new
        {
            id = r.Item.Id,
            own = r.Given.Where(a => a.PersonId == user.PersonId).Select(a => new { answer = a.Answer.ToString(), note = a.Note, version = a.Version }).FirstOrDefault(),
            clash = r.Stand == ItemStand.Clash,
        });
        return TypedResults.Json(new { token, open = inspection.State == InspectionState.UnderWay, person = user.PersonId, items });
    }

    static async Task<IResult> Keep(Guid id, HttpContext http, FillSheet fill, Texts texts, CancellationToken ct)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true } || !http.Request.HasJsonContentType()) return TypedResults.BadRequest();
        List<SheetInput>? inputs;
        try
        {
            inputs = await http.Request.ReadFromJsonAsync<List<SheetInput>>(ct);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or BadHttpRequestException)
        {
            return TypedResults.BadRequest();
        }
        if (inputs is null || inputs.Contains(null!)) return TypedResults.BadRequest();
        var kept = await fill.Run(id, inputs, ct);
        return kept.Ok ? TypedResults.Json(kept.Value) : TypedResults.Json(new { problem = texts[kept.Problems[0]] }, statusCode: kept.Problems[0] == PlanInspection.NoSuchInspection ? 404 : 409);
    }
}
