using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>A piece of text on a paper; Link leads to where it comes from.</summary>
public readonly record struct PaperText(string Text, Uri? Link = null)
{
    public static implicit operator PaperText(string text) => new(text);
}

/// <summary>
/// A paper as a Chinese office prints it. GB/T 9704-2012: A4, type area 156 × 225 mm, title 小标宋 2号, text 仿宋 3号, headings 黑体 and 楷体, page number — 1 — in 4号 at the outer edge; the head of a
/// table is repeated on every page, and no row is torn. A table too broad for 156 mm lies. Dispose it to write the file.
/// </summary>
public sealed class OfficialPaper : IDisposable
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // Sizes are half points: 2号 22 pt, 3号 16 pt, 4号 14 pt, 小四 12 pt. Lengths are twentieths of a point: 1 mm = 56.7.
    const string Largest = "44", Body = "32", Page = "28", Small = "24";
    const int Mm = 567; // ten of them
    const string Song = "方正小标宋简体", Fang = "仿宋_GB2312", Hei = "黑体", Kai = "楷体_GB2312";

    readonly WordprocessingDocument document;
    readonly MainDocumentPart main;
    readonly Body body = new();
    readonly bool lying;
    readonly string odd, even;
    uint charts;

    public OfficialPaper(Stream file, string title, bool lying = false)
    {
        this.lying = lying;
        document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document);
        main = document.AddMainDocumentPart();
        document.PackageProperties.Title = title;
        main.AddNewPart<DocumentSettingsPart>().Settings = new(new EvenAndOddHeaders());
        (odd, even) = (Footer(JustificationValues.Right), Footer(JustificationValues.Left));
    }

    public void Title(params IEnumerable<string> lines)
    {
        foreach (var line in lines) body.Append(Paragraph([line], Song, Largest, JustificationValues.Center, exact: 660));
        body.Append(Paragraph([""], Fang, Body, JustificationValues.Center, exact: 560));
    }

    /// <summary>A line in the middle: the number of the document under its title.</summary>
    public void Centred(string text) => body.Append(Paragraph([text], Fang, Body, JustificationValues.Center, exact: 560), Paragraph([""], Fang, Body, JustificationValues.Center, exact: 560));

    /// <summary>Whom it goes to, at the very left.</summary>
    public void Addressee(string text) => body.Append(Paragraph([text], Fang, Body, JustificationValues.Both, exact: 560));

    public void Text(params PaperText[] texts) => body.Append(Paragraph(texts, Fang, Body, JustificationValues.Both, exact: 560, indent: 640));

    /// <summary>一、 in 黑体.</summary>
    public void Heading(string text) => body.Append(Paragraph([text], Hei, Body, JustificationValues.Both, exact: 560, indent: 640));

    /// <summary>（一） in 楷体.</summary>
    public void Subheading(string text) => body.Append(Paragraph([text], Kai, Body, JustificationValues.Both, exact: 560, indent: 640));

    /// <summary>Whom it comes from and on which day, at the right.</summary>
    public void Close(string by, DateOnly on)
    {
        body.Append(Paragraph([""], Fang, Body, JustificationValues.Right, exact: 560));
        body.Append(Paragraph([by], Fang, Body, JustificationValues.Right, exact: 560));
        body.Append(Paragraph([string.Create(CultureInfo.InvariantCulture, $"{on.Year}年{on.Month}月{on.Day}日")], Fang, Body, JustificationValues.Right, exact: 560));
    }

    /// <param name="columns">Titles with their widths in twentieths of a point, and whether the cells stand in the middle.</param>
    public void Table(IReadOnlyList<(string Title, int Width, bool Centred)> columns, IEnumerable<IReadOnlyList<PaperText>> rows)
    {
        static EnumValue<BorderValues> Line() => BorderValues.Single;
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Number(columns.Sum(c => c.Width)), Type = TableWidthUnitValues.Dxa },
                new TableBorders(new TopBorder { Val = Line(), Size = 4 }, new LeftBorder { Val = Line(), Size = 4 }, new BottomBorder { Val = Line(), Size = 4 }, new RightBorder { Val = Line(), Size = 4 },
                    new InsideHorizontalBorder { Val = Line(), Size = 4 }, new InsideVerticalBorder { Val = Line(), Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(columns.Select(c => new GridColumn { Width = Number(c.Width) })));
        table.Append(new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. columns.Select(c => (OpenXmlElement)Cell(c.Title, c.Width, Hei, JustificationValues.Center))]));
        foreach (var row in rows)
            table.Append(new TableRow([new TableRowProperties(new CantSplit()), .. row.Select((text, i) => (OpenXmlElement)Cell(text, columns[i].Width, Fang, columns[i].Centred ? JustificationValues.Center : JustificationValues.Left))]));
        body.Append(table);
    }

    public void Chart(PaperChart chart) => body.Append(new Paragraph(new ParagraphProperties(new KeepLines(), new SpacingBetweenLines { Before = "120", After = "120" }, new Justification { Val = JustificationValues.Center }), chart.Run(main, ++charts)));

    public void Dispose()
    {
        var (width, height) = ((uint)(Mm * 21), (uint)(Mm * 29.7));
        body.Append(new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = odd }, new FooterReference { Type = HeaderFooterValues.Even, Id = even },
            lying ? new PageSize { Width = height, Height = width, Orient = PageOrientationValues.Landscape } : new PageSize { Width = width, Height = height },
            lying ? new PageMargin { Top = (int)(Mm * 2.8), Bottom = (int)(Mm * 2.6), Left = (uint)(Mm * 3.7), Right = (uint)(Mm * 3.5), Header = 851, Footer = 1134, Gutter = 0 }
                : new PageMargin { Top = (int)(Mm * 3.7), Bottom = (int)(Mm * 3.5), Left = (uint)(Mm * 2.8), Right = (uint)(Mm * 2.6), Header = 851, Footer = 1587, Gutter = 0 }));
        main.Document = new(body);
        document.Dispose();
    }

    TableCell Cell(PaperText text, int width, string font, JustificationValues side) => new([
        new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }),
        .. text.Text.Split('\n').Select(line => Paragraph([text with { Text = line }], font, Small, side, exact: 340)),
    ]);

    Paragraph Paragraph(IReadOnlyList<PaperText> texts, string font, string size, JustificationValues side, int exact, int indent = 0)
    {
        var properties = new ParagraphProperties(new SpacingBetweenLines { Line = Number(exact), LineRule = LineSpacingRuleValues.Exact, Before = "0", After = "0" });
        if (indent > 0) properties.Append(new Indentation { FirstLine = Number(indent) });
        properties.Append(new Justification { Val = side });
        return new([properties, .. texts.Select(t => t.Link is { } link ? (OpenXmlElement)new Hyperlink(Run(t.Text, font, size)) { Id = main.AddHyperlinkRelationship(link, true).Id } : Run(t.Text, font, size))]);
    }

    static Run Run(string text, string font, string size) => new(Letters(font, size), new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });

    static RunProperties Letters(string font, string size) => new(
        new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = font }, new FontSize { Val = size }, new FontSizeComplexScript { Val = size });

    static string Clean(string text) => PlainText.ForXml(new([.. text.Where(c => !char.IsControl(c))]));
    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    string Footer(JustificationValues side)
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
