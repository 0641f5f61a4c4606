using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Audit;

namespace OneMetre.Protection.Erasing;

/// <summary>The same as a file that another system can read (个人信息保护法 art. 45, portability). The name of the file is the number of the record, never a name.</summary>
static class HeldFile
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Converters = { new JsonStringEnumConverter() } };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/children/{id:guid}/held.json", async Task<IResult> (Guid id, ReadHeld read, HttpContext http) =>
    {
        if (await read.Run(id, http.RequestAborted) is not { } held) return TypedResults.NotFound();
        return TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(new { file = held.File with { Form = null }, events = held.Events }, Json), "application/json", $"{id:N}.json");
    }).RequireAuthorization("protection.keep").NotedAsExport("protection_child");
}
