namespace OneMetre.Platform.Documents;

/// <summary>Tells from its first bytes what a file is. The extension is only somebody's claim: a false one is reported, and the file is read as what it is.</summary>
static class FileKind
{
    public static DocumentFormat Of(ReadOnlySpan<byte> content, string fileName, Reading reading)
    {
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        if (extension is ".docm" or ".dotm") throw new Refusal("platform.document-has-macros");
        var (format, usual) = Sniff(content);
        if (extension.Length > 0 && !usual.Contains(extension)) reading.Warn("platform.document-wrong-extension", extension[..Math.Min(12, extension.Length)], usual[0]);
        return format;
    }

    static (DocumentFormat Format, string[] Usual) Sniff(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("PK\u0003\u0004"u8)) return (DocumentFormat.Docx, [".docx", ".dotx"]);
        if (content.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])) return (DocumentFormat.Doc, [".doc", ".dot", ".wps"]);
        if (content[..Math.Min(1024, content.Length)].IndexOf("%PDF-"u8) is >= 0) return (DocumentFormat.Pdf, [".pdf"]);
        if (content.StartsWith("{\\rtf"u8) || content.StartsWith("PK"u8) || IsMarkup(content)) throw new Refusal("platform.document-type-unknown");
        return (DocumentFormat.Text, [".txt", ".text", ".md"]);
    }

    /// <summary>A web page or Word's XML saved as .doc: its tags are no text.</summary>
    static bool IsMarkup(ReadOnlySpan<byte> content)
    {
        var start = content.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0D, 0x0A]);
        return start.StartsWith("<?xml"u8) || start.StartsWith("<html"u8) || start.StartsWith("<!DOCTYPE"u8) || start.StartsWith("<HTML"u8);
    }
}
