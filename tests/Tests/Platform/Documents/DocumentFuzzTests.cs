using System.Text;
using OneMetre.Platform.Documents;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Platform.Documents.WordFile;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>Damaged files end in blocks or in a reason, never in an exception, and never give more text than a file of their size can hold.</summary>
public class DocumentFuzzTests
{
    const int MostFromOneByte = 40;

    static readonly byte[] Text = Encoding.UTF8.GetBytes("绿芽行动\n一、总则\n\t序号\n\t内容\n\n\t1\n\t建花园\n\n\t2\n\t\n\n说明[bookmark: _a]\n");

    static readonly string Body = P("总则", 1, 0) + Tbl(Tr(Tc("甲", "<w:gridSpan w:val=\"2\"/>"), Tc("乙", "<w:vMerge w:val=\"restart\"/>")), Tr(Tc("丙"), Tc("丁"), Tc("", "<w:vMerge/>")))
        + "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    const string List = """<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>""";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Damaged_text(int seed) => await Damage(seed, 500, m => m.Mutate(Text), "a.txt");

    [Fact]
    public async Task Damaged_zip_files()
    {
        var file = Of(Body, List, header: P("页眉"));
        await Damage(3, 500, m => m.Mutate(file), "a.docx");
    }

    [Fact]
    public async Task Damaged_document_xml_in_a_sound_zip_file()
    {
        var xml = Encoding.UTF8.GetBytes($"<w:document {Namespaces}><w:body>{Body}</w:body></w:document>");
        await Damage(4, 700, m => RawDocument(Encoding.UTF8.GetString(m.Mutate(xml))), "a.docx");
    }

    [Fact]
    public async Task Damaged_pdf_and_doc_files()
    {
        var (pdf, doc) = (await Converted.Get("pdf"), await Converted.Get("doc"));
        await Damage(5, 12, m => m.Mutate(pdf), "a.pdf", endless: true);
        await Damage(6, 3, m => m.Mutate(doc), "a.doc", endless: true);
        await Damage(7, 300, m => m.Mutate(doc), "a.doc", endless: true, programs: Programs.OfThisMachine with { Office = null });
    }

    static async Task Damage(int seed, int times, Func<Mutator, byte[]> make, string name, bool endless = false, Programs? programs = null)
    {
        var mutator = new Mutator(seed);
        for (var i = 0; i < times; i++)
        {
            var file = make(mutator);
            var document = await DocumentReader.Read(file, name, programs ?? Programs.OfThisMachine, default);
            Assert.True(document.Refused ? document.Blocks.Count == 0 && document.Findings.Count > 0 : document.Blocks.Count > 0, $"seed {seed}, number {i}");
            Assert.True(endless || document.Blocks.Sum(b => b.Text.Length) <= MostFromOneByte * (file.Length + 1), $"seed {seed}, number {i}");
            Assert.Equal(Enumerable.Range(0, document.Blocks.Count), document.Blocks.Select(b => b.Index));
            Assert.All(document.Blocks, b => Assert.True((b.Cell is not null) == (b.Kind == BlockKind.Cell)));
        }
    }
}
