using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>The questions of the screening in the city's own words; without any, the product's eight stand. How many of them make which depth is a rule of ours (domain reference §7.4) and stays.</summary>
sealed record ImpactRules(IReadOnlyList<string>? Questions = null)
{
    public const string Key = "programme.impact";
    public const int Count = 8, LongestQuestion = 120;

    const string Product = "programme.impact-question-";

    /// <summary>The questions as they are kept beside an answer: the city's own words, or the codes of the product's, which read in every language.</summary>
    public IReadOnlyList<string> Asked => Questions is { Count: Count } own ? own : [.. Enumerable.Range(1, Count).Select(n => Product + n.ToString(CultureInfo.InvariantCulture))];

    /// <summary>A question in the language of the reader, where word gives the text of a code.</summary>
    public static string Say(string question, Func<string, string> word) => question.Length == Product.Length + 1 && question.StartsWith(Product, StringComparison.Ordinal) && question[^1] is >= '1' and <= '8' ? word(question) : question;

    /// <summary>A short mark of the questions, to know whether somebody answered these.</summary>
    public string Mark => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Asked))))[..16];

    public IReadOnlyList<string> In(Texts texts) => [.. Asked.Select(q => Say(q, code => texts[code]))];
}

/// <summary>What is usually looked at first in each kind of decision: the scope that a new assessment begins with. A proposal of ours, which the unit changes.</summary>
static class ImpactTemplates
{
    public static IReadOnlyList<(ImpactGroup Group, ChildRight Right)> Scope(ImpactKind kind) => kind switch
    {
        ImpactKind.Plan => [(ImpactGroup.Age3To6, ChildRight.Development), (ImpactGroup.Age6To12, ChildRight.GrowthSpace), (ImpactGroup.Age12To18, ChildRight.Participation), (ImpactGroup.Disabled, ChildRight.PublicServices), (ImpactGroup.Migrant, ChildRight.PublicServices)],
        ImpactKind.Policy => [(ImpactGroup.Age6To12, ChildRight.SocialPolicy), (ImpactGroup.Age12To18, ChildRight.RightsProtection), (ImpactGroup.Poor, ChildRight.Survival), (ImpactGroup.LeftBehind, ChildRight.Protection), (ImpactGroup.Migrant, ChildRight.PublicServices)],
        ImpactKind.Project => [(ImpactGroup.Age0To3, ChildRight.Survival), (ImpactGroup.Age6To12, ChildRight.Protection), (ImpactGroup.Age12To18, ChildRight.Participation), (ImpactGroup.Disabled, ChildRight.GrowthSpace)],
        ImpactKind.Budget => [(ImpactGroup.Age0To3, ChildRight.Development), (ImpactGroup.Poor, ChildRight.Survival), (ImpactGroup.Disabled, ChildRight.PublicServices), (ImpactGroup.LeftBehind, ChildRight.SocialPolicy)],
        _ => [(ImpactGroup.Age0To3, ChildRight.GrowthSpace), (ImpactGroup.Age6To12, ChildRight.GrowthSpace), (ImpactGroup.Age12To18, ChildRight.GrowthSpace), (ImpactGroup.Girls, ChildRight.Protection), (ImpactGroup.Disabled, ChildRight.GrowthSpace)],
    };
}

/// <summary>The scope as it is kept: cells of group and right, each once, in the order of the table. What is no cell is left out.</summary>
static class ImpactScope
{
    public static IReadOnlyList<(ImpactGroup Group, ChildRight Right)> Read(IEnumerable<string?> cells) =>
        [.. cells.Select(Cell).OfType<(ImpactGroup, ChildRight)>().Distinct().OrderBy(c => c.Item1).ThenBy(c => c.Item2)];

    public static IReadOnlyList<(ImpactGroup Group, ChildRight Right)> Of(ImpactAssessment impact) => Read(impact.Scope.Split(' '));
    public static string Write(IEnumerable<(ImpactGroup Group, ChildRight Right)> cells) => string.Join(' ', cells.Select(c => Code(c.Group, c.Right)));
    public static string Code(ImpactGroup group, ChildRight right) => $"{group}.{right}";

    static (ImpactGroup, ChildRight)? Cell(string? text) =>
        text?.Split('.') is [var group, var right] && Named.Is(group, out ImpactGroup g) && Named.Is(right, out ChildRight r) ? (g, r) : null;
}

/// <summary>What a matrix comes to for one option: how much is for children, how much against, and how many of the harms nobody has taken on.</summary>
sealed record ImpactTotal(int Option, int Good, int Harm, int Rows, int Open, int Worst);

/// <summary>The sums of a matrix. Weight = effect × likelihood × duration, so from −27 to +27. Pure.</summary>
static class ImpactSummary
{
    public static int Weight(ImpactRow row) => row.Effect * row.Likelihood * row.Duration;

    /// <summary>Worst first; of equals the better proven first, then in the order of the table.</summary>
    public static IEnumerable<ImpactRow> Sorted(IEnumerable<ImpactRow> rows) => rows.OrderBy(Weight).ThenBy(r => r.Grade).ThenBy(r => r.Option).ThenBy(r => r.Group).ThenBy(r => r.Right);

    /// <summary>Option by option. A harm is open without a measure that has an owner and a day.</summary>
    public static IReadOnlyList<ImpactTotal> Of(IEnumerable<ImpactRow> rows) =>
    [
        .. rows.GroupBy(r => r.Option).OrderBy(g => g.Key).Select(g => new ImpactTotal(g.Key, g.Sum(r => Math.Max(0, Weight(r))), -g.Sum(r => Math.Min(0, Weight(r))), g.Count(),
            g.Count(r => r.Effect < 0 && (r.Mitigation is null || r.Owner is null || r.MitigateBy is null)), g.Min(Weight))),
    ];
}

/// <summary>What makes a text hard for a child of ten: long sentences, and words of the office. A hint, never a refusal.</summary>
static class PlainHints
{
    /// <summary>Characters that a child of ten reads in one breath; an estimate of ours.</summary>
    public const int LongestSentence = 30;

    static readonly string[] Hard = ["统筹", "推进", "机制", "落实", "优化", "提升", "体系", "强化", "保障", "部署", "举措", "协同", "赋能", "指标", "评价", "实施", "规划", "政策", "治理", "有关部门"];

    public static (int LongSentences, IReadOnlyList<string> Words) Of(string text) =>
        (text.Split(['。', '！', '？', '；', '\n', '!', '?']).Count(s => new StringInfo(s.Trim()).LengthInTextElements > LongestSentence && s.Any(c => c > 0x2E80)), [.. Hard.Where(w => text.Contains(w, StringComparison.Ordinal))]);
}
