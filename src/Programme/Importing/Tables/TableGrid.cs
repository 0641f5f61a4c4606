using OneMetre.Platform.Documents;

namespace OneMetre.Programme.Importing.Tables;

/// <summary>One table of the document with its caption. Cells merged downwards appear in every row they cover; other missing cells are empty.</summary>
sealed class TableGrid
{
    const int MostColumns = 64;
    const int LongestSpan = 2000;

    public required string Caption { get; init; }
    public required IReadOnlyList<Passage[]> Rows { get; init; }
    public required int FirstBlock { get; init; }

    public static List<TableGrid> All(IReadOnlyList<Block> blocks)
    {
        var grids = new List<TableGrid>();
        var caption = new List<string>();
        for (var i = 0; i < blocks.Count; i++)
        {
            if (blocks[i].Kind == BlockKind.Paragraph)
            {
                if (blocks[i].Text.Length < 60) caption.Add(blocks[i].Text.Trim()); else caption.Clear();
                if (caption.Count > 3) caption.RemoveAt(0);
                continue;
            }
            if (blocks[i].Cell is not { } place) continue;
            var cells = new List<Block>();
            var first = i;
            for (; i < blocks.Count && (blocks[i].Kind == BlockKind.Furniture || blocks[i].Cell?.Table == place.Table); i++)
                if (blocks[i].Cell is not null) cells.Add(blocks[i]);
            i--;
            grids.Add(new() { Caption = string.Join('\n', caption), Rows = Lay(cells), FirstBlock = blocks[first].Index });
            caption.Clear();
        }
        return grids;
    }

    static List<Passage[]> Lay(List<Block> cells)
    {
        var columns = Math.Clamp(cells.Max(c => c.Cell!.Value.Column + Math.Clamp(c.Cell!.Value.ColumnSpan, 1, MostColumns)), 1, MostColumns);
        var rows = new List<Passage[]>();
        // Row numbers come from outside: only their order counts, so that a row number of two thousand million costs nothing.
        var numbers = cells.Select(c => c.Cell!.Value.Row).Distinct().Order().ToList();
        var index = numbers.Select((number, at) => (number, at)).ToDictionary(p => p.number, p => p.at);
        foreach (var _ in numbers) rows.Add(new Passage[columns]);
        foreach (var block in cells)
        {
            var place = block.Cell!.Value;
            if (place.Column < 0 || place.Column >= columns) continue;
            var text = Folding.WithoutResidue(Passage.Of(block)).Trim();
            var from = index[place.Row];
            var span = Math.Clamp(place.RowSpan, 1, LongestSpan);
            for (var r = from; r < rows.Count && numbers[r] < (long)place.Row + span; r++) rows[r][place.Column] ??= text;
        }
        foreach (var row in rows)
            for (var c = 0; c < columns; c++) row[c] ??= Passage.Empty;
        return rows;
    }
}
