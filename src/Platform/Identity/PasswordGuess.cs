using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Identity;

/// <summary>What makes a password easy to guess: its owner's own names, known words and names, rows of keys or of signs, or days and numbers.</summary>
public enum GuessedBy { Nothing, OwnName, Words, Rows, Numbers }

/// <summary>
/// How soon a password is guessed by somebody who tries first what most people choose, in China too: words and names in pinyin, years, days, telephone numbers, walks over
/// the keyboard, rows, repetitions, and all of these one behind the other, in capitals or in disguise. A pure function in place of a list of passwords already known:
/// such a list is these pieces put together. The password is cut into the pieces that together are worth the fewest bits, each piece worth the logarithm of how many like
/// it come before it. After zxcvbn (D. Wheeler, USENIX Security 2016); lengths and the refusal of the known as NIST SP 800-63B §5.1.1.2 asks, without rules on composition.
/// </summary>
public static class PasswordGuess
{
    /// <summary>A password worth fewer bits than these counts as known: a thousand million guesses.</summary>
    public const double Enough = 30;

    const double Letter = 4.7, Digit = 2.2, Mark = 2.5, Sign = 5, Hanzi = 9, Syllable = 7.5, Surname = 6, Own = 2;
    const string Marks = ".-_@!#*+ ";

    // In what is typed, a sign of the second row is the first row's key with Shift.
    const string Shifted = "~!@#$%^&*()_+{}|:\"<>?", Unshifted = "`1234567890-=[]\\;',./";
    static readonly string[] Keys = ["`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./"];
    static readonly FrozenDictionary<char, string> Disguises = new Dictionary<char, string> { ['@'] = "a", ['4'] = "a", ['0'] = "o", ['1'] = "il", ['!'] = "i", ['3'] = "e", ['5'] = "s", ['$'] = "s", ['7'] = "t", ['8'] = "b", ['9'] = "g" }.ToFrozenDictionary();

    // The hundred commonest surnames, and the syllables of Hanyu Pinyin as initials with the finals that may follow them.
    const string Surnames = "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang han feng deng cao peng zeng xiao tian dong yuan pan jiang cai yu du ye cheng su wei lv lyu ding ren shen yao lu fu zhong cui tan liao fan wang jin shi dai jia xia qiu fang hou zou xiong meng qin bai yan xue lei long tao he mao hao gu gong shao wan qian dou";
    static readonly (string Initials, string Finals)[] Pinyin =
    [
        ("b p m", "a o ai ei ao an en ang eng i ie iao ian in ing u"), ("f", "a o ei ou an en ang eng u"), ("d t n l", "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian in iang ing u uo ui uan un v ve"),
        ("g k h", "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"), ("j q x", "i ia ie iao iu ian in iang ing iong u ue uan un"), ("zh ch sh r z c s", "i a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang"),
        ("y", "a o e ao ou an ang i in ing ong u ue uan un"), ("w", "a o ai ei an en ang eng u"),
    ];

    static readonly (string Word, double Bits)[] Words = Known();

    /// <summary>What the password is worth, in bits, and what gives it away. Own are the words that belong to the person: account, name, unit, city.</summary>
    public static (double Bits, GuessedBy By) Of(string password, IEnumerable<string> own)
    {
        var text = password.Length > 128 ? password[..128] : password;
        var words = own.Select(Plain).Where(w => w.Length >= 2).Distinct().Select(w => (Word: w, Bits: Own)).ToList();
        return Block(text) is { } block ? Worth(block, words) is var (bits, by) ? (bits + 2, by == GuessedBy.Nothing ? GuessedBy.Rows : by) : default : Worth(text, words);
    }

    /// <summary>One spelling for letters that look alike to a keyboard: NFKC. What is no text at all (half a surrogate) is taken as a sign.</summary>
    public static string Normal(string password)
    {
        try { return password.Normalize(NormalizationForm.FormKC); }
        catch (ArgumentException) { return string.Concat(password.EnumerateRunes()).Normalize(NormalizationForm.FormKC); }
    }

