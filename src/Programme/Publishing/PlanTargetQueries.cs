using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Publishing;

/// <summary>Tells the indicators what the plans promise: everybody those of public plans, those who carry the programme all.</summary>
sealed class PlanTargetQueries(ProgrammeData data, PublicProgrammeData open, CurrentUser user) : IPlanTargets
{
    public Task<IReadOnlyList<PlanTargets>> All(CancellationToken ct) => user.InProgramme ? Of(data.Plans, data.PlanIndicators, ct) : InPublic(ct);
    public Task<IReadOnlyList<PlanTargets>> InPublic(CancellationToken ct) => Of(open.Plans, open.Indicators, ct);

    static async Task<IReadOnlyList<PlanTargets>> Of(IQueryable<Plan> visible, IQueryable<PlanIndicator> indicators, CancellationToken ct)
    {
        var plans = await visible.AsNoTracking().OrderByDescending(p => p.StartYear).ThenByDescending(p => p.AppliedAt).ToListAsync(ct);
        var rows = (await indicators.AsNoTracking().Where(i => i.IndicatorId != null).OrderBy(i => i.Number).ToListAsync(ct)).ToLookup(i => i.PlanId);
        return
        [
            .. plans.Select(p => new PlanTargets(p.Id, p.Title, p.RegionName, p.StartYear, p.EndYear,
                [.. rows[p.Id].DistinctBy(i => i.IndicatorId).Select(i => new PlanTarget(i.IndicatorId!, i.TargetText, i.Comparator, i.Value, i.ValueMax, i.Due, i.Domain, i.Block is { } block ? $"/plans/{p.Id}/source#b{block}" : $"/plans/{p.Id}/source"))])),
        ];
    }
}
