using System.Text.RegularExpressions;
using System.Xml.Linq;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Tests.Architecture;

namespace OneMetre.Tests.Indicators.Rules;

public partial class RuleTextsTests
{
    [Theory]
    [InlineData("Texts.resx")]
    [InlineData("Texts.zh-CN.resx")]
    public void Every_code_that_a_rule_gives_has_a_text(string file)
    {
        var known = XDocument.Load(Path.Combine(Repository.Root, "src/Indicators", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet();
        var named = Repository.Files("*.cs", "src/Indicators/Rules").SelectMany(f => Codes().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();

        Assert.True(named.Count > 40);
        Assert.Empty(named.Except(known));
        Assert.Empty(Words<WarningRule>("warning-rule").Concat(Words<WarningState>("warning-state")).Concat(Words<ForecastVerdict>("forecast")).Concat(Words<Grade>("grade"))
            .Concat(Words<WeightMethod>("weights")).Concat(Words<TargetMet>("met")).Concat(Words<Unknown>("unknown").Where(c => c != "indicators.unknown-none")).Except(known));
    }

    static IEnumerable<string> Words<T>(string kind) where T : struct, Enum => Enum.GetNames<T>().Select(name => $"indicators.{kind}-{name.ToLowerInvariant()}");

    [GeneratedRegex("\"(indicators\\.[a-z][a-z-]*)\"")]
    private static partial Regex Codes();
}
