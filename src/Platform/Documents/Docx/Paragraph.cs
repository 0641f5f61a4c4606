using System.Text;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>A Word paragraph while its runs are read.</summary>
sealed class Paragraph
{
    const int DeepestField = 50;

    readonly Stack<bool> fields = [];
    int codes;

    public StringBuilder Text { get; } = new();
    public LinesFlow Boxes { get; } = new();
    public string? Style { get; set; }
    public int? List { get; set; }
    public int? Level { get; set; }
    public bool Hidden { get; set; }
    public bool MarkDeleted { get; set; }

    /// <summary>The page of the first character.</summary>
    public int? Page { get; set; }

    /// <summary>False inside a field code. The result of a field is text; its code never reaches into the next paragraph.</summary>
    public bool Prints => codes == 0;

    public void Put(char c)
    {
        if (Prints) Text.Append(c);
    }

    public void Put(string s)
    {
        if (Prints) Text.Append(s);
    }

    public void Field(string? part)
    {
        if (part == "begin" && fields.Count < DeepestField)
        {
            fields.Push(true);
            codes++;
        }
        else if (part == "separate" && fields.TryPop(out var code))
        {
            if (code) codes--;
            fields.Push(false);
        }
        else if (part == "end" && fields.TryPop(out code) && code) codes--;
    }
}
