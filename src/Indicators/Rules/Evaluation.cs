namespace OneMetre.Indicators.Rules;

/// <summary>优秀, 良好, 合格, 不合格; the better grade is the smaller.</summary>
enum Grade { Excellent, Good, Pass, Fail }

/// <summary>The composite index from which a grade holds, up to the next one.</summary>
sealed record GradeBand(Grade Grade, decimal From);

/// <summary>How indicators are weighed: equal by domain and then by indicator, as experts gave them, or by entropy (熵权法), which rewards what differs most and is never used for rewards.</summary>
enum WeightMethod { Equal, Expert, Entropy }

/// <summary>The rules of an evaluation; Version is kept with every result. Weights are those of experts, by indicator, or worked out before by EntropyWeights; what has none counts 0. VetoGrade is the best that is left after a veto.</summary>
sealed record EvaluationRules(string Version)
{
    public WeightMethod Method { get; init; } = WeightMethod.Equal;
    public IReadOnlyDictionary<string, decimal> Weights { get; init; } = new Dictionary<string, decimal>();
    public IReadOnlyList<GradeBand> Grades { get; init; } = [new(Grade.Excellent, 90), new(Grade.Good, 80), new(Grade.Pass, 60), new(Grade.Fail, 0)];
    public Grade VetoGrade { get; init; } = Grade.Pass;
}

/// <summary>One indicator to be evaluated: its achievement from 0 to 100, null without data, and whether it met its target.</summary>
sealed record Scored(string Indicator, string Domain, decimal? Achievement, TargetMet Met)
{
    public static Scored Of(string indicator, string domain, Target target, Measured measured, AchievementForm form = AchievementForm.Ratio) =>
        new(indicator, domain, Rules.Achievement.Of(target, measured, form), target.Met(measured));
}

/// <summary>The weight that an indicator had; 0 where it was not counted.</summary>
sealed record Weighed(Scored Scored, decimal Weight);

/// <summary>An index and how much data is behind it: of the whole (Domain "") or of one domain.</summary>
sealed record CompositeIndex(string Domain, decimal? Value, int WithData, int All);

/// <summary>
/// What an evaluation came to: the index of the whole and of each domain, the grade and the grade before vetoes, how many indicators with data met their target, and the rules that made it.
/// Those without data stand beside the reaching rate and not in it (达标率 = met ÷ could be monitored).
/// </summary>
sealed record EvaluationResult(
    CompositeIndex Whole, IReadOnlyList<CompositeIndex> Domains, Grade? Grade, Grade? GradeBeforeVeto, IReadOnlyList<string> Vetoes,
    int Met, int WithData, int NoData, IReadOnlyList<Weighed> Parts, WeightMethod Method, string RulesVersion)
{
    /// <summary>0 to 100.</summary>
    public decimal? ReachingRate => WithData == 0 ? null : (decimal)Met / WithData * 100;

    /// <summary>Weights that come from the spread of the data reward luck: such a result must decide on nobody's reward.</summary>
    public bool MayReward => Method != WeightMethod.Entropy;
}

/// <summary>
/// Evaluates a region: I = Σ wᵢ·aᵢ / Σ wᵢ over the indicators with data (domain reference §3.3). The index is rounded to two digits, half away from zero, before it is graded, so that a printed 90.00 is never "good".
/// What-if is the same function with other weights.
/// </summary>
static class Evaluation
{
    /// <param name="vetoes">What happened that vetoes a better grade (一票否决), such as false data or a grave accident.</param>
    public static EvaluationResult Of(IReadOnlyList<Scored> indicators, EvaluationRules rules, IReadOnlyList<string>? vetoes = null)
    {
        var parts = indicators.Select(i => new Weighed(i, i.Achievement is null ? 0 : Weight(i, indicators, rules))).ToList();
        var whole = Index("", parts);
        var before = whole.Value is { } value ? rules.Grades.OrderByDescending(g => g.From).FirstOrDefault(g => value >= g.From)?.Grade : null;
        var grade = vetoes is { Count: > 0 } && before < rules.VetoGrade ? rules.VetoGrade : before;
        return new(
            whole, [.. parts.GroupBy(p => p.Scored.Domain).Select(d => Index(d.Key, [.. d]))], grade, before, vetoes ?? [],
            indicators.Count(i => i.Met == TargetMet.Met), indicators.Count(i => i.Met != TargetMet.NoData), indicators.Count(i => i.Met == TargetMet.NoData), parts, rules.Method, rules.Version);
    }

    // A domain keeps its share however many indicators it has; within it they are equal. What has no data leaves with its weight.
    static decimal Weight(Scored indicator, IReadOnlyList<Scored> all, EvaluationRules rules) => rules.Method == WeightMethod.Equal
        ? 1m / (all.Select(i => i.Domain).Distinct().Count() * all.Count(i => i.Domain == indicator.Domain))
        : Math.Max(0, rules.Weights.GetValueOrDefault(indicator.Indicator));

    static CompositeIndex Index(string domain, List<Weighed> parts)
    {
        var weight = parts.Sum(p => p.Weight);
        decimal? value = weight == 0 ? null : Math.Round(parts.Sum(p => p.Weight * (p.Scored.Achievement ?? 0)) / weight, 2, MidpointRounding.AwayFromZero);
        return new(domain, value, parts.Count(p => p.Scored.Achievement is not null), parts.Count);
    }
}

/// <summary>
/// Weights from how much the regions differ: with p = a / Σa over m regions, entropy e = −Σ p·ln p / ln m, weight = (1 − e) / Σ(1 − e) (entropy weight method, after Shannon 1948).
/// A column with fewer than two figures, all zeros or all the same tells nothing and weighs 0; when all do, there are no weights.
/// </summary>
static class EntropyWeights
{
    /// <param name="columns">By indicator: the achievements of the regions, 0 to 100, null without data.</param>
    public static IReadOnlyDictionary<string, decimal> Of(IReadOnlyDictionary<string, IReadOnlyList<decimal?>> columns)
    {
        var spread = columns.ToDictionary(c => c.Key, c => Spread([.. c.Value.OfType<decimal>().Select(a => (double)Math.Max(0, a))]));
        var all = spread.Values.Sum();
        return spread.ToDictionary(s => s.Key, s => all == 0 ? 0 : Math.Round((decimal)(s.Value / all), 10));
    }

    static double Spread(double[] column)
    {
        var sum = column.Sum();
        if (column.Length < 2 || sum == 0 || column.All(a => a == column[0])) return 0;
        var entropy = -column.Where(a => a > 0).Sum(a => a / sum * Math.Log(a / sum)) / Math.Log(column.Length);
        return Math.Max(0, 1 - entropy);
    }
}
