using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// The address at which programs hand in figures, and the one for what their names mean here. The session is that of a signed-in person; its anti-forgery token comes in the header
/// RequestVerificationToken (docs/operations/figures-in-and-out.md).
/// </summary>
static class DataValueEndpoints
{
    const int LargestNames = 2 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/data-values", Take).RequireAuthorization("indicators.report").WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(ReceiveFigures.LargestBody));
        routes.MapGet("/api/data-values/names", async Task<IResult> (KeepNames names, CancellationToken ct) => TypedResults.Json(await names.Read(ct))).RequireAuthorization("indicators.report");
        routes.MapPost("/api/data-values/names", Keep).RequireAuthorization("indicators.collect").WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(LargestNames));
    }

    static async Task<IResult> Take(HttpContext http, ReceiveFigures import, Texts texts, CancellationToken ct)
    {
        if (Forged(http)) return TypedResults.BadRequest();
        // A choice that is misspelt must not become the other one.
        if (YesNo(http.Request.Query["dryRun"]) is not { } dry) return Unread(texts, new("indicators.bad-choice", "dryRun"));
        if (YesNo(http.Request.Query["overwrite"]) is not { } overwrite) return Unread(texts, new("indicators.bad-choice", "overwrite"));
        if (http.Request.Query["mode"].ToString() is not ("" or "all" or "rows")) return Unread(texts, new("indicators.bad-choice", "mode"));
        var type = (http.Request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        var xml = type is "application/xml" or "text/xml" or "application/adx+xml";
        if (!xml && type is not ("application/json" or "text/json")) return Unread(texts, new("indicators.bad-type"), StatusCodes.Status415UnsupportedMediaType);

        // Whoever sends slowly must not hold up those who write: the body is here before anything begins.
        await using var body = TempFile.Open();
        await http.Request.Body.CopyToAsync(body, ct);
        var result = await import.Run(body, xml, new(All: http.Request.Query["mode"] != "rows", dry, overwrite), ct);
        if (result.Value is not { } report) return Unread(texts, result.Problems[0]);
        return TypedResults.Json(new
        {
            status = report.Status,
            format = report.Kind,
            mode = report.Choice.All ? "all" : "rows",
            dryRun = report.Choice.Dry,
            report.Rows,
            report.Imported,
            cells = report.Refused ? 0 : report.Cells,
            history = report.Refused ? 0 : report.History,
            unchanged = report.Refused ? 0 : report.Unchanged,
            report.Ignored,
            conflicts = report.Conflicts.Select(c => new { c.Row, code = c.Problem.Code, message = texts[c.Problem], c.Problem.Field }),
            conflictsNotListed = report.AllConflicts - report.Conflicts.Count,
        }, Json, statusCode: report.AllConflicts == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    static async Task<IResult> Keep(HttpContext http, KeepNames names, Texts texts, CancellationToken ct)
    {
        if (Forged(http)) return TypedResults.BadRequest();
        Dictionary<string, string>? sent;
        try
        {
            sent = await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(http.Request.Body, cancellationToken: ct);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Unread(texts, new("indicators.body-unreadable", null, "JSON"));
        }
        var kept = await names.Run(sent ?? [], ct);
        return kept.Ok ? TypedResults.Json(new { names = kept.Value })
            : TypedResults.Json(new { conflicts = kept.Problems.Select(p => new { code = p.Code, message = texts[p], p.Field }) }, Json, statusCode: StatusCodes.Status409Conflict);
    }

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    static Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<object> Unread(Texts texts, Problem problem, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json((object)new { status = "unreadable", imported = 0, conflicts = new[] { new { row = (int?)null, code = problem.Code, message = texts[problem], problem.Field } } }, Json, statusCode: status);

    static bool Forged(HttpContext http) => http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true };

    static bool? YesNo(string? typed) => typed switch { null or "" or "false" => false, "true" => true, _ => null };
}
