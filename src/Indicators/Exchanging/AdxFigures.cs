using System.Xml;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// Figures in ADX (IHE QRPH, urn:ihe:qrph:adx:2015), the exchange format that DHIS2 and others write: groups of one organisation, period and data set, each with its values. Whatever else a value is marked
/// with (SEX="F") says which part it is. No document type, no entity, nothing from outside.
/// </summary>
static class AdxFigures
{
    public const string Namespace = "urn:ihe:qrph:adx:2015";
    const int MostMarks = 8;
    static readonly HashSet<string> OfGroup = new(["orgUnit", "period", "dataSet", "completeDate", "comment"], StringComparer.Ordinal);
    static readonly HashSet<string> OfValue = new(["dataElement", "value", "comment"], StringComparer.Ordinal);

    public static (IncomingHead Head, Func<Stream, IEnumerable<IncomingFigure>> Rows) Of(Stream stream)
    {
        using var xml = Open(stream);
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "adx" || xml.NamespaceURI != Namespace) throw new RefusedBody("not ADX");
        return (new("adx", null, new Dictionary<string, string>()), Rows);
    }

    static XmlReader Open(Stream stream) => XmlReader.Create(stream, new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = ReceiveFigures.LargestBody,
    });

    static IEnumerable<IncomingFigure> Rows(Stream stream)
    {
        using var xml = Open(stream);
        var row = 0;
        (string? Region, string? Period, Problem? Wrong) group = default;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.NamespaceURI != Namespace) continue;
            if (xml.Depth > 8) throw new RefusedBody("nested too deeply");
            if (xml.LocalName == "group") group = Group(xml);
            else if (xml.LocalName == "dataValue") yield return Value(xml, ++row, group);
        }
    }

    static (string?, string?, Problem?) Group(XmlReader xml)
    {
        // A mark on the group is DHIS2's attribute: figures of several attributes would fall into one cell.
        var wrong = Marks(xml, OfGroup).FirstOrDefault() is { } mark ? new Problem("indicators.row-attribute", mark.Split(':')[0], mark) : null;
        return (Cut(xml.GetAttribute("orgUnit")), Cut(xml.GetAttribute("period")), wrong);
    }

    static IncomingFigure Value(XmlReader xml, int row, (string? Region, string? Period, Problem? Wrong) group)
    {
        var (element, value, comment, marks) = (Cut(xml.GetAttribute("dataElement")), Cut(xml.GetAttribute("value")), Cut(xml.GetAttribute("comment")), Marks(xml, OfValue));
        if (!xml.IsEmptyElement)
        {
            // An annotation holds what cannot be said in a number.
            var depth = xml.Depth;
            while (xml.Read() && xml.Depth > depth)
                if (xml is { NodeType: XmlNodeType.Text or XmlNodeType.CDATA }) comment = Cut((comment is null ? "" : comment + " ") + xml.Value.Trim());
        }
        return new(row, element, group.Region, group.Period, marks, value, comment, null, group.Wrong);
    }

    /// <summary>The attributes that the format has no name for, as NAME:value.</summary>
    static List<string> Marks(XmlReader xml, HashSet<string> known)
    {
        var marks = new List<string>();
        while (xml.MoveToNextAttribute())
            if (xml.Prefix.Length == 0 && xml.LocalName != "xmlns" && !known.Contains(xml.LocalName) && marks.Count < MostMarks)
                marks.Add(xml.LocalName == "categoryOptionCombo" ? Cut(xml.Value)! : $"{Cut(xml.LocalName)}:{Cut(xml.Value)}");
        xml.MoveToElement();
        return marks;
    }

    static string? Cut(string? text) => text is null ? null : ForeignText.Fit(text);
}
