using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Resulting;

/// <summary>The addresses of the files: the list as filtered, the empty form of a workbook, and the file that proves one.</summary>
static class ResultFiles
{
    static readonly ListFile List = new("results-title", [("result-name", 40), ("result-form", 12), ("result-quantity", 10), ("result-count-unit", 10), ("register-unit", 24), ("result-due", 14), ("state", 12), ("result-proof", 40), ("result-reason", 30), ("result-content", 60)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/results.xlsx", (HttpRequest request, ReadResults read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, ResultFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_result");
        routes.MapGet("/results.csv", (HttpRequest request, ReadResults read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, ResultFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_result");
        routes.MapGet("/results/form.xlsx", (Texts texts, TimeProvider time, CancellationToken ct) => new ListFile("results-import-form", ImportResults.Columns).Workbook(AsyncEnumerable.Empty<object?[]>(), texts, time, ct)).RequireAuthorization("programme.office");
        routes.MapGet("/results/{id:guid}/proof", Proof).RequireAuthorization("programme.read").NotedAsExport("programme_result");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadResults read, ResultFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (r, unit, _, link) in read.All(filter, ct))
            yield return [r.Name, texts[ReadResults.Word(r.Form)], r.Quantity, r.CountUnit, unit, ListFile.Day(r.DueOn), texts[ReadResults.Word(r.State)], string.Join(" · ", new[] { link?.Name, r.FileName }.OfType<string>()), r.Reason, r.Content];
    }

    static async Task<IResult> Proof(Guid id, RegistersData registers, Attachments files, CancellationToken ct) =>
        files.HandOut(await registers.Results.AsNoTracking().Where(r => r.Id == id && r.FileSha256 != null).Select(r => new Attachment(r.FileSha256!, r.FileName!, r.FileSize)).SingleOrDefaultAsync(ct));
}
