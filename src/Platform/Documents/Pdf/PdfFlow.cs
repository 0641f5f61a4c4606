namespace OneMetre.Platform.Documents.Pdf;

/// <summary>Puts lines and tables of all pages into reading order: text down to the next table, then the table, over as many pages as it runs.</summary>
sealed class PdfFlow(List<(List<PdfLine> Lines, List<PdfGrid> Grids)> pages, Reading reading)
{
    readonly List<PdfLine> waiting = [];
    PdfMeasures? measures;
    PdfTable? table;

    public void Write()
    {
        var all = pages.SelectMany(p => p.Lines).ToList();
        measures = all.Count > 0 ? PdfMeasures.Of(all) : null;
        for (var i = 0; i < pages.Count; i++)
        {
            var (lines, grids) = pages[i];
            var next = 0;
            foreach (var grid in grids)
            {
                while (next < lines.Count && lines[next].Top < grid.Top) Text(lines[next++]);
                if (table is not null && table.GoesOnIn(grid)) table.Append(grid, i + 1);
                else
                {
                    EndTable();
                    EndText();
                    table = new(grid, i + 1);
                }
            }
            while (next < lines.Count) Text(lines[next++]);
        }
        EndTable();
        EndText();
    }

    void Text(PdfLine line)
    {
        EndTable();
        waiting.Add(line);
    }

    void EndTable()
    {
        table?.Emit(reading);
        table = null;
    }

    void EndText()
    {
        if (waiting.Count > 0) PdfTabbedTables.Emit(PdfParagraphs.Join(waiting, measures!), reading);
        waiting.Clear();
    }
}
