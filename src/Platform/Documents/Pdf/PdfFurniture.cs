using System.Text.RegularExpressions;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>Finds headers, footers and page numbers: the outermost lines of pages that say the same on many pages, or only a number, always at the same height.</summary>
static partial class PdfFurniture
{
    const int Outermost = 2;

    public static HashSet<PdfLine> Of(List<List<PdfLine>> pages)
    {
        var edges = pages.SelectMany(p => Edges(p).Select(line => (Line: line, Page: p))).ToList();
        var repeated = edges.Where(e => !PageNumber().IsMatch(e.Line.Text)).GroupBy(e => Digits().Replace(e.Line.Text, "#")).Where(g => OnManyPages([.. g.Select(e => e.Line)], pages.Count))
            .SelectMany(g => g).Select(e => e.Line);
        var numbers = edges.Where(e => PageNumber().IsMatch(e.Line.Text) && Apart(e.Line, e.Page)).Select(e => e.Line).ToList();
        numbers.RemoveAll(n => numbers.Count(other => Math.Abs(other.Top - n.Top) < n.Bottom - n.Top) * 2 < pages.Count);
        return [.. repeated.Where(l => l.Text.Length < 60), .. numbers];
    }

    static bool OnManyPages(List<PdfLine> lines, int pages)
    {
        var places = lines.Select(l => l.Page).Distinct().Count();
        return places >= 2 && places * 3 >= pages && lines.Max(l => l.Top) - lines.Min(l => l.Top) < 3;
    }

    static IEnumerable<PdfLine> Edges(List<PdfLine> page) => page.Take(Outermost).Concat(page.Skip(Math.Max(Outermost, page.Count - Outermost)));

    /// <summary>A page number stands by itself: more than a line away from the text, or alone on its page.</summary>
    static bool Apart(PdfLine line, List<PdfLine> page)
    {
        var at = page.IndexOf(line);
        var up = at == 0 ? double.MaxValue : line.Top - page[at - 1].Bottom;
        var down = at == page.Count - 1 ? double.MaxValue : page[at + 1].Top - line.Bottom;
        return at == page.Count - 1 ? up > line.Bottom - line.Top : at == 0 && down > line.Bottom - line.Top;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^([-—–－·\s]{0,4}\d{1,4}[-—–－·\s]{0,4}|第\s*\d{1,4}\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4})$")]
    private static partial Regex PageNumber();
}
