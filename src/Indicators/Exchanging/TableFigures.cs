using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// Figures as a table: a workbook (.xlsx) or text by commas (UTF-8, UTF-16, GB 18030). Columns are known by their titles, in either language or as codes, and may be moved; a part is written as its code or in words
/// (sex:f, 女). Row is the row that a spreadsheet program shows. No formula is run: one counts with the result that the file was saved with.
/// A figure has a row of its own, under the title of figures; or the table is wide, as in a yearbook: of element, region and period one has no column, and stands at the head of columns of figures instead (2021年, 2022年 …).
/// </summary>
static partial class TableFigures
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
                if (Shape(Rows(page), titles) is { } shape)
                    return (new IncomingHead("xlsx", null, Parts(texts)), Figures(Rows(page), shape));
        }
        else
        {
            if (CsvText.Decode(file.Span) is not { } text) return new Problem("indicators.file-unknown", "file");
            if (Shape(Rows(text), titles) is { } shape) return (new IncomingHead("csv", null, Parts(texts)), Figures(Rows(text), shape));
        }
        return new Problem("indicators.bring-no-columns", "file");
    }

    /// <summary>What the parts are called, in either language.</summary>
    static Dictionary<string, string> Parts(Texts texts) => Splits.Dimensions.SelectMany(Splits.Of).Append(Splits.Total)
        .SelectMany(split => EitherLanguage.Of(texts, $"indicators.part-{(split.Length == 0 ? "total" : split.Replace(':', '-'))}").Select(name => (name, split))).DistinctBy(p => p.name).ToDictionary(p => p.name, p => p.split, StringComparer.Ordinal);

    static IEnumerable<(int Row, IEnumerable<BookCell> Cells)> Rows(BookPage page) => page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key).Select(r => (r.Key, (IEnumerable<BookCell>)r));

    static IEnumerable<(int Row, IEnumerable<BookCell> Cells)> Rows(string text) =>
        CsvText.Records(text).Select((record, i) => (i + 1, record.Select((field, column) => new BookCell(i + 1, column + 1, CellKind.Text, field)).Where(c => c.Text.Length > 0)));

    /// <summary>Where the titles stand and what is under them. Across: what the heads of the figures say; null where each figure has a row of its own. Titled: every column with a word at its head.</summary>
    sealed record TableShape(int Row, IReadOnlyDictionary<string, int> Columns, string? Across, IReadOnlyDictionary<int, BookCell> Heads, IReadOnlySet<int> Titled);

    static TableShape? Shape(IEnumerable<(int Row, IEnumerable<BookCell> Cells)> rows, Dictionary<string, string> titles)
    {
        TableShape? wide = null;
        foreach (var (row, cells) in rows.TakeWhile(r => r.Row <= LowestHead))
        {
            var named = cells.Where(c => !string.IsNullOrWhiteSpace(c.Text)).DistinctBy(c => c.Column).ToLookup(c => titles.GetValueOrDefault(c.Text.Trim()));
            var found = named.Where(c => c.Key is not null).ToDictionary(c => c.Key!, c => c.First().Column, StringComparer.Ordinal);
            if (Needed.All(found.ContainsKey)) return new(row, found, null, new Dictionary<int, BookCell>(), new HashSet<int>());
            if (wide is not null || found.ContainsKey("value") || Needed.Where(c => c != "value" && !found.ContainsKey(c)).ToList() is not [var across]) continue;
            // What is no period at the head of a column is a number or a remark of the row, unless it looks like one that was meant.
            var heads = named[null].Where(c => across != "period" || c.Kind == CellKind.Day || Digits().IsMatch(c.Text)).ToDictionary(c => c.Column, c => across == "period" ? c with { Text = InDigits(c.Text) } : c);
            if (heads.Count > 0) wide = new(row, found, across, heads, named.SelectMany(c => c).Select(c => c.Column).ToHashSet());
        }
        return wide;
    }

    static IEnumerable<IncomingFigure> Figures(IEnumerable<(int Row, IEnumerable<BookCell> Cells)> rows, TableShape shape)
    {
        foreach (var (row, cells) in rows)
        {
            if (row <= shape.Row) continue;
            var at = cells.DistinctBy(c => c.Column).ToDictionary(c => c.Column);
            if (shape.Across is null)
            {
                if (Figure(row, column => At(at, shape, column)) is { } figure) yield return figure;
                continue;
            }
            foreach (var (column, head) in shape.Heads.OrderBy(h => h.Key))
                if (at.TryGetValue(column, out var value) && (value.Kind == CellKind.Unworked || !string.IsNullOrWhiteSpace(value.Text)) && Figure(row, c => c == "value" ? value : c == shape.Across ? head : At(at, shape, c)) is { } figure)
                    yield return figure;
            // A figure under no title (a head in two rows, say) would be lost without a word.
            foreach (var cell in at.Values.Where(c => !shape.Titled.Contains(c.Column) && IsFigure(c)).OrderBy(c => c.Column))
                yield return new(row, Fit(At(at, shape, "element")), Fit(At(at, shape, "region")), Fit(At(at, shape, "period")), [], Fit(cell), null, null, new Problem("indicators.row-untitled", "value", cell.Name));
        }
    }

    static BookCell? At(Dictionary<int, BookCell> row, TableShape shape, string column) => shape.Columns.TryGetValue(column, out var number) && row.TryGetValue(number, out var cell) ? cell : null;

    static string? Fit(BookCell? cell) => cell?.Text.Trim() is { Length: > 0 } text ? ForeignText.Fit(text) : null;

    /// <summary>A number however it is written: with a sign of per cent, with an exponent, in full-width digits, or as a formula without its result.</summary>
    static bool IsFigure(BookCell cell) => cell.Kind is CellKind.Number or CellKind.Percent or CellKind.Unworked
        || decimal.TryParse(cell.Text.Normalize(NormalizationForm.FormKC).Trim(' ', '%', '‰'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);

    /// <summary>A year in any digits, as heads of yearbooks have it: 2021年, ２０２１年, 二〇二一年.</summary>
    [GeneratedRegex(@"\d|[〇零一二三四五六七八九]{4}")]
    private static partial Regex Digits();

    /// <summary>２０２１年 and 二〇二一年 as 2021年.</summary>
    static string InDigits(string head) => ChineseYear().Replace(head.Normalize(NormalizationForm.FormKC), year => string.Concat(year.Value.Select(c => "〇一二三四五六七八九".IndexOf(c == '零' ? '〇' : c, StringComparison.Ordinal))));

    [GeneratedRegex("[〇零一二三四五六七八九]{4}")]
    private static partial Regex ChineseYear();

    /// <summary>One figure from its cells; null where all of them are empty.</summary>
    static IncomingFigure? Figure(int row, Func<string, BookCell?> cell)
    {
        string? Text(string column) => Fit(cell(column));
        if (Columns.All(c => Text(c) is null && cell(c)?.Kind != CellKind.Unworked)) return null;
        // A spreadsheet program makes a day of 2024-07: which period was meant is not guessed.
        var wrong = Array.Find(Columns, c => cell(c)?.Kind == CellKind.Unworked) is { } unworked ? new Problem("indicators.formula-unworked", unworked)
            : cell("period") is { Kind: CellKind.Day } day ? new Problem("indicators.row-period-day", "period", day.Text) : null;
        return new(row, Text("element"), Text("region"), Text("period"), Text("split") is { } split ? [split] : [], Text("value"), Text("reason"), null, wrong);
    }
}
