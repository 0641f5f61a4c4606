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
        var rules = programs.PdfToCairo is { } drawer ? await Rules(tool, drawer, file, ct) : null;
        if (rules is null) reading.Warn("platform.pdf-tables-not-seen");
        Assemble(words, rules ?? [], reading, ct);
    }

    /// <summary>Without the lines a ruled table is read as text; that is worth a warning, not a refusal.</summary>
    static async Task<List<List<PdfRule>>?> Rules(Tool tool, string drawer, string file, CancellationToken ct)
    {
        var run = await tool.Run(drawer, ["-svg", file, "-"], Time, MostOutput / 2, ct);
        return run.Ok ? PdfRules.Read(run.Output, ct) : null;
    }

    static void Assemble(List<List<PdfWord>> words, List<List<PdfRule>> rules, Reading reading, CancellationToken ct)
    {
        var pages = new List<(List<PdfLine> Lines, List<PdfGrid> Grids)>();
        for (var i = 0; i < words.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var grids = i < rules.Count ? PdfGrid.Of(rules[i]) : [];
            grids.RemoveAll(g => !words[i].Exists(w => g.CellOf(w) is not null));
            var outside = words[i].Where(w => !TakenBy(grids, w)).ToList();
            pages.Add((PdfLine.From(i + 1, outside), grids));
        }
        var furniture = PdfFurniture.Of(pages.ConvertAll(p => p.Lines));
        foreach (var (lines, _) in pages) lines.RemoveAll(furniture.Contains);
        new PdfFlow(pages, reading).Write();
        foreach (var line in furniture.OrderBy(l => l.Page).ThenBy(l => l.Top)) reading.Furniture(line.Text, line.Page);
    }

    static bool TakenBy(List<PdfGrid> grids, PdfWord word)
    {
        foreach (var grid in grids)
        {
            if (grid.CellOf(word) is not { } cell) continue;
            cell.Words.Add(word);
            return true;
        }
        return false;
    }

    /// <summary>Every PDF ends with this mark, give or take a kilobyte.</summary>
    static bool IsCutOff(ReadOnlySpan<byte> content) => content[Math.Max(0, content.Length - 2048)..].IndexOf("%%EOF"u8) < 0;
}
