using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Welcoming;

/// <summary>What the city shows first: how its promises to children stand, and the ones that people can picture. Null while there is no public plan.</summary>
sealed class OpenHome(IPublicPromises promises)
{
    public const int Shown = 6;

    public sealed record View(PublicPlan Plan, IReadOnlyList<PublicPlan> Others, PublicStanding Standing, IReadOnlyList<PublicPromise> WithFigures);

    public async Task<View?> Run(CancellationToken ct)
    {
        var plans = await promises.Plans(ct);
        if (plans is not [var plan, ..]) return null;
        return new(plan, [.. plans.Skip(1)], await promises.Standing(plan.Id, ct), await promises.WithFigures(plan.Id, Shown, ct));
    }
}
