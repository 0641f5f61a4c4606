using System.Globalization;
using System.Net;
using System.Text;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>
/// Reads what `pdftotext -bbox` prints: a page element for each page, a word element a line. It looks like XHTML, but a hostile PDF can put
/// characters into it that no XML reader takes; so it is read line by line.
/// </summary>
static class PdfWords
{
    const int MostPages = 2_000;
    const int LongestWord = 5_000;

    public static List<List<PdfWord>> Read(byte[] output, Reading reading, CancellationToken ct)
    {
        var pages = new List<List<PdfWord>>();
        foreach (var range in Lines(output))
        {
            var line = output.AsSpan(range).TrimStart((byte)' ');
            if (line.StartsWith("<page "u8))
            {
                ct.ThrowIfCancellationRequested();
                if (pages.Count == MostPages)
                {
                    reading.Warn("platform.document-too-long", MostPages.ToString(CultureInfo.InvariantCulture));
                    break;
                }
                pages.Add([]);
            }
            else if (pages.Count > 0 && line.StartsWith("<word "u8) && line.Length < LongestWord && Word(Encoding.UTF8.GetString(line)) is { } word) pages[^1].Add(word);
        }
        return pages;
    }

    public static IEnumerable<Range> Lines(byte[] output)
    {
        for (var start = 0; start < output.Length;)
        {
            var end = Array.IndexOf(output, (byte)'\n', start);
            if (end < 0) end = output.Length;
            yield return start..end;
            start = end + 1;
        }
    }

    static PdfWord? Word(string line)
    {
        var close = line.IndexOf('>');
        var end = line.LastIndexOf("</word>", StringComparison.Ordinal);
        if (close < 0 || end <= close) return null;
        var text = Cleaning.Text(WebUtility.HtmlDecode(line[(close + 1)..end]));
        var word = new PdfWord(Number(line, "xMin=\""), Number(line, "yMin=\""), Number(line, "xMax=\""), Number(line, "yMax=\""), text);
        return text.Length > 0 && double.IsFinite(word.Left + word.Top + word.Right + word.Bottom) && word.Bottom > word.Top && word.Right >= word.Left ? word : null;
    }

    static double Number(string line, string name)
    {
        var start = line.IndexOf(name, StringComparison.Ordinal);
        if (start < 0) return double.NaN;
        start += name.Length;
        var end = line.IndexOf('"', start);
        return end > start && double.TryParse(line.AsSpan(start, end - start), CultureInfo.InvariantCulture, out var n) ? n : double.NaN;
    }
}
