using OneMetre.Indicators.Model;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// Figures as a table, a row each: a workbook (.xlsx) or text by commas (UTF-8, UTF-16, GB 18030). Columns are known by their titles, in either language or as codes, and may be moved; a part is written as its code or in words
/// (sex:f, 女). Row is the row that a spreadsheet program shows. No formula is run: one counts with the result that the file was saved with.
/// </summary>
static class TableFigures
{
    public static readonly string[] Columns = ["element", "region", "period", "split", "value", "reason"];
    static readonly string[] Needed = ["element", "region", "period", "value"];

    /// <summary>How far down the titles may stand, below whatever people write above a table.</summary>
    const int LowestHead = 20;

    public static string Title(string column) => $"indicators.bring-{column}";

    public static Result<(IncomingHead Head, IEnumerable<IncomingFigure> Rows)> Of(ReadOnlyMemory<byte> file, Texts texts)
    {
        if (file.Span.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) return new Problem("indicators.file-old-excel", "file");
        var titles = Columns.SelectMany(c => EitherLanguage.Of(texts, Title(c)).Append(c).Select(t => (Title: t, Column: c))).DistinctBy(t => t.Title, StringComparer.OrdinalIgnoreCase).ToDictionary(t => t.Title, t => t.Column, StringComparer.OrdinalIgnoreCase);
        if (file.Span.StartsWith("PK"u8))
        {
            var book = WorkbookReader.Read(file);
            if (book.Value is not { } pages) return new(default, [.. book.Problems.Select(p => p with { Field = "file" })]);
            foreach (var page in pages)
                if (Head(Rows(page), titles) is { } head)
                    return (new IncomingHead("xlsx", null, Parts(texts)), Figures(Rows(page), head));
        }
        else
        {
            if (CsvText.Decode(file.Span) is not { } text) return new Problem("indicators.file-unknown", "file");
            if (Head(Rows(text), titles) is { } head) return (new IncomingHead("csv", null, Parts(texts)), Figures(Rows(text), head));
        }
        return new Problem("indicators.bring-no-columns", "file");
    }

    /// <summary>What the parts are called, in either language.</summary>
    static Dictionary<string, string> Parts(Texts texts) => Splits.Dimensions.SelectMany(Splits.Of).Append(Splits.Total)
        .SelectMany(split => EitherLanguage.Of(texts, $"indicators.part-{(split.Length == 0 ? "total" : split.Replace(':', '-'))}").Select(name => (name, split))).DistinctBy(p => p.name).ToDictionary(p => p.name, p => p.split, StringComparer.Ordinal);

    static IEnumerable<(int Row, IEnumerable<BookCell> Cells)> Rows(BookPage page) => page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key).Select(r => (r.Key, (IEnumerable<BookCell>)r));

    static IEnumerable<(int Row, IEnumerable<BookCell> Cells)> Rows(string text) =>
        CsvText.Records(text).Select((record, i) => (i + 1, record.Take(100).Select((field, column) => new BookCell(i + 1, column + 1, CellKind.Text, field)).Where(c => c.Text.Length > 0)));

    static (int Row, IReadOnlyDictionary<string, int> Columns)? Head(IEnumerable<(int Row, IEnumerable<BookCell> Cells)> rows, Dictionary<string, string> titles)
    {
        foreach (var (row, cells) in rows.TakeWhile(r => r.Row <= LowestHead))
        {
            var found = cells.Select(c => (Column: titles.GetValueOrDefault(c.Text.Trim()), At: c.Column)).Where(c => c.Column is not null).DistinctBy(c => c.Column).ToDictionary(c => c.Column!, c => c.At, StringComparer.Ordinal);
            if (Needed.All(found.ContainsKey)) return (row, found);
        }
        return null;
    }

    static IEnumerable<IncomingFigure> Figures(IEnumerable<(int Row, IEnumerable<BookCell> Cells)> rows, (int Row, IReadOnlyDictionary<string, int> Columns) head)
    {
        foreach (var (row, cells) in rows)
        {
            if (row <= head.Row) continue;
            var at = cells.DistinctBy(c => c.Column).ToDictionary(c => c.Column);
            BookCell? Cell(string column) => head.Columns.TryGetValue(column, out var number) && at.TryGetValue(number, out var cell) ? cell : null;
            string? Text(string column) => Cell(column)?.Text.Trim() is { Length: > 0 } text ? ForeignText.Fit(text) : null;
            if (Columns.All(c => Text(c) is null && Cell(c)?.Kind != CellKind.Unworked)) continue;
            // A spreadsheet program makes a day of 2024-07: which period was meant is not guessed.
            var wrong = Array.Find(Columns, c => Cell(c)?.Kind == CellKind.Unworked) is { } unworked ? new Problem("indicators.formula-unworked", unworked)
                : Cell("period") is { Kind: CellKind.Day } day ? new Problem("indicators.row-period-day", "period", day.Text) : null;
            yield return new(row, Text("element"), Text("region"), Text("period"), Text("split") is { } split ? [split] : [], Text("value"), Text("reason"), null, wrong);
        }
    }
}
