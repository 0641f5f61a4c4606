using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Publishing;

/// <summary>Answers the portal: each list in a fixed number of queries, whatever its length.</summary>
sealed class PublicQueries(PublicProgrammeData data, ReadPromise readPromise, TimeProvider time) : IPublicPromises
{
    public async Task<IReadOnlyList<PublicPlan>> Plans(CancellationToken ct)
    {
        var year = ChinaTime.Today(time).Year;
        var plans = await data.Plans.AsNoTracking()
            .Select(p => new PublicPlan(p.Id, p.Title, p.DocNumber ?? p.DocNumberRaw, p.Issuer, p.IssuedOn, p.RegionName, p.StartYear, p.EndYear)).ToListAsync(ct);
        return [.. plans.OrderByDescending(p => p.StartYear <= year && (p.EndYear ?? p.StartYear) >= year)
            .ThenByDescending(p => p.StartYear).ThenByDescending(p => p.IssuedOn).ThenBy(p => p.Id)];
    }

    public async Task<PublicStanding> Standing(Guid plan, CancellationToken ct)
    {
        var domains = await data.Domains.AsNoTracking().Where(d => d.PlanId == plan).OrderBy(d => d.SortOrder).Select(d => new { d.Id, d.Label, d.Name }).ToListAsync(ct);
        var counts = await data.Promises.Where(t => t.PlanId == plan)
            .GroupBy(t => new { t.DomainId, t.Light, Completed = t.State == TaskState.Completed })
            .Select(g => new Count(g.Key.DomainId, g.Key.Light, g.Key.Completed, g.Count())).ToListAsync(ct);

        var known = domains.Select(d => d.Id).ToHashSet();
        var standing = domains.Select(d => new PublicDomain(d.Id, d.Label, d.Name, Sum(counts.Where(c => c.Domain == d.Id))))
            .Append(new(null, null, "", Sum(counts.Where(c => c.Domain is not { } id || !known.Contains(id))))).Where(d => d.Counts.All > 0);
        return new(Sum(counts), [.. standing]);
    }

    sealed record Count(Guid? Domain, Light Light, bool Completed, int Number);

    static PublicCounts Sum(IEnumerable<Count> counts)
    {
        var all = counts.ToList();
        return new(At(Light.Green), At(Light.Yellow), At(Light.Orange), At(Light.Red), At(Light.Grey), all.Where(c => c.Completed).Sum(c => c.Number));
        int At(Light light) => all.Where(c => c.Light == light).Sum(c => c.Number);
    }

    public async Task<IReadOnlyList<PublicPromise>> WithFigures(Guid plan, int most, CancellationToken ct)
    {
        // Plain words first, because someone chose to write them for this page; among them what has a reported figure.
        var ids = await data.TargetsOf(plan).Where(x => x.Target.Value != null)
            .OrderByDescending(x => x.Target.CurrentValue != null).ThenByDescending(x => x.Promise.PlainTitle != null).ThenBy(x => x.Promise.SortOrder)
            .Select(x => x.Promise.Id).Take(most * 2).ToListAsync(ct);
        var chosen = ids.Distinct().Take(most).ToList();
        var listed = await Listed(data.Promises.Where(t => chosen.Contains(t.Id)), ct);
        return [.. listed.OrderBy(p => chosen.IndexOf(p.Id))];
    }

    public async Task<PublicPromises> Find(PublicSearch search, CancellationToken ct)
    {
        var found = data.Promises.Where(t => t.PlanId == search.Plan);
        if (search.Domain is { } domain) found = found.Where(t => t.DomainId == domain);
        if (search.Light is { } light) found = found.Where(t => t.Light == light);
        foreach (var word in Words(search.Words))
        {
#pragma warning disable CA1304, CA1311, CA1862 // ToLower is the database's own; the stored text is already in lower case.
            found = found.Where(t => t.SearchText.Contains(word) || (t.PlainTitle != null && t.PlainTitle.ToLower().Contains(word)) || (t.PlainTitleEn != null && t.PlainTitleEn.ToLower().Contains(word)));
#pragma warning restore CA1304, CA1311, CA1862
        }
        var total = await found.CountAsync(ct);
        var items = await Listed(found.OrderBy(t => t.SortOrder).ThenBy(t => t.Id).Skip((Math.Max(1, search.Page) - 1) * search.Size).Take(search.Size), ct);
        return new(items, total);
    }

    static IEnumerable<string> Words(string? asked) =>
        (asked ?? "").ToLowerInvariant().Split([' ', '\u3000', '，', ',', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5);

    public Task<PublicPromiseDetail?> Read(Guid promise, CancellationToken ct) => readPromise.Run(promise, ct);

    public async Task<IReadOnlyList<PublicIndicatorTarget>> IndicatorTargets(Guid plan, CancellationToken ct) =>
        await data.Indicators.AsNoTracking().Where(i => i.PlanId == plan).OrderBy(i => i.Number)
            .Select(i => new PublicIndicatorTarget(i.Number, i.Domain, i.Name, i.MeasureUnit, i.TargetText, i.Due, i.UnitsText, i.IndicatorId)).ToListAsync(ct);

    async Task<IReadOnlyList<PublicPromise>> Listed(IQueryable<ProgrammeTask> chosen, CancellationToken ct)
    {
        var tasks = await chosen.AsNoTracking().Select(t => new
        {
            t.Id,
            t.Label,
            Title = t.PlainTitle ?? t.Title,
            t.PlainTitleEn,
            t.DomainId,
            t.Light,
            t.LightReason,
            t.State,
            t.Due,
            t.LastNewsAt,
        }).ToListAsync(ct);
        var ids = tasks.Select(t => t.Id).ToList();
        var domainIds = tasks.Select(t => t.DomainId).Distinct().ToList();

        var domains = await data.Domains.Where(d => domainIds.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, ct);
        var figures = (await data.Targets.AsNoTracking().Where(x => ids.Contains(x.TaskId)).ToListAsync(ct)).ToLookup(x => x.TaskId);
        var units = (await data.Units.Where(u => ids.Contains(u.TaskId) && u.Role == UnitRole.Lead)
            .OrderByDescending(u => u.Primary).ThenBy(u => u.SortOrder)
            .Select(u => new { u.TaskId, Name = data.RegisteredUnits.Where(r => r.Id == u.UnitId).Select(r => r.ShortName).FirstOrDefault() ?? u.PrintedName }).ToListAsync(ct))
            .ToLookup(u => u.TaskId, u => u.Name);

        return [.. tasks.Select(t => new PublicPromise(
            t.Id, t.Label, t.Title, t.PlainTitleEn, t.DomainId is { } d ? domains.GetValueOrDefault(d) : null, t.Light, t.LightReason, PublicForm.Course(t.State),
            t.Due, t.LastNewsAt is { } at ? ChinaTime.DayOf(at) : null, PublicForm.Headline(figures[t.Id]), [.. units[t.Id].Distinct()]))];
    }
}
