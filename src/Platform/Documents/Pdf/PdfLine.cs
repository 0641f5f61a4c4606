using System.Text;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>A word as poppler sees it: characters without a gap. Points, from the top left of the page.</summary>
readonly record struct PdfWord(double Left, double Top, double Right, double Bottom, string Text)
{
    public double Middle => (Top + Bottom) / 2;
}

/// <summary>One printed line.</summary>
sealed class PdfLine
{
    PdfLine(int page, List<PdfWord> words)
    {
        Page = page;
        Words = words;
        Left = words[0].Left;
        Right = words.Max(w => w.Right);
        Top = words.Min(w => w.Top);
        Bottom = words.Max(w => w.Bottom);
        Em = EmOf(words);
        Text = Cleaning.Text(Joined(words, Em));
    }

    public int Page { get; }
    public List<PdfWord> Words { get; }
    public double Left { get; }
    public double Right { get; }
    public double Top { get; }
    public double Bottom { get; }

    /// <summary>The width of a Chinese character.</summary>
    public double Em { get; }
    public string Text { get; }

    /// <summary>The lines of a page, or of a cell, from top to bottom. Words of a line overlap in height by half.</summary>
    public static List<PdfLine> From(int page, IEnumerable<PdfWord> words)
    {
        var lines = new List<List<PdfWord>>();
        foreach (var word in words.OrderBy(w => w.Middle))
        {
            if (lines.Count > 0 && lines[^1][0] is var first && word.Middle < first.Bottom - ((first.Bottom - first.Top) * 0.2) && first.Middle > word.Top) lines[^1].Add(word);
            else lines.Add([word]);
        }
        return lines.ConvertAll(l => new PdfLine(page, [.. l.OrderBy(w => w.Left)]));
    }

    /// <summary>
    /// The width of what cannot be broken at the start of the line: a Chinese character, a number, a word, with the closing marks that may not
    /// begin a line. The line before must have had no room for it. A comma or full stop may hang over the margin.
    /// </summary>
    public double FirstPiece
    {
        get
        {
            var (first, text, i) = (Words[0], Words[0].Text, 0);
            while (i < text.Length && "“‘《（〔【「『〈—".Contains(text[i])) i++;
            var opening = i * Em;
            if (i == text.Length) return opening + Em;
            if (text[i] >= 0x2000)
            {
                for (i++; i < text.Length && "）》”’」』】〕〉％‰…".Contains(text[i]); i++) opening += Em;
                return opening + Em;
            }
            var start = i;
            while (i < text.Length && text[i] < 0x2000 && text[i] is not ('-' or '/')) i++;
            var latin = text.Count(c => c < 0x2000);
            return opening + ((first.Right - first.Left - ((text.Length - latin) * Em)) * (i - start) / latin);
        }
    }

    const double DigitWidth = 0.55;

    static double EmOf(List<PdfWord> words)
    {
        PdfWord? chinese = null;
        foreach (var word in words)
            if (word.Text.Length > (chinese?.Text.Length ?? 0) && word.Text.All(c => c is >= '\u3001' and < '\ud800' && c is not ('\u00b7' or '·'))) chinese = word;
        if (chinese is { } found) return (found.Right - found.Left) / found.Text.Length;
        var widest = words.MaxBy(w => w.Text.Length);
        return (widest.Right - widest.Left) / Math.Max(0.5, widest.Text.Sum(c => c < 0x2000 ? DigitWidth : 1.0));
    }

    /// <summary>Chinese text has no spaces, though poppler puts one around each number; between Latin words they are kept, and so are wide gaps.</summary>
    static string Joined(List<PdfWord> words, double em)
    {
        var text = new StringBuilder(words[0].Text);
        for (var i = 1; i < words.Count; i++)
        {
            var gap = words[i].Left - words[i - 1].Right;
            var latin = words[i - 1].Text[^1] < 0x2000 && words[i].Text[0] < 0x2000;
            if (gap > (latin ? 0.12 : 0.95) * em) text.Append(' ');
            text.Append(words[i].Text);
        }
        return text.ToString();
    }

    /// <summary>Joins a line to the one that it continues.</summary>
    public static string Continued(string before, string line) =>
        before.Length > 0 && line.Length > 0 && char.IsAsciiLetterOrDigit(before[^1]) && char.IsAsciiLetter(line[0]) && !char.IsAsciiDigit(before[^1]) ? $"{before} {line}" : before + line;
}