    static string Plain(string word) => Normal(word).Trim().ToLowerInvariant();

    /// <summary>The part of which the whole is a repetition, if it is one.</summary>
    static string? Block(string text)
    {
        for (var size = 1; size <= text.Length / 2; size++)
            if (text.Length % size == 0 && Enumerable.Range(size, text.Length - size).All(i => text[i] == text[i - size])) return text[..size];
        return null;
    }

    // The cheapest way to cut: best[i] is the worth of what stands before i.
    static (double Bits, GuessedBy By) Worth(string text, List<(string Word, double Bits)> own)
    {
        var plain = text.ToLowerInvariant();
        if (plain.Length != text.Length) plain = text;
        var best = new double[text.Length + 1];
        var from = new (int At, GuessedBy By)[text.Length + 1];
        Array.Fill(best, double.MaxValue, 1, text.Length);
        for (var at = 0; at < text.Length; at++)
            foreach (var (length, bits, by) in Pieces(plain, at, own))
            {
                var sum = best[at] + bits + Capitals(text.AsSpan(at, length));
                if (sum < best[at + length]) (best[at + length], from[at + length]) = (sum, (at, by));
            }

        var covered = new int[5];
        for (var end = text.Length; end > 0; end = from[end].At) covered[(int)from[end].By] += end - from[end].At;
        return (best[text.Length], covered[(int)GuessedBy.OwnName] > 0 ? GuessedBy.OwnName : (GuessedBy)Array.IndexOf(covered, covered.Max()));
    }

    static IEnumerable<(int Length, double Bits, GuessedBy By)> Pieces(string text, int at, List<(string Word, double Bits)> own)
    {
        yield return (1, Alone(text[at]), GuessedBy.Nothing);
        foreach (var (word, bits) in own)
            if (Disguised(text, at, word) is { } more) yield return (word.Length, bits + more, GuessedBy.OwnName);
        foreach (var (word, bits) in Words)
            if (Disguised(text, at, word) is { } more) yield return (word.Length, bits + more, GuessedBy.Words);
        foreach (var (length, bits) in Numbers(text, at)) yield return (length, bits, GuessedBy.Numbers);

        var run = Run(text, at, (a, b) => a == b);
        for (var length = 3; length <= run; length++) yield return (length, Alone(text[at]) + Math.Log2(length), GuessedBy.Rows);
        foreach (var step in (int[])[1, -1])
        {
            run = Run(text, at, (a, b) => b - a == step && char.IsAsciiLetterOrDigit(a) && char.IsAsciiLetterOrDigit(b));
            for (var length = 3; length <= run; length++) yield return (length, 4 + Math.Log2(length), GuessedBy.Rows);
        }
        foreach (var (length, bits) in Walks(text, at)) yield return (length, bits, GuessedBy.Rows);
    }

    static double Alone(char sign) => sign switch
    {
        _ when char.IsAsciiDigit(sign) => Digit,
        _ when char.IsAsciiLetter(sign) => Letter,
        _ when Marks.Contains(sign) => Mark,
        _ when sign >= 0x2E80 => Hanzi,
        _ => Sign,
    };

    /// <summary>One bit for a capital at the beginning or for nothing but capitals, three for capitals here and there.</summary>
    static double Capitals(ReadOnlySpan<char> piece)
    {
        var (upper, lower) = (0, 0);
        foreach (var sign in piece)
        {
            if (char.IsAsciiLetterUpper(sign)) upper++;
            if (char.IsAsciiLetterLower(sign)) lower++;
        }
        return upper == 0 ? 0 : lower == 0 || (upper == 1 && char.IsAsciiLetterUpper(piece[0])) ? 1 : 3;
    }

    /// <summary>The bits that its disguise adds to a word which stands here; null where it does not.</summary>
    static double? Disguised(string text, int at, string word)
    {
        if (at + word.Length > text.Length) return null;
        var disguised = false;
        for (var i = 0; i < word.Length; i++)
        {
            if (text[at + i] == word[i]) continue;
            if (!Disguises.TryGetValue(text[at + i], out var letters) || !letters.Contains(word[i])) return null;
            disguised = true;
        }
        return disguised ? 1 : 0;
    }

