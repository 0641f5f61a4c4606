using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Rules.Expressions;

namespace OneMetre.Tests.Indicators.Rules;

public class RuleFilesTests
{
    static readonly IReadOnlyList<ElementRow> Elements = RuleFiles.Elements();
    static readonly Dictionary<string, ElementRow> Known = Elements.ToDictionary(e => e.Id);

    static readonly string[] Kinds = ["count", "amount", "yesno", "standard", "range"], Splits = ["sex", "urban", "age", "type", "vaccine"], Sources = ["", "designations", "councils", "seats"];

    static Expression Parse(string text)
    {
        var parsed = Expression.Parse(text);
        Assert.True(parsed.Ok, $"{text}: {string.Join(' ', parsed.Problems)}");
        return parsed.Value!;
    }

    [Fact]
    public void Every_element_has_a_code_two_names_a_unit_and_says_how_regions_combine() => Assert.All(Elements, element =>
    {
        Assert.Matches("^[a-z][a-z0-9]*([.-][a-z0-9]+)+$", element.Id);
        Assert.All([element.Name, element.NameEn, element.MeasureUnit, element.Departments], text => Assert.NotEmpty(text));
        Assert.Contains(element.Kind, Kinds);
        Assert.Equal(element.Kind switch { "count" or "amount" => "sum", "range" => "lowest", _ => "none" }, element.Combine);
        Assert.All(element.Splits, split => Assert.Contains(split, Splits));
        Assert.Contains(element.Source, Sources);
    });

    [Fact]
    public void Names_of_elements_are_their_own()
    {
        Assert.Equal(Elements.Count, Elements.Select(e => e.Name).Distinct().Count());
        Assert.Equal(Elements.Count, Elements.Select(e => e.NameEn).Distinct().Count());
    }

    [Fact]
    public void Each_of_the_57_indicators_has_a_formula_that_reads_what_is_asked_for()
    {
        var formulas = RuleFiles.Formulas();
        Assert.Equal(CatalogueFile.Indicators().Select(i => i.Id), formulas.Select(f => f.Indicator));
        Assert.All(formulas, formula =>
        {
            Reads(Parse(formula.Numerator), condition: false);
            if (formula.Denominator is { } denominator) Reads(Parse(denominator), condition: false);
            Assert.Equal(formula.Denominator is null, formula.Factor == 1);
            Assert.Equal(formula.BaseYear is not null, formula.Numerator.Contains("base(", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_formula_multiplies_as_the_catalogue_says() => Assert.All(CatalogueFile.Indicators().Zip(RuleFiles.Formulas()), pair => Assert.Equal(pair.First.Factor ?? 1, pair.Second.Factor));

    [Fact]
    public void Every_check_is_a_condition_over_what_is_asked_for()
    {
        var checks = RuleFiles.Checks();
        Assert.Equal(checks.Count, checks.Select(c => c.Id).Distinct().Count());
        Assert.All(checks, check =>
        {
            Reads(Parse(check.Expression), condition: true);
            Assert.All([check.Message, check.MessageEn], text => Assert.NotEmpty(text));
        });
    }

    [Fact]
    public void A_gross_rate_may_exceed_100_and_nothing_else_may()
    {
        Assert.Equal("PreschoolGrossRate", Assert.Single(RuleFiles.Formulas(), f => f.Gross).Indicator);
        Assert.DoesNotContain(RuleFiles.Checks(), c => c.Expression == "kindergarten.children <= population.preschool");
        Assert.Contains(RuleFiles.Checks(), c => c.Expression == "kindergarten.public <= kindergarten.children");
    }

    [Fact]
    public void Every_element_is_read_by_a_formula_or_by_a_check_of_its_own()
    {
        var read = RuleFiles.Formulas().SelectMany(f => new[] { f.Numerator, f.Denominator }).OfType<string>()
            .Concat(RuleFiles.Checks().Where(c => !c.Id.StartsWith("regions-", StringComparison.Ordinal)).Select(c => c.Expression)).SelectMany(e => Parse(e).Names).Select(n => n.Element).ToHashSet();
        Assert.Empty(Elements.Select(e => e.Id).Except(read));
    }

    [Fact]
    public void The_fall_of_injury_mortality_is_measured_from_its_fixed_base()
    {
        var formula = RuleFiles.Formulas().Single(f => f.Indicator == "InjuryMortDrop");
        Assert.Equal(2020, formula.BaseYear);
        Reading Read(Name name) => name switch { { Element: "deaths.injury", Look: Look.Base } => 50, { Look: Look.Base } => 400_000, { Element: "deaths.injury" } => 38, _ => 380_000 };
        Assert.Equal(20, Parse($"({formula.Numerator}) / ({formula.Denominator}) * {formula.Factor}").Evaluate(Read).Number);
    }

    static void Reads(Expression expression, bool condition)
    {
        Assert.Equal(condition, expression.IsCondition);
        Assert.All(expression.Names, name =>
        {
            Assert.True(Known.ContainsKey(name.Element), name.ToString());
            Assert.All(name.Split.Split(',', StringSplitOptions.RemoveEmptyEntries), split => Assert.Contains(split.Split(':')[0], Known[name.Element].Splits));
        });
    }
}
