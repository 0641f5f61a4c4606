using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>One unit by the rules in force (null where there are none) and by those that are tried.</summary>
sealed record TriedUnit(string Unit, UnitScore? Now, UnitScore Then);

/// <summary>Units: those of one page, counted from 1; Before and After are of all Total units.</summary>
sealed record TriedRules(DateOnly From, DateOnly To, ScoreRules? InForce, IReadOnlyList<TriedUnit> Units, int Page, int Total, IReadOnlyList<(UnitGrade? Grade, int Units)>? Before, IReadOnlyList<(UnitGrade? Grade, int Units)> After);

/// <summary>
/// 试算: what rules would come to on the record as it stands today, before anybody is bound by them. Nothing is saved. What people judge, a survey or a panel is not in the record, so those items are outside
/// the denominator on both sides.
/// </summary>
sealed class TryRules(EvaluationData evaluations, MeasureUnits measure, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;

    public async Task<Result<TriedRules>> Run(ScoreRulesForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return EditScoreRules.NoSuchRules;
        var problems = new List<Problem>();
        var tried = EditScoreRules.Read(form, problems);
        if (problems.Count > 0) return new Result<TriedRules>(default, problems);
        // In January the year that was.
        var year = time.Today().AddMonths(-1).Year;
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var all = await evaluations.Units.AsNoTracking().Where(u => u.ValidTo == null || u.ValidTo > from).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName, u.RegionCode }).ToListAsync(ct);
        var answering = (await measure.Answering([.. all.Select(u => u.Id)], ct)).ToHashSet();
        var units = all.Where(u => u.Id != user.UnitId && answering.Contains(u.Id)).ToList();
        var counts = await measure.Run(from, to, [.. units.Select(u => new CountedUnit(u.Id, u.RegionCode))], ct);
        var inForce = await evaluations.Rules.AsNoTracking().Where(r => r.State == ScoreRulesState.InForce).OrderBy(r => r.Name != tried.Name).ThenByDescending(r => r.InForceAt).FirstOrDefaultAsync(ct);
        UnitScore Score(ScoreRules rules, Guid unit) => Scoring.Of(rules, [.. rules.ItemList.Select(i => counts.TryGetValue((unit, i.Kind), out var c) ? Scoring.Share(c.Got, c.Of) : null)], veto: false);
        var lines = units.Select(u => new TriedUnit(u.ShortName, inForce is null ? null : Score(inForce, u.Id), Score(tried, u.Id))).ToList();
        var page = Math.Min(Here.Page(form.Page), Math.Max(1, (lines.Count + PageSize - 1) / PageSize));
        return new TriedRules(from, to, inForce, [.. lines.Skip((page - 1) * PageSize).Take(PageSize)], page, lines.Count, inForce is null ? null : Scoring.Distribution(lines.Select(l => l.Now!.Grade)), Scoring.Distribution(lines.Select(l => l.Then.Grade)));
    }
}
