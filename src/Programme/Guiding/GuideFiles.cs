using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Inspecting;

namespace OneMetre.Programme.Guiding;

/// <summary>The addresses of the files: the register as filtered, the clauses of one version (the form in which they are taken in again), and its document.</summary>
static class GuideFiles
{
    static readonly ListFile List = new("guides-title", [("guide-title", 44), ("guide-code", 24), ("guide-level", 10), ("guide-for", 14), ("guide-issuer", 24), ("state", 10), ("guide-from", 12), ("guide-until", 12), ("guide-clauses", 10), ("guide-must", 10), ("guide-address", 40)]);
    static readonly ListFile Clauses = new("guide-clauses", ImportClauses.Columns);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/guides.xlsx", (HttpRequest request, ReadGuides read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, GuideFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_guide");
        routes.MapGet("/guides.csv", (HttpRequest request, ReadGuides read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, GuideFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_guide");
        routes.MapGet("/guides/{id:guid}/clauses.xlsx", Of).RequireAuthorization("programme.read").NotedAsExport("programme_guide_clause");
        routes.MapGet("/guides/{id:guid}/document", Document).RequireAuthorization("programme.read").NotedAsExport("programme_guide");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadGuides read, GuideFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (g, clauses, must) in read.All(filter, ct))
            yield return [g.Title, g.Code, texts[ReadGuides.Word(g.Level)], texts[InspectionWords.List(g.For)], g.Issuer, texts[ReadGuides.Word(g.State)], ListFile.Day(g.From), ListFile.Day(g.Until), clauses, must, g.Address];
    }

    static async Task<IResult> Of(Guid id, ReadGuides read, Texts texts, TimeProvider time, CancellationToken ct) =>
        await read.One(id, ct) is { } view ? Clauses.Workbook(Lines(view), texts, time, ct) : TypedResults.NotFound();

    static async IAsyncEnumerable<object?[]> Lines(GuideView view)
    {
        await Task.CompletedTask;
        foreach (var c in view.Clauses) yield return [c.Number, c.Must ? "必" : "", c.Rule, c.Text];
    }

    static async Task<IResult> Document(Guid id, GuidesData guides, Attachments files, CancellationToken ct) =>
        files.HandOut(await guides.Guides.AsNoTracking().Where(g => g.Id == id && g.FileSha256 != null).Select(g => new Attachment(g.FileSha256!, g.FileName!, g.FileSize)).SingleOrDefaultAsync(ct));
}
