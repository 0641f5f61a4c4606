using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Evaluating;

/// <summary>One indicator as it was scored: domain of the plan, or else of the catalogue; figure, target, achievement, and the submissions that the figure came from. Spread: the achievements of the counties in the same period, without their names, for weights by entropy.</summary>
sealed record KeptScore(
    string Indicator, string Name, string NameEn, string Domain, string MeasureUnit, int Digits, string TargetText, string? TargetLink,
    decimal? Value, decimal? High, decimal? Previous, decimal? Numerator, decimal? Denominator, int Have, int Expected, IReadOnlyList<string> Missing,
    decimal? Achievement, TargetMet Met, IReadOnlyList<decimal?> Spread, IReadOnlyList<Guid> Submissions)
{
    /// <summary>A figure behind which not every region stands is shown and not scored.</summary>
    public bool Whole => Have >= Expected;

    /// <summary>For whoever may not see the figure: neither it nor anything that tells of it.</summary>
    public KeptScore Blanked() => this with { Value = null, High = null, Previous = null, Numerator = null, Denominator = null, Have = 0, Expected = 0, Missing = [], Achievement = null, Met = TargetMet.NoData, Spread = [], Submissions = [] };
}

/// <summary>What capped the grade, and why it was held to have happened.</summary>
sealed record KeptVeto(string What, string Reason);

/// <summary>
/// An evaluation with all that it rests on: the version of the rules, their weights and grades, and every score. It is worked out again from this alone, years later and whatever has become of the figures.
/// </summary>
sealed record KeptEvaluation(
    string RulesVersion, WeightMethod Method, AchievementForm Form, IReadOnlyDictionary<string, decimal> Weights, IReadOnlyList<GradeBand> Grades, IReadOnlyList<KeptVeto> Vetoes, IReadOnlyList<KeptScore> Scores)
{
    static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string Write() => JsonSerializer.Serialize(this, Json);
    public static KeptEvaluation Read(string json) => JsonSerializer.Deserialize<KeptEvaluation>(json, Json)!;

    public EvaluationResult Result => With(Method, Weights);

    /// <summary>What it would have come to with other weights; entropy takes its own.</summary>
    public EvaluationResult With(WeightMethod method, IReadOnlyDictionary<string, decimal> weights) => Evaluation.Of(
        [.. Scores.Select(s => new Scored(s.Indicator, s.Domain, s.Achievement, s.Met))],
        new(RulesVersion) { Method = method, Weights = method == WeightMethod.Entropy ? Entropy(Scores) : weights, Grades = Grades },
        [.. Vetoes.Select(v => v.What)]);

    public static IReadOnlyDictionary<string, decimal> Entropy(IEnumerable<KeptScore> scores) => EntropyWeights.Of(scores.ToDictionary(s => s.Indicator, s => s.Spread));
}

/// <summary>The parts of a scheme that are kept as JSON.</summary>
static class SchemeParts
{
    static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() }, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Write<T>(T part) => JsonSerializer.Serialize(part, Json);
    public static Dictionary<string, decimal> Weights(Model.EvaluationScheme scheme) => JsonSerializer.Deserialize<Dictionary<string, decimal>>(scheme.Weights, Json) ?? [];
    public static IReadOnlyList<string> Vetoes(Model.EvaluationScheme scheme) => JsonSerializer.Deserialize<List<string>>(scheme.Vetoes, Json) ?? [];
    public static IReadOnlyList<GradeBand> Grades(Model.EvaluationScheme scheme) => [.. (JsonSerializer.Deserialize<Dictionary<Grade, decimal>>(scheme.Grades, Json) ?? []).OrderBy(g => g.Key).Select(g => new GradeBand(g.Key, g.Value))];
}
