using OneMetre.Platform.Documents;

namespace OneMetre.Programme.Importing;

/// <summary>
/// A stretch of the source as one string that still knows where each of its characters was printed.
/// Folded is the same length with full-width digits and Western punctuation brought to one form, so that grammars need only one spelling.
/// </summary>
sealed class Passage
{
    readonly record struct Piece(int Start, int Length, int Block, int Offset);

    public static readonly Passage Empty = new("", []);

    readonly Piece[] pieces;

    Passage(string text, Piece[] pieces)
    {
        Text = text;
        this.pieces = pieces;
        Folded = Folding.Fold(text);
    }

    public string Text { get; }
    public string Folded { get; }
    public int Length => Text.Length;
    public bool IsEmpty => Text.Length == 0;

    public static Passage Of(Block block) => new(block.Text, [new(0, block.Text.Length, block.Index, 0)]);

    public Passage Slice(int start) => Slice(start, Length - start);

    public Passage Slice(int start, int length)
    {
        if (start == 0 && length == Length) return this;
        if (length <= 0) return Empty;

        var kept = new List<Piece>();
        for (var i = PieceAt(start); i < pieces.Length && pieces[i].Start < start + length; i++)
        {
            var from = Math.Max(pieces[i].Start, start);
            var to = Math.Min(pieces[i].Start + pieces[i].Length, start + length);
            if (to > from) kept.Add(new(from - start, to - from, pieces[i].Block, pieces[i].Offset + from - pieces[i].Start));
        }
        return new(Text.Substring(start, length), [.. kept]);
    }

    public Passage Trim()
    {
        var (start, end) = (0, Length);
        while (start < end && IsBlank(Text[start])) start++;
        while (end > start && IsBlank(Text[end - 1])) end--;
        return Slice(start, end - start);
    }

    /// <summary>The passage without the given ranges, which must be in order and apart from each other.</summary>
    public Passage Without(IReadOnlyList<(int Start, int Length)> ranges)
    {
        if (ranges.Count == 0) return this;
        var rest = new List<Passage>();
        var at = 0;
        foreach (var (start, length) in ranges)
        {
            if (start > at) rest.Add(Slice(at, start - at));
            at = start + length;
        }
        if (at < Length) rest.Add(Slice(at));
        return Join(rest, "");
    }

    public static Passage Join(IReadOnlyList<Passage> parts, string separator)
    {
        if (parts.Count == 0) return Empty;
        if (parts.Count == 1) return parts[0];
        var joined = new List<Piece>();
        var at = 0;
        foreach (var part in parts)
        {
            foreach (var piece in part.pieces) joined.Add(piece with { Start = at + piece.Start });
            at += part.Length + separator.Length;
        }
        return new(string.Join(separator, parts.Select(p => p.Text)), [.. joined]);
    }

    /// <summary>Where the range was printed; one place per block it touches.</summary>
    public IEnumerable<Place> Places(int start, int length)
    {
        Place? open = null;
        for (var i = PieceAt(start); i < pieces.Length && pieces[i].Start < start + length; i++)
        {
            var from = Math.Max(pieces[i].Start, start);
            var to = Math.Min(pieces[i].Start + pieces[i].Length, start + length);
            if (to <= from) continue;
            var offset = pieces[i].Offset + from - pieces[i].Start;
            if (open is { } place && place.Block == pieces[i].Block) open = place with { Length = offset + to - from - place.Start };
            else
            {
                if (open is { } done) yield return done;
                open = new(pieces[i].Block, offset, to - from);
            }
        }
        if (open is { } last) yield return last;
    }

    public IEnumerable<Place> AllPlaces => Places(0, Length);

    public Place? PlaceOf(int start, int length)
    {
        foreach (var place in Places(start, length)) return place;
        return null;
    }

    public Place? Where => PlaceOf(0, Length);

    public override string ToString() => Text;

    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || c is '\u3000' or '\uFEFF' or '\u200B' or '\a' or '\0';

    int PieceAt(int start)
    {
        var (low, high) = (0, pieces.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pieces[middle].Start <= start) low = middle; else high = middle - 1;
        }
        return low;
    }
}
