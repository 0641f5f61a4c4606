using System.Text;
using System.Text.RegularExpressions;

namespace OneMetre.Platform.Documents;

/// <summary>
/// Takes away what Word leaves in extracted text (bookmarks, field codes, control characters) and the blanks around it.
/// It changes no printed character: no Unicode normalisation, so that rare characters of names stay as they are.
/// </summary>
static partial class Cleaning
{
    public static string Text(string raw)
    {
        var text = raw;
        if (text.Contains('[')) text = Bookmark().Replace(text, "");
        if (text.Contains('\u0013')) text = WithoutFields(text);
        text = WithoutControls(text);
        return text.Contains('\n') ? string.Join('\n', Lines(text)) : text.Trim();
    }

    /// <summary>Whether nothing would be left of the text. Cheap, for every line of a file.</summary>
    public static bool IsBlank(string raw) => string.IsNullOrWhiteSpace(raw) || (raw.Contains('[') && Text(raw).Length == 0);

    static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Word 97 fields: 0x13 code 0x14 result 0x15, nested. The result is kept.</summary>
    static string WithoutFields(string text)
    {
        var kept = new StringBuilder(text.Length);
        var inCode = new Stack<bool>();
        var hidden = 0;
        foreach (var c in text)
        {
            if (c == '\u0013')
            {
                inCode.Push(true);
                hidden++;
            }
            else if (c == '\u0014' && inCode.TryPop(out var code))
            {
                if (code) hidden--;
                inCode.Push(false);
            }
            else if (c == '\u0015' && inCode.TryPop(out code))
            {
                if (code) hidden--;
            }
            else if (hidden == 0) kept.Append(c);
        }
        return kept.ToString();
    }

    static string WithoutControls(string text)
    {
        var i = 0;
        while (i < text.Length && !Dropped(text[i])) i++;
        if (i == text.Length) return text;
        var kept = new StringBuilder(text.Length).Append(text, 0, i);
        for (; i < text.Length; i++)
            if (!Dropped(text[i])) kept.Append(text[i]);
        return kept.ToString();
    }

    /// <summary>Controls, byte order marks and zero-width spaces print nothing; a stray tab inside a line is kept.</summary>
    static bool Dropped(char c) => (c < ' ' && c is not ('\t' or '\n')) || c is (>= '\u007f' and <= '\u009f') or '\ufeff' or '\u200b' or '\ufffe' or '\uffff';

    [GeneratedRegex(@"\[bookmark: [^\[\]\r\n]{0,200}\]")]
    private static partial Regex Bookmark();
}
