using System.Buffers.Binary;
using System.Text;

namespace OneMetre.Platform.Documents.Doc;

/// <summary>The file system inside an old Office file ([MS-CFB]). Chains that loop or leave the file end the stream; nothing is trusted.</summary>
sealed class CompoundFile
{
    const int HeaderSize = 512;
    const int EntrySize = 128;
    const int Root = 5;
    const int MostEntries = 10_000;

    readonly ReadOnlyMemory<byte> content;
    readonly int sectorSize;
    readonly List<int> fat = [];
    readonly byte[] directory;
    readonly byte[] miniStream = [];
    readonly List<int> miniFat = [];
    readonly int miniCutoff;

    public CompoundFile(ReadOnlyMemory<byte> content)
    {
        this.content = content;
        if (content.Length < HeaderSize) throw new Refusal("platform.document-truncated");
        sectorSize = Short(30) == 12 ? 4096 : 512;
        miniCutoff = Int(56);
        foreach (var sector in FatSectors())
            for (var at = Offset(sector); at + 4 <= Math.Min(content.Length, Offset(sector) + sectorSize); at += 4) fat.Add(Int(at));
        directory = Chain(Int(48), content.Length);
        foreach (var entry in Chain(Int(60), content.Length).Chunk(4))
            if (entry.Length == 4) miniFat.Add(BinaryPrimitives.ReadInt32LittleEndian(entry));
        if (Entry(e => e[66] == Root) is { } root) miniStream = Chain(Start(root), Size(root));
    }

    public bool Has(string name) => Entry(name) is not null;

    /// <summary>Null where there is no such stream; shorter than promised where the file is cut off.</summary>
    public byte[]? Stream(string name)
    {
        if (Entry(name) is not { } entry) return null;
        if (Size(entry) >= miniCutoff) return Chain(Start(entry), Size(entry));
        var stream = new List<byte>();
        var sector = Start(entry);
        for (var steps = 0; steps < miniFat.Count && sector >= 0 && sector < miniFat.Count && stream.Count < Size(entry); steps++, sector = miniFat[sector])
            if ((sector * 64) + 64 <= miniStream.Length) stream.AddRange(miniStream.AsSpan(sector * 64, 64));
        return [.. stream.Take(Size(entry))];
    }

    IEnumerable<int> FatSectors()
    {
        var count = Math.Min(Int(44), content.Length / sectorSize);
        for (var i = 0; i < Math.Min(count, 109); i++) yield return Int(76 + (i * 4));
        var more = Int(68);
        for (var left = count - 109; left > 0 && Inside(more);)
        {
            var (at, next) = (Offset(more), Offset(more) + sectorSize - 4);
            for (; left > 0 && at < next; at += 4, left--) yield return Int(at);
            more = Int(next);
        }
    }

    byte[] Chain(int sector, int size)
    {
        using var chain = new MemoryStream();
        for (var steps = 0; steps <= fat.Count && Inside(sector) && sector < fat.Count && chain.Length < size; steps++, sector = fat[sector])
            chain.Write(content.Span.Slice(Offset(sector), (int)Math.Min(sectorSize, size - chain.Length)));
        return chain.ToArray();
    }

    byte[]? Entry(string name) => Entry(e => Encoding.Unicode.GetString(e, 0, Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(e.AsSpan(64)) - 2, 0, 62)) == name);

    byte[]? Entry(Predicate<byte[]> wanted)
    {
        for (var i = 0; i < Math.Min(MostEntries, directory.Length / EntrySize); i++)
            if (directory[(i * EntrySize)..((i + 1) * EntrySize)] is var entry && entry[66] != 0 && wanted(entry)) return entry;
        return null;
    }

    static int Start(byte[] entry) => BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(116));
    int Size(byte[] entry) => Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(120)), 0, content.Length);
    int Offset(int sector) => (int)Math.Min(content.Length, (sector + 1L) * sectorSize);
    bool Inside(int sector) => sector >= 0 && ((sector + 2L) * sectorSize) <= content.Length + sectorSize - 1 && Offset(sector) + sectorSize <= content.Length;
    int Int(int at) => at + 4 <= content.Length ? BinaryPrimitives.ReadInt32LittleEndian(content.Span[at..]) : -1;
    int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(content.Span[at..]);
}
