using FsCheck;
using FsCheck.Fluent;
using OneMetre.Indicators.Briefing;

namespace OneMetre.Tests.Indicators;

/// <summary>A template says with the number of the line what is wrong with it, and loses no word that is right.</summary>
public class TemplateTextTests
{
    static OneMetre.Platform.Results.Result<IReadOnlyList<TemplateLine>> Read(string text) => TemplateText.Read(text, n => n is "块", n => n is "名" or "另名");

    [Theory]
    [InlineData("# 题\n{名", "indicators.template-brace", 2)]
    [InlineData("# 题\n名}", "indicators.template-brace", 2)]
    [InlineData("# 题\n\n{{名}}", "indicators.template-brace", 3)]
    [InlineData("# 题\n说{块}", "indicators.template-block", 2)]
    [InlineData("# {块}", "indicators.template-block", 1)]
    [InlineData("# 题\n{别的}", "indicators.template-name", 2)]
    [InlineData("# 题\n{}", "indicators.template-name", 2)]
    [InlineData("# 题\n{块}\n说\n{块}", "indicators.template-again", 4)]
    public void What_is_wrong_is_told_with_its_line(string text, string code, int line)
    {
        var problem = Assert.Single(Read(text).Problems);
        Assert.Equal((code, line), (problem.Code, problem.Args[0]));
    }

    [Fact]
    public void Without_a_title_there_is_no_report() => Assert.Equal("indicators.template-no-title", Assert.Single(Read("只有正文").Problems).Code);

    [Fact]
    public void Signs_of_either_width_do()
    {
        var lines = Read("# 题\r\n  ｛名？｝说\r\n{块}").Value!;
        Assert.Equal([new TemplatePiece("名", true, true), new TemplatePiece("说", false, false)], lines[1].Pieces);
        Assert.Equal((3, TemplateKind.Block), (lines[2].Number, lines[2].Kind));
    }

    [Fact]
    public void Sentences_are_the_whole_line_in_its_order() => Prop.ForAll(Gen.Elements("甲乙", "丙。", "！", "a1 ,", "{名}", "{另名?}", "。。").ListOf().ToArbitrary(), bits =>
    {
        var line = "头" + string.Concat(bits) + "尾";
        var read = Assert.Single(Read("# 题\n" + line).Value!, l => l.Kind == TemplateKind.Text);
        static string Back(TemplatePiece p) => p.IsName ? "{" + p.Text + (p.Needed ? "?" : "") + "}" : p.Text;
        Assert.Equal(line, string.Concat(TemplateText.Sentences(read.Pieces).SelectMany(s => s).Select(Back)));
        Assert.All(TemplateText.Sentences(read.Pieces), s => Assert.DoesNotContain(s.SkipLast(1), p => !p.IsName && p.Text.EndsWith('。')));
    }).QuickCheckThrowOnFailure();
}
