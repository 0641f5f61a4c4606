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

    public static Task<SourceDocument> Read(ReadOnlyMemory<byte> content, string fileName, CancellationToken ct)
    {
        var reading = new Reading(DocumentFormat.Text);
        if (content.Length > LargestFile) reading.Refuse("platform.document-too-large", "20");
        else if (content.IsEmpty) reading.Refuse("platform.document-empty");
        else TextFile.Read(content, reading, ct);
        return Task.FromResult(reading.Finish());
    }
}
