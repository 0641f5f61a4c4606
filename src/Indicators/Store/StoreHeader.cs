using System.Runtime.InteropServices;

namespace OneMetre.Indicators.Store;

/// <summary>
/// The first bytes of a store: what it is, of which shape, and how far it follows the record. The check covers all of it that is in use, so that a header that was written in part is seen;
/// the content covers every figure, so that figures which never reached the disk, or reached it alone, are seen.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct StoreHeader
{
    public const int MostSegments = 4000;
    public const ulong Name = 0x31_45_52_54_45_4D_45_31; // also tells a machine that orders bytes the other way
    public const long Format = 1;

    public ulong Magic;
    public long Version;
    public fixed byte Shape[32];
    public long Begun, Finished;
    public ulong Content;
    public long Segments, Used;
    public ulong Check;
    public fixed long Sizes[MostSegments];

    public readonly ulong Checked()
    {
        fixed (ulong* start = &Magic, itself = &Check)
        {
            ulong check = 0;
            for (var word = start; word < itself + 1 + Math.Clamp(Segments, 0, MostSegments); word++)
                if (word != itself) check = (check ^ *word) * 0x9E3779B97F4A7C15 ^ check >> 29;
            return check;
        }
    }
}

/// <summary>Where the figures of one slice and level are now. The version is odd while they change; a reader that saw two versions looks again.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
struct Entry
{
    public long Slot;
    public ulong Magnitude; // no figure of it is further from zero
    public int Count;
    public int Version;

    /// <summary>Waits until the writer is not at work on it.</summary>
    public readonly int Look()
    {
        var spin = new SpinWait();
        for (int version; ; spin.SpinOnce(sleep1Threshold: -1))
            if (((version = Volatile.Read(in Version)) & 1) == 0) return version;
    }

    public readonly bool ChangedSince(int version)
    {
        Volatile.ReadBarrier();
        return Version != version;
    }
}

/// <summary>The place of a chunk in one number, so that it is read in one piece: dense or packed, segment, offset in it, and room for how many packed figures. 0 is none.</summary>
readonly record struct Slot(bool Dense, int Segment, int Offset, int Capacity)
{
    public const int PackedIn = 8;

    public static Slot? Of(long word) => word == 0 ? null : new(word < 0, (int)(word >> 48) & 0x7FFF, (int)(word >> 24 & 0xFFFFFF) * Chunk.Alignment, (int)(word & 0xFFFFFF) * PackedIn);

    public long ToWord() => (Dense ? long.MinValue : 0) | (long)Segment << 48 | (long)(Offset / Chunk.Alignment) << 24 | (long)(Capacity / PackedIn);
}
