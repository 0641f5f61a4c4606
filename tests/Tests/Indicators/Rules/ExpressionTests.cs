using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Results;
using OneMetre.Tests.Architecture;

namespace OneMetre.Tests.Indicators.Rules;

public class ExpressionTests
{
    static Expression Parse(string text)
    {
        var parsed = Expression.Parse(text);
        Assert.True(parsed.Ok, $"{text}: {string.Join(' ', parsed.Problems)}");
        return parsed.Value!;
    }

    static readonly JsonArray Vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Tests/Samples/expressions.json")))!.AsArray();

    static Reading Reading(JsonNode? node) => node switch
    {
        null => default,
        JsonArray range => new(Number(range[0]!), Number(range[1]!)),
        _ when (string?)node == "n/a" => OneMetre.Indicators.Rules.Expressions.Reading.None,
        _ => Number(node),
    };

    static decimal Number(JsonNode node) => decimal.Parse((string)node!, CultureInfo.InvariantCulture);

    static string Said(Outcome outcome) => outcome switch
    {
        { Truth: { } truth } => truth ? "true" : "false",
        { Number: { } number } => number.ToString("0.############################", CultureInfo.InvariantCulture),
        { Why: Unknown.NotApplicable } => "not-applicable",
        { Why: Unknown.DividedByZero } => "divided-by-zero",
        { Why: Unknown.TooLarge } => "too-large",
        _ => "missing",
    };

    static string Said(JsonNode? node) => node!.GetValueKind() == JsonValueKind.String ? (string)node! : node.ToJsonString();

    [Fact]
    public void Each_sample_says_what_stands_beside_it() => Assert.All(Vectors, vector =>
        Assert.Equal(Said(vector!["says"]), Said(Parse((string)vector["rule"]!).Evaluate(name => Reading(vector["readings"]![name.ToString()])))));

    static ElementNames Shipped() => new(OneMetre.Indicators.Catalogue.RuleFiles.Elements().Select(e => (e.Id, (IEnumerable<string>)[e.Name, e.NameEn])));

    [Fact]
    public void Every_element_of_the_catalogue_is_read_by_its_name_in_either_language()
    {
        var names = Shipped();
        Assert.All(OneMetre.Indicators.Catalogue.RuleFiles.Elements(), e =>
        {
            foreach (var written in new[] { e.Name, $"「{e.Name}」", $"\"{e.NameEn}\"", $"“{e.NameEn.ToUpperInvariant()}”" })
                Assert.Equal($"{e.Id} / ({e.Id} + 2)", Expression.Parse($"{written}÷（{written} + 2）", names).Value?.ToString());
            Assert.Equal(e.Name, Expression.Parse(e.Id, names).Value!.ToWords(n => e.Name));
        });
    }

