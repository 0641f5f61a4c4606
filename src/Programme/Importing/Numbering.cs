using OneMetre.Platform.Results;
using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>How a numbered paragraph is numbered, outermost usual form first. Worded is 行动1：, 任务二： and their like.</summary>
enum NumberStyle { Chapter, Section, Article, Comma, Paren, Arabic, Decimal, ArabicParen, HalfParen, Circled, Worded, Bullet, Caption }

/// <summary>The number a paragraph starts with. Word tells worded series apart; Depth counts the parts of 1.2.3.</summary>
readonly record struct NumberLabel(NumberStyle Style, int Ordinal, int Length, string Printed, string Word = "", int Depth = 0)
{
    /// <summary>Labels of one series share a key: they count on from each other.</summary>
    public string Series => Style switch
    {
        NumberStyle.Worded or NumberStyle.Bullet or NumberStyle.Caption => "w" + Word,
        NumberStyle.Decimal => "d" + Depth,
        _ => Style.ToString(),
    };
}

/// <summary>Recognises the numbers in front of headings and items, in the forms official documents use and the forms people type instead.</summary>
static partial class Numbering
{
    public static NumberLabel? Read(string folded)
    {
        if (folded.Length < 2) return null;
        var first = folded[0];

        if (Circled(first) is { } circled)
            return new(circled.Style, circled.Ordinal, Marks(folded, 1), folded[..1]);

        if (first == '（' && Bracketed.Match(folded) is { Success: true } bracketed)
        {
            var inside = bracketed.Groups["n"].ValueSpan;
            return Make(char.IsAsciiDigit(inside[0]) ? NumberStyle.ArabicParen : NumberStyle.Paren, inside, bracketed, folded[..(bracketed.Groups["n"].Index + inside.Length + 1)].Replace(" ", ""));
        }
        if (first == '第' && Statutory.Match(folded) is { Success: true } statutory)
            return Make(statutory.Groups["k"].ValueSpan[0] switch { '条' => NumberStyle.Article, '节' => NumberStyle.Section, _ => NumberStyle.Chapter },
                statutory.Groups["n"].ValueSpan, statutory, statutory.Value.TrimEnd(' ', '：', '、'));

        if (char.IsAsciiDigit(first))
        {
            if (DecimalForm.Match(folded) is { Success: true } deep)
            {
                var parts = deep.Groups["n"].Value.Split('.');
                return Make(NumberStyle.Decimal, parts[^1], deep, deep.Groups["n"].Value) is { } label ? label with { Depth = parts.Length } : null;
            }
            if (ArabicForm.Match(folded) is { Success: true } arabic)
                return Make(arabic.Groups["m"].ValueSpan[0] == '）' ? NumberStyle.HalfParen : NumberStyle.Arabic, arabic.Groups["n"].ValueSpan, arabic,
                    arabic.Groups["n"].Value + arabic.Groups["m"].Value);
            return null;
        }
        if (CommaForm.Match(folded) is { Success: true } comma) return Make(NumberStyle.Comma, comma.Groups["n"].ValueSpan, comma, comma.Value.TrimEnd());
        if (WordedForm.Match(folded) is { Success: true } worded)
        {
            var label = Make(NumberStyle.Worded, worded.Groups["n"].ValueSpan, worded, worded.Groups["w"].Value + worded.Groups["n"].Value);
            return label is { } known ? known with { Word = worded.Groups["w"].Value } : null;
        }
        return null;
    }

    /// <summary>◆, ▲, ●, —— and their like before a paragraph: marks of a list whose items count without saying so. Null for other openings.</summary>
    public static (string Mark, int Length)? Bullet(string folded)
    {
        if (folded.Length < 4) return null;
        if (folded[0] is '◆' or '◇' or '▲' or '△' or '■' or '□' or '●' or '○' or '▶' or '►' or '★' or '☆' or '※' or '•' or '·' or '◎' or '❖' or '➢' or '✦')
            return (folded[..1], Marks(folded, 1));
        return folded.StartsWith("--", StringComparison.Ordinal) && folded[2] is not ('-' or ' ') ? ("--", 2) : null;
    }

    /// <summary>Numbers in the middle of a running paragraph: （1）…（2）…③…. The first must stand at the very start.</summary>
    public static IReadOnlyList<(int Index, NumberLabel Label)> Inline(string folded)
    {
        var found = new List<(int, NumberLabel)>();
        foreach (Match match in InlineForm.Matches(folded))
        {
            var label = match.Groups["n"].Success
                ? Make(NumberStyle.ArabicParen, match.Groups["n"].ValueSpan, match, match.Value.Replace(" ", ""))
                : Circled(match.Value[0]) is { } circled ? new NumberLabel(circled.Style, circled.Ordinal, match.Length, match.Value) : null;
            if (label is { } known && known.Ordinal <= 30) found.Add((match.Index, known));
        }
        return found;
    }

