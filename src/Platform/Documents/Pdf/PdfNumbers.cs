using System.Text.RegularExpressions;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>
/// Whether a number at the start of a line begins a paragraph, where the line before is full and nothing is indented. The document itself tells:
/// a kind of number that also stands inside lines is probably inside one here too; one that never does begins a paragraph.
/// </summary>
sealed partial class PdfNumbers
{
    readonly int[] inside = new int[Kinds];
    readonly int[] atStart = new int[Kinds];
    const int Kinds = 9;

    public PdfNumbers(List<PdfLine> lines)
    {
        foreach (var line in lines)
        {
            if (Number().Match(line.Text) is { Success: true } start) atStart[KindOf(start)]++;
            foreach (Match match in InsideLine().Matches(line.Text)) inside[KindOf(match)]++;
        }
    }

    public static bool Begins(string text) => Number().IsMatch(text) || Label().IsMatch(text);

    public bool Break(string before, string text)
    {
        if (Number().Match(text) is not { Success: true } number) return SentenceEnd().IsMatch(before);
        var kind = KindOf(number);
        return inside[kind] == 0 || (inside[kind] < atStart[kind] && SentenceEnd().IsMatch(before));
    }

    static int KindOf(Match match)
    {
        for (var kind = 1; kind < Kinds; kind++)
            if (match.Groups[kind].Success) return kind - 1;
        return Kinds - 1;
    }

    const string Patterns = @"(?:([一二三四五六七八九十]{1,3}、)|([（(][一二三四五六七八九十]{1,3}[）)])|([（(]\d{1,3}[）)])|(\d{1,3}[.．、](?!\d))|([①-⑳])|(第[一二三四五六七八九十百\d]{1,4}[条章节])|([一-鿿]{2,4}\d{1,3}[：:]|(?:任务|行动|工程|举措|措施)[一二三四五六七八九十]{1,3}(?=[ ：:一-鿿]))|(\d{1,2}\.\d{1,2}(?= ?[一-鿿])(?! ?[万亿个家所处名人倍元米岁条项次场年月日张座公平千小分])))";

    [GeneratedRegex("^" + Patterns)]
    private static partial Regex Number();

    [GeneratedRegex("(?<=[^ ])" + Patterns)]
    private static partial Regex InsideLine();

    [GeneratedRegex(@"^([一-鿿]{2,8}[：:]|【[一-鿿]{2,8}】|——|附件)")]
    private static partial Regex Label();

    [GeneratedRegex(@"[。；：！？.;:）)]$")]
    private static partial Regex SentenceEnd();
}
