using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>The addresses of the files: the register as filtered, an assessment's report, and the papers among its evidence.</summary>
static class ImpactFiles
{
    static readonly ListFile List = new("impacts-title", [("impact-title", 40), ("impact-kind", 12), ("impact-unit", 24), ("state", 14), ("impact-depth", 14), ("impact-registered", 12), ("impact-heard-count", 10), ("impact-decision", 14), ("impact-published", 12), ("impact-next-due", 12)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/impact.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_impact");
        routes.MapGet("/impact.csv", Text).RequireAuthorization("programme.read").NotedAsExport("programme_impact");
        routes.MapPaper("/impact/{id:guid}/report", Report, "programme.read", "programme_impact");
        routes.MapGet("/impact/{id:guid}/papers/{evidence:guid}", Attached).RequireAuthorization("programme.read").NotedAsExport("programme_impact_evidence");
    }

    static PushStreamHttpResult Sheets(HttpRequest request, ReadImpacts read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, ImpactFilter.From(request.Query), texts, ct), texts, time, ct);

    static PushStreamHttpResult Text(HttpRequest request, ReadImpacts read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, ImpactFilter.From(request.Query), texts, ct), texts, time, ct);

    static async IAsyncEnumerable<object?[]> Rows(ReadImpacts read, ImpactFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
        {
            var a = line.Impact;
            yield return [a.Title, texts[ImpactWords.Kind(a.Kind)], line.Unit, texts[ImpactWords.State(a.State)], texts[ImpactWords.Depth(a.Depth)], ListFile.Day(a.RegisteredOn), line.Heard, a.Decision is { } d ? texts[ImpactWords.Decision(d)] : null, ListFile.Day(a.PublishedOn), ListFile.Day(a.NextDue)];
        }
    }

    static async Task<IResult> Report(Guid id, ImpactReport report, Papers papers, CancellationToken ct) => await papers.Answer(report, await report.Of(id, ct), ct);

    static async Task<IResult> Attached(Guid id, Guid evidence, ImpactData impacts, Attachments files, CancellationToken ct) =>
        files.HandOut(await impacts.Evidence.AsNoTracking().Where(e => e.Id == evidence && e.ImpactId == id && e.FileSha256 != null).Select(e => new Attachment(e.FileSha256!, e.FileName!, e.FileSize)).SingleOrDefaultAsync(ct));
}
