using System.Xml;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>Walks one part of a Word document element by element, without ever holding it whole. Deeply nested parts are refused.</summary>
sealed class WordXml(XmlReader xml, CancellationToken ct) : IDisposable
{
    const int Deepest = 300;
    const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const string StrictWord = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    int steps;

    /// <summary>The name of the element; those of other vocabularies that matter here (AlternateContent, oMath …) share no name with Word's own.</summary>
    public string Name => xml.LocalName;
    public int Depth => xml.IsEmptyElement ? -1 : xml.Depth;
    public bool IsWord => xml.NamespaceURI is Word or StrictWord;

    public void Dispose() => xml.Dispose();

    /// <summary>Goes to the root element; its name tells what kind of part this is.</summary>
    public bool Root()
    {
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element) return true;
        return false;
    }

    /// <summary>
    /// Goes to the next child of the element whose <see cref="Depth"/> was taken, passing over whatever was not walked of the child before.
    /// False at the end of the element.
    /// </summary>
    public bool Next(int depth)
    {
        if (depth < 0) return false;
        while (xml.Read())
        {
            if (++steps % 4096 == 0) ct.ThrowIfCancellationRequested();
            if (xml.Depth > Deepest) throw new Refusal("platform.document-too-deep");
            if (xml.NodeType == XmlNodeType.EndElement && xml.Depth <= depth) return false;
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1) return true;
        }
        return false;
    }

    /// <summary>An attribute in the vocabulary of its element; strict and transitional files differ in it.</summary>
    public string? Attribute(string name) => xml.GetAttribute(name, xml.NamespaceURI);
    public string? Value => Attribute("val");
    public string? RelationId => xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");

    public int? Number(string attribute = "val") => int.TryParse(Attribute(attribute), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>An on/off property: it is on by being there, unless it says otherwise.</summary>
    public bool On => Value is not ("0" or "false" or "off");

    /// <summary>The characters directly inside the element, appended to <paramref name="text"/>.</summary>
    public void Text(System.Text.StringBuilder text)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.Depth == depth + 1 && xml.NodeType is XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
                text.Append(xml.Value);
        }
    }
}
