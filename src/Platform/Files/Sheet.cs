using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>One page of a workbook: its name, its columns with their widths in characters, and its rows. Mark stands above the titles, and over and under each printed page.</summary>
public sealed record SheetPage(string Name, IReadOnlyList<(string Title, double Width)> Columns, IAsyncEnumerable<object?[]> Rows, string? Mark = null);

/// <summary>
/// Writes a worksheet row by row, so that ten thousand rows take no more memory than ten. Texts are inline strings and never formulas,
/// whatever sign they begin with.
/// </summary>
public static class Sheet
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Cells are texts, numbers or null. The package needs a stream it can seek in: give it a file.</summary>
    public static Task Write(Stream file, string name, IReadOnlyList<(string Title, double Width)> columns, IAsyncEnumerable<object?[]> rows, CancellationToken ct) => Write(file, [new(name, columns, rows)], ct);

    /// <summary>The same with several pages, whose names must differ.</summary>
    public static async Task Write(Stream file, IReadOnlyList<SheetPage> pages, CancellationToken ct)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        AddStyles(book);
        var sheets = new Sheets();
        foreach (var page in pages)
            sheets.Append(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = book.GetIdOfPart(await Write(book, page, ct)), SheetId = (uint)sheets.ChildElements.Count + 1, Name = Named(page.Name) });
        book.Workbook = new(sheets);
    }

    static async Task<WorksheetPart> Write(WorkbookPart book, SheetPage page, CancellationToken ct)
    {
        var sheet = book.AddNewPart<WorksheetPart>();
        var head = page.Mark is null ? 1 : 2;
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = head, TopLeftCell = string.Create(CultureInfo.InvariantCulture, $"A{head + 1}"), ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
            writer.WriteElement(new Columns(page.Columns.Select((c, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = c.Width, CustomWidth = true })));
            writer.WriteStartElement(new SheetData());
            if (page.Mark is not null) WriteRow(writer, [page.Mark], 0);
            WriteRow(writer, [.. page.Columns.Select(c => (object?)c.Title)], 1);
            await foreach (var row in page.Rows.WithCancellation(ct)) WriteRow(writer, row, 2);
            writer.WriteEndElement();
            writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape });
            if (page.Mark is { } mark) writer.WriteElement(new HeaderFooter(new OddHeader(Printed(mark)), new OddFooter(Printed(mark))));
            writer.WriteEndElement();
        }
        return sheet;
    }

    static void WriteRow(OpenXmlWriter writer, object?[] cells, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            switch (cell)
            {
                case null:
                    writer.WriteElement(new Cell { StyleIndex = style });
                    break;
                case IFormattable number and (int or long or decimal):
                    writer.WriteElement(new Cell { StyleIndex = style, CellValue = new(number.ToString(null, CultureInfo.InvariantCulture)), DataType = CellValues.Number });
                    break;
                default:
                    writer.WriteElement(new Cell { StyleIndex = style, DataType = CellValues.InlineString, InlineString = new(new Text(Clean(cell.ToString()!)) { Space = SpaceProcessingModeValues.Preserve }) });
                    break;
            }
        }
        writer.WriteEndElement();
    }

    // XML has no place for most control characters, and a cell takes 32,767 characters.
    static string Clean(string text)
    {
        var kept = PlainText.ForXml(new([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))]));
        return kept.Length <= 32_000 ? kept : kept[..32_000];
    }

    // In the middle; an ampersand begins an order, and programs refuse more than 255 characters.
    static string Printed(string mark) => "&C" + Clean(mark.Length <= 120 ? mark : mark[..120]).Replace("&", "&&", StringComparison.Ordinal);

    static string Named(string name)
    {
        var plain = new string([.. name.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal))]);
        return plain.Length == 0 ? "—" : plain.Length <= 31 ? plain : plain[..31];
    }

    // 0 is the default, 1 the head, 2 a cell that wraps.
    static void AddStyles(WorkbookPart book) => book.AddNewPart<WorkbookStylesPart>().Stylesheet = new(
        new Fonts(new Font(new FontSize { Val = 11 }, new FontName { Val = "宋体" }), new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "宋体" })),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border(), new Border(new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin }, new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, BorderId = 1, ApplyFont = true, ApplyBorder = true, Alignment = new() { WrapText = true, Vertical = VerticalAlignmentValues.Center }, ApplyAlignment = true },
            new CellFormat { BorderId = 1, ApplyBorder = true, Alignment = new() { WrapText = true, Vertical = VerticalAlignmentValues.Top }, ApplyAlignment = true }));
}
