using System.Text;
using OneMetre.Platform.Documents;

namespace OneMetre.Tests.Platform.Documents;

public class TextTests
{
    static Task<string[]> Read(string text) => Blocks.Of(Encoding.UTF8.GetBytes(text), "方案.txt");

    [Fact]
    public async Task A_line_is_a_paragraph_whatever_ends_it() =>
        Assert.Equal(["一", "二", "三", "四", "五"], await Read("一\r\n　　二　\n\n三\r四\u2028五"));

    [Fact]
    public async Task Residue_of_Word_is_dropped() =>
        Assert.Equal(["星河市方案", "目录", "见第3条"], await Read("[bookmark: _GoBack]星河市方案\n[bookmark: _Toc1][bookmark: _Toc2]目录\n[bookmark: _Toc3]\n见第\u0013 REF _a \\h \u00143\u0015条\u0007"));

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16be", "gb18030"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Every_encoding_in_use_is_told_by_itself_and_rare_characters_stay(string name)
    {
        const string text = "负责人：李\u4DAE、王\U00020BB7、张\uE863。每千名儿童3.5张。\n第二行";
        var encoding = name switch
        {
            "utf-8" => (Encoding)new UTF8Encoding(false),
            "utf-8-bom" => new UTF8Encoding(true),
            "utf-16" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!,
        };
        Assert.Equal(text.Split('\n'), await Blocks.Of([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], "方案.txt"));
    }

    const string Flattened = """
        附表
        →领域
        →行动
        →任务
        →单位

        →一、空间
        →


        （一）花园

        →1.建十处花园。
        →甲局

        →
        →
        →2.修步道，分两段。
        →乙局

        丙局

        →




        二、服务



        二、服务

        →（二）托育
        →3.建托位。
        →甲局

        →
        →
        →4.育儿课堂。
        →甲局
        →

        →
        →
        →5.巡讲。
        →

        →


        三、参与
         （三）议事

        （三）议事

        →6.设议事会。
        →丁办

        →
        →
        →7.办论坛。
        →丁办

        →说明：以上任务逐年落实。

        附件2
        """;

    [Fact]
    public async Task A_flattened_table_is_folded_and_every_row_brought_into_step() =>
        Assert.Equal(
            [
                "附表", "[0 0,0] 领域", "[0 0,1] 行动", "[0 0,2] 任务", "[0 0,3] 单位",
                "[0 1,0] 一、空间", "[0 1,1] （一）花园", "[0 1,2] 1.建十处花园。", "[0 1,3] 甲局",
                "[0 2,0]", "[0 2,1]", "[0 2,2] 2.修步道，分两段。", "[0 2,3] 乙局",
                "丙局",
            ],
            (await Read(Flattened.Replace('→', '\t'))).Take(14));

    [Fact]
    public async Task Cells_over_a_page_break_an_extra_tab_and_a_lost_tab_do_not_put_rows_out_of_step() =>
        Assert.Equal(
            [
                "[0 0,0] 领域", "[0 0,1] 行动", "[0 0,2] 任务", "[0 0,3] 单位",
                "[0 1,0] 一、空间", "[0 1,1] （一）花园", "[0 1,2] 1.建十处花园。", "[0 1,3] 甲局",
                "[0 2,0]", "[0 2,1]", "[0 2,2] 2.修步道，分两段。", "[0 2,3] 乙局",
                "[0 3,0] 二、服务", "[0 3,1] （二）托育", "[0 3,2] 3.建托位。", "[0 3,3] 甲局",
                "[0 4,0]", "[0 4,1]", "[0 4,2] 4.育儿课堂。", "[0 4,3] 甲局",
                "[0 5,0]", "[0 5,1]", "[0 5,2] 5.巡讲。", "[0 5,3]",
                "[0 6,0] 三、参与", "[0 6,1] （三）议事", "[0 6,2] 6.设议事会。", "[0 6,3] 丁办",
                "[0 7,0]", "[0 7,1]", "[0 7,2] 7.办论坛。", "[0 7,3] 丁办",
                "[0 8,0 c4] 说明：以上任务逐年落实。", "附件2",
            ],
            (await Read(Flattened.Replace("丙局\n\n", "", StringComparison.Ordinal).Replace('→', '\t'))).Skip(1));

    [Fact]
    public async Task A_header_row_that_is_printed_again_is_furniture() =>
        Assert.Equal(
            ["[0 0,0] 序号", "[0 0,1] 内容", "[0 1,0] 1", "[0 1,1] 甲", "~ 序号", "~ 内容", "[0 2,0] 2", "[0 2,1] 乙"],
            await Read("\t序号\n\t内容\n\n\t1\n\t甲\n\n\t序号\n\t内容\n\n\t2\n\t乙\n"));

    [Fact]
    public async Task Paragraphs_that_tabs_only_indent_are_no_table() =>
        Assert.Equal(["为推进建设，制定本方案。", "一、总则", "坚持公平。"], await Read("\t为推进建设，制定本方案。\n\t一、总则\n\t坚持公平。\n"));

    [Fact]
    public async Task A_file_cut_off_inside_a_character_is_still_UTF8()
    {
        var document = await DocumentReader.Read(Encoding.UTF8.GetBytes("第一行\n第二行").AsMemory()[..^1], "a.txt", default);
        Assert.Equal(["第一行", "第二"], Blocks.Lines(document));
        Assert.Equal("platform.document-truncated", Assert.Single(document.Findings).Code);
    }
}
