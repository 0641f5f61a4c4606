using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneMetre.Indicators.Store;

/// <summary>Sixty-four rows: which of them have a figure, and how many figures the rows before them have.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
struct Word
{
    public ulong Present;
    public int Before;
}

/// <summary>
/// A view of the figures of one slice and level: words that say which rows have one, then the figures. Dense, each row has its place and 0 stands where there is none; else
/// the figures are packed in the order of their rows. A reader may look while the writer is at work, and then throws away what it saw: so nothing here trusts a count that it
/// reads, and no answer is read from outside the chunk.
/// </summary>
readonly unsafe ref struct Chunk(byte* start, int rows, int capacity, bool dense, bool wide)
{
    public const int Alignment = 64;

    readonly Word* words = (Word*)start;
    readonly long* figures = (long*)(start + WordBytes(rows));

    /// <summary>The words have one more than the rows need: it holds the count of all.</summary>
    static int WordBytes(int rows) => Aligned((rows / 64 + 1) * sizeof(Word));

    public static int Bytes(int rows, int capacity) => WordBytes(rows) + Aligned(capacity * sizeof(long));

    static int Aligned(int bytes) => (bytes + Alignment - 1) & -Alignment;

    public int Count => Before(rows);

    public bool Has(int row) => (words[row >> 6].Present >> (row & 63) & 1) != 0;

    int Before(int row)
    {
        ref var word = ref words[row >> 6];
        return Math.Clamp(word.Before + BitOperations.PopCount(word.Present & ((1ul << (row & 63)) - 1)), 0, capacity);
    }

    int Place(int row) => dense ? row : Math.Min(Before(row), capacity - 1);

    public long? this[int row] => Has(row) ? figures[Place(row)] : null;

    public Total Sum(int from, int to) => Sum(from, to, Before(from), Before(to));

    public void Sum(RegionParts parts, Span<Total> totals)
    {
        var (end, until) = (-1, 0);
        for (var part = 0; part < parts.Count; part++)
        {
            var (from, to) = (parts[part].From, parts[part].To);
            var before = from == end ? until : Before(from); // parts are mostly neighbours
            (end, until) = (to, Before(to));
            totals[part] = Sum(from, to, before, until);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Total Sum(int from, int to, int before, int until)
    {
        if (!dense) (from, to) = (before, Math.Max(before, until));
        return new(wide ? WideSum(figures + from, to - from) : Sum(figures + from, to - from), until - before);
    }

    public void Mark(Span<bool> marked)
    {
        for (var word = 0; word <= (rows - 1) >> 6; word++)
            for (var present = words[word].Present; present != 0; present &= present - 1)
                marked[(word << 6) + BitOperations.TrailingZeroCount(present)] = true;
    }

    /// <summary>Writes the rows that have a figure and their figures; returns how many.</summary>
    public int Copy(int from, int to, Span<int> into, Span<long> values)
    {
        var count = 0;
        for (var row = from; row < to;)
        {
            var present = words[row >> 6].Present >> (row & 63);
            var next = Math.Min(to, (row | 63) + 1);
            if (next - row < 64) present &= (1ul << (next - row)) - 1;
            for (var place = dense ? 0 : Before(row); present != 0; present &= present - 1)
            {
                var found = row + BitOperations.TrailingZeroCount(present);
                into[count] = found;
                values[count++] = figures[dense ? found : Math.Min(place++, capacity - 1)];
            }
            row = next;
        }
        return count;
    }

    /// <summary>Sets a figure; a packed chunk must have room for one more.</summary>
    public void Set(int row, long figure)
    {
        if (Has(row))
        {
            figures[Place(row)] = figure;
            return;
        }
        if (!dense)
        {
            var (place, count) = (Before(row), Count);
            new Span<long>(figures + place, count - place).CopyTo(new(figures + place + 1, count - place));
            figures[place] = figure;
        }
        else figures[row] = figure;
        words[row >> 6].Present |= 1ul << (row & 63);
        for (var word = (row >> 6) + 1; word <= rows >> 6; word++) words[word].Before++;
    }

    public void Clear(int row)
    {
        if (!Has(row)) return;
        if (!dense)
        {
            var (place, count) = (Before(row), Count);
            new Span<long>(figures + place + 1, count - place - 1).CopyTo(new(figures + place, count - place - 1));
        }
        else figures[row] = 0;
        words[row >> 6].Present &= ~(1ul << (row & 63));
        for (var word = (row >> 6) + 1; word <= rows >> 6; word++) words[word].Before--;
    }

    /// <summary>Writes the same figures into an empty chunk.</summary>
    public void CopyTo(Chunk other, bool otherDense)
    {
        new Span<byte>(words, WordBytes(rows)).CopyTo(new(other.words, WordBytes(rows)));
        if (dense == otherDense) new Span<long>(figures, dense ? rows : Count).CopyTo(new(other.figures, dense ? rows : Count));
        else
        {
            var packed = 0;
            for (var row = 0; row < rows; row++)
                if (Has(row)) other.figures[otherDense ? row : packed++] = figures[dense ? row : Before(row)];
        }
    }

    /// <summary>The sum of the fingerprints of all figures; null when the chunk contradicts itself.</summary>
    public ulong? Content(int chunk, int count, ulong magnitude)
    {
        ulong content = 0, greatest = 0;
        var before = 0;
        for (var word = 0; word <= rows >> 6; word++)
        {
            var (present, first) = (words[word].Present, word << 6);
            var here = Math.Min(64, rows - first);
            if (words[word].Before != before || (here < 64 && present >> here != 0)) return null;
            for (var row = first; row < first + here; row++)
            {
                var has = (present >> (row & 63) & 1) != 0;
                if (has && !dense && before >= capacity) return null;
                if (!has && !(dense && figures[row] != 0)) continue;
                if (!has) return null;
                var figure = figures[dense ? row : before];
                greatest = Math.Max(greatest, (ulong)Math.Abs(figure + (figure == long.MinValue ? 1 : 0)));
                content += Fingerprint(chunk, row, figure);
                before++;
            }
        }
        return before == count && greatest <= magnitude ? content : null;
    }

    /// <summary>Fingerprints are added up: a change takes the old one away and adds the new one, whatever else the store holds.</summary>
    public static ulong Fingerprint(int chunk, int row, long figure)
    {
        var mixed = (ulong)figure + ((ulong)(uint)chunk << 32 | (uint)row) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93;
        mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9;
        return mixed ^ mixed >> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Sum(long* values, int count)
    {
        long sum = 0;
        var at = 0;
        if (Vector512.IsHardwareAccelerated && count >= 8)
        {
            var (a, b) = (Vector512<long>.Zero, Vector512<long>.Zero);
            for (; at <= count - 16; at += 16) (a, b) = (a + Vector512.Load(values + at), b + Vector512.Load(values + at + 8));
            if (at <= count - 8) (a, at) = (a + Vector512.Load(values + at), at + 8);
            sum = Vector512.Sum(a + b);
        }
        else if (Vector256.IsHardwareAccelerated && count >= 4)
        {
            var (a, b) = (Vector256<long>.Zero, Vector256<long>.Zero);
            for (; at <= count - 8; at += 8) (a, b) = (a + Vector256.Load(values + at), b + Vector256.Load(values + at + 4));
            if (at <= count - 4) (a, at) = (a + Vector256.Load(values + at), at + 4);
            sum = Vector256.Sum(a + b);
        }
        for (; at < count; at++) sum += values[at];
        return sum;
    }

    static Int128 WideSum(long* values, int count)
    {
        Int128 sum = 0;
        for (var at = 0; at < count; at++) sum += values[at];
        return sum;
    }
}
