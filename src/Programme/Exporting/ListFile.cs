using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Exporting;

/// <summary>A list that can be taken along as a workbook and as text, with the same columns and rows, written as it is read. Title and columns are codes of texts of the programme.</summary>
sealed record ListFile(string Title, IReadOnlyList<(string Code, double Width)> Columns)
{
    public PushStreamHttpResult Workbook(IAsyncEnumerable<object?[]> rows, Texts texts, TimeProvider time, CancellationToken ct) =>
        TempFile.Send(Sheet.ContentType, ExportFiles.Name(Word(texts, Title), "xlsx", time), file => Sheet.Write(file, Word(texts, Title), [.. Columns.Select(c => (Word(texts, c.Code), c.Width))], rows, ct));

    public PushStreamHttpResult Text(IAsyncEnumerable<object?[]> rows, Texts texts, TimeProvider time, CancellationToken ct) => TypedResults.Stream(
        stream => CsvText.Write(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Columns.Select(c => Word(texts, c.Code)), rows, ct),
        "text/csv; charset=utf-8", ExportFiles.Name(Word(texts, Title), "csv", time));

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Word(Texts texts, string code) => texts[$"programme.{code}"];
}
