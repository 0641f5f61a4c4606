using OneMetre.Portal.Promising;
using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Welcoming;

/// <summary>What the city shows first: how its promises to children stand, and the ones that people can picture. Null while there is no public plan.</summary>
sealed class OpenHome(IPublicPromises promises)
{
    public const int Shown = 6;
    const int Candidates = 60;

    public sealed record View(PublicPlan Plan, IReadOnlyList<PublicPlan> Others, PublicStanding Standing, IReadOnlyList<PublicPromise> WithFigures);

    /// <summary>One of each thing that people ask about, in the order of <see cref="PromiseWords.Topics"/>; then the plan's own order.</summary>
    static List<PublicPromise> Chosen(IReadOnlyList<PublicPromise> candidates)
    {
        var chosen = new List<PublicPromise>();
        foreach (var topic in PromiseWords.Topics.Take(Shown))
            if (candidates.FirstOrDefault(c => c.Figure?.Current is not null && PromiseWords.Topic(c) == topic) is { } promise) chosen.Add(promise);
        chosen.AddRange(candidates.Except(chosen).Take(Shown - chosen.Count));
        return chosen;
    }

    public async Task<View?> Run(CancellationToken ct)
    {
        var plans = await promises.Plans(ct);
        if (plans is not [var plan, ..]) return null;
        return new(plan, [.. plans.Skip(1)], await promises.Standing(plan.Id, ct), Chosen(await promises.WithFigures(plan.Id, Candidates, ct)));
    }
}
