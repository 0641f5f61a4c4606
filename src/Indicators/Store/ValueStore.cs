using System.Runtime.CompilerServices;
using OneMetre.Platform.Regions;

namespace OneMetre.Indicators.Store;

/// <summary>
/// All accepted figures of a city or a country, held so that a chart costs microseconds. The record is the database; this is made from it, follows it by the sequence of its
/// changes, and is thrown away when in doubt. One writes, any number read meanwhile: each chunk is seen as it was between two changes.
/// </summary>
sealed unsafe partial class ValueStore : IDisposable
{
    const long Cut = -1; // no sequence: until a write is finished it looks cut off, and so does one that repeats a finished one
    const long LeastSegment = 1 << 20, MostGrowth = 16 << 20, MostSegment = 512 << 20;
    static readonly int HeaderBytes = Rounded(sizeof(StoreHeader));

    readonly StoreMemory memory;
    readonly StoreHeader* header;
    readonly Entry* entries;
    readonly Lock writing = new();

    ValueStore(Shape shape, StoreMemory memory)
    {
        (Shape, this.memory) = (shape, memory);
        header = (StoreHeader*)memory[0];
        entries = (Entry*)(memory[0] + HeaderBytes);
    }

    public Shape Shape { get; }

    /// <summary>The last change of the record that is in the figures; 0 before the first.</summary>
    public long Sequence
    {
        get
        {
            using var held = new Held(memory);
            return Volatile.Read(in header->Finished);
        }
    }

    /// <summary>What it holds of memory or of its file.</summary>
    public long Bytes
    {
        get { lock (writing) return memory.Bytes; }
    }

    /// <summary>What it would give back if it were copied: chunks that grew leave their old place behind.</summary>
    public long Waste
    {
        get
        {
            using var held = new Held(memory);
            lock (writing)
            {
                long used = 0;
                for (var chunk = 0; chunk < Shape.Chunks; chunk++)
                    if (Slot.Of(entries[chunk].Slot) is { } slot) used += SizeOf(slot, Shape.Rows(chunk));
                return memory.Bytes - RootBytes(Shape) - used;
            }
        }
    }

    /// <summary>An empty store, in a mapped file or without a path in memory of this process. It is trusted again after its first <see cref="Apply"/>.</summary>
    public static ValueStore Create(Shape shape, string? path = null)
    {
        if (Enum.GetValues<RegionLevel>().Any(level => Chunk.Bytes(shape.Regions.Count(level), shape.Regions.Count(level)) > MostSegment)) throw new ArgumentException("More regions of one level than a chunk holds.", nameof(shape));
        var memory = StoreMemory.Create(path);
        memory.Add(RootBytes(shape));
        var store = new ValueStore(shape, memory);
        *store.header = new() { Magic = StoreHeader.Name, Version = StoreHeader.Format, Begun = Cut };
        shape.Fingerprint.CopyTo(new Span<byte>(store.header->Shape, 32));
        return store;
    }

    public decimal? this[Cell cell]
    {
        get
        {
            using var held = new Held(memory);
            return Figure(Shape.Chunk(cell.Slice, cell.Level), cell.Row);
        }
    }

    public Total Sum(Slice slice, RegionRange range)
    {
        using var held = new Held(memory);
        return Sum(Shape.Chunk(slice, range.Level), range.From, range.To);
    }

    /// <summary>One total for each part; all of them between the same two changes.</summary>
    public void Sum(Slice slice, RegionParts parts, Span<Total> totals)
    {
        using var held = new Held(memory);
        Sum(Shape.Chunk(slice, parts.Level), parts, totals);
    }

    /// <summary>One total for each period of the shape, in the order of time.</summary>
    public void Series(int measure, int split, RegionRange range, Span<Total> totals)
    {
        using var held = new Held(memory);
        var first = Shape.Chunk(new(measure, 0, split), range.Level);
        for (var period = 0; period < Shape.Periods.Count; period++) totals[period] = Sum(first + period, range.From, range.To);
    }

    /// <summary>Every measure of one region, in the order of the shape; null where there is no figure.</summary>
    public void Measures(RegionLevel level, int row, int period, int split, Span<decimal?> figures)
    {
        using var held = new Held(memory);
        for (var measure = 0; measure < Shape.Measures.Count; measure++) figures[measure] = Figure(Shape.Chunk(new(measure, period, split), level), row);
    }

    /// <summary>How many regions of a level have a figure.</summary>
    public int Count(Slice slice, RegionLevel level)
    {
        using var held = new Held(memory);
        return Volatile.Read(in entries[Shape.Chunk(slice, level)].Count);
    }

    /// <summary>Marks the rows of a level that have a figure; what is marked already stays so.</summary>
    public void Rows(Slice slice, RegionLevel level, Span<bool> marked)
    {
        if (marked.Length < Shape.Regions.Count(level)) throw new ArgumentException("Too short for every region of the level.", nameof(marked));
        using var held = new Held(memory);
        var chunk = Shape.Chunk(slice, level);
        ref var entry = ref entries[chunk];
        int version;
        do
        {
            version = entry.Look();
            if (Slot.Of(Volatile.Read(in entry.Slot)) is { } slot) View(slot, chunk, entry.Magnitude).Mark(marked);
        }
        while (entry.ChangedSince(version));
    }

