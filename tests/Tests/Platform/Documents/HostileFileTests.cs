using System.IO.Compression;
using System.Text;
using OneMetre.Platform.Documents;
using static OneMetre.Tests.Platform.Documents.WordFile;

namespace OneMetre.Tests.Platform.Documents;

public class HostileFileTests
{
    const string Document = $"<w:document {Namespaces}><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>";

    [Fact]
    public async Task A_good_raw_document_is_read() => Assert.Equal(["正文"], await Blocks.Of(RawDocument(Document), "a.docx"));

    [Fact]
    public async Task A_program_that_reads_a_file_finds_no_network()
    {
        using var tool = new Tool();
        var seen = System.Text.Encoding.UTF8.GetString((await tool.Run(Programs.Find("cat")!, ["/proc/net/dev"], TimeSpan.FromMinutes(1), 10_000, default)).Output);
        Assert.Contains("lo:", seen, StringComparison.Ordinal);
        Assert.True(!Tool.CutsNetwork || seen.Split('\n').Count(line => line.Contains(':', StringComparison.Ordinal)) == 1, seen);
    }

    [Fact]
    public async Task Nothing_and_too_much_are_refused()
    {
        Assert.Equal(["platform.document-empty"], await Blocks.Codes([], "a.docx"));
        Assert.Equal(["platform.document-too-large"], await Blocks.Codes(new byte[DocumentReader.LargestFile + 1], "a.txt"));
        var endless = await DocumentReader.Read(new MemoryStream(new byte[DocumentReader.LargestFile + 5_000_000]), "a.txt", default);
        Assert.True(endless.Refused);
        Assert.Equal(["platform.document-without-text"], await Blocks.Codes(" \n\t\n"u8.ToArray(), "a.txt"));
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_by_its_directory() =>
        Assert.Equal(["platform.document-is-a-zip-bomb"], await Blocks.Codes(Bomb(300), "a.docx"));

    [Fact]
    public async Task A_zip_bomb_that_lies_about_its_size_is_refused_while_it_is_unpacked()
    {
        var bomb = Bomb(200);
        Lie(bomb);
        var codes = await Blocks.Codes(bomb, "a.docx");
        Assert.True(Assert.Single(codes) is "platform.document-is-a-zip-bomb" or "platform.document-truncated" or "platform.document-damaged");
    }

    /// <summary>A document of so many megabytes of the same paragraph.</summary>
    static byte[] Bomb(int megabytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("word/document.xml").Open();
            part.Write(Encoding.UTF8.GetBytes($"<w:document {Namespaces}><w:body>"));
            var megabyte = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<w:p><w:pPr/></w:p>", 1024 * 1024 / 19)));
            for (var i = 0; i < megabytes; i++) part.Write(megabyte);
        }
        return stream.ToArray();
    }

    /// <summary>Writes a small uncompressed size into every directory entry.</summary>
    static void Lie(byte[] zip)
    {
        for (var i = 0; i + 46 < zip.Length; i++)
            if (zip.AsSpan(i, 4).SequenceEqual("PK\u0001\u0002"u8)) BitConverter.TryWriteBytes(zip.AsSpan(i + 24, 4), 1000);
    }

    [Fact]
    public async Task Too_many_entries_are_refused() =>
        Assert.Equal(["platform.document-is-a-zip-bomb"], await Blocks.Codes(Raw([.. Enumerable.Range(0, 6_000).Select(i => ($"{i}", Array.Empty<byte>()))]), "a.docx"));

    [Fact]
    public async Task Entities_of_any_kind_are_refused_unread()
    {
        const string laughs = """<!DOCTYPE x [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>""";
        Assert.Equal(["platform.document-damaged"], await Blocks.Codes(RawDocument(laughs + Document.Replace("正文", "&c;", StringComparison.Ordinal)), "a.docx"));
        const string outside = """<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>""";
        Assert.Equal(["platform.document-damaged"], await Blocks.Codes(RawDocument(outside + Document.Replace("正文", "&a;", StringComparison.Ordinal)), "a.docx"));
    }

