using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Templates;

/// <summary>Writes pieces of a paper as Word has them, in the styles of the document that they go into. The head of a table is repeated on every page, and no row is torn.</summary>
sealed class PieceWriter(MainDocumentPart main)
{
    readonly IReadOnlyDictionary<string, string> styles = PaperStyles.In(main);
    uint charts = 1_000; // beyond the pictures that a template may have

    public IEnumerable<OpenXmlElement> Write(PaperPiece piece) => piece switch
    {
        PaperPiece.Title title => title.Lines.Select(l => Paragraph(PaperStyles.Title, [l])),
        PaperPiece.Heading heading => [Paragraph(PaperStyles.Heading, [heading.Text])],
        PaperPiece.Subheading subheading => [Paragraph(PaperStyles.Subheading, [subheading.Text])],
        PaperPiece.Paragraph paragraph => [Paragraph(PaperStyles.Text, paragraph.Texts)],
        PaperPiece.Chart chart => [new Paragraph(new ParagraphProperties(new KeepLines(), new SpacingBetweenLines { Before = "120", After = "120" }, new Justification { Val = JustificationValues.Center }), chart.Drawn.Run(main, ++charts))],
        PaperPiece.Table table => [Table(table.Columns, table.Rows.Select(r => (OpenXmlElement)Row(r.Select((text, i) => Cell(text, table.Columns[i])))))],
        _ => throw new ArgumentOutOfRangeException(nameof(piece)),
    };

    public Paragraph Paragraph(string style, IEnumerable<PaperText> texts) => Paragraph(style, texts.SelectMany(t => Runs(main, t, null)));

    public Paragraph Paragraph(string style, IEnumerable<OpenXmlElement> runs) => new([new ParagraphProperties(new ParagraphStyleId { Val = styles[style] }), .. runs]);

    /// <param name="columns">Titles with their widths in twentieths of a point, and whether the cells stand in the middle.</param>
    /// <param name="rows">Rows, or a control around them.</param>
    public Table Table(IReadOnlyList<(string Title, int Width, bool Centred)> columns, IEnumerable<OpenXmlElement> rows)
    {
        static T Line<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4 };
        return new([
            new TableProperties(
                new TableWidth { Width = Number(columns.Sum(c => c.Width)), Type = TableWidthUnitValues.Dxa },
                new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa },
                    new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(columns.Select(c => new GridColumn { Width = Number(c.Width) })),
            new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. columns.Select(c => Cell([Paragraph(PaperStyles.ColumnHead, [(PaperText)c.Title])], c.Width))]),
            .. rows,
        ]);
    }

    public static TableRow Row(IEnumerable<TableCell> cells) => new([new TableRowProperties(new CantSplit()), .. cells]);

    TableCell Cell(PaperText text, (string, int Width, bool Centred) column) => Cell(text.Text.Split('\n').Select(line => Paragraph(CellStyle(column.Centred), [text with { Text = line }])), column.Width);

    public static string CellStyle(bool centred) => centred ? PaperStyles.MiddleCell : PaperStyles.Cell;

    public static TableCell Cell(IEnumerable<Paragraph> paragraphs, int width) =>
        new([new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }, new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center }), .. paragraphs]);

    /// <summary>One line of text as it stands in this part of the document (a header has relations of its own), with letters like <paramref name="like"/>.</summary>
    public static IEnumerable<OpenXmlElement> Runs(OpenXmlPart part, PaperText text, RunProperties? like)
    {
        var run = new Run();
        if (like is not null) run.Append(like.CloneNode(true));
        run.Append(new Text(Clean(text.Text)) { Space = SpaceProcessingModeValues.Preserve });
        return [text.Link is { } link ? new Hyperlink(run) { Id = part.AddHyperlinkRelationship(link, true).Id } : run];
    }

    static string Clean(string text) => PlainText.ForXml(new([.. text.Where(c => !char.IsControl(c))]));
    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
