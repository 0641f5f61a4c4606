using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Ui;
using Looks = DocumentFormat.OpenXml.Spreadsheet.SheetView;
using SheetView = OneMetre.Indicators.Reporting.SheetView;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// A submission as a workbook that is filled in away from the network and handed back: the form as on paper, with its legal marks in the upper right, cells that are not asked for greyed,
/// and unseen keys (<see cref="SheetKeys"/>). Texts are texts, never formulas.
/// </summary>
static class SheetFile
{
    const int Number = 2, Name = 3, Unit = 4, Last = 5, FirstValue = 6;

    // The order of the cell formats in Styles.
    const uint Plain = 0, Title = 1, Centred = 2, Head = 3, Line = 4, Figure = 5, Asked = 6, NotAsked = 7, Heading = 8;

    public static void Write(Stream file, SheetView view, Texts texts)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var part = book.AddNewPart<WorksheetPart>();
        part.Worksheet = new Page(view, texts).Write();
        book.Workbook = new(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = Named(view.Form.Number) }));
    }

    static string Named(string number)
    {
        var plain = new string([.. number.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal) && !char.IsControl(c))]);
        return plain.Length is > 0 and <= 31 ? plain : "1";
    }

    sealed class Page(SheetView view, Texts texts)
    {
        readonly SheetData rows = new();
        readonly MergeCells merged = new();
        readonly int reason = FirstValue + view.Columns.Count;

        int Hidden(int column) => reason + 1 + column;

        public Worksheet Write()
        {
            var period = view.Round.Period;
            Row(1, SheetKeys.Of(view.Submission.Id, view.Form.Number, period), [(reason, Text(Mark("indicators.form-number", view.Form.Number), Plain))]);
            Row(2, SheetKeys.Words, [(reason, Text(Mark("indicators.issued-by", view.Form.IssuedBy), Plain))]);
            Row(3, SheetKeys.Words, [(reason, Text(Mark("indicators.approved-by", view.Form.ApprovedBy), Plain))]);
            Row(4, SheetKeys.Words, [(reason, Text(Mark("indicators.approval-number", view.Form.ApprovalNumber), Plain))]);
            Row(5, SheetKeys.Words, [(reason, Text(Mark("indicators.valid-until", Day.Text(view.Form.ValidUntil)), Plain))]);
            Row(6, SheetKeys.Words, [(Number, Text(ReportWords.Title(view.Form), Title))], height: 30);
            Row(7, SheetKeys.Words, [(Number, Text($"{Day.Text(period)}　{view.Region}　{Mark("indicators.reporting-unit", view.Unit)}", Centred))]);
            Merge(6, Number, 6, reason);
            Merge(7, Number, 7, reason);
            Row(8, SheetKeys.Columns, [.. view.Columns.Select((c, i) => (FirstValue + i, Text(SheetKeys.Value(c), Plain))), (reason, Text(SheetKeys.Reason, Plain)),
                .. view.Columns.Select((c, i) => (Hidden(i), Text(SheetKeys.Was(c), Plain))), (Hidden(view.Columns.Count), Text(SheetKeys.WasReason, Plain))], hidden: true);
            Row(9, SheetKeys.Words, [.. Heads([texts["indicators.number"], texts["indicators.element"], texts["indicators.unit"], Day.Text(period.Previous)]),
                .. view.Columns.Select((_, i) => (FirstValue + i, Text(i == 0 ? Day.Text(period) : "", Head))), (reason, Text(texts["indicators.sheet-why"], Head))]);
            Row(10, SheetKeys.Words, [.. Heads(["", "", "", ""]), .. view.Columns.Select((c, i) => (FirstValue + i, Text(ReportWords.Column(texts, c), Head))), (reason, Text("", Head))]);
            foreach (var column in new[] { Number, Name, Unit, Last, reason }) Merge(9, column, 10, column);
            if (view.Columns.Count > 1) Merge(9, FirstValue, 9, reason - 1);

            var row = 11;
            foreach (var line in view.Lines)
            {
                if (line.Heading is { } heading)
                {
                    Merge(row, Number, row, reason);
                    Row(row++, SheetKeys.Words, [(Number, Text(heading, Heading))]);
                }
                Row(row++, line.Element.Id, Cells(line));
            }
            Row(row, SheetKeys.Words, [(Number, Text(texts["indicators.sheet-how"], Plain))]);
            Merge(row, Number, row, reason);

            return new Worksheet(
                new SheetProperties(new PageSetupProperties { FitToPage = true }),
                new SheetViews(new Looks(new Pane { HorizontalSplit = Name, VerticalSplit = 10, TopLeftCell = "D11", ActivePane = PaneValues.BottomRight, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
                new Columns(Widths().Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w.Width, CustomWidth = true, Hidden = w.Hidden })),
                rows, merged,
                new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        }

        IEnumerable<(double Width, bool Hidden)> Widths() =>
            [(10, true), (6, false), (36, false), (10, false), (13, false), .. view.Columns.Select(_ => (13d, false)), (46, false), .. view.Columns.Select(_ => (10d, true)), (10, true)];

        string Mark(string code, string text) => texts[code] + texts.Colon + text;

        static IEnumerable<(int, Cell)> Heads(string[] words) => words.Select((w, i) => (Number + i, Text(w, Head)));

        IEnumerable<(int, Cell)> Cells(SheetLine line)
        {
            yield return (Number, Of(line.Number.ToString(CultureInfo.InvariantCulture), Line));
            yield return (Name, Text(ReportWords.Name(line.Element), Line));
            yield return (Unit, Text(line.Element.MeasureUnit, Line));
            yield return (Last, Of(line.At(Splits.Total)?.Last ?? "", Figure));
            foreach (var (column, i) in view.Columns.Select((c, i) => (c, i))) yield return (FirstValue + i, line.At(column) is { } cell ? Of(cell.Text, Asked) : Text("", NotAsked));
            var why = line.Cells.Values.Select(c => c.Cell.Reason).FirstOrDefault(r => r is not null) ?? "";
            yield return (reason, Text(why, Line));
            foreach (var (column, i) in view.Columns.Select((c, i) => (c, i)))
                yield return (Hidden(i), Text(line.At(column)?.Text ?? SheetKeys.NotAsked, Plain));
            yield return (Hidden(view.Columns.Count), Text(why, Plain));
        }

        void Row(int number, string key, IEnumerable<(int Column, Cell Cell)> cells, bool hidden = false, double? height = null)
        {
            var row = new Row { RowIndex = (uint)number, Hidden = hidden ? true : null, Height = height, CustomHeight = height is null ? null : true };
            foreach (var (column, cell) in cells.Prepend((1, Text(key, Plain))))
            {
                cell.CellReference = BookCell.NameOf(number, column);
                row.Append(cell);
            }
            rows.Append(row);
        }

        void Merge(int top, int left, int bottom, int right) => merged.Append(new MergeCell { Reference = $"{BookCell.NameOf(top, left)}:{BookCell.NameOf(bottom, right)}" });

        static Cell Of(string text, uint style) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? new() { StyleIndex = style, DataType = CellValues.Number, CellValue = new(text) } : Text(text, style);

        static Cell Text(string text, uint style) => text.Length == 0 ? new() { StyleIndex = style }
            : new() { StyleIndex = style, DataType = CellValues.InlineString, InlineString = new(new Text(new string([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))])) { Space = SpaceProcessingModeValues.Preserve }) };
    }

    static Stylesheet Styles()
    {
        static Font Font(double size, bool bold) => bold ? new(new Bold(), new FontSize { Val = size }, new FontName { Val = "宋体" }) : new(new FontSize { Val = size }, new FontName { Val = "宋体" });
        static Fill Fill(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });
        static CellFormat Format(uint font, uint fill, uint border, HorizontalAlignmentValues? across, bool wrap = true) => new()
        {
            FontId = font,
            FillId = fill,
            BorderId = border,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
            Alignment = across is { } side ? new() { WrapText = wrap, Vertical = VerticalAlignmentValues.Center, Horizontal = side } : new() { WrapText = wrap, Vertical = VerticalAlignmentValues.Center },
            ApplyAlignment = true,
        };
        return new(
            new Fonts(Font(11, false), Font(16, true), Font(11, true)),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), Fill("FFFFF8E1"), Fill("FFD9D9D9"), Fill("FFEEF3F8")),
            new Borders(new Border(), new Border(new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin }, new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                new CellFormat(),
                Format(1, 0, 0, HorizontalAlignmentValues.Center),
                Format(0, 0, 0, HorizontalAlignmentValues.Center),
                Format(2, 4, 1, HorizontalAlignmentValues.Center),
                Format(0, 0, 1, null),
                Format(0, 0, 1, HorizontalAlignmentValues.Right),
                Format(0, 2, 1, HorizontalAlignmentValues.Right),
                Format(0, 3, 1, null),
                Format(2, 4, 1, null)));
    }
}
