using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>A straight line drawn on a page, along one axis: At is its place on the other.</summary>
readonly record struct PdfRule(bool Vertical, double At, double From, double To);

/// <summary>
/// Reads the straight lines out of what `pdftocairo -svg` draws, because a table in a PDF is nothing but text and lines. Only paths of
/// straight strokes and thin boxes count; the shapes of the characters stand in definitions and are passed over.
/// </summary>
static class PdfRules
{
    const int MostPerPage = 20_000;
    const int LongestPath = 4_000;
    const double Shortest = 4;
    const double Slant = 0.7;

    public static List<List<PdfRule>> Read(byte[] svg, CancellationToken ct)
    {
        var pages = new List<List<PdfRule>> { new() };
        var first = true;
        var definitions = 0;
        foreach (var range in PdfWords.Lines(svg))
        {
            var line = svg.AsSpan(range).TrimStart((byte)' ');
            if (line.StartsWith("<defs"u8)) definitions++;
            else if (line.StartsWith("</defs"u8)) definitions--;
            else if (line.StartsWith("<page>"u8))
            {
                ct.ThrowIfCancellationRequested();
                if (!first) pages.Add([]);
                first = false;
            }
            else if (definitions <= 0 && line.Length < LongestPath && line.StartsWith("<path"u8) && pages[^1].Count < MostPerPage) Path(Encoding.Latin1.GetString(line), pages[^1]);
        }
        return pages;
    }

    static void Path(string line, List<PdfRule> rules)
    {
        if (Attribute(line, " d=\"") is not { } d || d.Contains('C')) return;
        var matrix = Attribute(line, "matrix(") is { } m ? m[..Math.Max(0, m.IndexOf(')'))].Split(',').Select(Number).ToArray() : [];
        if (matrix.Length != 6 || !matrix.All(double.IsFinite)) matrix = [1, 0, 0, 1, 0, 0];
        (double X, double Y) start = default, at = default;
        var words = d.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length;)
        {
            var command = words[i++];
            if (command is "Z")
            {
                Add(at, start, rules);
                at = start;
            }
            else if (command is "M" or "L" && i + 1 < words.Length)
            {
                var (x, y) = (Number(words[i++]), Number(words[i++]));
                var to = ((matrix[0] * x) + (matrix[2] * y) + matrix[4], (matrix[1] * x) + (matrix[3] * y) + matrix[5]);
                if (command is "M") start = to;
                else Add(at, to, rules);
                at = to;
            }
            else return;
        }
    }

    static void Add((double X, double Y) a, (double X, double Y) b, List<PdfRule> rules)
    {
        var (dx, dy) = (Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
        if (!double.IsFinite(dx + dy)) return;
        if (dx < Slant && dy > Shortest) rules.Add(new(true, (a.X + b.X) / 2, Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y)));
        else if (dy < Slant && dx > Shortest) rules.Add(new(false, (a.Y + b.Y) / 2, Math.Min(a.X, b.X), Math.Max(a.X, b.X)));
    }

    static string? Attribute(string line, string name)
    {
        var start = line.IndexOf(name, StringComparison.Ordinal);
        if (start < 0) return null;
        var end = line.IndexOf('"', start + name.Length);
        return end < 0 ? null : line[(start + name.Length)..end];
    }

    static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var n) ? n : double.NaN;
}