    [Theory]
    [InlineData("活产数 - 未满1岁死亡数", "births.live - deaths.infant")]
    [InlineData("births.live-3", null)] // a minus inside a word belongs to it
    [InlineData("活产数-3", "births.live - 3")]
    [InlineData("活产数[sex:f] × 100 ÷ prev(活产数)", "births.live[sex:f] * 100 / prev(births.live)")]
    [InlineData("婴儿未满1岁死亡数", "1:indicators.rule-no-such-name-near:未满1岁死亡数")]
    [InlineData("2 * 活产数量", "5:indicators.rule-no-such-name-near:活产数")]
    [InlineData("「孔雀」", "1:indicators.rule-no-such-name:")]
    [InlineData("「活产数", "1:indicators.rule-unexpected:")]
    public void Names_are_read_as_far_as_they_go_and_what_is_none_is_told_with_what_is_near(string text, string? says)
    {
        var read = Expression.Parse(text, Shipped());
        if (read.Ok) Assert.Equal(says ?? text, read.Value!.ToString());
        else
        {
            var parts = says!.Split(':');
            Assert.Equal((parts[0], parts[1]), ($"{read.Problems[0].Args[0]}", read.Problems[0].Code));
            if (parts[2].Length > 0) Assert.Contains(parts[2], $"{read.Problems[0].Args[2]}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_elements_of_one_name_want_a_code()
    {
        var read = Expression.Parse("在园幼儿数 + 1", new([("a.one", ["在园幼儿数"]), ("b.two", ["在园幼儿数"])]));
        Assert.Equal(new Problem("indicators.rule-name-twice", null, 1, "在园幼儿数", "a.one / b.two").Code, Assert.Single(read.Problems).Code);
        Assert.Equal("a.one / b.two", read.Problems[0].Args[2]);
    }

    [Theory]
    [InlineData("a - (b - c) * 2", "甲 − (乙 − 丙) × 2")]
    [InlineData("round(a / b, 1) >= 3 and not c != 1", "round(甲 ÷ 乙, 1) ≥ 3 and not 丙 ≠ 1")]
    public void It_is_said_in_words_with_the_signs_of_a_textbook(string text, string words) =>
        Assert.Equal(words, Parse(text).ToWords(n => n.Element switch { "a" => "甲", "b" => "乙", _ => "丙" }));

    [Fact]
    public void The_browser_says_the_same_as_the_server()
    {
        var random = new Random(7);
        var cases = new JsonArray();
        var expected = new List<string>();
        foreach (var vector in Vectors) Add(Parse((string)vector!["rule"]!), vector["readings"]!.DeepClone().AsObject());
        for (var i = 0; i < 1500; i++)
        {
            var rule = Parse(Written(random, 5, random.Next(2) == 0));
            var readings = new JsonObject();
            foreach (var name in rule.Names) readings[name.ToString()] = random.Next(10) switch
            {
                0 => null,
                1 => "n/a",
                2 => "0",
                3 => "99999999999999.9999",
                4 => new JsonArray("-3", "4.5"),
                _ => (random.Next(-500, 500) / 4m).ToString(CultureInfo.InvariantCulture),
            };
            Add(rule, readings);
        }

        var said = JsonNode.Parse(Node(cases.ToJsonString()))!.AsArray().Select(Said).ToList();

        Assert.Equal(expected.Count, said.Count);
        Assert.All(said.Zip(expected, cases), pair => Assert.True(pair.First == pair.Second, $"browser {pair.First}, server {pair.Second}: {pair.Third!.ToJsonString()}"));
        Assert.True(expected.Distinct().Count() > 100);

        void Add(Expression rule, JsonObject readings)
        {
            expected.Add(Said(rule.Evaluate(name => Reading(readings[name.ToString()]))));
            cases.Add(new JsonObject { ["tree"] = JsonNode.Parse(rule.ToJson(), documentOptions: new() { MaxDepth = 1000 }), ["readings"] = readings });
        }
    }

    static string Node(string input)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Repository.Root, "tests/Tests/Indicators/Rules/rule.mjs"), Path.Combine(Repository.Root, "src/Web/wwwroot/js/rule.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        node.StandardInput.Write(input);
        node.StandardInput.Close();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        Assert.Equal(0, node.ExitCode);
        return output;
    }

    [Theory]
    [InlineData("", "indicators.rule-empty", 0)]
    [InlineData("  \n", "indicators.rule-empty", 0)]
    [InlineData("a +", "indicators.rule-ends-early", 4)]
    [InlineData("a + * b", "indicators.rule-unexpected", 5)]
    [InlineData("a b", "indicators.rule-unexpected", 3)]
    [InlineData("a < b < c", "indicators.rule-unexpected", 7)]
    [InlineData("a; b", "indicators.rule-unexpected", 2)]
    [InlineData("a.b.", "indicators.rule-unexpected", 4)]
    [InlineData("A + 1", "indicators.rule-unexpected", 1)]
    [InlineData("(a + b", "indicators.rule-not-closed", 1)]
    [InlineData("a[sex:f", "indicators.rule-not-closed", 2)]
    [InlineData("a[sex]", "indicators.rule-unexpected", 6)]
    [InlineData("a[sex:f,sex:m]", "indicators.rule-unexpected", 9)]
    [InlineData("eval(a)", "indicators.rule-no-such-function", 1)]
    [InlineData("abs(a, b)", "indicators.rule-count-of-parts", 1)]
    [InlineData("min()", "indicators.rule-count-of-parts", 1)]
    [InlineData("1 + (a < b)", "indicators.rule-wants-number", 3)]
    [InlineData("a and b", "indicators.rule-wants-condition", 3)]
    [InlineData("if(a, 1, 2)", "indicators.rule-wants-condition", 1)]
    [InlineData("present(a + 1)", "indicators.rule-wants-name", 1)]
    [InlineData("prev(a + 1)", "indicators.rule-unexpected", 8)]
    [InlineData("prev(prev(a))", "indicators.rule-unexpected", 10)]
    [InlineData("round(a, 99)", "indicators.rule-wants-digits", 1)]
    [InlineData("round(a, b)", "indicators.rule-wants-digits", 1)]
    [InlineData("123456789012345678901", "indicators.rule-long-number", 1)]
    public void What_cannot_be_read_is_told_with_its_column(string text, string code, int column)
    {
        var problem = Assert.Single(Expression.Parse(text).Problems);
        Assert.Equal(code, problem.Code);
        if (column > 0) Assert.Equal(column, problem.Args[0]);
    }

    [Fact]
    public void Text_without_end_is_refused_and_exhausts_nothing()
    {
        Assert.Equal("indicators.rule-too-long", Expression.Parse(new string('a', 2001)).Problems[0].Code);
        Assert.Equal("indicators.rule-too-deep", Expression.Parse(new string('(', 1000) + "1" + new string(')', 999)).Problems[0].Code);
        Assert.Equal("indicators.rule-too-deep", Expression.Parse(new string('-', 1999) + "1").Problems[0].Code);
        Assert.Equal("indicators.rule-too-deep", Expression.Parse(string.Concat(Enumerable.Repeat("not ", 499)) + "a").Problems[0].Code);
        Assert.Equal("indicators.rule-too-deep", Expression.Parse(string.Concat(Enumerable.Repeat("abs(", 499)) + "a").Problems[0].Code);
        Assert.Equal("indicators.rule-too-many-parts", Expression.Parse("1" + string.Concat(Enumerable.Repeat("+1", 999))).Problems[0].Code);
        Assert.Equal("indicators.rule-long-name", Expression.Parse(new string('a', 61)).Problems[0].Code);
        Assert.Equal(Unknown.TooLarge, Parse(string.Join(" * ", Enumerable.Repeat("a", 150))).Evaluate(_ => decimal.MaxValue).Why);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_can_be_worked_out()
    {
        const string alphabet = "ab.x-09 +*/()[],:<>=!%&\\\"'{}$;（），≤≥÷×吴\u202e\0\ud800\n";
        string[] words = ["deaths.neonatal", "and", "or", "not", "if(", "present(", "prev(", "children(", "min(", "round(", "12", "0.5", "10%", " ", ")", "(", "<=", "+", "-", "/", "[sex:f]", ",", "within(", "high(", "98765432109876543210"];
        var random = new Random(20261122);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(3) == 0 ? alphabet[random.Next(alphabet.Length)].ToString() : words[random.Next(words.Length)] + (random.Next(2) == 0 ? " " : "")));
            if (i % 4 == 0) text = Broken(Written(random, 4, random.Next(2) == 0));
            var parsed = Expression.Parse(text);
            Assert.Equal(parsed.Ok, parsed.Value is not null);
            if (!parsed.Ok)
            {
                Assert.StartsWith("indicators.rule-", Assert.Single(parsed.Problems).Code, StringComparison.Ordinal);
                continue;
            }
            read++;
            parsed.Value!.Evaluate(_ => random.Next(4) switch { 0 => default, 1 => OneMetre.Indicators.Rules.Expressions.Reading.None, 2 => decimal.MinValue, _ => random.Next(5) });
            RoundTrip(parsed.Value);
        }
        Assert.InRange(read, 1000, 19_000);

        string Broken(string text) => random.Next(2) == 0 ? text : text.Remove(random.Next(text.Length), 1);
    }

