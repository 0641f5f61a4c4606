namespace OneMetre.Platform.Documents;

/// <summary>
/// Folds tables that were flattened to text back into cells. Word prints such a table as: each cell a line that begins with a tab, further lines
/// of the cell without one, a blank line after each row, a lone tab for an empty cell. Cells may hold blank lines themselves, so a row is complete
/// only when it has as many cells as the header row, and every row is brought back into step.
/// <para>A cell that Word merged downwards is printed empty in the rows it covers; such a cell stays a cell with empty text, since the text does not
/// say whether it was merged. Header rows that were repeated on a new page become furniture.</para>
/// </summary>
static class TabbedTables
{
    const int MostColumns = 40;
    const int LongestHeader = 40;
    const int FarthestNextCell = 60;

    /// <summary>Tables found get numbers from <paramref name="firstTable"/> on. Pieces that are no flattened table stay as they are.</summary>
    public static List<Piece> Fold(List<Piece> pieces, int firstTable)
    {
        var folded = new List<Piece>(pieces.Count);
        var nextTab = NextTab(pieces);
        var i = 0;
        while (i < pieces.Count)
        {
            if (nextTab[i] == i && Columns(pieces, i) is >= 2 and var columns && new Table(pieces, nextTab, i, columns).Read() is { } table)
            {
                table.Emit(folded, firstTable++);
                i = table.End;
            }
            else folded.Add(pieces[i++]);
        }
        return folded;
    }

    static bool IsTab(Piece piece) => piece.Kind == BlockKind.Paragraph && piece.Text.Length > 0 && piece.Text[0] == '\t';
    static bool IsBlank(Piece piece) => piece.Kind == BlockKind.Furniture || (piece.Kind == BlockKind.Paragraph && !IsTab(piece) && Cleaning.IsBlank(piece.Text));

    static int[] NextTab(List<Piece> pieces)
    {
        var next = new int[pieces.Count + 1];
        next[^1] = int.MaxValue;
        for (var i = pieces.Count - 1; i >= 0; i--) next[i] = IsTab(pieces[i]) ? i : next[i + 1];
        return next;
    }

    /// <summary>The number of cells in the header row, or 0 where the tabs are only indents: a header is short, and its cells are not sentences.</summary>
    static int Columns(List<Piece> pieces, int start)
    {
        var cells = 0;
        for (var i = start; i < pieces.Count && pieces[i].Kind == BlockKind.Paragraph && !IsBlank(pieces[i]); i++)
        {
            var text = pieces[i].Text;
            if (text.Length > LongestHeader || text.Contains('。')) return 0;
            if (IsTab(pieces[i]) && ++cells > MostColumns) return 0;
        }
        return cells;
    }

    sealed class Table(List<Piece> pieces, int[] nextTab, int start, int columns)
    {
        readonly List<List<Cell>> rows = [];
        List<Cell> row = [];

        public int End { get; private set; }

        sealed record Cell(List<string> Lines, int? Page)
        {
            /// <summary>A cell that runs over a page break was printed on both pages: it is said once.</summary>
            public string Text
            {
                get
                {
                    var lines = Lines.Select(Cleaning.Text).Where(l => l.Length > 0).ToList();
                    return string.Join('\n', lines.Where((line, i) => i == 0 || line != lines[i - 1]));
                }
            }
        }

        /// <summary>Null where what looked like a table has no second row.</summary>
        public Table? Read()
        {
            var blank = false;
            var i = start;
            for (; i < pieces.Count && pieces[i].Kind != BlockKind.Cell; i++)
            {
                var piece = pieces[i];
                if (IsTab(piece))
                {
                    if (blank && RowEnds(i)) CloseRow();
                    Take(piece);
                    blank = false;
                }
                else if (IsBlank(piece)) blank = true;
                else if (blank && TableEnds(i)) break;
                else
                {
                    row[^1].Lines.Add(piece.Text);
                    blank = false;
                }
            }
            if (row.Count > 0) CloseRow();
            End = i;
            return rows.Count >= 2 ? this : null;
        }

        /// <summary>A tab too many inside a row is no new column: its text, if any, belongs to the last cell.</summary>
        void Take(Piece piece)
        {
            var text = piece.Text[1..];
            if (row.Count < columns) row.Add(new([text], piece.Page));
            else row[^1].Lines.Add(text);
        }

        /// <summary>A blank line and a new cell: the row is over when it is full, or when the cells that follow are a full row by themselves.</summary>
        bool RowEnds(int tab)
        {
            if (row.Count >= columns) return true;
            var (cells, emptyAtEnd) = Following(tab);
            return row.Count + cells - emptyAtEnd > columns && cells >= columns;
        }

        /// <summary>Counts the cells up to the next blank line that is followed by a cell.</summary>
        (int Cells, int EmptyAtEnd) Following(int tab)
        {
            var (cells, empty, blank) = (0, 0, false);
            for (var i = tab; i < pieces.Count && cells <= columns + 1; i++)
            {
                if (IsTab(pieces[i]))
                {
                    if (blank) break;
                    cells++;
                    empty = Cleaning.IsBlank(pieces[i].Text) ? empty + 1 : 0;
                }
                else if (IsBlank(pieces[i])) blank = true;
                else
                {
                    if (blank && nextTab[i] - i > FarthestNextCell) break;
                    empty = 0;
                }
            }
            return (cells, empty);
        }

        /// <summary>Text after a blank line goes on in a cell while the row waits for more cells and there are some; otherwise the table is over.</summary>
        bool TableEnds(int line) => row.Count >= columns || nextTab[line] == int.MaxValue || nextTab[line] - line > FarthestNextCell;

        void CloseRow()
        {
            rows.Add(row);
            row = [];
        }

        public void Emit(List<Piece> folded, int table)
        {
            var header = rows[0].ConvertAll(c => c.Text);
            for (var (r, number) = (0, 0); r < rows.Count; r++)
            {
                var cells = InStep(rows[r]);
                if (r > 0 && cells.Select(c => c.Text).SequenceEqual(header))
                {
                    folded.AddRange(cells.Select(c => new Piece(BlockKind.Furniture, c.Text, null, c.Page)));
                    continue;
                }
                for (var column = 0; column < cells.Count; column++)
                {
                    var span = column == cells.Count - 1 ? columns - column : 1;
                    folded.Add(new(BlockKind.Cell, cells[column].Text, new(table, number, column, 1, span), cells[column].Page));
                }
                number++;
            }
        }

        /// <summary>
        /// A row short of cells, but with a cell of as many different lines as cells are missing, lost its tabs to a page break: the lines are the cells.
        /// Any other short row ends in a cell merged over the remaining columns.
        /// </summary>
        List<Cell> InStep(List<Cell> cells)
        {
            var missing = columns - cells.Count;
            if (missing <= 0 || cells.Count < 2) return cells;
            var at = cells.FindIndex(c => Distinct(c).Count == missing + 1);
            if (at < 0) return cells;
            return [.. cells[..at], .. Distinct(cells[at]).Select(line => new Cell([line], cells[at].Page)), .. cells[(at + 1)..]];
        }

        static List<string> Distinct(Cell cell) => [.. cell.Lines.Select(Cleaning.Text).Where(l => l.Length > 0).Distinct()];
    }
}
