using OneMetre.Platform.Documents.Doc;
using OneMetre.Platform.Documents.Docx;
using OneMetre.Platform.Watching;

namespace OneMetre.Platform.Documents;

/// <summary>
/// Reads a plan or report that somebody uploaded (.docx, .doc, .pdf, .txt) into blocks in reading order. Every file is hostile until proved otherwise:
/// whatever is wrong with it becomes a finding, time and memory are bounded, nothing it refers to is fetched, and only a cancelled token throws.
/// </summary>
public static class DocumentReader
{
    /// <summary>Larger files are refused with platform.document-too-large.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Reads at most <see cref="LargestFile"/> bytes of the stream. The file name only lends its extension.</summary>
    public static async Task<SourceDocument> Read(Stream content, string fileName, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        int got;
        while (copy.Length <= LargestFile && (got = await content.ReadAsync(buffer, ct)) > 0) copy.Write(buffer, 0, got);
        return await Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), fileName, ct);
    }

    public static Task<SourceDocument> Read(ReadOnlyMemory<byte> content, string fileName, CancellationToken ct) => Read(content, fileName, Programs.OfThisMachine, ct);

    internal static async Task<SourceDocument> Read(ReadOnlyMemory<byte> content, string fileName, Programs programs, CancellationToken ct)
    {
        using var span = CityTrace.ReadDocument(content.Length);
        var reading = new Reading(DocumentFormat.Text);
        try
        {
            if (content.Length > LargestFile) throw new Refusal("platform.document-too-large", "20");
            if (content.IsEmpty) throw new Refusal("platform.document-empty");
            reading.Format = FileKind.Of(content.Span, fileName, reading);
            span?.SetTag("format", reading.Format.ToString());
            switch (reading.Format)
            {
                case DocumentFormat.Docx: DocxReader.Read(content, reading, ct); break;
                case DocumentFormat.Doc: await DocFile.Read(content, reading, programs, ct); break;
                case DocumentFormat.Pdf: await PdfFile.Read(content, reading, programs, ct); break;
                default: TextFile.Read(content, reading, ct); break;
            }
            return reading.Finish();
        }
        catch (Refusal refusal)
        {
            reading.Refuse(refusal.Code, refusal.Args);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A file that finds a bug of ours is still only a file that could not be read; the next upload must go on.
            reading.Refuse("platform.document-damaged");
        }
        return reading.Finish();
    }
}
