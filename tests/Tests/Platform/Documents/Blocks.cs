using OneMetre.Platform.Documents;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>Blocks as short lines, so that a test shows what was read: "text", "[table row,column] text", "~ furniture".</summary>
static class Blocks
{
    public static async Task<string[]> Of(byte[] file, string name)
    {
        var document = await DocumentReader.Read(file, name, default);
        Assert.Empty(document.Findings.Select(f => f.Code));
        return Lines(document);
    }

    public static string[] Lines(SourceDocument document) => [.. document.Blocks.Select(Line)];

    public static async Task<string[]> Codes(byte[] file, string name) => [.. (await DocumentReader.Read(file, name, default)).Findings.Select(f => f.Code)];

    static string Line(Block block)
    {
        var text = block.Text.Replace("\n", " / ", StringComparison.Ordinal);
        if (block.Kind == BlockKind.Furniture) return $"~ {text}";
        if (block.Cell is not { } cell) return text;
        var spans = (cell.RowSpan > 1 ? $" r{cell.RowSpan}" : "") + (cell.ColumnSpan > 1 ? $" c{cell.ColumnSpan}" : "");
        return $"[{cell.Table} {cell.Row},{cell.Column}{spans}] {text}".TrimEnd();
    }
}
