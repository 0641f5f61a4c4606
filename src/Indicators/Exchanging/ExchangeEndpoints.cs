using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Comparing;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Exchanging;

/// <summary>The addresses at which figures leave and enter as files.</summary>
static class ExchangeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{id:guid}/sheet.xlsx", Template).RequireAuthorization("indicators.report").NotedAsExport("indicators_submission");
        routes.MapGet("/indicators/figures.xlsx", BoardSheet).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/figures.csv", BoardText).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/compare/figures.xlsx", ComparedSheet).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/compare/figures.csv", ComparedText).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/{id}/series.xlsx", SeriesSheet).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/{id}/series.csv", SeriesText).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
    }

    static async Task<IResult> Template(Guid id, ReadSubmission read, Texts texts, CancellationToken ct) => await read.Run(id, ct) is { } view
        ? TempFile.Send(Sheet.ContentType, $"{view.Form.Number}-{view.Region}-{view.Round.Period}.xlsx", file =>
        {
            SheetFile.Write(file, view, texts);
            return Task.CompletedTask;
        })
        : TypedResults.NotFound();

    static async Task<IResult> BoardSheet(HttpRequest request, ExportFigures export, Texts texts, TimeProvider time, CancellationToken ct)
    {
        var table = await export.Board(Filter(request.Query), ct);
        return TempFile.Send(Sheet.ContentType, Dated(texts["indicators.title"], "xlsx", time), file => ExportFigures.WriteSheet(file, [table], ct));
    }

    static async Task<IResult> BoardText(HttpRequest request, ExportFigures export, Texts texts, TimeProvider time, CancellationToken ct) =>
        Text(request, Dated(texts["indicators.title"], "csv", time), await export.Board(Filter(request.Query), ct), ct);

    static async Task<IResult> ComparedSheet(HttpRequest request, ExportFigures export, TimeProvider time, CancellationToken ct) => await export.Compared(CompareInput.From(request.Query), ct) is { } table
        ? TempFile.Send(Sheet.ContentType, Dated(table.Name, "xlsx", time), file => ExportFigures.WriteSheet(file, [table], ct))
        : TypedResults.NotFound();

    static async Task<IResult> ComparedText(HttpRequest request, ExportFigures export, TimeProvider time, CancellationToken ct) => await export.Compared(CompareInput.From(request.Query), ct) is { } table
        ? Text(request, Dated(table.Name, "csv", time), table, ct)
        : TypedResults.NotFound();

    static async Task<IResult> SeriesSheet(string id, HttpRequest request, ExportFigures export, TimeProvider time, CancellationToken ct) => await export.Series(id, request.Query["period"], ct) is { } tables
        ? TempFile.Send(Sheet.ContentType, Dated(tables[0].Name, "xlsx", time), file => ExportFigures.WriteSheet(file, tables, ct))
        : TypedResults.NotFound();

    /// <summary>Text has one table: the figures.</summary>
    static async Task<IResult> SeriesText(string id, HttpRequest request, ExportFigures export, TimeProvider time, CancellationToken ct) => await export.Series(id, request.Query["period"], ct) is { } tables
        ? Text(request, Dated(tables[0].Name, "csv", time), tables[0], ct)
        : TypedResults.NotFound();

    static ListFilter Filter(IQueryCollection query) => new(query["q"], query["direction"], query["department"], DashboardFilter.From(query));

    public static PushStreamHttpResult Text(HttpRequest request, string name, ExportFigures.Table table, CancellationToken ct)
    {
        // GB 18030 for programs that take a file without a byte order mark for it; the mark tells all others that this is UTF-8.
        var gb = string.Equals(request.Query["encoding"], "gb18030", StringComparison.OrdinalIgnoreCase);
        var encoding = gb ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030")! : new UTF8Encoding(encoderShouldEmitUTF8Identifier: true);
        return TypedResults.Stream(stream => ExportFigures.WriteText(stream, table, encoding, ct), $"text/csv; charset={(gb ? "gb18030" : "utf-8")}", name);
    }

    public static string Dated(string title, string extension, TimeProvider time) => $"{FileName.Fit(title)}-{ChinaTime.Today(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.{extension}";
}
