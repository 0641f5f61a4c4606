namespace OneMetre.Platform.Files;

/// <summary>What a paper is made of, before it is a file or a page.</summary>
public abstract record PaperPiece
{
    public sealed record Title(IReadOnlyList<string> Lines) : PaperPiece;
    public sealed record Heading(string Text) : PaperPiece;
    public sealed record Subheading(string Text) : PaperPiece;
    public sealed record Paragraph(IReadOnlyList<PaperText> Texts) : PaperPiece;
    public sealed record Chart(PaperChart Drawn) : PaperPiece;
    public sealed record Table(IReadOnlyList<(string Title, int Width, bool Centred)> Columns, IReadOnlyList<IReadOnlyList<PaperText>> Rows) : PaperPiece;

    public void Write(OfficialPaper paper)
    {
        switch (this)
        {
            case Title title: paper.Title(title.Lines); break;
            case Heading heading: paper.Heading(heading.Text); break;
            case Subheading subheading: paper.Subheading(subheading.Text); break;
            case Paragraph paragraph: paper.Text([.. paragraph.Texts]); break;
            case Chart chart: paper.Chart(chart.Drawn); break;
            case Table table: paper.Table(table.Columns, table.Rows); break;
        }
    }
}
