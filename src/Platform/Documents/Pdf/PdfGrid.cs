namespace OneMetre.Platform.Documents.Pdf;

/// <summary>A cell as drawn: its box, and its place and spans in the grid of its table.</summary>
sealed record PdfCell(double Left, double Top, double Right, double Bottom, int Row, int Column, int RowSpan, int ColumnSpan)
{
    public List<PdfWord> Words { get; } = [];
}

/// <summary>A table of ruled lines on one page.</summary>
sealed class PdfGrid
{
    const double Near = 2.5;
    const double Thinnest = 5;
    const int MostLines = 250;

    public required double[] Columns { get; init; }
    public required double[] Rows { get; init; }
    public required List<PdfCell> Cells { get; init; }
    public double Top => Rows[0];
    public double Bottom => Rows[^1];

    PdfCell[,] Places { get; init; } = new PdfCell[0, 0];

    /// <summary>The cell in which the middle of a word lies; null where that is outside the table.</summary>
    public PdfCell? CellOf(PdfWord word)
    {
        var (row, column) = (Before(Rows, word.Middle), Before(Columns, (word.Left + word.Right) / 2));
        return row < 0 || column < 0 || row + 1 >= Rows.Length || column + 1 >= Columns.Length ? null : Places[row, column];
    }

    static int Before(double[] sorted, double at) => Array.BinarySearch(sorted, at) is var i && i >= 0 ? i : ~i - 1;

    /// <summary>The tables of a page, from top to bottom: lines that touch each other and enclose at least two cells.</summary>
    public static List<PdfGrid> Of(List<PdfRule> rules)
    {
        var lines = Joined(rules.Where(r => r.Vertical)).Concat(Joined(rules.Where(r => !r.Vertical))).ToList();
        if (lines.Count > MostLines * 2) return [];
        var found = new List<PdfGrid>();
        foreach (var group in Touching(lines))
        {
            var columns = PlacesOf(group.Where(r => r.Vertical));
            var rows = PlacesOf(group.Where(r => !r.Vertical));
            if (columns.Length < 2 || rows.Length < 2) continue;
            var places = new PdfCell[rows.Length, columns.Length];
            var cells = CellsOf(columns, rows, group, places);
            if (cells.Count > 1) found.Add(new() { Columns = columns, Rows = rows, Cells = cells, Places = places });
        }
        return [.. found.OrderBy(t => t.Top)];
    }

    /// <summary>Pieces of the same line, one behind the other, are one line.</summary>
    static IEnumerable<PdfRule> Joined(IEnumerable<PdfRule> rules)
    {
        var open = new List<PdfRule>();
        foreach (var rule in rules.OrderBy(r => r.At).ThenBy(r => r.From))
        {
            for (var i = open.Count - 1; i >= 0; i--)
            {
                if (rule.At - open[i].At < Near) continue;
                yield return open[i];
                open.RemoveAt(i);
            }
            var same = open.FindIndex(o => rule.From <= o.To + Near && o.From <= rule.To + Near);
            if (same < 0) open.Add(rule);
            else open[same] = open[same] with { From = Math.Min(open[same].From, rule.From), To = Math.Max(open[same].To, rule.To) };
            if (open.Count > MostLines) yield break;
        }
        foreach (var rule in open) yield return rule;
    }

    static IEnumerable<List<PdfRule>> Touching(List<PdfRule> lines)
    {
        var left = new HashSet<int>(Enumerable.Range(0, lines.Count));
        while (left.Count > 0)
        {
            var group = new List<PdfRule>();
            var todo = new Stack<int>();
            todo.Push(left.First());
            left.Remove(todo.Peek());
            while (todo.TryPop(out var at))
            {
                group.Add(lines[at]);
                foreach (var other in left.Where(o => Touch(lines[at], lines[o])).ToList())
                {
                    left.Remove(other);
                    todo.Push(other);
                }
            }
            yield return group;
        }
    }

    static bool Touch(PdfRule a, PdfRule b) => a.Vertical != b.Vertical
        && a.At >= b.From - Near && a.At <= b.To + Near && b.At >= a.From - Near && b.At <= a.To + Near;

    static double[] PlacesOf(IEnumerable<PdfRule> rules)
    {
        var places = new List<double>();
        foreach (var at in rules.Select(r => r.At).Order())
            if (places.Count == 0 || at - places[^1] > Thinnest) places.Add(at);
        return [.. places];
    }

    /// <summary>Walks the grid; a cell reaches to the right and down as far as no line stands between.</summary>
    static List<PdfCell> CellsOf(double[] columns, double[] rows, List<PdfRule> rules, PdfCell[,] places)
    {
        var cells = new List<PdfCell>();
        var vertical = rules.Where(r => r.Vertical).ToList();
        var horizontal = rules.Where(r => !r.Vertical).ToList();
        for (var row = 0; row + 1 < rows.Length; row++)
        {
            for (var column = 0; column + 1 < columns.Length; column++)
            {
                if (places[row, column] is not null) continue;
                var (right, down) = (column + 1, row + 1);
                while (right + 1 < columns.Length && places[row, right] is null && !Between(vertical, columns[right], (rows[row] + rows[row + 1]) / 2)) right++;
                while (down + 1 < rows.Length && !Between(horizontal, rows[down], (columns[column] + columns[column + 1]) / 2)) down++;
                cells.Add(new(columns[column], rows[row], columns[right], rows[down], row, column, down - row, right - column));
                for (var r = row; r < down; r++)
                    for (var c = column; c < right; c++) places[r, c] = cells[^1];
            }
        }
        return cells;
    }

    static bool Between(List<PdfRule> rules, double at, double along) =>
        rules.Exists(r => Math.Abs(r.At - at) <= Thinnest && along >= r.From - Near && along <= r.To + Near);
}
