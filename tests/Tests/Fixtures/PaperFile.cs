using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;

namespace OneMetre.Tests.Fixtures;

/// <summary>A paper as it is written with our template, and looked at as a word processor would.</summary>
static class PaperFile
{
    public static MemoryStream Of(IPaperType type, PaperSaid said)
    {
        Assert.Empty(said.Fields.Strays(type.Shape));
        return Filled(Papers.Standard(type), said);
    }

    public static MemoryStream Filled(Stream template, PaperSaid said)
    {
        var file = new MemoryStream();
        TemplateFill.Write(template, said.Fields, said.Title, file);
        file.Position = 0;
        return file;
    }

    /// <summary>Its paragraphs, those in tables too, each a line.</summary>
    public static string Text(Stream file)
    {
        file.Position = 0;
        using var paper = WordprocessingDocument.Open(file, false);
        return string.Join('\n', paper.MainDocumentPart!.Document!.Descendants<Paragraph>().Select(p => p.InnerText));
    }

    /// <summary>A piece as its words; a table row by row.</summary>
    public static string Said(PaperPiece piece) => piece switch
    {
        PaperPiece.Title title => string.Concat(title.Lines),
        PaperPiece.Heading heading => heading.Text,
        PaperPiece.Subheading subheading => subheading.Text,
        PaperPiece.Paragraph paragraph => string.Concat(paragraph.Texts.Select(t => t.Text)),
        PaperPiece.Table table => string.Join('\n', table.Rows.Select(r => string.Join('|', r.Select(c => c.Text)))),
        _ => "",
    };

    public static void IsValid(Stream file)
    {
        file.Position = 0;
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365).Validate(paper).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        file.Position = 0;
    }
}
