using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Platform.Documents;

namespace OneMetre.Tests.Platform.Templates;

/// <summary>A template gives way to what its controls stand for, whatever Word put where.</summary>
public sealed class TemplateFillTests
{
    static string Run(string text, string letters = "") => $"<w:r>{(letters.Length > 0 ? $"<w:rPr>{letters}</w:rPr>" : "")}<w:t xml:space=\"preserve\">{text}</w:t></w:r>";
    static string Control(string name, string content, string more = "") => $"<w:sdt><w:sdtPr><w:tag w:val=\"{name}\"/>{more}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>";
    static string P(string content) => $"<w:p>{content}</w:p>";

    static string Filled(string body, PaperFields fields, string? header = null)
    {
        using var file = PaperFile.Filled(new MemoryStream(WordFile.Of(body, header: header)), new("题", fields));
        PaperFile.IsValid(file);
        return PaperFile.Text(file);
    }

    [Fact]
    public void Words_take_the_letters_of_their_control_and_never_the_grey_of_a_placeholder()
    {
        var template = WordFile.Of(P(Run("致：") + Control("单位", Run("填这里", "<w:rStyle w:val=\"PlaceholderText\"/><w:b/>")) + Run("。")));
        using var file = PaperFile.Filled(new MemoryStream(template), new("题", new PaperFields().Words("单位", "<市>教育局 & 其他")));
        Assert.Equal("致：<市>教育局 & 其他。", PaperFile.Text(file));
        file.Position = 0;
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Empty(paper.MainDocumentPart!.Document!.Descendants<SdtElement>());
        var run = paper.MainDocumentPart.Document.Descendants<Run>().Single(r => r.InnerText.Contains('教'));
        Assert.NotNull(run.RunProperties!.Bold);
        Assert.Null(run.RunProperties.RunStyle);
    }

    [Fact]
    public void Lines_become_paragraphs_where_the_control_has_its_own_and_an_empty_one_goes()
    {
        Assert.Equal("一\n二\n三", Filled(P(Control("正文", Run("正文"))), new PaperFields().Words("正文", "一\n二\n三")));
        Assert.Equal("一\n二", Filled(Control("正文", P(Run("正文"))), new PaperFields().Words("正文", "一\n二")));
        Assert.Equal("前\n后", Filled(P(Run("前")) + P(Control("正文", Run("正文"))) + P(Run("后")), new PaperFields().Words("正文", "")));
        // Beside other words the paragraph stays one.
        Assert.Equal("说：一二", Filled(P(Run("说：") + Control("正文", Run("正文"))), new PaperFields().Words("正文", "一\n二")));
    }

    [Fact]
    public void Rows_of_a_table_and_blocks_are_written_once_for_each_and_see_what_is_around_them()
    {
        static string Row(string cell) => $"<w:tr><w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr><w:p>{cell}</w:p></w:tc></w:tr>";
        var body = "<w:tbl><w:tblPr><w:tblW w:w=\"2000\" w:type=\"dxa\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"2000\"/></w:tblGrid>" + Row(Run("任务")) + Control("任务", Row(Control("序号", Run("1")) + Run(" ") + Control("名称", Run("名")) + Run(" ") + Control("城市", Run("市")))) + "</w:tbl>" + P("");
        var fields = new PaperFields().Words("城市", "示范市").Rows("任务", [new PaperFields().Words("名称", "甲"), new PaperFields().Words("名称", "乙")]);
        Assert.Equal("任务\n1 甲 示范市\n2 乙 示范市\n", Filled(body, fields));
        // None of them: the head stays, and the document is not damaged.
        Assert.Equal("任务\n", Filled(body, new PaperFields().Words("城市", "示范市").Rows("任务", [])));
    }

    [Fact]
    public void A_repeating_section_as_word_makes_it_is_one_pattern()
    {
        const string W15 = "xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"";
        var item = $"<w:sdt><w:sdtPr><w15:repeatingSectionItem {W15}/></w:sdtPr><w:sdtContent>{P(Control("名称", Run("名")))}</w:sdtContent></w:sdt>";
        var body = $"<w:sdt><w:sdtPr><w:tag w:val=\"任务\"/><w15:repeatingSection {W15}/></w:sdtPr><w:sdtContent>{item}{item}</w:sdtContent></w:sdt>" + P(Run("完"));
        using var file = PaperFile.Filled(new MemoryStream(WordFile.Of(body)), new("题", new PaperFields().Rows("任务", [new PaperFields().Words("名称", "甲"), new PaperFields().Words("名称", "乙"), new PaperFields().Words("名称", "丙")])));
        Assert.Equal("甲\n乙\n丙\n完", PaperFile.Text(file));
    }

