using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Files;

namespace OneMetre.Platform.Templates;

/// <summary>
/// The template that we bring for a paper, as a Chinese office prints it. GB/T 9704-2012: A4, type area 156 × 225 mm, styles of <see cref="PaperStyles"/>, page number — 1 — in 4号 at the outer edge. A paper too broad for 156 mm lies.
/// In every text a name in braces is a field: it becomes a content control with that tag. Dispose it to write the file.
/// </summary>
public sealed partial class OfficialPaper : IDisposable
{
    const string Page = "28"; // 4号, in half points
    const int Mm = 567; // ten of them, in twentieths of a point

    readonly WordprocessingDocument document;
    readonly MainDocumentPart main;
    readonly PieceWriter writer;
    readonly bool lying;
    readonly string odd, even;
    List<OpenXmlElement> body = [];
    int controls;

    public OfficialPaper(Stream file, bool lying = false)
    {
        this.lying = lying;
        document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document);
        main = document.AddMainDocumentPart();
        main.AddNewPart<DocumentSettingsPart>().Settings = new(new EvenAndOddHeaders());
        writer = new(main);
        (odd, even) = (Footer(JustificationValues.Right), Footer(JustificationValues.Left));
    }

    /// <summary>The lines of the title and an empty one.</summary>
    public void Title(params IEnumerable<string> lines)
    {
        foreach (var line in lines) Say(PaperStyles.Title, line);
        Say(PaperStyles.Number, "");
    }

    /// <summary>A line in the middle: the number of the document under its title.</summary>
    public void Centred(string text)
    {
        Say(PaperStyles.Number, text);
        Say(PaperStyles.Number, "");
    }

    /// <summary>Whom it goes to, at the very left.</summary>
    public void Addressee(string text) => Say(PaperStyles.Addressee, text);

    public void Text(string text) => Say(PaperStyles.Text, text);

    public void Heading(string text) => Say(PaperStyles.Heading, text);

    public void Subheading(string text) => Say(PaperStyles.Subheading, text);

    /// <summary>Whom it comes from and on which day, at the right.</summary>
    public void Close(string by, string on)
    {
        Say(PaperStyles.Closing, "");
        Say(PaperStyles.Closing, by);
        Say(PaperStyles.Closing, on);
    }

    /// <summary>Where whole paragraphs, tables and charts come.</summary>
    public void Chapter(string name) => body.Add(new SdtBlock(Tagged(name), new SdtContentBlock(writer.Paragraph(PaperStyles.Text, [(PaperText)name]))));

    /// <summary>What is written by <paramref name="write"/> stands there once for each row, or only when it is so.</summary>
    public void Each(string name, Action write)
    {
        var outer = body;
        body = [];
        write();
        outer.Add(new SdtBlock(Tagged(name), new SdtContentBlock(body)));
        body = outer;
    }

    /// <summary>A table with a row for each of <paramref name="rows"/>.</summary>
    /// <param name="columns">Titles with their widths in twentieths of a point, whether the cells stand in the middle, and what stands in each.</param>
    public void Table(string rows, params IReadOnlyList<(string Title, int Width, bool Centred, string Cell)> columns)
    {
        var row = PieceWriter.Row(columns.Select(c => PieceWriter.Cell([Paragraph(PieceWriter.CellStyle(c.Centred), c.Cell)], c.Width)));
        body.Add(writer.Table([.. columns.Select(c => (c.Title, c.Width, c.Centred))], [new SdtRow(Tagged(rows), new SdtContentRow(row))]));
    }

    public void Dispose()
    {
        var (width, height) = ((uint)(Mm * 21), (uint)(Mm * 29.7));
        body.Add(new SectionProperties(
            new FooterReference { Type = HeaderFooterValues.Default, Id = odd }, new FooterReference { Type = HeaderFooterValues.Even, Id = even },
            lying ? new PageSize { Width = height, Height = width, Orient = PageOrientationValues.Landscape } : new PageSize { Width = width, Height = height },
            lying ? new PageMargin { Top = (int)(Mm * 2.8), Bottom = (int)(Mm * 2.6), Left = (uint)(Mm * 3.7), Right = (uint)(Mm * 3.5), Header = 851, Footer = 1134, Gutter = 0 }
                : new PageMargin { Top = (int)(Mm * 3.7), Bottom = (int)(Mm * 3.5), Left = (uint)(Mm * 2.8), Right = (uint)(Mm * 2.6), Header = 851, Footer = 1587, Gutter = 0 }));
        main.Document = new(new Body(body));
        document.Dispose();
    }

    void Say(string style, string text) => body.Add(Paragraph(style, text));

    Paragraph Paragraph(string style, string text) => writer.Paragraph(style, Pieces(text));

    IEnumerable<OpenXmlElement> Pieces(string text)
    {
        var at = 0;
        foreach (Match field in Field().Matches(text))
        {
            foreach (var run in PieceWriter.Runs(main, text[at..field.Index], null)) yield return run;
            yield return new SdtRun(Tagged(field.Groups[1].Value), new SdtContentRun(PieceWriter.Runs(main, field.Groups[1].Value, null)));
            at = field.Index + field.Length;
        }
        if (at < text.Length) foreach (var run in PieceWriter.Runs(main, text[at..], null)) yield return run;
    }

    SdtProperties Tagged(string name) => new(new SdtAlias { Val = name }, new Tag { Val = name }, new SdtId { Val = ++controls });

    string Footer(JustificationValues side)
    {
        static Run Run(string text) => new(Letters(), new Text(text) { Space = SpaceProcessingModeValues.Preserve });
        static RunProperties Letters() => new(new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = "宋体" }, new FontSize { Val = Page }, new FontSizeComplexScript { Val = Page });
        var part = main.AddNewPart<FooterPart>();
        part.Footer = new(new Paragraph(new ParagraphProperties(new Indentation { Left = "280", Right = "280" }, new Justification { Val = side }), Run("— "), new SimpleField(Run("1")) { Instruction = " PAGE " }, Run(" —")));
        return main.GetIdOfPart(part);
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Field();
}