    /// <summary>The regions that have a figure, highest first; equals stand in the order of their codes.</summary>
    public Ranked[] League(Slice slice, RegionRange range)
    {
        using var held = new Held(memory);
        var (rows, figures) = (new int[range.Count], new long[range.Count]);
        var chunk = Checked(Shape.Chunk(slice, range.Level), range.From, range.To);
        ref var entry = ref entries[chunk];
        int version, count;
        do
        {
            version = entry.Look();
            count = Slot.Of(Volatile.Read(in entry.Slot)) is { } slot ? View(slot, chunk, entry.Magnitude).Copy(range.From, range.To, rows, figures) : 0;
        }
        while (entry.ChangedSince(version));

        var lines = figures.AsSpan(0, count);
        for (var i = 0; i < count; i++) lines[i] = -lines[i]; // up is down
        lines.Sort(rows.AsSpan(0, count));
        var league = new Ranked[count];
        for (var (from, to) = (0, 0); from < count; from = to)
        {
            while (++to < count && lines[to] == lines[from]) { }
            if (to - from > 1) rows.AsSpan(from..to).Sort();
            for (var i = from; i < to; i++) league[i] = new(rows[i], -lines[i]);
        }
        return league;
    }

    /// <summary>Everything at once: the totals of each slice of the shape by part, at <see cref="Shape.Place"/> × number of parts + part.</summary>
    public void RollUp(RegionParts parts, Memory<Total> totals)
    {
        if (totals.Length < Shape.Slices * parts.Count) throw new ArgumentException("Too short for every slice and part.", nameof(totals));
        using var held = new Held(memory);
        Parallel.For(0, Shape.Slices / Shape.Periods.Count, series =>
        {
            for (var place = series * Shape.Periods.Count; place < (series + 1) * Shape.Periods.Count; place++)
                Sum((int)parts.Level * Shape.Slices + place, parts, totals.Span[(place * parts.Count)..]);
        });
    }

    public void Dispose() => memory.Dispose();

    void Sum(int chunk, RegionParts parts, Span<Total> totals)
    {
        if (parts.Count > 0) Checked(chunk, parts[0].From, parts[^1].To);
        totals = totals[..parts.Count];
        ref var entry = ref entries[chunk];
        int version;
        do
        {
            version = entry.Look();
            if (Slot.Of(Volatile.Read(in entry.Slot)) is not { } slot) totals.Clear();
            else View(slot, chunk, entry.Magnitude).Sum(parts, totals);
        }
        while (entry.ChangedSince(version));
    }

    Total Sum(int chunk, int from, int to)
    {
        Checked(chunk, from, to);
        ref var entry = ref entries[chunk];
        int version;
        Total total;
        do
        {
            version = entry.Look();
            total = Slot.Of(Volatile.Read(in entry.Slot)) is { } slot ? View(slot, chunk, entry.Magnitude).Sum(from, to) : default;
        }
        while (entry.ChangedSince(version));
        return total;
    }

    decimal? Figure(int chunk, int row)
    {
        Checked(chunk, row, row + 1);
        ref var entry = ref entries[chunk];
        int version;
        long? figure;
        do
        {
            version = entry.Look();
            figure = Slot.Of(Volatile.Read(in entry.Slot)) is { } slot ? View(slot, chunk, entry.Magnitude)[row] : null;
        }
        while (entry.ChangedSince(version));
        return figure is { } units ? decimal.FromOACurrency(units) : null;
    }

    int Checked(int chunk, int from, int to)
    {
        if (from < 0 || to < from || to > Shape.Rows(chunk)) throw new ArgumentOutOfRangeException(nameof(from), $"{from}..{to}", "The level has no such rows.");
        return chunk;
    }

    Chunk View(int chunk) => View(Slot.Of(entries[chunk].Slot)!.Value, chunk, entries[chunk].Magnitude);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Chunk View(Slot slot, int chunk, ulong magnitude)
    {
        var rows = Shape.Rows(chunk);
        return new(memory[slot.Segment] + slot.Offset, rows, slot.Dense ? rows : slot.Capacity, slot.Dense, magnitude > long.MaxValue / (ulong)rows);
    }

    static int SizeOf(Slot slot, int rows) => Chunk.Bytes(rows, slot.Dense ? rows : slot.Capacity);

    static long RootBytes(Shape shape) => Rounded(HeaderBytes + (long)sizeof(Entry) * shape.Chunks);

    static int Rounded(int bytes) => (int)Rounded((long)bytes);

    static long Rounded(long bytes) => (bytes + 0xFFFF) & ~0xFFFFL; // where any system can begin a mapping

    /// <summary>Keeps the memory from being given back during one look.</summary>
    readonly ref struct Held
    {
        readonly StoreMemory memory;

        public Held(StoreMemory memory)
        {
            var held = false;
            memory.DangerousAddRef(ref held);
            this.memory = memory;
        }

        public void Dispose() => memory.DangerousRelease();
    }
}
