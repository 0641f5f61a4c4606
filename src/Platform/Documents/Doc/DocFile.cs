using OneMetre.Platform.Documents.Docx;

namespace OneMetre.Platform.Documents.Doc;

/// <summary>
/// A Word 97 file. LibreOffice turns it into a .docx, which keeps its tables, numbers and headers; where there is none, or it gives up,
/// the text alone is read here. (catdoc is no help: it drops the paragraphs that are longer than its buffer.)
/// </summary>
static class DocFile
{
    public static async Task Read(ReadOnlyMemory<byte> content, Reading reading, Programs programs, CancellationToken ct)
    {
        var compound = new CompoundFile(content);
        if (compound.Has("EncryptedPackage")) throw new Refusal("platform.document-encrypted");
        if (compound.Stream("WordDocument") is not { } stream) throw new Refusal(compound.Has("Workbook") || compound.Has("PowerPoint Document") ? "platform.document-type-unknown" : "platform.document-damaged");
        if (WordBinary.IsEncrypted(stream)) throw new Refusal("platform.document-encrypted");
        if (compound.Has("_VBA_PROJECT") || compound.Has("Macros")) throw new Refusal("platform.document-has-macros");

        if (programs.Office is { } office && await Office.Convert(office, new MemoryStream(content.ToArray(), writable: false), ".doc", ".docx", "docx:MS Word 2007 XML", ct) is { } docx)
        {
            DocxReader.Read(docx, reading, ct);
            return;
        }
        if (WordBinary.Text(stream, compound) is not { Length: > 0 } text) throw new Refusal("platform.document-damaged");
        reading.Warn("platform.document-text-only");
        WordBinary.Read(text, reading, ct);
    }
}
