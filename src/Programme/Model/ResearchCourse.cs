using OneMetre.Platform.Results;

namespace OneMetre.Programme.Model;

/// <summary>What a bid came to: how many have judged it, the average of their weighted marks, and how far the highest lies from the lowest.</summary>
sealed record BidScore(int Given, decimal Average, decimal Spread)
{
    /// <summary>Null while nobody has judged it. Who has not is left out and never counts as nought; who comes first does not matter. Pure.</summary>
    /// <param name="weights">Of 100, in the order of the criteria.</param>
    /// <param name="marks">Of each reviewer, in the order of the criteria; null where none were given.</param>
    public static BidScore? Of(IReadOnlyList<int> weights, IEnumerable<IReadOnlyList<int>?> marks)
    {
        var totals = marks.OfType<IReadOnlyList<int>>().Select(m => Total(weights, m)).ToList();
        return totals.Count == 0 ? null : new(totals.Count, decimal.Round(totals.Sum() / totals.Count, 2, MidpointRounding.AwayFromZero), totals.Max() - totals.Min());
    }

    public static decimal Total(IReadOnlyList<int> weights, IReadOnlyList<int> marks) => weights.Zip(marks, (w, m) => w * m).Sum() / 100m;
}

/// <summary>Who may do what with a topic, and what its days say. Pure.</summary>
static class ResearchCourse
{
    /// <summary>How many days before its day a topic shows yellow, and how many after it red.</summary>
    public const int Soon = 30, VeryLate = 30;

    /// <param name="over">The last day for bids is past.</param>
    public static IReadOnlyList<ResearchStepKind> OfOffice(ResearchState state, bool over) => state switch
    {
        ResearchState.Draft => [ResearchStepKind.Withdraw],
        ResearchState.Open => over ? [ResearchStepKind.Review, ResearchStepKind.Pass, ResearchStepKind.Withdraw] : [ResearchStepKind.Withdraw],
        ResearchState.Reviewing => [ResearchStepKind.Award, ResearchStepKind.Pass, ResearchStepKind.Withdraw],
        ResearchState.Awarded => [ResearchStepKind.Extend, ResearchStepKind.Withdraw],
        ResearchState.HandedIn => [ResearchStepKind.Accept, ResearchStepKind.SendBack],
        _ => [],
    };

    /// <summary>Of the unit that was awarded the topic.</summary>
    public static IReadOnlyList<ResearchStepKind> OfUnit(ResearchState state) => state == ResearchState.Awarded ? [ResearchStepKind.HandIn, ResearchStepKind.Interim] : [];

    public static bool NeedsWords(ResearchStepKind step) => step is not (ResearchStepKind.Review or ResearchStepKind.Award or ResearchStepKind.Accept);

    public static Light LightOf(ResearchState state, DateOnly? due, DateOnly today) => state switch
    {
        ResearchState.Accepted => Light.Green,
        ResearchState.Awarded when due is { } day => day < today.AddDays(-VeryLate) ? Light.Red : day < today ? Light.Orange : day <= today.AddDays(Soon) ? Light.Yellow : Light.Green,
        ResearchState.Open or ResearchState.HandedIn => Light.Yellow,
        _ => Light.Grey,
    };
}
