using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Exporting;

/// <summary>A cell of a workbook that cannot be taken: its place (F12), what stands there, and why.</summary>
sealed record RowFinding(string Place, string Typed, Problem Problem)
{
    const int LongestShown = 60;

    /// <summary>What is wrong in this column of a row.</summary>
    public static RowFinding Of(TitledRow row, string column, Problem problem) => new(row.Place(column), PlainText.Cut(row[column], LongestShown), problem with { Field = null });
}

/// <summary>Reads the rows of a workbook that somebody brings: columns by the codes of their titles, which may stand there in either language.</summary>
static class UploadedRows
{
    public const int Largest = 2 * 1024 * 1024;

    /// <param name="columns">Codes of texts of the programme; the first must be there.</param>
    /// <param name="most">Rows.</param>
    /// <returns>At least one row, or why there is none, beside the field "file".</returns>
    public static async Task<Result<IReadOnlyList<TitledRow>>> Of(IFormFile? file, IReadOnlyList<string> columns, int most, Texts texts, CancellationToken ct)
    {
        if (file is not { Length: > 0 }) return new Problem("programme.projects-no-file", "file");
        if (file.Length > Largest) return new Problem("programme.projects-file-too-large", "file", Largest / 1024 / 1024);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        var book = WorkbookReader.Read(content.ToArray());
        if (book.Value is not { } pages) return new Result<IReadOnlyList<TitledRow>>(default, [.. book.Problems.Select(p => p with { Field = "file" })]);
        if (TitledRows.Of(pages, columns.SelectMany(c => EitherLanguage.Of(texts, $"programme.{c}").Select(t => (t, c))), columns[0]) is not { } rows) return new Problem("programme.projects-no-sheet", "file", texts[$"programme.{columns[0]}"]);
        return rows.Count switch
        {
            0 => new Problem("programme.projects-no-rows", "file"),
            var n when n > most => new Problem("programme.projects-too-many-rows", "file", most),
            _ => new Result<IReadOnlyList<TitledRow>>(rows, []),
        };
    }
}
