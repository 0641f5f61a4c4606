namespace OneMetre.Programme.Importing;

/// <summary>One sentence of a passage. Masked hides quotations, titles and brackets, whose numbers belong to names and conditions.</summary>
sealed record Sentence(int Start, string Folded, string Masked)
{
    /// <summary>Longer stretches without a full stop are no prose; grammars see them in pieces of this length.</summary>
    const int Longest = 1500;
    const char Hidden = '□';

    public static IEnumerable<Sentence> Of(string folded)
    {
        var masked = Mask(folded);
        var start = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            if (masked[i] is not ('。' or '；' or '！' or '？' or '\n') && i - start < Longest) continue;
            if (i > start) yield return new(start, folded[start..i], masked[start..i]);
            start = masked[i] is '。' or '；' or '！' or '？' or '\n' ? i + 1 : i;
        }
        if (start < folded.Length) yield return new(start, folded[start..], masked[start..]);
    }

    /// <summary>Ranges between clause commas.</summary>
    public List<(int Start, int End)> Clauses()
    {
        var clauses = new List<(int, int)>();
        var start = 0;
        for (var i = 0; i <= Masked.Length; i++)
        {
            if (i < Masked.Length && Masked[i] is not ('，' or '：')) continue;
            if (i > start) clauses.Add((start, i));
            start = i + 1;
        }
        return clauses;
    }

    static string Mask(string text)
    {
        char[]? masked = null;
        for (var i = 0; i < text.Length; i++)
        {
            var close = text[i] switch { '（' => '）', '《' => '》', '“' => '”', '「' => '」', '【' => '】', '〔' => '〕', _ => '\0' };
            if (close == '\0') continue;
            var end = text.AsSpan(i + 1, Math.Min(300, text.Length - i - 1)).IndexOf(close);
            if (end < 0) continue;
            // A nested opening of the same kind belongs inside: look for the bracket that really closes.
            end = Closing(text, i, close) ?? end;
            masked ??= text.ToCharArray();
            for (var j = i + 1; j <= i + end; j++) masked[j] = Hidden;
            i += end;
        }
        return masked is null ? text : new(masked);
    }

    static int? Closing(string text, int open, char close)
    {
        var depth = 0;
        for (var i = open; i < text.Length && i < open + 400; i++)
        {
            if (text[i] == text[open]) depth++;
            else if (text[i] == close && --depth == 0) return i - open - 1;
        }
        return null;
    }
}
