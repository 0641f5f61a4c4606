namespace OneMetre.Platform.Templates;

/// <summary>What stands in a control of a template: words of one or more lines; whole paragraphs, tables and charts; something that is repeated for each row; or something that is there only when it is so.</summary>
public enum PaperFieldKind { Words, Chapter, Rows, When }

/// <summary>One name that a template of this type of paper may use as the tag of a content control. Fields are those within each row.</summary>
public sealed record PaperField(string Name, PaperFieldKind Kind, IReadOnlyList<PaperField> Fields)
{
    /// <summary>Counted by the paper itself, 一 二 三: chapters through the paper, sections within a chapter.</summary>
    public const string Chapters = "章", Sections = "节";

    /// <summary>Counted by the paper itself: 1, 2, 3 … within the rows that it stands in.</summary>
    public const string Number = "序号";

    public static PaperField Chapter(string name) => new(name, PaperFieldKind.Chapter, []);
    public static PaperField Rows(string name, params IReadOnlyList<PaperField> fields) => new(name, PaperFieldKind.Rows, fields);
    public static PaperField When(string name) => new(name, PaperFieldKind.When, []);
    public static implicit operator PaperField(string name) => new(name, PaperFieldKind.Words, []);

    public static readonly IReadOnlyList<PaperField> Everywhere = [Chapters, Sections];
    public static readonly IReadOnlyList<PaperField> InRows = [Number];
}
