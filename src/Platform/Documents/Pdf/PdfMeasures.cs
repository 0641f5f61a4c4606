namespace OneMetre.Platform.Documents.Pdf;

/// <summary>The type area of the document, measured from its lines: where text begins and ends, and how far lines are apart.</summary>
sealed record PdfMeasures(double Left, double Right, double Top, double Bottom, double Pitch, double Em, bool Indents)
{
    public static PdfMeasures Of(List<PdfLine> lines)
    {
        var em = Median(lines.Select(l => l.Em), 10);
        var pitch = Median(lines.Zip(lines.Skip(1)).Where(p => p.First.Page == p.Second.Page && p.Second.Top > p.First.Top && p.Second.Top - p.First.Top < 4 * em).Select(p => p.Second.Top - p.First.Top), em * 1.5);
        var left = Common(lines.Select(l => l.Left), em, smallest: true);
        var right = Common(lines.Where(l => !"，。、；：！？）》”".Contains(l.Text[^1])).DefaultIfEmpty(lines[0]).Select(l => l.Right), em * 0.3, smallest: false);
        var paragraphs = lines.Zip(lines.Skip(1)).Where(p => p.First.Right < right - (3 * em)).Select(p => p.Second).Where(l => l.Right > right - (3 * em) && l.Left < left + (2.8 * em)).ToList();
        return new(left, right, lines.Min(l => l.Top), lines.Max(l => l.Bottom), pitch, em, paragraphs.Count(l => l.Left > left + (1.2 * em)) * 2 > paragraphs.Count);
    }

    public bool Indented(PdfLine line) => line.Left > Left + (1.2 * Em);

    /// <summary>How many lines stayed empty between two lines; over a page break, those at the foot and at the head count.</summary>
    public int EmptyBetween(PdfLine a, PdfLine b)
    {
        if (a.Page == b.Page) return Empty(b.Top - a.Bottom - (Pitch - (b.Bottom - b.Top)));
        return Empty(Bottom - a.Bottom) + Empty(b.Top - Top);
    }

    /// <summary>An empty line is lower than one with Chinese characters, because its height is that of the Latin font.</summary>
    int Empty(double space) => Math.Clamp((int)Math.Round(space / (0.8 * Pitch)), 0, 100);

    /// <summary>The outermost edge that some lines share; a single line that sticks out is no edge.</summary>
    static double Common(IEnumerable<double> edges, double em, bool smallest)
    {
        var sorted = edges.Order().ToArray();
        if (!smallest) Array.Reverse(sorted);
        var enough = Math.Max(2, sorted.Length / 25);
        for (var i = 0; i + enough <= sorted.Length; i++)
            if (Math.Abs(sorted[i + enough - 1] - sorted[i]) < em) return sorted[i];
        return sorted[0];
    }

    static double Median(IEnumerable<double> values, double otherwise)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? otherwise : sorted[sorted.Length / 2];
    }
}
