using OneMetre.Platform.Documents;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>The same plan must read the same, whatever program saved it. These tests need LibreOffice, catdoc and poppler, as CI installs them.</summary>
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
    public async Task Without_LibreOffice_the_text_of_a_doc_is_still_read()
    {
        Assert.True(Programs.OfThisMachine.CatDoc is not null, "This test needs catdoc: apt-get install catdoc.");
        var document = await DocumentReader.Read(await Converted.Get("doc"), "plan.doc", Programs.OfThisMachine with { Office = null }, default);
        Assert.Equal("platform.document-text-only", Assert.Single(document.Findings).Code);
        Assert.Contains(document.Blocks, b => b.Text == "星河市绿芽行动实施方案");
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
