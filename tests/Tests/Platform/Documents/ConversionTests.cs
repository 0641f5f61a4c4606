using OneMetre.Platform.Documents;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>The same plan must read the same, whatever program saved it. These tests need LibreOffice and poppler, as CI installs them.</summary>
public class ConversionTests
{
    static async Task<string[]> Content(byte[] file, string name) => [.. (await Blocks.Of(file, name)).Where(l => !l.StartsWith('~'))];

    [Theory]
    [InlineData("doc")]
    [InlineData("pdf")]
    public async Task Another_format_of_the_plan_reads_the_same(string extension) =>
        Assert.Equal(await Content(Converted.Docx, "plan.docx"), await Content(await Converted.Get(extension), $"plan.{extension}"));

    [Theory]
    [InlineData("doc")]
    [InlineData("pdf")]
    public async Task Its_header_is_furniture(string extension) => Assert.Contains("~ 绿芽行动内部资料", await Blocks.Of(await Converted.Get(extension), $"plan.{extension}"));

    [Fact]
    public async Task Without_LibreOffice_the_text_of_a_doc_is_read_without_its_automatic_numbers()
    {
        var document = await DocumentReader.Read(await Converted.Get("doc"), "plan.doc", Programs.OfThisMachine with { Office = null }, default);
        Assert.Equal("platform.document-text-only", Assert.Single(document.Findings).Code);
        var texts = document.Blocks.Select(b => b.Text).ToList();
        foreach (var line in (await DocumentReader.Read(Converted.Docx, "plan.docx", default)).Blocks.Where(b => b.Kind != BlockKind.Furniture))
            Assert.Contains(line.Text.Replace("一、总体", "总体", StringComparison.Ordinal).Replace("二、重点", "重点", StringComparison.Ordinal), texts);
    }

    [Fact]
    public async Task A_doc_with_a_password_says_so()
    {
        var doc = await Converted.Get("doc");
        var head = doc.AsSpan().IndexOf((byte[])[0xEC, 0xA5]);
        doc[head + 11] |= 1;
        Assert.Equal(["platform.document-encrypted"], await Blocks.Codes(doc, "plan.doc"));
    }

    [Fact]
    public async Task A_pdf_without_text_is_refused_with_advice()
    {
        const string pdf = "%PDF-1.1\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
        Assert.Contains("platform.pdf-without-text", await Blocks.Codes(System.Text.Encoding.ASCII.GetBytes(pdf), "scan.pdf"));
    }

    [Fact]
    public async Task A_pdf_cut_off_says_so()
    {
        var pdf = await Converted.Get("pdf");
        var codes = await Blocks.Codes(pdf[..(pdf.Length / 3)], "plan.pdf");
        Assert.Contains("platform.document-truncated", codes);
    }
}
