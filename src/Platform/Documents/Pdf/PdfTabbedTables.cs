using System.Globalization;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>
/// Tables that were flattened to text (see <see cref="TabbedTables"/>) and then printed. An empty cell and an empty line look the same on paper,
/// so the running number of the rows has to tell how many cells there are between one row and the next; the empty lines tell where the empty cells are.
/// A table without running numbers stays text.
/// </summary>
sealed class PdfTabbedTables
{
    const int MostColumns = 12;
    const int LongestHeader = 12;
    const int FewestRows = 3;
    const int MostLines = 100;

    /// <summary>A cell: its lines, the empty lines above it, and whether it began at a tab (else its own tab is among the empty lines).</summary>
    sealed class Cell(PdfParagraph paragraph)
    {
        public readonly List<string> Lines = [paragraph.Text];
        public readonly int Page = paragraph.Page;
        public readonly int EmptyBefore = paragraph.EmptyBefore - (paragraph.Indented ? 0 : 1);
        public int Anchor;
    }

    readonly List<PdfParagraph> paragraphs;
    readonly int columns;
    readonly List<Cell> cells = [];
    int end;

    PdfTabbedTables(List<PdfParagraph> paragraphs, int start, int columns)
    {
        this.paragraphs = paragraphs;
        this.columns = columns;
        end = start;
    }

    public static void Emit(List<PdfParagraph> paragraphs, Reading reading)
    {
        for (var i = 0; i < paragraphs.Count;)
        {
            var columns = Header(paragraphs, i);
            if (columns >= 2 && new PdfTabbedTables(paragraphs, i + columns, columns) is var table && table.Collect())
            {
                table.Write(reading, paragraphs.GetRange(i, columns));
                i = table.end;
            }
            else
            {
                if (paragraphs[i].EmptyBefore > 0) reading.Line("");
                reading.Line(paragraphs[i].Text, paragraphs[i].Page);
                i++;
            }
        }
    }

    /// <summary>Counts the short lines, one below the other at the same indent, that could be a header row; then comes an empty line.</summary>
    static int Header(List<PdfParagraph> paragraphs, int start)
    {
        var i = start;
        for (; i < paragraphs.Count && i - start <= MostColumns; i++)
        {
            var line = paragraphs[i];
            if (!line.Indented || line.Text.Length > LongestHeader || line.Text.AsSpan().IndexOfAny("，。；：、") >= 0) break;
            if (Math.Abs(line.Left - paragraphs[start].Left) > 1 || (i > start && line.EmptyBefore > 0)) break;
        }
        return i < paragraphs.Count && paragraphs[i].EmptyBefore > 0 && i - start <= MostColumns ? i - start : 0;
    }

    /// <summary>Takes cells while the rows go on. False where no running number is found.</summary>
    bool Collect()
    {
        var rows = 0;
        var sinceAnchor = 0;
        var before = 0;
        for (; end < paragraphs.Count; end++)
        {
            var line = paragraphs[end];
            var numbered = line.Indented && StartsWith(line.Text, rows + 1) && (rows == 0 || sinceAnchor > 0);
            if (!numbered && rows > 0 && LastRowEnds(line, sinceAnchor, before)) break;
            if (rows == 0 && cells.Count >= columns) return false;
            if (rows > 0 && !numbered && sinceAnchor > 4 * columns) break;
            if (!line.Indented && cells.Count > 0 && (line.EmptyBefore == 0 || (cells[^1].Lines.Count < MostLines && cells[^1].Lines.Contains(line.Text))))
            {
                cells[^1].Lines.Add(line.Text);
                continue;
            }
            cells.Add(new(line));
            if (numbered)
            {
                cells[^1].Anchor = ++rows;
                if (rows == 1) before = cells.Count - 1;
                sinceAnchor = 0;
            }
            else sinceAnchor++;
        }
        return rows >= FewestRows;
    }

    /// <summary>After the last running number there are only the cells to its right; whatever follows an empty line then is text again.</summary>
    bool LastRowEnds(PdfParagraph line, int sinceAnchor, int before)
    {
        var left = columns - 1 - before;
        var empties = 0;
        for (var i = cells.Count - sinceAnchor; i < cells.Count; i++) empties += Math.Max(0, cells[i].EmptyBefore);
        if (line.EmptyBefore == 0 || sinceAnchor + empties < left || sinceAnchor == 0) return false;
        return !NumberFollows(cells.FindLast(c => c.Anchor > 0)!.Anchor + 1);
    }

