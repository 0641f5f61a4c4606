using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Evaluating;

/// <summary>One evaluation in the list, the newest first: not the best. Index and grade are null for whoever does not oversee the region.</summary>
sealed record EvaluationLine(Guid Id, string Scheme, int Number, string Region, Period Period, decimal? Index, Grade? Grade, string By, DateTime At);

sealed record EvaluationsView(IReadOnlyList<EvaluationScheme> Schemes, IReadOnlyList<EvaluationLine> Runs, int Total);

/// <summary>A scheme with what can be chosen for it: the indicators that the plans promise, and for a run the regions and years.</summary>
sealed record SchemeView(EvaluationScheme Scheme, IReadOnlyList<KnownIndicator> Promised, IReadOnlyList<Region> Regions, IReadOnlyList<Period> Years, bool Drafted);

/// <summary>An evaluation as it was made, and what it would have come to with the weights that the address asks for. Nothing of the second is kept.</summary>
/// <param name="Hidden">The indicators whose figures the reader may not see: their scores are blank in Kept, and no other weights can be tried.</param>
sealed record EvaluationView(EvaluationRun Run, EvaluationScheme Scheme, string Region, KeptEvaluation Kept, EvaluationResult Result, WhatIf Asked, EvaluationResult? Other, IReadOnlySet<string> Hidden)
{
    /// <summary>Index, grade and reaching rate are sums over scores whose weights are known: beside what is shown, and with other runs, they would tell what is hidden.</summary>
    public bool MaySum => Hidden.Count == 0;

    public bool MaySumOf(string domain) => !Kept.Scores.Any(s => s.Domain == domain && Hidden.Contains(s.Indicator));
}

/// <summary>Other weights, as the address says them: ?method=expert&amp;w.InfantMort=2.</summary>
sealed record WhatIf(WeightMethod Method, IReadOnlyDictionary<string, decimal> Weights)
{
    /// <summary>Null where nothing is asked.</summary>
    public static WhatIf? From(IQueryCollection query) => Enum.TryParse<WeightMethod>(query["method"], ignoreCase: true, out var method) && Enum.IsDefined(method) && query["method"].ToString().All(char.IsAsciiLetter)
        ? new(method, query.Where(q => q.Key.StartsWith("w.", StringComparison.Ordinal)).Select(q => (q.Key[2..], Weight: Typed.Figure(q.Value, out var weight) && weight is >= 0 and <= 10_000 ? weight.Value : 0)).ToDictionary(w => w.Item1, w => w.Weight)) : null;
}

/// <summary>The schemes and the evaluations that the user may see.</summary>
sealed class ReadEvaluations(IndicatorsData data, ReadFigures figures, Platform.Identity.CurrentUser user)
{
    public const int PageSize = 30;

    public async Task<EvaluationsView> All(int page, CancellationToken ct)
    {
        var runs = await (from run in data.Evaluations.AsNoTracking()
                          join scheme in data.Schemes on run.SchemeId equals scheme.Id
                          orderby run.At descending, run.Id
                          select new { run.Id, scheme.Name, scheme.Number, run.RegionCode, run.Period, run.Index, run.Grade, run.PersonName, run.UnitName, run.At }).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var codes = runs.Select(r => r.RegionCode).Distinct().ToList();
        var regions = await Names(codes, ct);
        return new(await data.Schemes.AsNoTracking().OrderBy(s => s.Name).ThenByDescending(s => s.Number).ToListAsync(ct),
            [.. runs.Select(r => new EvaluationLine(r.Id, r.Name, r.Number, regions.GetValueOrDefault(r.RegionCode) ?? r.RegionCode, r.Period, data.Oversees && r.RegionCode.StartsWith(user.RegionPrefix, StringComparison.Ordinal) ? r.Index : null, data.Oversees && r.RegionCode.StartsWith(user.RegionPrefix, StringComparison.Ordinal) ? r.Grade : null, $"{r.UnitName} {r.PersonName}", r.At))], await data.Evaluations.CountAsync(ct));
    }

    /// <summary>What a new scheme can weigh.</summary>
    public async Task<IReadOnlyList<KnownIndicator>> Promised(CancellationToken ct) => [.. (await figures.Own(ct)).Indicators.Where(i => i.Target is not null)];

    public async Task<SchemeView?> Scheme(Guid id, CancellationToken ct)
    {
        if (await data.Schemes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scheme) return null;
        var view = await figures.Own(ct);
        var drafted = await data.Schemes.AnyAsync(s => s.Name == scheme.Name && s.State == SchemeState.Draft, ct);
        return new(scheme, [.. view.Indicators.Where(i => i.Target is not null)], [.. view.Counties.Prepend(view.Top).Where(r => r.Code.StartsWith(user.RegionPrefix, StringComparison.Ordinal))], [.. view.Years.Reverse()], drafted);
    }

    public async Task<EvaluationView?> One(Guid id, WhatIf? asked, CancellationToken ct)
    {
        if (await data.Evaluations.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } run) return null;
        var scheme = await data.Schemes.AsNoTracking().SingleAsync(s => s.Id == run.SchemeId, ct);
        var kept = KeptEvaluation.Read(run.Result);
        var (result, hidden) = (kept.Result, await Hidden(run, kept, ct));
        if (hidden.Count > 0) (kept, asked) = (kept with { Scores = [.. kept.Scores.Select(s => hidden.Contains(s.Indicator) ? s.Blanked() : s)] }, null);
        // Whoever typed other weights than those in force wants to see what these would do, whatever the list of methods still says.
        if (asked is { Method: not WeightMethod.Expert } && Shares(result) is var shares && asked.Weights.Any(w => shares.TryGetValue(w.Key, out var share) && w.Value != share)) asked = asked with { Method = WeightMethod.Expert };
        return new(run, scheme, (await Names([run.RegionCode], ct)).GetValueOrDefault(run.RegionCode) ?? run.RegionCode, kept, result, asked ?? new(kept.Method, Shares(result)), asked is null ? null : kept.With(asked.Method, asked.Weights), hidden);
    }

    /// <summary>An evaluation keeps figures beyond the reader's rights, and beyond what was published since: whoever does not oversee the region sees those that are the same in what they may see.</summary>
    async Task<IReadOnlySet<string>> Hidden(EvaluationRun run, KeptEvaluation kept, CancellationToken ct)
    {
        if (data.Oversees && run.RegionCode.StartsWith(user.RegionPrefix, StringComparison.Ordinal)) return new HashSet<string>();
        var view = await figures.Own(ct);
        return kept.Scores.Where(s => s.Value is not null && (view.Indicator(s.Indicator) is not { } known || view.Of(known, run.RegionCode, run.Period) is not { } own || own.Value != s.Value || own.Have != s.Have)).Select(s => s.Indicator).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The weights in force, as percentages of the whole: where a what-if begins.</summary>
    static Dictionary<string, decimal> Shares(EvaluationResult result)
    {
        var sum = result.Parts.Sum(p => p.Weight);
        return result.Parts.ToDictionary(p => p.Scored.Indicator, p => sum == 0 ? 0 : Formula.Shown(p.Weight / sum * 100, 2));
    }

    async Task<Dictionary<string, string>> Names(List<string> codes, CancellationToken ct) =>
        (await data.Regions.Where(r => codes.Contains(r.Code)).OrderBy(r => r.ValidFrom).Select(r => new { r.Code, r.Name }).ToListAsync(ct)).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Name);
}
