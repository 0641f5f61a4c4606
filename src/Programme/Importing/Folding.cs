using System.Text;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Brings typing variants to one form. Everything but <see cref="Squeeze"/> keeps the length, so offsets stay true.</summary>
static partial class Folding
{
    public static string Fold(string text)
    {
        var changed = false;
        foreach (var c in text)
            if (FoldOne(c) != c) { changed = true; break; }
        if (!changed) return text;

        var folded = text.ToCharArray();
        for (var i = 0; i < folded.Length; i++)
        {
            // A comma between digits groups thousands; it is no clause end.
            if (folded[i] == ',' && i > 0 && i + 1 < folded.Length && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1])) continue;
            folded[i] = FoldOne(folded[i]);
        }
        return new(folded);
    }

    /// <summary>For comparing two printings of the same words: no spaces, one form of each mark, compatibility forms resolved.</summary>
    public static string Squeeze(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!Passage.IsBlank(c)) kept.Append(FoldOne(c));
        return kept.ToString();
    }

    /// <summary>What word processors leave in extracted text: [bookmark: _GoBack] and the like.</summary>
    public static Passage WithoutResidue(Passage passage)
    {
        if (!passage.Text.Contains("[bookmark", StringComparison.Ordinal)) return passage;
        return passage.Without([.. Residue.Matches(passage.Text).Select(m => (m.Index, m.Length))]);
    }

    static char FoldOne(char c) => c switch
    {
        >= '０' and <= '９' => (char)(c - '０' + '0'),
        '％' or '﹪' => '%',
        '．' => '.',
        ',' or '﹐' => '，',
        ';' or '﹔' => '；',
        ':' or '﹕' or '∶' => '：',
        '(' or '﹙' => '（',
        ')' or '﹚' => '）',
        '?' => '？',
        '!' => '！',
        '〖' => '【',
        '〗' => '】',
        '［' => '[',
        '］' => ']',
        '＞' or '﹥' => '>',
        '＜' or '﹤' => '<',
        '≧' => '≥',
        '≦' => '≤',
        '～' or '~' or '—' or '–' or '－' or '‐' or '‑' or '−' or '―' => '-',
        '＋' => '+',
        '\u3000' or '\u00A0' or '\t' => ' ',
        _ => c,
    };

    [GeneratedRegex(@"\[bookmark[^\]\n]{0,80}\]")]
    static partial Regex Residue { get; }
}