    /// <summary>A word and a number before a colon (实事一：): a number only where others count on with the same word, so the caller decides.</summary>
    public static NumberLabel? Loose(string folded)
    {
        if (LooseForm.Match(folded) is not { Success: true } match) return null;
        var label = Make(NumberStyle.Worded, match.Groups["n"].ValueSpan, match, match.Groups["w"].Value + match.Groups["n"].Value);
        return label is { } known ? known with { Word = match.Groups["w"].Value } : null;
    }

    /// <summary>How an ordinal is written in a style; used to repair a heading numbered in the wrong form.</summary>
    public static string Write(NumberStyle style, int ordinal) => style switch
    {
        NumberStyle.Comma => ChineseNumerals.Write(ordinal) + "、",
        NumberStyle.Paren => "（" + ChineseNumerals.Write(ordinal) + "）",
        NumberStyle.ArabicParen => $"（{ordinal}）",
        NumberStyle.HalfParen => $"{ordinal}）",
        NumberStyle.Chapter => $"第{ChineseNumerals.Write(ordinal)}章",
        NumberStyle.Section => $"第{ChineseNumerals.Write(ordinal)}节",
        NumberStyle.Article => $"第{ChineseNumerals.Write(ordinal)}条",
        _ => $"{ordinal}.",
    };

    static NumberLabel? Make(NumberStyle style, ReadOnlySpan<char> number, Match match, string printed) =>
        ChineseNumerals.ReadInt(number) is { } ordinal and < 1000 ? new(style, ordinal, match.Length, printed) : null;

    static (NumberStyle Style, int Ordinal)? Circled(char c) => c switch
    {
        >= '①' and <= '⑳' => (NumberStyle.Circled, c - '①' + 1),
        >= '⑴' and <= '⒇' => (NumberStyle.ArabicParen, c - '⑴' + 1),
        >= '⒈' and <= '⒛' => (NumberStyle.Arabic, c - '⒈' + 1),
        >= '㈠' and <= '㈩' => (NumberStyle.Paren, c - '㈠' + 1),
        _ => null,
    };

    static int Marks(string folded, int at)
    {
        while (at < folded.Length && folded[at] is ' ' or '.' or '、') at++;
        return at;
    }

    [GeneratedRegex(@"^（ ?(?<n>[一二三四五六七八九十百]{1,4}|\d{1,3}) ?） ?[、.．]? *")]
    static partial Regex Bracketed { get; }

    [GeneratedRegex(@"^第 ?(?<n>[一二三四五六七八九十百]{1,5}|\d{1,3}) ?(?<k>章|节|条|部分|篇)[ ：、]*")]
    static partial Regex Statutory { get; }

    [GeneratedRegex(@"^(?<n>\d{1,2}(?:\.\d{1,2}){1,3})(?:[.、] *| +(?=[^\d%])|(?=[\u4e00-\u9fff“《])(?![万亿个家所处名人倍元米岁条项次场年月]))")]
    static partial Regex DecimalForm { get; }

    [GeneratedRegex(@"^(?<n>\d{1,3}) ?(?<m>[.、）])(?!\d(?!0\d\d年)) *")]
    static partial Regex ArabicForm { get; }

    [GeneratedRegex(@"^(?<n>[一二三四五六七八九十百]{1,4}) ?[、.．] *")]
    static partial Regex CommaForm { get; }

    [GeneratedRegex(@"^【?(?<w>[\u4e00-\u9fff]{0,4}(?:行动|任务|工程|举措|措施|项目|专栏|清单|目标))(?<n>[一二三四五六七八九十]{1,3}|\d{1,3})】?(?:[：、.．] *| +|(?=】))")]
    static partial Regex WordedForm { get; }

    [GeneratedRegex(@"^【?(?<w>(?!附|表|图|注)[\u4e00-\u9fff]{2,6}?)(?:之|第)?(?<n>[一二三四五六七八九十]{1,3}|\d{1,2})(?:】?[：、] *|(?<=^(?:任务|行动|工程|举措|措施|项目|实事)[一二三四五六七八九十\d]{1,3})(?=[\u4e00-\u9fff“]))")]
    static partial Regex LooseForm { get; }

    [GeneratedRegex(@"（ ?(?<n>\d{1,2}) ?） *|[①-⑳⑴-⒇] *")]
    static partial Regex InlineForm { get; }
}
