using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Exchanging;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Pivoting;

/// <summary>The pivot table as files, and as JSON for programs that draw their own charts. The address asks as that of the page does.</summary>
static class PivotEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/pivot.xlsx", Workbook).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/pivot.csv", Text).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/api/figures", Json).RequireAuthorization("indicators.read").CacheOutput(OwnPages.OfFigures); // as the pages that draw them
    }

    static async Task<IResult> Workbook(HttpRequest request, ReadPivot pivot, Texts texts, TimeProvider time, CancellationToken ct)
    {
        var pivoted = await pivot.Run(request.Query, ct);
        if (pivoted.Query.TooMany) return TooMany(texts);
        var table = Table(pivoted, texts);
        return TempFile.Send(Sheet.ContentType, ExchangeEndpoints.Dated(texts["indicators.pivot-title"], "xlsx", time), file => ExportFigures.WriteSheet(file, [table], ct));
    }

    static async Task<IResult> Text(HttpRequest request, ReadPivot pivot, Texts texts, TimeProvider time, CancellationToken ct)
    {
        var pivoted = await pivot.Run(request.Query, ct);
        return pivoted.Query.TooMany ? TooMany(texts) : ExchangeEndpoints.Text(request, ExchangeEndpoints.Dated(texts["indicators.pivot-title"], "csv", time), Table(pivoted, texts), ct);
    }

    static ProblemHttpResult TooMany(Texts texts) => TypedResults.Problem(texts["indicators.pivot-too-many", PivotQuery.MostRows, PivotQuery.MostCells], statusCode: StatusCodes.Status400BadRequest);

    /// <summary>
    /// {"columns":[{"key","name"}],"fixed":[…],"rows":[{"outer":{"key","name","unit"},"inner":{…},"cells":[{"value","high","have","expected","revised","break"}]}],"unknown":["…"]}; a cell without a figure is null.
    /// </summary>
    static async Task Json(HttpContext http, ReadPivot pivot, Texts texts, CancellationToken ct)
    {
        var table = await pivot.Run(http.Request.Query, ct);
        if (table.Query.TooMany)
        {
            await TooMany(texts).ExecuteAsync(http);
            return;
        }
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        http.Response.ContentType = "application/json; charset=utf-8";
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        Heads(json, "columns", table.Columns);
        Heads(json, "fixed", table.Fixed);
        json.WriteStartArray("rows");
        foreach (var row in table.All)
        {
            json.WriteStartObject();
            Head(json, "outer", row.Outer);
            if (row.Inner is { } inner) Head(json, "inner", inner);
            json.WriteStartArray("cells");
            foreach (var cell in row.Cells) Cell(json, cell);
            json.WriteEndArray();
            json.WriteEndObject();
            if (json.BytesPending < 64 * 1024) continue;
            await json.FlushAsync(ct);
            await http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, ct);
            buffer.ResetWrittenCount();
        }
        json.WriteEndArray();
        json.WriteStartArray("unknown");
        foreach (var word in table.Query.Unknown) json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory, ct);
    }

    static void Cell(Utf8JsonWriter json, PivotCell cell)
    {
        if (cell.Value is not { } value)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("value", value);
        if (cell.High is { } high) json.WriteNumber("high", high);
        json.WriteNumber("have", cell.Have);
        json.WriteNumber("expected", cell.Expected);
        if (cell.Revised) json.WriteBoolean("revised", true);
        if (cell.Break) json.WriteBoolean("break", true);
        json.WriteEndObject();
    }

    static void Heads(Utf8JsonWriter json, string name, IEnumerable<PivotHead> heads)
    {
        json.WriteStartArray(name);
        foreach (var head in heads) Head(json, null, head);
        json.WriteEndArray();
    }

    static void Head(Utf8JsonWriter json, string? name, PivotHead head)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("key", head.Key);
        json.WriteString("name", head.Name);
        if (head.Unit is { } unit) json.WriteString("unit", unit);
        json.WriteEndObject();
    }

    /// <summary>As the page shows it. What a number does not say stands in words in the last column.</summary>
    static ExportFigures.Table Table(PivotTable pivot, Texts texts) => new(texts["indicators.pivot-title"],
        [
            (texts[PivotWords.Name(pivot.Query.Rows)], 34), .. pivot.Query.Inner is { } inner ? [(texts[PivotWords.Name(inner)], 20d)] : Array.Empty<(string, double)>(), (texts["indicators.unit"], 12),
            .. pivot.Columns.Select(c => (c.Unit is null ? c.Name : $"{c.Name} ({c.Unit})", 14d)), (texts["indicators.export-notes"], 60),
        ],
        [.. pivot.All.Select(row => (object?[])[
            row.Outer.Name, .. row.Inner is null ? Array.Empty<object?>() : [row.Inner.Name], row.Outer.Unit ?? row.Inner?.Unit ?? pivot.Fixed.Select(f => f.Unit).FirstOrDefault(u => u is not null),
            .. row.Cells.Select(c => c.YesNo || c.High is not null ? (object?)c.Shown(texts) : c.Value), Notes(row, pivot, texts)])]);

    static string? Notes(PivotRow row, PivotTable pivot, Texts texts)
    {
        var notes = row.Cells.Zip(pivot.Columns).SelectMany(c => PivotWords.Notes(c.First, texts).Select(note => c.Second.Name + texts.Colon + note))
            .Concat(pivot.Query.Fixed.Any() && row.Cells.All(c => c.Value is null) ? [texts["indicators.light-none"]] : []);
        return string.Join(Browsing.IndicatorWords.InEnglish ? "; " : "；", notes) is { Length: > 0 } all ? all : null;
    }
}

/// <summary>How a pivot table speaks.</summary>
static class PivotWords
{
    public static string Name(Dimension dimension) => $"indicators.pivot-{dimension.ToString().ToLowerInvariant()}";

    public static IEnumerable<string> Notes(PivotCell cell, Texts texts)
    {
        if (cell.Value is null) yield break;
        if (!cell.Whole) yield return texts["indicators.partial", cell.Have, cell.Expected];
        if (cell.Revised) yield return texts["indicators.revised"];
        if (cell.Break) yield return texts["indicators.pivot-break"];
    }
}
