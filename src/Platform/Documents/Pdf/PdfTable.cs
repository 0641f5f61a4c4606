namespace OneMetre.Platform.Documents.Pdf;

/// <summary>A ruled table put together over the pages that it runs across.</summary>
sealed class PdfTable
{
    const double SameColumn = 4;
    const double NearlyAlways = 0.9;

    sealed class Cell(string text, int page, int column, int rowSpan, int columnSpan)
    {
        public string Text = text;
        public readonly int Page = page;
        public readonly int Column = column;
        public int RowSpan = rowSpan;
        public readonly int ColumnSpan = columnSpan;
    }

    readonly double[] columns;
    readonly List<List<Cell>> rows = [];
    readonly List<(string Text, int Page)> repeated = [];

    public PdfTable(PdfGrid grid, int page)
    {
        columns = grid.Columns;
        rows.AddRange(RowsOf(grid, page));
    }

    /// <summary>Whether a table at the head of the next page has the same columns, and so goes on with this one.</summary>
    public bool GoesOnIn(PdfGrid next) => columns.Length == next.Columns.Length && columns.Zip(next.Columns).All(p => Math.Abs(p.First - p.Second) < SameColumn);

    public void Append(PdfGrid next, int page)
    {
        var more = RowsOf(next, page);
        if (more.Count > 1 && rows.Count > 0 && more[0].Select(c => c.Text).SequenceEqual(rows[0].Select(c => c.Text)))
        {
            repeated.AddRange(more[0].Select(c => (c.Text, c.Page)));
            more.RemoveAt(0);
        }
        if (more.Count > 0 && IsRestOfRow(more[0]))
        {
            foreach (var cell in more[0].Where(c => c.Text.Length > 0))
                if (Above(cell.Column) is { } above) above.Text = above.Text.Length == 0 ? cell.Text : PdfLine.Continued(above.Text, cell.Text);
            foreach (var cell in more[0].Where(c => c.RowSpan > 1))
                if (Above(cell.Column) is { } above) above.RowSpan += cell.RowSpan - 1;
            more.RemoveAt(0);
        }
        else if (more.Count > 0)
        {
            // A cell merged over the page break is drawn empty on the next page, or says the same again.
            var firstKey = FirstKey();
            foreach (var cell in more[0].ToList())
            {
                if (cell.Column >= firstKey || Above(cell.Column) is not { } above || (cell.Text.Length > 0 && cell.Text != above.Text)) continue;
                above.RowSpan += cell.RowSpan;
                more[0].Remove(cell);
            }
        }
        rows.AddRange(more);
    }

    public void Emit(Reading reading)
    {
        var table = reading.Tables++;
        for (var row = 0; row < rows.Count; row++)
            foreach (var cell in rows[row]) reading.Cell(cell.Text, new(table, row, cell.Column, cell.RowSpan, cell.ColumnSpan), cell.Page);
        foreach (var (text, page) in repeated) reading.Furniture(text, page);
    }

    /// <summary>The rest of a row that a page break cut has nothing in columns where every row has something.</summary>
    bool IsRestOfRow(List<Cell> row)
    {
        if (rows.Count < 3 || row.TrueForAll(c => c.Text.Length == 0)) return false;
        return row.Exists(c => c.Text.Length == 0 && IsKey(c.Column));
    }

    /// <summary>A column in which nearly every row has a cell of its own with text.</summary>
    bool IsKey(int column) => rows.Count(r => r.Exists(c => c.Column == column && c.Text.Length > 0)) >= NearlyAlways * rows.Count;

    int FirstKey() => Enumerable.Range(0, columns.Length).FirstOrDefault(IsKey, 0);

    Cell? Above(int column)
    {
        for (var row = rows.Count - 1; row >= 0; row--)
            if (rows[row].Find(c => c.Column == column) is { } cell) return cell;
        return null;
    }

    static List<List<Cell>> RowsOf(PdfGrid grid, int page)
    {
        var rows = new List<List<Cell>>();
        for (var row = 0; row + 1 < grid.Rows.Length; row++) rows.Add([]);
        foreach (var cell in grid.Cells) rows[cell.Row].Add(new(TextOf(cell, page), page, cell.Column, cell.RowSpan, cell.ColumnSpan));
        return rows;
    }

    static string TextOf(PdfCell cell, int page)
    {
        if (cell.Words.Count == 0) return "";
        var lines = PdfLine.From(page, cell.Words);
        var left = lines.Min(l => l.Left);
        var em = lines.Max(l => l.Em);
        var right = Math.Max(lines.Max(l => l.Right), cell.Right - Math.Clamp(left - cell.Left, 0, 8));
        var area = new PdfMeasures(left, right, cell.Top, cell.Bottom, double.MaxValue, em, Indents: false);
        return string.Join('\n', PdfParagraphs.Join(lines, area).Select(p => p.Text));
    }
}
