using static OneMetre.Tests.Platform.Documents.WordFile;

namespace OneMetre.Tests.Platform.Documents;

public class DocxTests
{
    static Task<string[]> Read(string body, string? numbering = null, string? styles = null, string? header = null, string? footer = null) =>
        Blocks.Of(Of(body, numbering, styles, header, footer), "方案.docx");

    [Fact]
    public async Task Paragraphs_keep_their_order_and_lose_outer_blanks_and_empty_lines() =>
        Assert.Equal(["星河市绿芽行动方案", "第一段。"], await Read(P("　　星河市绿芽行动方案　") + P("") + P("\t第一段。 ")));

    [Fact]
    public async Task A_line_break_begins_a_new_block_and_a_tab_stays() =>
        Assert.Equal(["上行", "下\t行"], await Read("<w:p><w:r><w:t>上行</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>行</w:t></w:r></w:p>"));

    const string ChineseList = """
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
          <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
          <w:lvl w:ilvl="3"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/><w:lvlRestart w:val="0"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
        """;

    [Fact]
    public async Task Automatic_numbers_are_counted_level_by_level() =>
        Assert.Equal(
            ["一、总则", "（一）范围", "（二）原则", "1.公平", "1. 2027年", "二、任务", "（一）花园", "2.3 细则", "2.4 细则", "三、附则", "3.5 细则"],
            await Read(P("总则", 1, 0) + P("范围", 1, 1) + P("原则", 1, 1) + P("公平", 1, 2) + P("2027年", 3, 2)
                + P("任务", 1, 0) + P("花园", 1, 1) + P("细则", 1, 3) + P("细则", 1, 3) + P("附则", 1, 0) + P("细则", 1, 3),
                ChineseList + """<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>"""));

    [Fact]
    public async Task A_list_that_says_where_it_starts_starts_there_and_lists_of_one_pattern_count_on() =>
        Assert.Equal(["一、甲", "二、乙", "五、丙", "六、丁"], await Read(P("甲", 1, 0) + P("乙", 1, 0) + P("丙", 2, 0) + P("丁", 1, 0), ChineseList));

    [Fact]
    public async Task A_style_can_number_its_paragraphs_and_list_zero_takes_one_out()
    {
        const string styles = """
            <w:style w:type="paragraph" w:styleId="Base"><w:name w:val="base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="Child"><w:name w:val="child"/><w:basedOn w:val="Base"/></w:style>
            """;
        const string styled = """<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr><w:r><w:t>带号</w:t></w:r></w:p>""";
        Assert.Equal(["一、带号", "不带号", "二、带号"], await Read(styled + styled.Replace("</w:pPr>", """<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>""").Replace("带号", "不带号") + styled, ChineseList, styles));
    }

    [Fact]
    public async Task Merged_cells_are_one_block_with_spans() =>
        Assert.Equal(
            ["[0 0,0] 领域", "[0 0,1] 任务", "[0 0,2] 单位", "[0 1,0 r2] 空间", "[0 1,1] 花园", "[0 1,2] 甲局 / 乙局", "[0 2,1] 步道", "[0 2,2]", "[0 3,0 c3] 说明"],
            await Read(Tbl(
                Tr(Tc("领域"), Tc("任务"), Tc("单位")),
                Tr(Tc("空间", "<w:vMerge w:val=\"restart\"/>"), Tc("花园"), $"<w:tc>{P("甲局")}{P("")}{P("乙局")}</w:tc>"),
                Tr(Tc("", "<w:vMerge/>"), Tc("步道"), Tc("")),
                Tr(Tc("说明", "<w:gridSpan w:val=\"3\"/>")))));

    [Fact]
    public async Task Grid_columns_in_which_no_cell_begins_do_not_count() =>
        Assert.Equal(
            ["[0 0,0] 甲", "[0 0,1] 乙", "[0 1,0] 丙", "[0 1,1] 丁"],
            await Read(Tbl(Tr(Tc("甲", "<w:gridSpan w:val=\"2\"/>"), Tc("乙", "<w:gridSpan w:val=\"3\"/>")), Tr(Tc("丙", "<w:gridSpan w:val=\"2\"/>"), Tc("丁", "<w:gridSpan w:val=\"2\"/>")))));

    [Fact]
    public async Task A_table_split_over_pages_with_the_same_header_is_one() =>
        Assert.Equal(
            ["[0 0,0] 序号", "[0 0,1] 内容", "[0 1,0] 1", "[0 1,1] 甲", "[0 2,0] 2", "[0 2,1] 乙", "后文"],
            (await Read(Tbl(Tr(Tc("序号"), Tc("内容")), Tr(Tc("1"), Tc("甲"))) + P("") + Tbl(Tr(Tc("序号"), Tc("内容")), Tr(Tc("2"), Tc("乙"))) + P("后文"))).Where(l => l[0] != '~'));

