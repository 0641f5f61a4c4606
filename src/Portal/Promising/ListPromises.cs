using OneMetre.Platform.Results;
using OneMetre.Programme.Contract;

namespace OneMetre.Portal.Promising;

/// <summary>The promises of one plan, by domain, narrowed by light and words. Null when there is no such public plan, or none at all.</summary>
sealed class ListPromises(IPublicPromises promises)
{
    public const int PageSize = 30;

    public sealed record View(PublicPlan Plan, IReadOnlyList<PublicPlan> Plans, PublicStanding Standing, PublicDomain? Domain, PublicPromises Found, int Page);

    public async Task<View?> Run(Guid? wanted, string? words, Guid? domain, Light? light, int page, CancellationToken ct, int size = PageSize)
    {
        var plans = await promises.Plans(ct);
        if (plans.FirstOrDefault(p => wanted is null || p.Id == wanted) is not { } plan) return null;
        var standing = await promises.Standing(plan.Id, ct);
        var found = await promises.Find(new(plan.Id, words, domain, light, page, size), ct);
        return new(plan, plans, standing, standing.Domains.FirstOrDefault(d => d.Id == domain && domain is not null), found, page);
    }
}