    /// <summary>Years, days with or without marks between, telephone and identity numbers.</summary>
    static IEnumerable<(int Length, double Bits)> Numbers(string text, int at)
    {
        var digits = Run(text, at, (a, b) => char.IsAsciiDigit(a) && char.IsAsciiDigit(b));
        if (!char.IsAsciiDigit(text[at])) yield break;
        if (digits >= 4 && int.Parse(text.AsSpan(at, 4), CultureInfo.InvariantCulture) is >= 1930 and <= 2049) yield return (4, 6.8);
        if (digits >= 4 && IsDay(text.AsSpan(at, 4), "MMdd")) yield return (4, 8.5);
        if (digits >= 6 && IsDay(text.AsSpan(at, 6), "yyMMdd")) yield return (6, 14);
        if (digits >= 8 && IsDay(text.AsSpan(at, 8), "yyyyMMdd")) yield return (8, 14.5);
        if (at + 10 <= text.Length && (IsDay(text.AsSpan(at, 10), "yyyy-MM-dd") || IsDay(text.AsSpan(at, 10), "yyyy.MM.dd") || IsDay(text.AsSpan(at, 10), "yyyy/MM/dd"))) yield return (10, 15.5);
        // One's own numbers stand in every address book, and others' too.
        if (digits >= 11 && text[at] == '1' && text[at + 1] >= '3') yield return (11, 18);
        if (digits >= 17 && IsDay(text.AsSpan(at + 6, 8), "yyyyMMdd")) yield return (Math.Min(18, text.Length - at), 20);
    }

    static bool IsDay(ReadOnlySpan<char> text, string form) => DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    static int Run(string text, int at, Func<char, char, bool> goesOn)
    {
        var end = at + 1;
        while (end < text.Length && goesOn(text[end - 1], text[end])) end++;
        return end - at;
    }

    /// <summary>From key to neighbouring key; every turn costs.</summary>
    static IEnumerable<(int Length, double Bits)> Walks(string text, int at)
    {
        var (bits, last) = (5.0, (0, 0));
        for (var end = at + 1; end < text.Length; end++)
        {
            if (Step(text[end - 1], text[end]) is not { } step) yield break;
            if (end > at + 1 && step != last) bits += 1.5;
            last = step;
            if (end - at >= 2) yield return (end - at + 1, bits);
        }
    }

    static (int, int)? Step(char from, char to)
    {
        if (Place(from) is not var (row, column) || Place(to) is not var (nextRow, nextColumn)) return null;
        var (down, right) = (nextRow - row, nextColumn - column);
        return (down, right) is (0, 1) or (0, -1) or (1, 0) or (-1, 0) or (1, -1) or (-1, 1) ? (down, right) : null;
    }

    static (int Row, int Column)? Place(char sign)
    {
        var shifted = Shifted.IndexOf(sign);
        if (shifted >= 0) sign = Unshifted[shifted];
        // The number row begins one key to the left of the others.
        for (var row = 0; row < Keys.Length; row++)
            if (Keys[row].IndexOf(sign) is >= 0 and var column) return (row, row == 0 ? column - 1 : column);
        return null;
    }

    static (string, double)[] Known()
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string word, double bits) => known[word] = Math.Min(bits, known.GetValueOrDefault(word, double.MaxValue));
        using var reader = new StreamReader(typeof(PasswordGuess).Assembly.GetManifestResourceStream("Identity/CommonWords.txt")!);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#') && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var bits, .. var words])
                foreach (var word in words) Add(word, double.Parse(bits, CultureInfo.InvariantCulture));
        foreach (var name in Surnames.Split(' ')) Add(name, Surname);
        foreach (var (initials, finals) in Pinyin)
            foreach (var initial in initials.Split(' '))
                foreach (var final in finals.Split(' ')) Add(initial + final, Syllable);
        foreach (var alone in "ai an ang ao en er ou".Split(' ')) Add(alone, Syllable);
        return [.. known.Select(k => (k.Key, k.Value))];
    }
}
