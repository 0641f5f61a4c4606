using OneMetre.Platform.Documents.Pdf;

namespace OneMetre.Platform.Documents;

/// <summary>A PDF with text in it, read through poppler as words with their places, from which lines, paragraphs and tables are put together again.</summary>
static class PdfFile
{
    static readonly TimeSpan Time = TimeSpan.FromSeconds(60);
    const int MostOutput = 128 * 1024 * 1024;

    public static async Task Read(ReadOnlyMemory<byte> content, Reading reading, Programs programs, CancellationToken ct)
    {
        if (programs.PdfToText is not { } program) throw new Refusal("platform.tool-missing", "pdftotext", "apt-get install poppler-utils");
        using var tool = new Tool();
        var file = tool.PathOf("in.pdf");
        await File.WriteAllBytesAsync(file, content, ct);
        var run = await tool.Run(program, ["-bbox", "-enc", "UTF-8", file, "-"], Time, MostOutput, ct);
        if (run.TimedOut) throw new Refusal("platform.document-takes-too-long");
        if (run.Complaint.Contains("Incorrect password", StringComparison.Ordinal)) throw new Refusal("platform.document-encrypted");
        if (run.Cut) throw new Refusal("platform.document-too-long", "2000");
        if (run.ExitCode == 3) throw new Refusal("platform.document-encrypted");
        var words = PdfWords.Read(run.Output, reading, ct);
        if (words.Count == 0) throw new Refusal(IsCutOff(content.Span) ? "platform.document-truncated" : "platform.document-damaged");
        if (!run.Ok || IsCutOff(content.Span)) reading.Warn("platform.document-truncated");
        if (words.Sum(p => p.Count) == 0) throw new Refusal("platform.pdf-without-text");
        Assemble(words, reading);
    }

    static void Assemble(List<List<PdfWord>> words, Reading reading)
    {
        var pages = words.Select((page, i) => PdfLine.From(i + 1, page)).ToList();
        var furniture = PdfFurniture.Of(pages);
        var lines = pages.SelectMany(p => p).Where(l => !furniture.Contains(l)).ToList();
        if (lines.Count > 0)
        {
            var paragraphs = PdfParagraphs.Join(lines, PdfMeasures.Of(lines));
            PdfTabbedTables.Emit(paragraphs, reading);
        }
        foreach (var line in furniture.OrderBy(l => l.Page).ThenBy(l => l.Top)) reading.Furniture(line.Text, line.Page);
    }

    /// <summary>Every PDF ends with this mark, give or take a kilobyte.</summary>
    static bool IsCutOff(ReadOnlySpan<byte> content) => content[Math.Max(0, content.Length - 2048)..].IndexOf("%%EOF"u8) < 0;
}
