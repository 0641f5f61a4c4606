using OneMetre.Platform.Results;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;

namespace OneMetre.Tests.Programme.Importing;

public class GrammarTests
{
    [Fact]
    public void Chinese_numerals_round_trip() =>
        Prop.ForAll(Gen.Choose(0, 99_999_999).ToArbitrary(), n => ChineseNumerals.Read(ChineseNumerals.Write(n)) == n).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("十", 10)]
    [InlineData("两百零五", 205)]
    [InlineData("一万二", 12000)]
    [InlineData("二〇二六", 2026)]
    [InlineData("三百五", 350)]
    public void Chinese_numerals_are_read_as_people_write_them(string text, int value) => Assert.Equal(value, ChineseNumerals.Read(text));

    [Theory]
    [InlineData("一、任务", "Comma", 1)]
    [InlineData("（十二）任务", "Paren", 12)]
    [InlineData("(3)任务", "ArabicParen", 3)]
    [InlineData("4．任务", "Arabic", 4)]
    [InlineData("第五条 任务", "Article", 5)]
    [InlineData("行动6：任务", "Worded", 6)]
    [InlineData("⑦任务", "Circled", 7)]
    [InlineData("1.2 任务", "Decimal", 2)]
    public void A_number_in_front_is_recognised(string line, string style, int ordinal)
    {
        var label = Numbering.Read(Folding.Fold(line));
        Assert.Equal((style, ordinal), (label?.Style.ToString(), label?.Ordinal));
    }

    [Theory]
    [InlineData("2026年建成")]
    [InlineData("3.5万人受益")]
    [InlineData("一是加强宣传")]
    public void A_line_that_begins_with_a_number_is_not_always_numbered(string line) => Assert.Null(Numbering.Read(Folding.Fold(line)));

    [Theory]
    [InlineData("市甲局、市乙委等丙领导小组成员单位", "市甲局、市乙委、丙领导小组成员单位")]
    [InlineData("市自然资源和规划局，各县（市、区）人民政府。", "市自然资源和规划局、各县（市、区）人民政府")]
    [InlineData("市甲局和市乙局等按职责分工负责", "市甲局、市乙局")]
    [InlineData("各市、县人民政府", "各市、县人民政府")]
    [InlineData("教育局（校安办）、高等院校", "教育局（校安办）、高等院校")]
    public void Units_are_split_as_printed(string list, string names) =>
        Assert.Equal(names, string.Join('、', UnitNames.Split(Passage.Of(new(0, BlockKind.Paragraph, list))).Select(n => n.Text.Text)));

    [Theory]
    [InlineData("各级政府", true)]
    [InlineData("市属开发区管委会", true)]
    [InlineData("某领导小组成员单位", true)]
    [InlineData("市教育局", false)]
    public void A_class_of_bodies_is_told_from_a_body(string name, bool collective) => Assert.Equal(collective, UnitNames.IsCollective(name));

    [Theory]
    [InlineData("任务。做好工作。（市甲局牵头，市乙局、市丙局配合）", "市甲局", "市乙局、市丙局")]
    [InlineData("任务。做好工作。（牵头单位:市甲局;配合单位:市乙局）", "市甲局", "市乙局")]
    [InlineData("任务。做好工作。〔责任单位：市甲局、市乙局〕", "市甲局、市乙局", "")]
    [InlineData("任务。做好工作。由市甲局牵头，市乙局等参与。", "市甲局", "市乙局")]
    [InlineData("任务。做好工作。（市甲局、市乙局按职责分工负责）", "市甲局、市乙局", "")]
    [InlineData("任务。做好工作。（责任单位：市甲局（牵头）、市乙局）", "市甲局", "市乙局")]
    [InlineData("任务。做好工作。牵头部门：市甲局；责任部门：市乙局", "市甲局", "市乙局")]
    public void A_unit_clause_is_read_and_taken_off_the_text(string line, string lead, string others)
    {
        var task = Assert.Single(Draft.Of("某市方案", "一、重点任务", "（一）领域", "1." + line).Tasks);
        Assert.Equal((lead, others), (Draft.Lead(task), Draft.Others(task)));
        Assert.Equal("任务。做好工作。", task.Text);
    }

    [Theory]
    [InlineData("某政办字[2026]25号", "某政办字〔2026〕25号")]
    [InlineData("某政发〔2026〕8号", "某政发〔2026〕8号")]
    public void A_document_number_is_brought_to_its_form(string printed, string normal)
    {
        var header = Draft.Of(printed, "某市人民政府", "关于印发某市建设方案的通知", "某市人民政府", "二〇二六年十一月十八日", "某市建设方案", "一、重点任务").Header;
        Assert.Equal((normal, printed, "某市建设方案", "某市人民政府", new DateOnly(2026, 11, 18)), (header.DocNumber, header.DocNumberRaw, header.Title, header.Issuer, header.IssuedOn));
    }
}
