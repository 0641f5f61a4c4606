using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>Makes real .docx files for tests, from the XML of their body.</summary>
static class WordFile
{
    public const string Namespaces = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"
        xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        """;

    public static byte[] Of(string body, string? numbering = null, string? styles = null, string? header = null, string? footer = null)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = file.AddMainDocumentPart();
            if (numbering is not null) Put(main.AddNewPart<NumberingDefinitionsPart>(), $"<w:numbering {Namespaces}>{numbering}</w:numbering>");
            if (styles is not null) Put(main.AddNewPart<StyleDefinitionsPart>(), $"<w:styles {Namespaces}>{styles}</w:styles>");
            var section = new StringBuilder("<w:sectPr>");
            if (header is not null)
            {
                Put(main.AddNewPart<HeaderPart>("head"), $"<w:hdr {Namespaces}>{header}</w:hdr>");
                section.Append("""<w:headerReference w:type="default" r:id="head"/>""");
            }
            if (footer is not null)
            {
                Put(main.AddNewPart<FooterPart>("foot"), $"<w:ftr {Namespaces}>{footer}</w:ftr>");
                section.Append("""<w:footerReference w:type="default" r:id="foot"/>""");
            }
            Put(main, $"<w:document {Namespaces}><w:body>{body}{section}</w:sectPr></w:body></w:document>");
        }
        return stream.ToArray();
    }

    /// <summary>A file that only claims to be a Word document: any parts, raw.</summary>
    public static byte[] Raw(params (string Name, byte[] Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] RawDocument(string documentXml) => Raw(
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""u8.ToArray()),
        ("word/document.xml", Encoding.UTF8.GetBytes(documentXml)));

    public static string P(string text) => $"<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";
    public static string P(string text, int list, int level) =>
        $"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";
    public static string Tc(string text, string properties = "") => $"<w:tc><w:tcPr>{properties}</w:tcPr>{P(text)}</w:tc>";
    public static string Tr(params string[] cells) => $"<w:tr>{string.Concat(cells)}</w:tr>";
    public static string Tbl(params string[] rows) => $"<w:tbl><w:tblPr/><w:tblGrid/>{string.Concat(rows)}</w:tbl>";

    static void Put(OpenXmlPart part, string xml)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        part.FeedData(content);
    }
}