    [Fact]
    public void What_is_written_reads_back_as_the_same()
    {
        var random = new Random(5);
        for (var i = 0; i < 3000; i++) RoundTrip(Parse(Written(random, 6, i % 2 == 0)));
        Assert.Equal("a - (b - c) - -1 <= 0.1 and not (x = 1 or y > 2)", Parse("((a)-(b -c)) - -1.0<=10% and not((x=1)or y>2)").ToString());
        Assert.Equal("a[age:0-4,sex:f]", Parse("a[sex:f, age:0-4]").ToString());
    }

    static void RoundTrip(Expression expression)
    {
        var again = Parse(expression.ToString());
        Assert.Equal(expression.ToString(), again.ToString());
        Assert.Equal(expression.ToJson().Replace(".0\"", "\"", StringComparison.Ordinal), again.ToJson().Replace(".0\"", "\"", StringComparison.Ordinal)); // 1.0 is written 1
        Assert.Equal(expression.Names, again.Names);
    }

    [Fact]
    public void It_tells_what_it_reads_and_whether_it_is_a_condition()
    {
        var rule = Parse("prev(a[sex:f]) + a * a <= if(present(b), target, 0)");
        Assert.True(rule.IsCondition);
        Assert.Equal([new("a", "sex:f", Look.Prev), new("a"), new("b"), new("target")], rule.Names);
        Assert.Equal("b", Assert.Single(rule.Strangers(e => e is "a" or "target")).Args[0]);
        Assert.False(Parse("a").IsCondition);
        Assert.Equal(17, Parse("rehab.age").Evaluate(_ => new(0, 17)).High);
    }

