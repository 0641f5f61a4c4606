namespace OneMetre.Indicators.Store;

// One writes, chunk by chunk; what readers look at meanwhile stays where it is.
sealed unsafe partial class ValueStore
{
    /// <summary>
    /// Brings the store to a sequence of the record. When it throws, the changes before it are in and the sequence is not: apply them again, which does no harm, or make the
    /// store anew.
    /// </summary>
    public void Apply(long sequence, IEnumerable<Change> changes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        using var held = new Held(memory);
        lock (writing)
        {
            if (sequence < header->Finished) throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"The store is at {header->Finished} already.");
            Volatile.Write(ref header->Begun, Cut);
            Volatile.WriteBarrier();
            foreach (var change in changes)
                if (change.Number is { } number) Set(change.Cell, Units.Of(number));
                else Clear(change.Cell);
            Finish(sequence);
        }
    }

    /// <summary>The same figures without waste, in a new file or in memory of this process. A file of that name goes on being used by those who have it open.</summary>
    public ValueStore Copy(string? path = null)
    {
        using var held = new Held(memory);
        lock (writing)
        {
            if (header->Begun != header->Finished) throw new InvalidOperationException("A write was cut off: the figures are not those of any sequence.");
            var copy = Create(Shape, path);
            long left = 0;
            for (var chunk = 0; chunk < Shape.Chunks; chunk++)
                if (entries[chunk].Count > 0) left += SizeOf(Fitting(entries[chunk].Count, Shape.Rows(chunk)), Shape.Rows(chunk));
            for (var chunk = 0; chunk < Shape.Chunks; chunk++)
            {
                if (entries[chunk].Count == 0) continue;
                var slot = copy.Allocate(Fitting(entries[chunk].Count, Shape.Rows(chunk)), Shape.Rows(chunk), left);
                left -= SizeOf(slot, Shape.Rows(chunk));
                copy.entries[chunk] = entries[chunk] with { Slot = slot.ToWord(), Version = 0 };
                View(chunk).CopyTo(copy.View(chunk), slot.Dense);
            }
            copy.header->Content = header->Content;
            copy.Finish(header->Finished);
            return copy;
        }

        static Slot Fitting(int count, int rows) => count > rows / 2 ? new(true, 0, 0, rows) : new(false, 0, 0, (count + Slot.PackedIn - 1) / Slot.PackedIn * Slot.PackedIn);
    }

    void Set(Cell cell, long units)
    {
        var chunk = Checked(Shape.Chunk(cell.Slice, cell.Level), cell.Row, cell.Row + 1);
        ref var entry = ref entries[chunk];
        var magnitude = Math.Max(entry.Magnitude, (ulong)Math.Abs(units));
        var before = entry.Slot == 0 ? null : View(chunk)[cell.Row];
        if (before is null) MakeRoom(chunk);

        Volatile.Write(ref entry.Version, entry.Version + 1);
        Volatile.WriteBarrier();
        entry.Magnitude = magnitude;
        if (before is null) entry.Count++;
        View(chunk).Set(cell.Row, units);
        Volatile.Write(ref entry.Version, entry.Version + 1);

        header->Content += Chunk.Fingerprint(chunk, cell.Row, units) - (before is { } was ? Chunk.Fingerprint(chunk, cell.Row, was) : 0);
    }

    void Clear(Cell cell)
    {
        var chunk = Checked(Shape.Chunk(cell.Slice, cell.Level), cell.Row, cell.Row + 1);
        ref var entry = ref entries[chunk];
        if (entry.Slot == 0 || View(chunk)[cell.Row] is not { } before) return;

        Volatile.Write(ref entry.Version, entry.Version + 1);
        Volatile.WriteBarrier();
        entry.Count--;
        View(chunk).Clear(cell.Row);
        Volatile.Write(ref entry.Version, entry.Version + 1);

        header->Content -= Chunk.Fingerprint(chunk, cell.Row, before);
    }

    // A chunk without room moves to a bigger place, and is dense when packing would save little: readers of the old place see figures that nobody changes any more.
    void MakeRoom(int chunk)
    {
        ref var entry = ref entries[chunk];
        var old = Slot.Of(entry.Slot);
        if (old is { Dense: true } || old?.Capacity > entry.Count) return;

        var rows = Shape.Rows(chunk);
        var capacity = old is { } full ? full.Capacity * 2 : Slot.PackedIn;
        var slot = Allocate(capacity > rows / 2 ? new(true, 0, 0, rows) : new(false, 0, 0, capacity), rows, 0);
        if (old is { } from) View(from, chunk, entry.Magnitude).CopyTo(View(slot, chunk, entry.Magnitude), slot.Dense);

        Volatile.Write(ref entry.Version, entry.Version + 1);
        Volatile.WriteBarrier();
        Volatile.Write(ref entry.Slot, slot.ToWord());
        Volatile.Write(ref entry.Version, entry.Version + 1);
    }

    /// <summary>A place of zeros. With expected, segments are as large as what is still to come.</summary>
    Slot Allocate(Slot slot, int rows, long expected)
    {
        var size = SizeOf(slot, rows);
        if (memory.Sizes.Count == 1 || header->Used + size > memory.Sizes[^1])
        {
            if (memory.Sizes.Count == StoreHeader.MostSegments) throw new IOException("The store has no more room: copy it, or make it anew.");
            var growth = expected > 0 ? Math.Min(expected, MostSegment) : Math.Clamp(memory.Bytes / 4, LeastSegment, MostGrowth);
            memory.Add(Rounded(Math.Max(size, growth)));
            header->Used = 0;
        }
        var offset = header->Used;
        header->Used += size;
        return slot with { Segment = memory.Sizes.Count - 1, Offset = (int)offset };
    }

    void Finish(long sequence)
    {
        header->Segments = memory.Sizes.Count;
        for (var segment = 0; segment < memory.Sizes.Count; segment++) header->Sizes[segment] = memory.Sizes[segment];
        var finished = *header;
        (finished.Begun, finished.Finished) = (sequence, sequence);
        header->Check = finished.Checked();
        Volatile.Write(ref header->Finished, sequence);
        Volatile.Write(ref header->Begun, sequence);
    }
}
