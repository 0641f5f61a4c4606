using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace OneMetre.Indicators.Store;

/// <summary>
/// The bytes of a store, in segments that stay where they are: of a mapped file, or of this process alone. A reader holds it while it looks, so that it is given back only
/// after the last look, whenever the store was disposed of.
/// </summary>
sealed unsafe class StoreMemory : SafeHandle
{
    static readonly byte[] Zeros = new byte[1 << 20];

    readonly FileStream? file;
    readonly List<(MemoryMappedFile File, MemoryMappedViewAccessor View)> views = [];
    volatile byte*[] segments = []; // replaced, never changed: readers look into it while it grows
    readonly List<long> sizes = [];

    StoreMemory(FileStream? file) : base(1, ownsHandle: true) => this.file = file;

    public override bool IsInvalid => false;
    public IReadOnlyList<long> Sizes => sizes;
    public long Bytes => sizes.Sum();

    public byte* this[int segment] => segments[segment];

    /// <summary>In a new file, or with no path in memory of our own. A file of that name that is still mapped lives on without a name: cutting it short would kill its readers.</summary>
    public static StoreMemory Create(string? path)
    {
        if (path is null) return new(null);
        File.Delete(path);
        return new(new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>The segments of a file; it is not to be shared, since two writers would spoil it.</summary>
    public static StoreMemory Open(FileStream file, IEnumerable<long> sizes)
    {
        var memory = new StoreMemory(file);
        foreach (var size in sizes) memory.Map(size);
        return memory;
    }

    /// <summary>Adds a segment of zeros and returns its number.</summary>
    public int Add(long size)
    {
        if (file is not null)
        {
            // Written and not only declared: a full disk is then an exception here and not the end of the process at some later write.
            for (var (from, left) = (Bytes, size); left > 0; from += Zeros.Length, left -= Zeros.Length)
                RandomAccess.Write(file.SafeFileHandle, Zeros.AsSpan(0, (int)Math.Min(left, Zeros.Length)), from);
        }
        Map(size);
        return sizes.Count - 1;
    }

    void Map(long size)
    {
        byte* start;
        if (file is null)
        {
            start = (byte*)NativeMemory.AlignedAlloc((nuint)size, Chunk.Alignment);
            NativeMemory.Clear(start, (nuint)size);
            GC.AddMemoryPressure(size); // a store that nobody holds any more is to be given back soon
        }
        else
        {
            var mapped = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
            var view = mapped.CreateViewAccessor(Bytes, size);
            views.Add((mapped, view));
            start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
        }
        var more = new byte*[segments.Length + 1];
        for (var i = 0; i < segments.Length; i++) more[i] = segments[i];
        more[^1] = start;
        segments = more;
        sizes.Add(size);
    }

    protected override bool ReleaseHandle()
    {
        if (file is null)
        {
            foreach (var segment in segments) NativeMemory.AlignedFree(segment);
            foreach (var size in sizes) GC.RemoveMemoryPressure(size);
            return true;
        }
        foreach (var (mapped, view) in views)
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            mapped.Dispose();
        }
        file.Dispose();
        return true;
    }
}
