namespace OneMetre.Indicators.Store;

// Opening what an earlier process left: it is trusted only when all of it is as it was written.
sealed unsafe partial class ValueStore
{
    /// <summary>The store in a file, or null and the reason why it is to be made from the record. The whole file is looked through: a wrong figure is worse than a slow start.</summary>
    public static ValueStore? Open(Shape shape, string path, out string? refused)
    {
        FileStream? file = null;
        StoreMemory? memory = null;
        try
        {
            if (!File.Exists(path)) return Refuse("there is no such file", out refused);
            file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            StoreHeader header;
            if (RandomAccess.Read(file.SafeFileHandle, new Span<byte>(&header, sizeof(StoreHeader)), 0) < sizeof(StoreHeader)) return Refuse("it is cut short", out refused);
            if (header.Magic != StoreHeader.Name) return Refuse("it is not a store", out refused);
            if (header.Version != StoreHeader.Format) return Refuse($"its format is {header.Version} and not {StoreHeader.Format}", out refused);
            if (!new Span<byte>(header.Shape, 32).SequenceEqual(shape.Fingerprint)) return Refuse("it is of other measures, periods, regions or another record", out refused);
            if (header.Begun != header.Finished) return Refuse($"a write was cut off after change {header.Finished}", out refused);
            if (header.Check != header.Checked()) return Refuse("its header was written in part", out refused);

            var sizes = new Span<long>(header.Sizes, (int)Math.Clamp(header.Segments, 0, StoreHeader.MostSegments)).ToArray();
            if (sizes is not [var root, ..] || root != RootBytes(shape) || sizes.Any(size => size is <= 0 or > MostSegment + LeastSegment && size != root)) return Refuse("its segments are not those of a store", out refused);
            if (sizes.Sum() > file.Length) return Refuse("it is cut short", out refused);

            memory = StoreMemory.Open(file, sizes);
            file = null; // the memory's now
            var store = new ValueStore(shape, memory);
            if (store.Contradiction() is { } contradiction) return Refuse(contradiction, out refused);
            memory = null;
            refused = null;
            return store;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse("it cannot be opened: " + failure.Message, out refused);
        }
        finally
        {
            memory?.Dispose();
            file?.Dispose();
        }

        static ValueStore? Refuse(string reason, out string? refused)
        {
            refused = reason;
            return null;
        }
    }

    string? Contradiction()
    {
        var (content, wrong) = (0ul, false);
        Parallel.For(0, Shape.Chunks, () => 0ul, (chunk, _, sum) =>
        {
            ref var entry = ref entries[chunk];
            entry.Version = 0;
            var rows = Shape.Rows(chunk);
            if (Slot.Of(entry.Slot) is not { } slot) wrong |= entry.Count != 0;
            else if (rows == 0 || slot.Segment == 0 || slot.Segment >= memory.Sizes.Count || slot.Capacity > rows + Slot.PackedIn || (long)slot.Offset + SizeOf(slot, rows) > memory.Sizes[slot.Segment]) wrong = true;
            else if (View(slot, chunk, entry.Magnitude).Content(chunk, entry.Count, entry.Magnitude) is { } of) return sum + of;
            else wrong = true;
            return sum;
        }, sum => Interlocked.Add(ref content, sum));
        return wrong || content != header->Content ? "its figures are not those that were written" : null;
    }
}
