using OneMetre.Platform.Files;

namespace OneMetre.Indicators.Briefing;

/// <summary>What a report is made of, before it is a file or a page.</summary>
abstract record ReportPiece
{
    public sealed record Title(IReadOnlyList<string> Lines) : ReportPiece;
    public sealed record Heading(string Text) : ReportPiece;
    public sealed record Subheading(string Text) : ReportPiece;
    public sealed record Paragraph(IReadOnlyList<PaperText> Texts) : ReportPiece;
    public sealed record Chart(PaperChart Drawn) : ReportPiece;
    public sealed record Table(IReadOnlyList<(string Title, int Width, bool Centred)> Columns, IReadOnlyList<IReadOnlyList<PaperText>> Rows) : ReportPiece;

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
