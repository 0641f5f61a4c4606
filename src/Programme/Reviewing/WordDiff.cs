namespace OneMetre.Programme.Reviewing;

enum DiffKind { Same, Gone, New }

/// <summary>A stretch of text that both wordings share, or that only one of them has.</summary>
readonly record struct DiffPart(DiffKind Kind, string Text);

/// <summary>Compares two wordings of a clause character by character (Chinese has no spaces between words), numbers and Latin words kept whole.</summary>
static class WordDiff
{
    const int Longest = 2_000;

    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        if (before == after) return before.Length == 0 ? [] : [new(DiffKind.Same, before)];
        var (a, b) = (Words(before), Words(after));
        // What is too long to compare is shown as a whole: old, then new.
        if (a.Count > Longest || b.Count > Longest) return [new(DiffKind.Gone, before), new(DiffKind.New, after)];

        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
            for (var j = b.Count - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);

        var parts = new List<DiffPart>();
        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
        {
            if (i < a.Count && j < b.Count && a[i] == b[j]) (i, j) = (Put(parts, DiffKind.Same, a[i], i), j + 1);
            else if (j >= b.Count || (i < a.Count && common[i + 1, j] >= common[i, j + 1])) i = Put(parts, DiffKind.Gone, a[i], i);
            else j = Put(parts, DiffKind.New, b[j], j);
        }
        return parts;
    }

    static int Put(List<DiffPart> parts, DiffKind kind, string word, int at)
    {
        if (parts.Count > 0 && parts[^1].Kind == kind) parts[^1] = new(kind, parts[^1].Text + word);
        else parts.Add(new(kind, word));
        return at + 1;
    }

    static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var from = i++;
            if (char.IsAsciiLetterOrDigit(text[from]))
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || (text[i] == '.' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))) i++;
            words.Add(text[from..i]);
        }
        return words;
    }
}
