using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Bringing;

/// <summary>The table to fill in, as a workbook with everything that may stand in it, or as text; and the rows of a file that are not taken.</summary>
static class BringingEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/history/template.xlsx", Book).RequireAuthorization("indicators.collect").NotedAsExport("indicators_element");
        routes.MapGet("/indicators/history/template.csv", Text).RequireAuthorization("indicators.collect").NotedAsExport("indicators_element");
        routes.MapGet("/indicators/history/{id:guid}/findings.csv", Findings).RequireAuthorization("indicators.collect").NotedAsExport("indicators_brought_file");
    }

    static async Task<IResult> Book(ReadBrought read, Texts texts, CancellationToken ct)
    {
        var (elements, regions) = await read.Meanings(ct);
        SheetPage Page(string code, (string Title, double Width)[] columns, IEnumerable<object?[]> rows) => new(texts[code], [.. columns.Select(c => (texts[c.Title], c.Width))], Rows(rows));
        double Wide(string column) => column is "element" or "reason" ? 34 : column == "region" ? 22 : 14;
        return TempFile.Send(Sheet.ContentType, texts["indicators.bring-template-name"] + ".xlsx", file => Sheet.Write(file,
        [
            Page("indicators.bring-figures", [.. TableFigures.Columns.Select(c => (TableFigures.Title(c), Wide(c)))], []),
            Page("indicators.catalogue-elements", [("indicators.id", 26), ("indicators.name-zh", 36), ("indicators.name-en", 40), ("indicators.unit", 10), ("indicators.element-kind", 12), ("indicators.element-splits", 24)],
                elements.Select(e => (object?[])[e.Id, e.Name, e.NameEn, e.MeasureUnit, e.Kind.ToString(), string.Join(' ', e.Splits.Split(';').SelectMany(Splits.Of).Concat(e.Kind == ElementKind.Range ? Splits.Of("end") : []))])),
            Page("indicators.bring-region", [("indicators.id", 16), ("indicators.bring-name", 24)], regions.Select(r => (object?[])[r.Code, r.Name])),
            Page("indicators.bring-split", [("indicators.id", 16), ("indicators.bring-name", 24)], Splits.Dimensions.SelectMany(Splits.Of).Prepend(Splits.Total).Select(s => (object?[])[s.Length == 0 ? null : s, ReportWords.Column(texts, s)])),
        ], ct));
    }

    static Microsoft.AspNetCore.Http.HttpResults.PushStreamHttpResult Text(HttpRequest request, Texts texts, CancellationToken ct) => ExchangeEndpoints.Text(request, texts["indicators.bring-template-name"] + ".csv",
        new(texts["indicators.bring-figures"], [.. TableFigures.Columns.Select(c => (texts[TableFigures.Title(c)], 14d))], []), ct);

    static async Task<IResult> Findings(Guid id, HttpRequest request, ReadBrought read, Texts texts, CancellationToken ct)
    {
        if (await read.One(id, ct) is not var (file, report)) return TypedResults.NotFound();
        var rows = report.Findings.Select(f => (object?[])[f.Row, f.Element, f.Region, f.Period, f.Split, f.Value, texts[f.Problem]]).ToList();
        if (report.Unlisted > 0) rows.Add([null, null, null, null, null, null, texts["indicators.bring-unlisted", report.Unlisted]]);
        string[] titles = [texts["indicators.bring-row"], .. TableFigures.Columns[..5].Select(c => texts[TableFigures.Title(c)]), texts["indicators.bring-why"]];
        return ExchangeEndpoints.Text(request, FileName.Fit($"{Path.GetFileNameWithoutExtension(file.FileName)}-{texts["indicators.bring-why"]}.csv"), new(texts["indicators.bring-why"], [.. titles.Select(t => (t, 20d))], rows), ct);
    }

    static async IAsyncEnumerable<object?[]> Rows(IEnumerable<object?[]> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return row;
    }
}
