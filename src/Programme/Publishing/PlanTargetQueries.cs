using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Identity;

namespace OneMetre.Programme.Publishing;

/// <summary>Tells the indicators what the plans promise: everybody those of public plans, those who carry the programme all.</summary>
sealed class PlanTargetQueries(ProgrammeData data, PublicProgrammeData open, CurrentUser user) : IPlanTargets
{
    public async Task<IReadOnlyList<PlanTargets>> All(CancellationToken ct)
    {
        var plans = await (user.InProgramme ? data.Plans : open.Plans).AsNoTracking().OrderByDescending(p => p.StartYear).ThenByDescending(p => p.AppliedAt).ToListAsync(ct);
        var rows = (await (user.InProgramme ? data.PlanIndicators : open.Indicators).AsNoTracking().Where(i => i.IndicatorId != null).OrderBy(i => i.Number).ToListAsync(ct)).ToLookup(i => i.PlanId);
        return
        [
            .. plans.Select(p => new PlanTargets(p.Id, p.Title, p.RegionName, p.StartYear, p.EndYear,
                [.. rows[p.Id].DistinctBy(i => i.IndicatorId).Select(i => new PlanTarget(i.IndicatorId!, i.TargetText, i.Comparator, i.Value, i.ValueMax, i.Due, i.Domain, i.Block is { } block ? $"/plans/{p.Id}/source#b{block}" : $"/plans/{p.Id}/source"))])),
        ];
    }
}