    [Fact]
    public async Task Nesting_without_end_is_refused() =>
        Assert.Equal(["platform.document-too-deep"], await Blocks.Codes(RawDocument($"<w:document {Namespaces}><w:body>{string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", 5_000))}"), "a.docx"));

    [Fact]
    public async Task Macros_are_refused()
    {
        Assert.Equal(["platform.document-has-macros"], await Blocks.Codes(Raw(("word/document.xml", Encoding.UTF8.GetBytes(Document)), ("word/vbaProject.bin", [1])), "a.docx"));
        Assert.Equal(["platform.document-has-macros"], await Blocks.Codes(RawDocument(Document), "a.docm"));
        var types = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>"""u8.ToArray();
        Assert.Equal(["platform.document-has-macros"], await Blocks.Codes(Raw(("[Content_Types].xml", types), ("word/document.xml", Encoding.UTF8.GetBytes(Document))), "a.docx"));
    }

    [Fact]
    public async Task What_lies_outside_is_never_fetched()
    {
        var relations = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="http://127.0.0.1:1/styles.xml" TargetMode="External"/><Relationship Id="b" Type="http://x/numbering" Target="../../../../etc/passwd"/></Relationships>"""u8.ToArray();
        Assert.Equal(["正文"], await Blocks.Of(Raw(("word/document.xml", Encoding.UTF8.GetBytes(Document)), ("word/_rels/document.xml.rels", relations)), "a.docx"));
    }

    [Fact]
    public async Task A_truncated_file_says_so()
    {
        var file = Of(string.Concat(Enumerable.Repeat(P("星河市绿芽行动"), 200)));
        Assert.Equal(["platform.document-truncated"], await Blocks.Codes(file[..(file.Length / 2)], "a.docx"));
        Assert.Equal(["platform.document-truncated"], await Blocks.Codes(file[..10], "a.docx"));
    }

    [Fact]
    public async Task A_wrong_extension_is_reported_and_the_file_read_as_what_it_is()
    {
        var document = await DocumentReader.Read(RawDocument(Document), "方案.pdf", default);
        Assert.Equal((OneMetre.Platform.Documents.DocumentFormat.Docx, "正文", "platform.document-wrong-extension"), (document.Format, document.Blocks[0].Text, Assert.Single(document.Findings).Code));
        document = await DocumentReader.Read("纯文本"u8.ToArray(), "方案.docx", default);
        Assert.Equal((OneMetre.Platform.Documents.DocumentFormat.Text, "纯文本", "platform.document-wrong-extension"), (document.Format, document.Blocks[0].Text, Assert.Single(document.Findings).Code));
    }

    [Fact]
    public async Task Files_of_other_kinds_are_refused()
    {
        Assert.Equal(["platform.document-type-unknown"], await Blocks.Codes([0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 0, 0, 1], "a.txt"));
        Assert.Equal(["platform.document-type-unknown"], await Blocks.Codes(Raw(("xl/workbook.xml", "<workbook/>"u8.ToArray())), "a.docx"));
        Assert.Contains("platform.document-type-unknown", await Blocks.Codes("{\\rtf1 text}"u8.ToArray(), "a.doc"));
        Assert.Contains("platform.document-type-unknown", await Blocks.Codes("<html><body>x</body></html>"u8.ToArray(), "a.doc"));
        Assert.Contains("platform.document-damaged", await Blocks.Codes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]], "a.doc"));
    }

    [Fact]
    public async Task Without_the_programs_it_says_what_to_install()
    {
        var none = new Programs(null, null, null);
        var pdf = await DocumentReader.Read("%PDF-1.4\n"u8.ToArray(), "a.pdf", none, default);
        Assert.Equal("platform.tool-missing", Assert.Single(pdf.Findings).Code);
    }

    [Fact]
    public async Task Only_a_cancelled_token_throws() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DocumentReader.Read("一\n二"u8.ToArray(), "a.txt", new CancellationToken(canceled: true)));
}
