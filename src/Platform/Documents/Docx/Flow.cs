namespace OneMetre.Platform.Documents.Docx;

/// <summary>Where the paragraphs and tables of a story go: onto the page, into a cell, or aside as furniture.</summary>
interface IFlow
{
    /// <summary>One printed line of its own; <paramref name="contents"/> tells that it stands in the table of contents.</summary>
    void Line(string text, bool contents, int page);
    void Table(DocxTable table, int page);
}

/// <summary>Collects the lines of a table cell or a text box. A table inside is flattened: a line for each of its rows.</summary>
sealed class LinesFlow : IFlow
{
    public List<(string Text, int Page)> Lines { get; } = [];

    public void Line(string text, bool contents, int page) => Lines.Add((text, page));

    public void Table(DocxTable table, int page)
    {
        foreach (var row in table.Rows)
            Lines.Add((string.Join('\t', row.Select(c => string.Join('\n', c.Lines.Select(l => l.Text.Trim())))), page));
    }
}

/// <summary>Headers, footers and notes: all of it is furniture.</summary>
sealed class FurnitureFlow(Reading reading) : IFlow
{
    public void Line(string text, bool contents, int page) => reading.Furniture(text);

    public void Table(DocxTable table, int page)
    {
        foreach (var cell in table.Rows.SelectMany(r => r))
            foreach (var (text, _) in cell.Lines) reading.Furniture(text);
    }
}

/// <summary>
/// The text itself. A table is held back until the next line with text, because a table that goes on after an empty line with the same header row
/// is one table that somebody split over pages.
/// </summary>
sealed class BodyFlow(Reading reading) : IFlow
{
    DocxTable? held;
    int blanks;

    public void Line(string text, bool contents, int page)
    {
        if (held is not null && Cleaning.IsBlank(text))
        {
            blanks++;
            return;
        }
        Release();
        if (contents) reading.Furniture(text, page);
        else reading.Line(text, page);
    }

    public void Table(DocxTable table, int page)
    {
        if (table.IsFrame)
        {
            foreach (var (text, at) in table.Rows.SelectMany(r => r).SelectMany(c => c.Lines)) Line(text, false, at);
            return;
        }
        if (held is not null && held.GoesOnIn(table, apart: blanks > 0)) held.Append(table);
        else
        {
            Release();
            held = table;
        }
        blanks = 0;
    }

    public void Release()
    {
        held?.Emit(reading, reading.Tables++);
        held = null;
        if (blanks > 0) reading.Line("");
        blanks = 0;
    }
}
