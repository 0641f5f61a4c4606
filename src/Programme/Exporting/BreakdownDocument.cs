using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Exporting;

/// <summary>
/// 任务分解表, as an office prints it. GB/T 9704-2012: A4, type area 156 × 225 mm (lying, since a table of seven columns does not stand in 156 mm),
/// title 小标宋 2号, text 仿宋 3号, page number — 1 — in 4号 at the outer edge. The head of the table is repeated on every page, and no row is torn.
/// The paper goes to Chinese offices and is Chinese in whichever language the page was read.
/// </summary>
static class BreakdownDocument
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static readonly IReadOnlyList<(string Title, double Width)> Columns =
        [("序号", 6), ("领域", 16), ("任务", 40), ("牵头单位", 22), ("配合单位", 32), ("目标", 44), ("完成时限", 16)];

    // Sizes are half points: 2号 22 pt, 3号 16 pt, 4号 14 pt, 小四 12 pt. Lengths are twentieths of a point: 1 mm = 56.7.
    const string Title = "44", Body = "32", Page = "28", Cell = "24";
    const int Mm = 567; // ten of them
    static readonly int[] Widths = [700, 1500, 3000, 1700, 2100, 2600, 1157];

    public static void Write(Stream file, Plan plan, IReadOnlyList<BreakdownRow> rows)
    {
        using var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document);
        var main = document.AddMainDocumentPart();
        document.PackageProperties.Title = plan.Title + "任务分解表";
        main.AddNewPart<DocumentSettingsPart>().Settings = new(new EvenAndOddHeaders());
        var odd = Footer(main, JustificationValues.Right);
        var even = Footer(main, JustificationValues.Left);

        var body = new Body();
        foreach (var line in TitleLines(plan.Title)) body.Append(Paragraph(line, "方正小标宋简体", Title, JustificationValues.Center, exact: 660));
        body.Append(Paragraph("", "仿宋_GB2312", Body, JustificationValues.Center, exact: 560));
        body.Append(Paragraph(Introduction(plan, rows.Count), "仿宋_GB2312", Body, JustificationValues.Both, exact: 560, indent: 640));
        body.Append(Table(rows));
        body.Append(new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = odd }, new FooterReference { Type = HeaderFooterValues.Even, Id = even },
            new PageSize { Width = (uint)(Mm * 29.7), Height = (uint)(Mm * 21), Orient = PageOrientationValues.Landscape },
            new PageMargin { Top = (int)(Mm * 2.8), Bottom = (int)(Mm * 2.6), Left = (uint)(Mm * 3.7), Right = (uint)(Mm * 3.5), Header = 851, Footer = 1134, Gutter = 0 }));
        main.Document = new(body);
    }

    static IEnumerable<string> TitleLines(string plan) => plan.Length + 5 <= 24 ? [plan + "任务分解表"] : [plan, "任务分解表"];

    static string Introduction(Plan plan, int tasks) =>
        $"根据《{plan.Title}》{(plan.DocNumber is { } number ? $"（{number}）" : "")}，现将{tasks}项任务分解如下。";

    static Table Table(IReadOnlyList<BreakdownRow> rows)
    {
        var line = new Func<EnumValue<BorderValues>>(() => BorderValues.Single);
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Widths.Sum().ToString(System.Globalization.CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableBorders(new TopBorder { Val = line(), Size = 4 }, new LeftBorder { Val = line(), Size = 4 }, new BottomBorder { Val = line(), Size = 4 }, new RightBorder { Val = line(), Size = 4 },
                    new InsideHorizontalBorder { Val = line(), Size = 4 }, new InsideVerticalBorder { Val = line(), Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TopMargin { Width = "40" }, new TableCellLeftMargin { Width = 80 }, new BottomMargin { Width = "40" }, new TableCellRightMargin { Width = 80 })),
            new TableGrid(Widths.Select(w => new GridColumn { Width = w.ToString(System.Globalization.CultureInfo.InvariantCulture) })));

        table.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. Columns.Select((c, i) => (OpenXmlElement)CellOf(c.Title, i, "黑体", JustificationValues.Center))]));
        foreach (var row in rows)
            table.Append(new TableRow([new TableRowProperties(new CantSplit()),
                .. row.Cells.Select((text, i) => (OpenXmlElement)CellOf($"{text}", i, "仿宋_GB2312", i is 0 or 6 ? JustificationValues.Center : JustificationValues.Left))]));
        return table;
    }

    static TableCell CellOf(string text, int column, string font, JustificationValues side) => new([
        new TableCellProperties(new TableCellWidth { Width = Widths[column].ToString(System.Globalization.CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
            new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
        .. text.Split('\n').Select(line => Paragraph(line, font, Cell, side, exact: 340)),
    ]);

    static Paragraph Paragraph(string text, string font, string size, JustificationValues side, int exact, int indent = 0)
    {
        var properties = new ParagraphProperties(new SpacingBetweenLines { Line = exact.ToString(System.Globalization.CultureInfo.InvariantCulture), LineRule = LineSpacingRuleValues.Exact, Before = "0", After = "0" });
        if (indent > 0) properties.Append(new Indentation { FirstLine = indent.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        properties.Append(new Justification { Val = side });
        return new(properties, new Run(Letters(font, size), new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve }));
    }

    static RunProperties Letters(string font, string size) => new(
        new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font }, new FontSize { Val = size }, new FontSizeComplexScript { Val = size });

    static string Clean(string text) => new([.. text.Where(c => !char.IsControl(c))]);

    static string Footer(MainDocumentPart main, JustificationValues side)
    {
        var part = main.AddNewPart<FooterPart>();
        part.Footer = new(new Paragraph(
            new ParagraphProperties(new Indentation { Left = "280", Right = "280" }, new Justification { Val = side }),
            new Run(Letters("宋体", Page), new Text("— ") { Space = SpaceProcessingModeValues.Preserve }),
            new SimpleField(new Run(Letters("宋体", Page), new Text("1"))) { Instruction = " PAGE " },
            new Run(Letters("宋体", Page), new Text(" —") { Space = SpaceProcessingModeValues.Preserve })));
        return main.GetIdOfPart(part);
    }
}
