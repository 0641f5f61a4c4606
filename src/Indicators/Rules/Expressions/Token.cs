using System.Globalization;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Rules.Expressions;

enum TokenKind { Number, Word, Sign, End }

/// <summary>A word, number or sign of an expression as it was typed; Column counts from 1.</summary>
readonly record struct Token(TokenKind Kind, string Text, int Column, decimal Number = 0)
{
    const string Signs = "+-*/()[],:=<>";

    // What a Chinese keyboard and a textbook write for the same signs.
    static readonly Dictionary<char, string> Spellings = new()
    {
        ['（'] = "(",
        ['）'] = ")",
        ['，'] = ",",
        ['＋'] = "+",
        ['－'] = "-",
        ['−'] = "-",
        ['×'] = "*",
        ['＊'] = "*",
        ['÷'] = "/",
        ['／'] = "/",
        ['＝'] = "=",
        ['＜'] = "<",
        ['＞'] = ">",
        ['≤'] = "<=",
        ['≥'] = ">=",
        ['≠'] = "!=",
        ['：'] = ":",
        ['［'] = "[",
        ['］'] = "]",
    };

    // Opening marks of a quoted name with what closes them.
    static readonly Dictionary<char, char> Quotes = new() { ['"'] = '"', ['“'] = '”', ['「'] = '」', ['『'] = '』', ['【'] = '】', ['《'] = '》' };

    /// <summary>Cuts the text up; a minus inside a word belongs to it (children.0-14), so subtraction wants a space before it. What elements are called becomes their code, at the column of the name.</summary>
    public static Result<List<Token>> Cut(string text, ElementNames names)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < text.Length;)
        {
            var (start, c) = (i, text[i]);
            Problem? Called(string name, IReadOnlyList<string> ids)
            {
                if (ids.Count == 1) tokens.Add(new(TokenKind.Word, ids[0], start + 1));
                return ids.Count switch
                {
                    0 when names.Near(name) is { Count: > 0 } near => new("indicators.rule-no-such-name-near", null, start + 1, name, string.Join(" / ", near)),
                    0 => new("indicators.rule-no-such-name", null, start + 1, name),
                    1 => null,
                    _ => new("indicators.rule-name-twice", null, start + 1, name, string.Join(" / ", ids)),
                };
            }
            if (c is ' ' or '\t' or '\r' or '\n' or '\u3000') i++;
            else if (names.At(text, i) is { } named)
            {
                if (Called(named.Name, named.Ids) is { } unclear) return unclear;
                i += named.Name.Length;
            }
            else if (Quotes.TryGetValue(c, out var closing) && text.IndexOf(closing, i + 1) is > 0 and var end)
            {
                if (Called(text[(i + 1)..end], names.Of(text[(i + 1)..end])) is { } unclear) return unclear;
                i = end + 1;
            }
            else if (char.IsAsciiLetterLower(c))
            {
                while (i < text.Length && (InWord(text[i]) || text[i] is '.' or '-' && i + 1 < text.Length && InWord(text[i + 1]))) i++;
                tokens.Add(new(TokenKind.Word, text[start..i], start + 1));
            }
            else if (char.IsAsciiDigit(c))
            {
                while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
                if (i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1])) for (i++; i < text.Length && char.IsAsciiDigit(text[i]); i++) ;
                var percent = i < text.Length && text[i] is '%' or '％'; // 10% is 0.1
                if (i - start > (percent ? 18 : 20)) return new Problem("indicators.rule-long-number", null, start + 1);
                var number = decimal.Parse(text.AsSpan(start, i - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
                if (percent) (number, i) = (number / 100, i + 1);
                tokens.Add(new(TokenKind.Number, text[start..i], start + 1, number));
            }
            else if (Spellings.TryGetValue(c, out var sign)) { tokens.Add(new(TokenKind.Sign, sign, start + 1)); i++; }
            else if (c is '<' or '>' or '!' && i + 1 < text.Length && text[i + 1] == '=') { tokens.Add(new(TokenKind.Sign, text.Substring(i, 2), start + 1)); i += 2; }
            else if (Signs.Contains(c, StringComparison.Ordinal)) { tokens.Add(new(TokenKind.Sign, c.ToString(), start + 1)); i++; }
            else if (!char.IsAscii(c) && char.IsLetter(c))
            {
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && !Signs.Contains(text[i], StringComparison.Ordinal) && !Spellings.ContainsKey(text[i])) i++;
                return Called(text[start..i], [])!;
            }
            else return new Problem("indicators.rule-unexpected", null, start + 1, char.IsSurrogate(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? "�" : c.ToString());
        }
        tokens.Add(new(TokenKind.End, "", text.Length + 1));
        return tokens;

        static bool InWord(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
    }
}
