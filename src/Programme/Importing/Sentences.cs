namespace OneMetre.Programme.Importing;

/// <summary>
/// One sentence of a passage. Masked hides quotations, titles and brackets, whose numbers belong to names and conditions:
/// each hidden character becomes one of private use that tells its place, so that words cut out of Masked can be shown in full again.
/// </summary>
sealed record Sentence(int Start, string Folded, string Masked)
{
    /// <summary>Longer stretches without a full stop are no prose; grammars see them in pieces of this length.</summary>
    const int Longest = 1500;
    const char FirstHidden = '\uE000';
    const int HiddenPlaces = 0x1900; // all of the private use area, several times the longest sentence

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

    /// <summary>Words cut out of Masked with what is hidden in them shown again.</summary>
    public string Unmask(string words)
    {
        char[]? shown = null;
        for (var i = 0; i < words.Length; i++)
        {
            var place = words[i] - FirstHidden;
            if (place is < 0 or >= HiddenPlaces) continue;
            shown ??= words.ToCharArray();
            place = ((place - Start) % HiddenPlaces + HiddenPlaces) % HiddenPlaces;
            if (place < Folded.Length) shown[i] = Folded[place];
        }
        return shown is null ? words : new(shown);
    }

    static string Mask(string text)
    {
        char[]? masked = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] - FirstHidden is >= 0 and < HiddenPlaces)
            {
                // A symbol of private use in the text itself is hidden like the rest, or it would be taken for one that hides.
                masked ??= text.ToCharArray();
                masked[i] = HiddenAt(i);
            }
            var close = text[i] switch { '（' => '）', '《' => '》', '“' => '”', '「' => '」', '【' => '】', '〔' => '〕', _ => '\0' };
            if (close == '\0') continue;
            var end = text.AsSpan(i + 1, Math.Min(300, text.Length - i - 1)).IndexOf(close);
            if (end < 0) continue;
            // A nested opening of the same kind belongs inside: look for the bracket that really closes.
            end = Closing(text, i, close) ?? end;
            masked ??= text.ToCharArray();
            for (var j = i + 1; j <= i + end; j++) masked[j] = HiddenAt(j);
            i += end;
        }
        return masked is null ? text : new(masked);
    }

    static char HiddenAt(int place) => (char)(FirstHidden + place % HiddenPlaces);

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
