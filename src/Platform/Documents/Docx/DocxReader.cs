using System.Xml;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>Reads a .docx: the text first, then headers, footers and notes as furniture.</summary>
static class DocxReader
{
    public static void Read(ReadOnlyMemory<byte> content, Reading reading, CancellationToken ct)
    {
        try
        {
            using var package = new DocxPackage(content);
            if (package.MainPart() is not { } main) throw new Refusal("platform.document-type-unknown");
            Read(package, main, reading, ct);
        }
        catch (XmlException)
        {
            throw new Refusal("platform.document-damaged");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new Refusal("platform.document-truncated");
        }
    }

    static void Read(DocxPackage package, string main, Reading reading, CancellationToken ct)
    {
        var relations = package.Relations(main);
        using var stylesXml = Open("styles");
        var styles = Styles.Read(stylesXml);
        using var numberingXml = Open("numbering");
        var numbering = Numbering.Read(numberingXml, styles);

        using var xml = new WordXml(package.Open(main)!, ct);
        if (!xml.Root() || xml.Name != "document" || !xml.IsWord) throw new Refusal("platform.document-type-unknown");
        var story = new Story(xml, styles, numbering, reading);
        var body = new BodyFlow(reading);
        story.Blocks(body);
        story.End(body);
        body.Release();
        reading.PagesKnown = story.PagesSeen;

        var aside = relations.Where(r => story.Furniture.Contains(r.Id) || r.Type.EndsWith("/footnotes", StringComparison.Ordinal) || r.Type.EndsWith("/endnotes", StringComparison.Ordinal));
        foreach (var part in aside.Select(r => r.Target).Distinct().ToList()) Aside(part);

        WordXml? Open(string kind)
        {
            var part = relations.FirstOrDefault(r => r.Type.EndsWith("/" + kind, StringComparison.Ordinal)).Target;
            return part is not null && package.Open(part) is { } found ? new(found, ct) : null;
        }

        void Aside(string part)
        {
            if (package.Open(part) is not { } found) return;
            using var furniture = new WordXml(found, ct);
            if (!furniture.Root()) return;
            var flow = new FurnitureFlow(reading);
            var aside = new Story(furniture, styles, numbering, reading);
            aside.Blocks(flow);
            aside.End(flow);
        }
    }
}