    [Fact]
    public void Chapters_and_sections_count_only_what_is_there()
    {
        var body = Control("甲", P(Control("章", Run("0")) + Run("、甲"))) + Control("乙", P(Control("章", Run("0")) + Run("、乙"))) + Control("节目", P(Run("（") + Control("节", Run("0")) + Run("）") + Control("名称", Run("名")))) + P(Control("章", Run("0")) + Run("、丙"));
        var fields = new PaperFields().When("甲", false).When("乙", true).Rows("节目", [new PaperFields().Words("名称", "子"), new PaperFields().Words("名称", "丑")]);
        Assert.Equal("一、乙\n（一）子\n（二）丑\n二、丙", Filled(body, fields));
    }

    [Fact]
    public void Chapters_bring_their_tables_and_links_in_the_styles_of_the_template()
    {
        var pieces = new PaperPiece[] { new PaperPiece.Heading("题"), new PaperPiece.Paragraph(["见", new("任务", new("https://city.example/tasks/1"))]), new PaperPiece.Table([("甲", 900, true)], [["1\n2"]]) };
        // The office made the text larger, and Word has given the style another id.
        var template = WordFile.Of(Control("正文", P(Run("正文"))) + P(""), styles: "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"a7\"><w:name w:val=\"公文正文\"/><w:rPr><w:sz w:val=\"40\"/></w:rPr></w:style>");
        using var file = PaperFile.Filled(new MemoryStream(template), new("题", new PaperFields().Chapter("正文", pieces)));
        PaperFile.IsValid(file);
        Assert.Equal("题\n见任务\n甲\n1\n2\n", PaperFile.Text(file));
        file.Position = 0;
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Equal("a7", paper.MainDocumentPart!.Document!.Descendants<Paragraph>().Single(p => p.InnerText == "见任务").ParagraphProperties!.ParagraphStyleId!.Val);
        Assert.Equal("https://city.example/tasks/1", paper.MainDocumentPart.HyperlinkRelationships.Single().Uri.ToString());
    }

    [Fact]
    public void What_is_no_field_stays_and_headers_are_filled_too()
    {
        using var file = PaperFile.Filled(new MemoryStream(WordFile.Of(P(Run("a") + Control("签发人", Run("手填")) + Control("城市", Run("x"))), header: P(Control("城市", Run("x"))))), new("题", new PaperFields().Words("城市", new PaperText("示范市", new("https://city.example/")))));
        PaperFile.IsValid(file);
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Equal("示范市", paper.MainDocumentPart!.HeaderParts.Single().Header!.InnerText);
        Assert.Single(paper.MainDocumentPart.HeaderParts.Single().HyperlinkRelationships);
        Assert.Equal("签发人", paper.MainDocumentPart.Document!.Descendants<SdtElement>().Single().NameOf());
        Assert.Equal("a手填示范市", paper.MainDocumentPart.Document.Body!.InnerText);
    }

    /// <summary>Whatever is said and however many rows there are: every word stands there, as often as there are rows, and nothing of the template's own words is lost.</summary>
    [Fact]
    public void Every_row_stands_once_whatever_it_says()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var chance = new Random(seed);
            string Word() => new([.. Enumerable.Range(0, chance.Next(1, 8)).Select(_ => "甲乙丙<>&\"'{}\\$\u0007🐟一\t "[chance.Next(17)])]);
            var said = Enumerable.Range(0, chance.Next(6)).Select(_ => (Name: Word(), Inner: Enumerable.Range(0, chance.Next(4)).Select(_ => Word()).ToList())).ToList();
            var body = P(Run("始")) + Control("外", P(Control("名称", Run("n")) + Run("|")) + Control("内", P(Run("-") + Control("词", Run("w"))))) + P(Run("终"));
            var text = Filled(body, new PaperFields().Rows("外", said.Select(s => new PaperFields().Words("名称", s.Name).Rows("内", s.Inner.Select(w => new PaperFields().Words("词", w))))));
            static string Clean(string t) => OneMetre.Platform.Results.PlainText.ForXml(new([.. t.Where(c => !char.IsControl(c))]));
            Assert.Equal(string.Join('\n', (string[])["始", .. said.SelectMany(s => s.Inner.Select(w => "-" + Clean(w)).Prepend(Clean(s.Name) + "|")), "终"]), text);
        }
    }
}
