using System.Globalization;
using System.Text;
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
using OneMetre.Programme.Board;

namespace OneMetre.Programme.Exporting;

/// <summary>The addresses of the files: the board as filtered, and a plan's breakdown of tasks.</summary>
static class ExportFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/board.xlsx", BoardSheet).RequireAuthorization("programme.read").NotedAsExport("programme_task");
        routes.MapGet("/board.csv", BoardText).RequireAuthorization("programme.read").NotedAsExport("programme_task");
        routes.MapPaper("/board/ledger", Ledger, "programme.read", "programme_task");
        routes.MapPaper("/plans/{id:guid}/breakdown", Breakdown, "programme.read", "programme_plan");
        routes.MapGet("/plans/{id:guid}/breakdown.xlsx", BreakdownSheet).RequireAuthorization("programme.read").NotedAsExport("programme_plan");
    }

    static PushStreamHttpResult BoardSheet(HttpRequest request, ExportBoard export, Texts texts, TimeProvider time, CancellationToken ct) =>
        TempFile.Send(Sheet.ContentType, Name(texts["programme.board-title"], "xlsx", time), file => export.WriteSheet(file, BoardFilter.From(request.Query), ct));

    static PushStreamHttpResult BoardText(HttpRequest request, ExportBoard export, Texts texts, TimeProvider time, CancellationToken ct)
    {
        // GB 18030 for programs that take a file without a byte order mark for it; the mark tells all others that this is UTF-8.
        var gb = string.Equals(request.Query["encoding"], "gb18030", StringComparison.OrdinalIgnoreCase);
        var encoding = gb ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030")! : new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        return TypedResults.Stream(stream => export.WriteText(stream, BoardFilter.From(request.Query), encoding, ct),
            $"text/csv; charset={(gb ? "gb18030" : "utf-8")}", Name(texts["programme.board-title"], "csv", time));
    }

    static async Task<IResult> Breakdown(Guid id, BreakdownPaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(id, ct), ct);

    static async Task<IResult> Ledger(HttpRequest request, LedgerPaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(BoardFilter.From(request.Query), Paper.RootOf(request), ct), ct);

    static async Task<IResult> BreakdownSheet(Guid id, ProgrammeData data, ReadBreakdown breakdown, Texts texts, CancellationToken ct) =>
        await data.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } plan
            ? TempFile.Send(Sheet.ContentType, $"{plan.Title}{texts["programme.breakdown"]}.xlsx", async file =>
                await Sheet.Write(file, texts["programme.breakdown"], BreakdownPaper.Columns, Cells(await breakdown.Run(id, ct)), ct))
            : TypedResults.NotFound();

    static async IAsyncEnumerable<object?[]> Cells(IReadOnlyList<BreakdownRow> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return row.Cells;
    }

    public static string Name(string title, string extension, TimeProvider time) =>
        $"{title}-{ChinaTime.Today(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.{extension}";
}