    bool NumberFollows(int number)
    {
        for (var i = end; i < Math.Min(end + (2 * columns), paragraphs.Count); i++)
        {
            if (Header(paragraphs, i) >= 2 && i > end) return false;
            if (paragraphs[i].Indented && StartsWith(paragraphs[i].Text, number)) return true;
        }
        return false;
    }

    static bool StartsWith(string text, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return text.StartsWith(digits, StringComparison.Ordinal) && (text.Length == digits.Length
            || (text[digits.Length] is '.' or '．' or '、' && (text.Length == digits.Length + 1 || !char.IsAsciiDigit(text[digits.Length + 1]))));
    }

    void Write(Reading reading, List<PdfParagraph> header)
    {
        var table = reading.Tables++;
        for (var i = 0; i < columns; i++) reading.Cell(header[i].Text, new(table, 0, i), header[i].Page);
        var slots = Slots();
        for (var i = 0; i < slots.Count; i++) reading.Cell(Text(slots[i]), new(table, 1 + (i / columns), i % columns), slots[i]?.Page);
    }

    /// <summary>All cells in order, null for an empty one: from one running number to the next there are as many as the table has columns.</summary>
    List<Cell?> Slots()
    {
        var slots = new List<Cell?>();
        var usual = new int[columns];
        var first = cells.FindIndex(c => c.Anchor > 0);
        slots.AddRange(cells.Take(first));
        for (var at = first; at < cells.Count;)
        {
            var next = cells.FindIndex(at + 1, c => c.Anchor > 0);
            var between = cells.GetRange(at + 1, (next < 0 ? cells.Count : next) - at - 1);
            var wanted = next < 0 ? columns - 1 - first : columns - 1;
            slots.Add(cells[at]);
            slots.AddRange(Spread(between, wanted, next < 0 ? 0 : cells[next].EmptyBefore, usual));
            at = next < 0 ? cells.Count : next;
        }
        return slots;
    }

    /// <summary>Puts empty cells where lines stayed empty. Where a page break swallowed those, they go where most rows before had theirs.</summary>
    static List<Cell?> Spread(List<Cell> between, int wanted, int emptyAtEnd, int[] usual)
    {
        while (between.Count > wanted && between.Count > 1)
        {
            between[^2].Lines.AddRange(between[^1].Lines);
            between.RemoveAt(between.Count - 1);
        }
        SplitDouble(between, wanted);
        var room = between.Select(c => c.EmptyBefore).Append(emptyAtEnd).ToArray();
        var empties = new int[room.Length];
        var missing = wanted - between.Count;

        if (missing == 1 && Array.IndexOf(usual, usual.Max()) is var asBefore && usual[asBefore] > 1 && asBefore < room.Length && room[asBefore] > 0)
        {
            Put(asBefore);
            missing = 0;
        }

        // Between two rows one empty line is no cell: first the gaps that have more than one, then the others, at last the end of the row.
        for (; missing > 0 && room.Max() is > 1 and var most; missing--) Put(Array.IndexOf(room, most));
        for (var gap = 0; missing > 0 && gap < room.Length; gap++)
            for (; missing > 0 && room[gap] > 0; missing--) Put(gap);
        var slots = new List<Cell?>();
        for (var i = 0; i < room.Length; i++)
        {
            slots.AddRange(Enumerable.Repeat<Cell?>(null, empties[i]));
            if (i < between.Count) slots.Add(between[i]);
        }
        for (; missing > 0; missing--) slots.Insert(Math.Min(slots.Count, usual.Max() > 0 ? Array.IndexOf(usual, usual.Max()) : slots.Count), null);
        slots = slots[..Math.Min(wanted, slots.Count)];
        for (var i = 0; i < slots.Count; i++) usual[i] += slots[i] is null ? 1 : 0;
        return slots;

        void Put(int gap)
        {
            empties[gap]++;
            room[gap]--;
        }
    }

    /// <summary>A cell of two different lines where a cell is missing lost the tab between them to a page break.</summary>
    static void SplitDouble(List<Cell> between, int wanted)
    {
        var at = between.FindIndex(c => c.Lines.Distinct().Count() == wanted - between.Count + 1 && c.Lines.Count > c.Lines.Distinct().Count());
        if (at < 0 || between.Count >= wanted) return;
        var lines = between[at].Lines.Distinct().Select(l => new Cell(new(l, between[at].Page, 0, true, 0))).ToList();
        between.RemoveAt(at);
        between.InsertRange(at, lines);
    }

    static string Text(Cell? cell) => cell is null ? "" : string.Join('\n', cell.Lines.Where((line, i) => i == 0 || line != cell.Lines[i - 1]));
}
