using System.IO.Compression;
using System.Xml;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>
/// The zip file that a .docx is, opened with suspicion: sizes are checked before anything is unpacked and counted again while it is,
/// macros are refused, and only parts inside the file can be reached. What a relation points to outside is never looked at.
/// </summary>
sealed class DocxPackage : IDisposable
{
    const int MostEntries = 5_000;
    const long MostUnpacked = 200L * 1024 * 1024;
    const long MostRead = 80L * 1024 * 1024;
    const int DeepestPart = 400;
    const int HighestRatio = 250;
    const long RatioMattersFrom = 5L * 1024 * 1024;
    const string OfficeDocument = "/officeDocument";

    readonly ZipArchive zip;
    readonly Dictionary<string, ZipArchiveEntry> parts = new(StringComparer.OrdinalIgnoreCase);
    long read;

    public DocxPackage(ReadOnlyMemory<byte> content)
    {
        try
        {
            zip = new ZipArchive(new MemoryStream(content.ToArray(), writable: false));
            Check();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw new Refusal("platform.document-truncated");
        }
    }

    public void Dispose() => zip.Dispose();

    /// <summary>The part that is the text; null where the zip file is something else: a workbook (unless one is asked for), slides, a plain archive.</summary>
    public string? MainPart(string kind = "wordprocessingml", string usual = "word/document.xml")
    {
        var main = Relations("").FirstOrDefault(r => r.Type.EndsWith(OfficeDocument, StringComparison.Ordinal)).Target ?? usual;
        if (!parts.ContainsKey(main)) return null;
        using var types = Open("[Content_Types].xml");
        while (types is not null && types.Read())
        {
            if (types is not { NodeType: XmlNodeType.Element, LocalName: "Override" or "Default" }) continue;
            var type = types.GetAttribute("ContentType") ?? "";
            if (type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase))
                throw new Refusal("platform.document-has-macros");
            if (types.GetAttribute("PartName")?.TrimStart('/').Equals(main, StringComparison.OrdinalIgnoreCase) == true && !type.Contains(kind, StringComparison.Ordinal))
                return null;
        }
        return main;
    }

    /// <summary>The relations of a part that stay inside the file: id, type and the part they lead to.</summary>
    public List<(string Id, string Type, string Target)> Relations(string part)
    {
        var found = new List<(string, string, string)>();
        var slash = part.LastIndexOf('/') + 1;
        using var xml = Open($"{part[..slash]}_rels/{part[slash..]}.rels");
        while (xml is not null && xml.Read() && found.Count < MostEntries)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "Relationship" }) continue;
            if (string.Equals(xml.GetAttribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase)) continue;
            if (xml.GetAttribute("Target") is { } target) found.Add((xml.GetAttribute("Id") ?? "", xml.GetAttribute("Type") ?? "", Inside(part[..slash], target)));
        }
        return found;
    }

    /// <summary>Null where the file has no such part. No document type, no entity, nothing from outside.</summary>
    public XmlReader? Open(string part)
    {
        if (!parts.TryGetValue(part, out var entry)) return null;
        if (entry.IsEncrypted) throw new Refusal("platform.document-encrypted");
        return XmlReader.Create(new CountedStream(entry.Open(), this), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = MostRead,
        });
    }

    /// <summary>Unpacks every part once and counts: whoever hands the file to another reader afterwards knows that it is not larger than it says, and that its XML is XML without a document type.</summary>
    /// <param name="most">Bytes unpacked; more are refused.</param>
    public void ReadAll(long most)
    {
        // Of two parts of one name the next reader might take the other.
        if (zip.Entries.Count(e => !e.FullName.EndsWith('/')) != parts.Count(p => !p.Key.EndsWith('/'))) throw new Refusal("platform.document-damaged");
        var buffer = new byte[81920];
        foreach (var (name, entry) in parts)
        {
            if (name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            {
                using var xml = Open(name)!;
                while (xml.Read())
                    if (xml.Depth > DeepestPart) throw new Refusal("platform.document-too-deep");
            }
            else
            {
                if (entry.IsEncrypted) throw new Refusal("platform.document-encrypted");
                using var content = new CountedStream(entry.Open(), this);
                while (content.Read(buffer) > 0) { }
            }
            if (read > most) throw Bomb();
        }
    }

    void Check()
    {
        if (zip.Entries.Count > MostEntries) throw Bomb();
        var unpacked = 0L;
        foreach (var entry in zip.Entries)
        {
            unpacked += entry.Length;
            if (unpacked > MostUnpacked || (entry.Length > RatioMattersFrom && entry.Length / Math.Max(1, entry.CompressedLength) > HighestRatio)) throw Bomb();
            var name = entry.FullName.Replace('\\', '/').TrimStart('/');
            if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || name.EndsWith("vbaData.xml", StringComparison.OrdinalIgnoreCase))
                throw new Refusal("platform.document-has-macros");
            parts.TryAdd(name, entry);
        }
    }

    static Refusal Bomb() => new("platform.document-is-a-zip-bomb");

    static string Inside(string folder, string target)
    {
        var path = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && path.Count > 0) path.RemoveAt(path.Count - 1);
            else if (step is not ("." or "..")) path.Add(step);
        }
        return string.Join('/', path);
    }

    /// <summary>Counts what is really unpacked: the sizes in the directory of a hostile file are lies.</summary>
    sealed class CountedStream(Stream inner, DocxPackage package) : Stream
    {
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var got = inner.Read(buffer);
            package.read += got;
            return package.read > MostRead ? throw Bomb() : got;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
