using System.Text;

namespace OneMetre.Platform.Documents.Pdf;

/// <summary>A paragraph put together from printed lines. EmptyBefore counts the lines left empty above it.</summary>
sealed record PdfParagraph(string Text, int Page, double Left, bool Indented, int EmptyBefore);

/// <summary>
/// Joins printed lines to the paragraphs they were wrapped from. A line goes on in the next when it is full (what comes next would not have fitted)
/// and the next begins neither indented nor with a number of its own.
/// </summary>
static class PdfParagraphs
{
    public static List<PdfParagraph> Join(List<PdfLine> lines, PdfMeasures page)
    {
        var joined = new List<PdfParagraph>();
        var numbers = new PdfNumbers(lines);
        var text = new StringBuilder();
        PdfLine? first = null;
        PdfLine? last = null;
        var empty = 0;
        foreach (var line in lines)
        {
            if (last is not null && Continues(last, line, page, numbers))
            {
                var before = text.ToString(Math.Max(0, text.Length - 1), Math.Min(1, text.Length));
                text.Append(PdfLine.Continued(before, line.Text), before.Length, PdfLine.Continued(before, line.Text).Length - before.Length);
            }
            else
            {
                Close();
                empty = last is null ? 0 : page.EmptyBetween(last, line);
                first = line;
                text.Append(line.Text);
            }
            last = line;
        }
        Close();
        return joined;

        void Close()
        {
            if (first is not null) joined.Add(new(text.ToString(), first.Page, first.Left, page.Indented(first), empty));
            text.Clear();
        }
    }

    static bool Continues(PdfLine a, PdfLine b, PdfMeasures page, PdfNumbers numbers)
    {
        var spare = page.Right - a.Right - b.FirstPiece;
        var begins = PdfNumbers.Begins(b.Text);
        if (spare > (begins ? 0.05 : b.Text[0] < 0x2000 ? 0.9 : 0.4) * a.Em) return false;
        if (page.Indented(b) && b.Left > a.Left - (0.5 * a.Em)) return false;
        if (Math.Abs(a.Em - b.Em) > 0.15 * a.Em && a.Text.Length > 6 && b.Text.Length > 6) return false;
        if (a.Page == b.Page && page.EmptyBetween(a, b) > 0) return false;
        return page.Indents || !begins || !numbers.Break(a.Text, b.Text);
    }
}
