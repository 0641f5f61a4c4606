namespace OneMetre.Platform.Documents.Docx;

/// <summary>One cell as Word stores it: at a column of the grid, over some columns, and perhaps going on in the rows below.</summary>
sealed class DocxCell(int column, int span, bool mergedUp, List<(string Text, int Page)> lines)
{
    public int Column { get; } = column;
    public int Span { get; set; } = span;
    public bool MergedUp { get; } = mergedUp;
    public int RowSpan { get; set; } = 1;
    public List<(string Text, int Page)> Lines { get; } = lines;

    public string Text => string.Join('\n', Lines.Select(l => l.Text));
}

/// <summary>One table of a Word document, whole, because a merged cell is known only when the rows below it are.</summary>
sealed class DocxTable
{
    public List<List<DocxCell>> Rows { get; } = [];

    /// <summary>A table of a single cell is a box around text.</summary>
    public bool IsFrame => Rows.Sum(r => r.Count) <= 1;

    public bool GoesOnIn(DocxTable next, bool apart)
    {
        if (Rows.Count == 0 || next.Rows.Count == 0) return true;
        var sameHeader = Rows[0].Count > 1 && SameText(TextsOf(Rows[0]), next.Rows[0]);
        return sameHeader || (!apart && Rows[0].Count == next.Rows[0].Count && Rows[0].Zip(next.Rows[0]).All(p => p.First.Column == p.Second.Column));
    }

    public void Append(DocxTable next) => Rows.AddRange(next.Rows);

    /// <summary>Header rows that are printed again become furniture; grid columns in which no cell begins do not count.</summary>
    public void Emit(Reading reading, int number)
    {
        var header = TextsOf(Rows[0]);
        var kept = new List<List<DocxCell>>();
        foreach (var row in Rows)
        {
            if (kept.Count == 0 || header.Count <= 1 || !SameText(header, row)) kept.Add(row);
            else
                foreach (var cell in row) reading.Furniture(cell.Text, PageOf(cell));
        }
        Merge(kept);

        var starts = kept.SelectMany(r => r).Select(c => c.Column).Distinct().Order().ToArray();
        for (var row = 0; row < kept.Count; row++)
        {
            foreach (var cell in kept[row].Where(c => !c.MergedUp || c.RowSpan > 0))
            {
                var column = Array.BinarySearch(starts, cell.Column);
                var end = Array.BinarySearch(starts, cell.Column + cell.Span);
                reading.Cell(cell.Text, new(number, row, column, cell.RowSpan, Math.Max(1, (end < 0 ? ~end : end) - column)), PageOf(cell));
            }
        }
    }

    static int? PageOf(DocxCell cell) => cell.Lines.Count > 0 ? cell.Lines[0].Page : null;

    static List<string> TextsOf(List<DocxCell> row) => row.ConvertAll(c => Cleaning.Text(c.Text));

    static bool SameText(List<string> header, List<DocxCell> row) =>
        header.Count == row.Count && header.Exists(t => t.Length > 0) && header.Zip(row).All(p => p.First == Cleaning.Text(p.Second.Text));

    /// <summary>Gives each cell that is merged upwards to the cell it belongs to; its row span becomes 0. One without a cell above stands for itself.</summary>
    static void Merge(List<List<DocxCell>> rows)
    {
        var above = new Dictionary<int, DocxCell>();
        foreach (var row in rows)
        {
            var now = new Dictionary<int, DocxCell>();
            foreach (var cell in row)
            {
                if (cell.MergedUp && above.TryGetValue(cell.Column, out var top) && top.Span == cell.Span)
                {
                    top.RowSpan++;
                    cell.RowSpan = 0;
                    top.Lines.AddRange(cell.Lines.Where(l => !Cleaning.IsBlank(l.Text)));
                    now[cell.Column] = top;
                }
                else now[cell.Column] = cell;
            }
            above = now;
        }
    }
}
