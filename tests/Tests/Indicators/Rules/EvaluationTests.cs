using OneMetre.Indicators.Rules;

namespace OneMetre.Tests.Indicators.Rules;

public class EvaluationTests
{
    static Scored One(string id, string domain, decimal? score) => new(id, domain, score, score switch { null => TargetMet.NoData, 100 => TargetMet.Met, _ => TargetMet.NotMet });
    static readonly EvaluationRules Plain = new("2026-1");
    static EvaluationRules Weights(params (string, decimal)[] weights) => new("2026-1") { Method = WeightMethod.Expert, Weights = weights.ToDictionary(w => w.Item1, w => w.Item2) };

    [Fact]
    public void Domains_weigh_the_same_and_then_the_indicators_in_them()
    {
        var result = Evaluation.Of([One("a", "x", 100), One("b", "y", 50), One("c", "y", 70)], Plain);
        Assert.Equal(80, result.Whole.Value);
        Assert.Equal([("x", 100), ("y", 60)], result.Domains.Select(d => (d.Domain, (int)d.Value!)));
        Assert.Equal((Grade.Good, "2026-1"), (result.Grade, result.RulesVersion));
    }

    [Fact]
    public void What_has_no_data_leaves_the_sum_and_is_shown()
    {
        var result = Evaluation.Of([One("a", "x", 100), One("b", "y", null), One("c", "y", 70)], Plain);
        Assert.Equal(90, result.Whole.Value); // (½·100 + ¼·70) ÷ ¾
        Assert.Equal((2, 3, 1, 50), (result.Whole.WithData, result.Whole.All, result.NoData, (int)result.ReachingRate!));
        var nothing = Evaluation.Of([One("a", "x", null)], Plain);
        Assert.Equal((null, null, null), (nothing.Whole.Value, nothing.Grade, nothing.ReachingRate));
    }

    [Fact]
    public void Of_33_that_could_be_monitored_31_met_is_93_9_percent()
    {
        var indicators = Enumerable.Range(0, 36).Select(i => One($"{i}", "x", i < 31 ? 100 : i < 33 ? 40 : null)).ToList();
        Assert.Equal(93.9m, Formula.Shown(Evaluation.Of(indicators, Plain).ReachingRate!.Value, 1));
    }

    [Theory]
    [InlineData(90, Grade.Excellent)]
    [InlineData(89.99, Grade.Good)]
    [InlineData(89.996, Grade.Excellent)] // printed 90.00
    [InlineData(80, Grade.Good)]
    [InlineData(79.99, Grade.Pass)]
    [InlineData(60, Grade.Pass)]
    [InlineData(59.99, Grade.Fail)]
    [InlineData(0, Grade.Fail)]
    public void The_grade_follows_the_printed_index(double score, object grade) => Assert.Equal((Grade)grade, Evaluation.Of([One("a", "x", (decimal)score)], Plain).Grade);

    [Fact]
    public void A_veto_leaves_a_pass_at_best_and_lifts_nobody()
    {
        var good = Evaluation.Of([One("a", "x", 95)], Plain, ["false data"]);
        Assert.Equal((Grade.Pass, Grade.Excellent, 95), (good.Grade, good.GradeBeforeVeto, (int)good.Whole.Value!));
        Assert.Equal(Grade.Fail, Evaluation.Of([One("a", "x", 30)], Plain, ["false data"]).Grade);
    }

    [Fact]
    public void What_if_is_the_same_with_other_weights()
    {
        List<Scored> indicators = [One("a", "x", 100), One("b", "x", 50)];
        Assert.Equal(75, Evaluation.Of(indicators, Plain).Whole.Value);
        Assert.Equal(90, Evaluation.Of(indicators, Weights(("a", 4), ("b", 1))).Whole.Value);
        Assert.Equal(50, Evaluation.Of(indicators, Weights(("b", 1))).Whole.Value);
        Assert.Null(Evaluation.Of(indicators, Weights()).Whole.Value);
    }

    [Fact]
    public void Entropy_weighs_what_differs_and_nothing_else()
    {
        var weights = EntropyWeights.Of(new Dictionary<string, IReadOnlyList<decimal?>>
        {
            ["same"] = [50, 50, 50], ["zero"] = [0, 0, 0], ["one"] = [70, null, null], ["some"] = [80, 90, 100], ["much"] = [5, 50, 100],
        });
        Assert.Equal([0, 0, 0], new[] { weights["same"], weights["zero"], weights["one"] });
        Assert.True(weights["much"] > weights["some"] && weights["some"] > 0);
        Assert.Equal(1, weights.Values.Sum(), 8);
        Assert.All(EntropyWeights.Of(new Dictionary<string, IReadOnlyList<decimal?>> { ["same"] = [1, 1] }).Values, w => Assert.Equal(0, w));
        Assert.False(Evaluation.Of([One("a", "x", 95)], new("2026-1") { Method = WeightMethod.Entropy, Weights = new Dictionary<string, decimal> { ["a"] = 1 } }).MayReward);
    }

    [Fact]
    public void The_index_lies_between_its_worst_and_its_best_part_and_rises_with_each()
    {
        var random = new Random(23);
        for (var i = 0; i < 2000; i++)
        {
            List<Scored> indicators = [.. Enumerable.Range(0, random.Next(1, 12)).Select(n => One($"{n}", $"{random.Next(3)}", random.Next(6) == 0 ? null : random.Next(0, 1001) / 10m))];
            var rules = random.Next(2) == 0 ? Plain : Weights([.. indicators.Select(s => (s.Indicator, (decimal)random.Next(1, 9)))]);
            var result = Evaluation.Of(indicators, rules);
            var known = indicators.Select(s => s.Achievement).OfType<decimal>().ToList();
            Assert.Equal((known.Count == 0, known.Count), (result.Whole.Value is null, result.Whole.WithData));
            if (known.Count == 0) continue;
            Assert.InRange(result.Whole.Value!.Value, known.Min(), known.Max());
            var at = indicators.FindIndex(s => s.Achievement is < 90);
            if (at < 0) continue;
            indicators[at] = indicators[at] with { Achievement = indicators[at].Achievement + 10 };
            Assert.True(Evaluation.Of(indicators, rules).Whole.Value >= result.Whole.Value);
        }
    }
}
