namespace OneMetre.Platform.Files;

/// <summary>A piece of text on a paper; Link leads to where it comes from.</summary>
public readonly record struct PaperText(string Text, Uri? Link = null)
{
    public static implicit operator PaperText(string text) => new(text);
}

/// <summary>What a paper is made of, before it is a file or a page.</summary>
public abstract record PaperPiece
{
    public sealed record Title(IReadOnlyList<string> Lines) : PaperPiece;
    public sealed record Heading(string Text) : PaperPiece;
    public sealed record Subheading(string Text) : PaperPiece;
    public sealed record Paragraph(IReadOnlyList<PaperText> Texts) : PaperPiece;
    public sealed record Chart(PaperChart Drawn) : PaperPiece;
    public sealed record Table(IReadOnlyList<(string Title, int Width, bool Centred)> Columns, IReadOnlyList<IReadOnlyList<PaperText>> Rows) : PaperPiece;
}