    [Fact]
    public async Task Two_tables_with_text_between_are_two() =>
        Assert.Equal(["[0 0,0] 甲", "[0 0,1] 乙", "附表二", "[1 0,0] 甲", "[1 0,1] 乙"], await Read(Tbl(Tr(Tc("甲"), Tc("乙"))) + P("附表二") + Tbl(Tr(Tc("甲"), Tc("乙")))));

    [Fact]
    public async Task A_table_inside_a_cell_becomes_lines_of_the_cell_and_a_single_cell_is_only_a_frame() =>
        Assert.Equal(
            ["[0 0,0] 外 / 甲\t乙 / 丙\t丁", "[0 0,1] 右", "框内"],
            await Read(Tbl(Tr($"<w:tc>{P("外")}{Tbl(Tr(Tc("甲"), Tc("乙")), Tr(Tc("丙"), Tc("丁")))}{P("")}</w:tc>", Tc("右"))) + P("") + Tbl(Tr(Tc("框内")))));

    [Fact]
    public async Task Tracked_changes_count_as_accepted() =>
        Assert.Equal(
            ["建设十处花园。", "合并的段落", "[0 0,0] 留", "[0 0,1] 下"],
            await Read(
                """<w:p><w:r><w:t>建设</w:t></w:r><w:del w:id="1" w:author="x"><w:r><w:delText>五</w:delText></w:r></w:del><w:ins w:id="2" w:author="x"><w:r><w:t>十</w:t></w:r></w:ins><w:r><w:t>处花园。</w:t></w:r></w:p>"""
                + """<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr><w:r><w:t>合并的</w:t></w:r></w:p>""" + P("段落")
                + """<w:p><w:pPr><w:rPr><w:moveFrom w:id="4" w:author="x"/></w:rPr></w:pPr><w:moveFrom w:id="5" w:author="x"><w:r><w:t>搬走</w:t></w:r></w:moveFrom></w:p>"""
                + Tbl(Tr(Tc("留"), Tc("下")), $"<w:tr><w:trPr><w:del w:id=\"6\" w:author=\"x\"/></w:trPr>{Tc("删")}{Tc("行")}</w:tr>")));

    [Fact]
    public async Task Field_codes_hidden_text_and_prompts_are_left_out_and_results_kept() =>
        Assert.Equal(
            ["见第3条", "可见", "填写的内容", "链接"],
            await Read(
                """<w:p><w:r><w:t>见第</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>条</w:t></w:r></w:p>"""
                + """<w:p><w:bookmarkStart w:id="0" w:name="_Toc1"/><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r><w:bookmarkEnd w:id="0"/></w:p>"""
                + """<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>单击此处输入</w:t></w:r></w:p></w:sdtContent></w:sdt><w:sdt><w:sdtContent><w:p><w:r><w:t>填写的内容</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
                + """<w:p><w:hyperlink w:anchor="x"><w:fldSimple w:instr=" PAGE "><w:r><w:t>链接</w:t></w:r></w:fldSimple></w:hyperlink></w:p>"""));

    [Fact]
    public async Task A_text_box_is_read_once_after_its_paragraph() =>
        Assert.Equal(
            ["正文", "框中文字"],
            await Read($"""
                <w:p><w:r><w:t>正</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{P("框中文字")}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{P("框中文字")}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>文</w:t></w:r></w:p>
                """));

    [Fact]
    public async Task Headers_footers_and_contents_are_set_apart() =>
        Assert.Equal(
            ["~ 目录行 1", "正文", "~ 内部资料", "~ 第1页"],
            (await Read("""<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>目录行 1</w:t></w:r></w:p>""" + P("正文"), header: P("内部资料"), footer: P("第1页"))));

    [Fact]
    public async Task Symbols_hyphens_and_readings_become_characters() =>
        Assert.Equal(["☑一-二汉"], await Read("""<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>一</w:t><w:noBreakHyphen/><w:t>二</w:t></w:r><w:r><w:ruby><w:rt><w:r><w:t>han</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"""));

    [Fact]
    public async Task Pages_are_counted_where_the_file_tells_them()
    {
        var file = Of(P("一") + """<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>二</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>三</w:t></w:r></w:p>""");
        var document = await OneMetre.Platform.Documents.DocumentReader.Read(file, "a.docx", default);
        Assert.Equal([1, 2, 3], document.Blocks.Select(b => b.Page));
        document = await OneMetre.Platform.Documents.DocumentReader.Read(Of(P("一")), "a.docx", default);
        Assert.Null(document.Blocks[0].Page);
    }

    [Fact]
    public async Task A_table_that_was_flattened_to_tabbed_paragraphs_is_folded() =>
        Assert.Equal(
            ["[0 0,0] 序号", "[0 0,1] 内容", "[0 1,0] 1", "[0 1,1] 甲", "[0 2,0] 2", "[0 2,1]"],
            await Read(string.Concat("\t序号|\t内容||\t1|\t甲||\t2|\t".Split('|').Select(l => P(l).Replace("\t", "</w:t><w:tab/><w:t>", StringComparison.Ordinal)))));
}