    /// <summary>A random well-formed rule, with more brackets than it needs.</summary>
    static string Written(Random random, int depth, bool condition)
    {
        if (condition) return random.Next(depth > 1 ? 6 : 2) switch
        {
            0 => $"{Number(1)} {Pick("<", "<=", ">", ">=", "=", "!=")} {Number(1)}",
            1 => $"present({Name()})",
            2 => $"not ({Truth()})",
            3 => $"within({Number(2)}, {Number(2)}, 5%)",
            _ => $"({Truth()}) {Pick("and", "or")} ({Truth()})",
        };
        return random.Next(depth > 1 ? 9 : 3) switch
        {
            0 => random.Next(2) == 0 ? random.Next(100).ToString(CultureInfo.InvariantCulture) : $"{random.Next(9)}.{random.Next(1, 10)}",
            1 or 2 => Name(),
            3 => $"-{Number(2)}",
            4 => $"{Pick("min", "max")}({Number(1)}, {Number(1)}, {Number(2)})",
            5 => random.Next(2) == 0 ? $"round({Number(1)}, {random.Next(4)})" : $"abs({Number(1)})",
            6 => $"if({Truth()}, {Number(1)}, {Number(1)})",
            _ => $"({Number(1)}) {Pick("+", "-", "*", "/")} ({Number(1)})",
        };

        string Number(int less) => depth - less > 0 ? Bracketed(Written(random, depth - less, false)) : "1";
        string Truth() => depth > 1 ? Written(random, depth - 1, true) : "a < 1";
        string Bracketed(string text) => random.Next(3) == 0 || text.StartsWith('-') || text.Contains(' ') ? $"({text})" : text;
        string Pick(params ReadOnlySpan<string> from) => from[random.Next(from.Length)];
        string Name() => Pick("a", "b.c", "children.0-14", "prev(a)", "a[sex:f]", "children(b.c[urban:r])", "base(a)", "target");
    }
}
