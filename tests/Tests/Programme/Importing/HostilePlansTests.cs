using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;
using SourceFormat = OneMetre.Platform.Documents.DocumentFormat;

namespace OneMetre.Tests.Programme.Importing;

public class HostilePlansTests
{
    static readonly string[] Lines =
    [
        "某市方案", "关于印发某市方案的通知", "某政发〔2026〕8号", "2026年1月2日", "一、重点任务", "（一）领域", "1.任务。到2026年，建成3个。（牵头单位：市甲局", "（1）做好。", "（2） 服务",
        "牵头单位：市甲局、市乙局；配合单位：", "责任单位：", "|序号|任务|责任单位|完成时限", "|1|建设5个|市甲局|", "||||", "|指标|2026年目标|单位", "|率|≥90|%", "附件：1.甲", "2.乙", "附件1", "（（（（", "））））",
        "“十五五”末分别达到5%、6%和七个", "第一条", "①②③", "１．２．３", "列第一位的为牵头单位", "由市甲局牵头", "每个村（居）配备“小专干”不少于（含）3名", "", "　", "\0\u0007", "一一一一、二二", "9999999999999年99月99日前", "◆要点。（市甲局*）", "——要点（市甲局、市乙局）", "专栏1 项目", "主要目标：", "策略措施：", "实事一：甲", "任务二建设", "以上两项由市甲局牵头", "第1—3项责任单位：市甲局", "【牵头单位】市甲局", "1.2026年、2027年分别建成1个、2个（其中甲1个）", "重点重点重点重点重点重点重点重点重点重点重点重点工作",
    ];

    /// <summary>Lines shuffled, cut, doubled and mixed: no exception, and the same draft twice.</summary>
    [Fact]
    public void Mutated_lines_never_throw_and_read_the_same_twice()
    {
        var random = new Random(20260202);
        for (var round = 0; round < 1500; round++)
        {
            var lines = new string[random.Next(0, 40)];
            for (var i = 0; i < lines.Length; i++)
            {
                var line = Lines[random.Next(Lines.Length)];
                lines[i] = random.Next(5) switch
                {
                    0 when line.Length > 1 => line[..random.Next(line.Length)],
                    1 => line + Lines[random.Next(Lines.Length)],
                    2 when line.Length > 1 => line[random.Next(line.Length)..],
                    _ => line,
                };
            }
            var written = Written(lines);
            Assert.Equal(written, Written(lines));
            // Characters that stand for masked ones must not leave the reader, plain or escaped.
            Assert.DoesNotMatch(@"[\uE000-\uF8FF]|\\u(?:[Ee]|[Ff][0-8])[0-9A-Fa-f]", written);
        }
    }

    [Theory]
    [InlineData("（")]
    [InlineData("“")]
    [InlineData("每年")]
    [InlineData("市甲局、")]
    [InlineData("3")]
    [InlineData("提高")]
    [InlineData("重点工作")]
    [InlineData("一")]
    [InlineData("率和")]
    [InlineData("2026年")]
    [InlineData("牵头单位：")]
    [InlineData("（其中2家")]
    [InlineData("市甲局会同")]
    [InlineData("市甲局市乙局")]
    [InlineData("，，以下")]
    [InlineData("占比、")]
    [InlineData("第1、2、")]
    public void A_long_run_of_the_same_words_is_read_in_time(string piece)
    {
        var run = string.Concat(Enumerable.Repeat(piece, 60_000 / piece.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Draft.Of("某市方案", "一、重点任务", "（一）领域", "1." + run, run);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed.TotalSeconds:0.0} s for {piece}");
    }

    [Theory]
    [InlineData("以上各项由市甲局牵头，市乙局配合。")]
    [InlineData("第1—99项责任单位：市甲局、市乙局")]
    [InlineData("◆做好工作。（市甲局*、市乙局）")]
    [InlineData("专栏1 项目")]
    [InlineData("主要目标：\n1.做好。")]
    [InlineData("实事一：做好。")]
    public void Thousands_of_the_same_lines_are_read_in_time(string line)
    {
        var lines = Enumerable.Range(0, 2000).SelectMany(i => new[] { $"{i % 900 + 1}.做好工作{i}。" }.Concat(line.Split('\n'))).ToArray();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Draft.Of(["某市方案", "一、重点任务", "（一）领域", .. lines, "|序号|任务|责任单位", .. Enumerable.Range(0, 1000).Select(i => $"|{i + 1}|办好事项{i}|市甲局")]);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed.TotalSeconds:0.0} s for {line}");
    }

    [Fact]
    public void Deep_and_odd_blocks_are_read()
    {
        var blocks = Enumerable.Range(0, 3000).Select(i => new Block(i, BlockKind.Paragraph, Numbering.Write((NumberStyle)(i % 10), i % 30 + 1) + "行")).ToList();
        blocks.Add(new(3000, BlockKind.Cell, "任务", new(0, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)));
        blocks.Add(new(3001, BlockKind.Cell, "责任单位", new(0, -5, -5, -5, -5)));
        Assert.NotNull(PlanReader.Read(new(SourceFormat.Text, blocks, [])));
    }

    static string Written(string[] lines)
    {
        using var output = new MemoryStream();
        PlanJson.Write(Draft.Of(lines), output);
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }
}
