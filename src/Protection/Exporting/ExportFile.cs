using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Files;
using OneMetre.Protection.Model;

namespace OneMetre.Protection.Exporting;

/// <summary>The address of the archive; a form, because each answer uses one download up, and what only looks or asks again by itself must not. Each download is counted and put down by <see cref="TakeExport"/>; when there is none left the address answers 410.</summary>
static class ExportFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/children/exports/{id:guid}/archive.zip", async Task<IResult> (Guid id, [FromForm] string? back, TakeExport take, HttpContext http) =>
        await take.Take(id, http.RequestAborted) switch
        {
            { Ok: true, Value: var (bytes, number) } => TypedResults.File(bytes, SealedZip.ContentType, $"{number}.zip"),
            { Problems: [var gone, ..] } when gone == Export.Gone => TypedResults.StatusCode(StatusCodes.Status410Gone),
            { Problems: [{ Code: "protection.export-password-first" }, ..] } => TypedResults.LocalRedirect($"/children/exports/{id}"),
            _ => TypedResults.NotFound(),
        }).RequireAuthorization("protection.ask-export");
}
