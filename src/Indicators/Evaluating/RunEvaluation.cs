using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Evaluating;

/// <summary>For whom and when to evaluate; Vetoes are the sentences of the scheme that were held to have happened, each with its reason.</summary>
sealed class RunForm
{
    public string? Region { get; set; }
    public string? Period { get; set; }
    public Dictionary<string, string?> Vetoes { get; set => field = value ?? []; } = [];
}

/// <summary>
/// Evaluates the city or one county for a year by a scheme in force, and keeps the result with every score, figure and submission behind it. Only figures are scored that every region expected stands
/// behind; those without data count neither for nor against (domain reference §3.1, §3.3). One region at a time: there is no table that ranks them.
/// </summary>
sealed class RunEvaluation(IndicatorsData data, ReadFigures figures, CurrentUser user, TimeProvider time)
{
    const int LongestReason = 300;

    public async Task<Result<Guid>> Run(Guid id, RunForm form, CancellationToken ct)
    {
        if (!data.Oversees) return MoveSubmission.NotYours;
        if (await data.Schemes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } scheme) return new Problem("indicators.no-such-scheme");
        if (scheme.State != SchemeState.InForce) return new Problem("indicators.scheme-not-in-force");
        var view = await figures.Own(ct);
        var problems = new List<Problem>();
        var region = view.Counties.Prepend(view.Top).FirstOrDefault(r => r.Code == form.Region && r.Code.StartsWith(user.RegionPrefix, StringComparison.Ordinal));
        if (region is null) problems.Add(new("indicators.no-such-region", nameof(form.Region)));
        if (!Period.TryParse(form.Period, out var period) || !view.Years.Contains(period)) problems.Add(new("indicators.no-such-year", nameof(form.Period)));
        var vetoes = new List<KeptVeto>();
        foreach (var (what, reason) in form.Vetoes.Where(v => SchemeParts.Vetoes(scheme).Contains(v.Key)))
            if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > LongestReason) problems.Add(new("indicators.veto-reason", null, what, LongestReason));
            else vetoes.Add(new(what, reason.Trim()));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var scores = await Scores(view, region!.Code, period, scheme.Form, ct);
        if (scores.Count == 0) return new Problem("indicators.nothing-promised");
        var kept = new KeptEvaluation($"{scheme.Name} v{scheme.Number}", scheme.Method, scheme.Form, scheme.Method == WeightMethod.Entropy ? KeptEvaluation.Entropy(scores) : SchemeParts.Weights(scheme), SchemeParts.Grades(scheme), vetoes, scores);
        var result = kept.Result;
        var run = new EvaluationRun
        {
            Id = data.NewId(),
            SchemeId = id,
            RegionCode = region.Code,
            Period = period,
            Index = result.Whole.Value,
            Grade = result.Grade,
            Result = kept.Write(),
            PersonId = user.PersonId!.Value,
            PersonName = user.Name,
            UnitName = user.UnitName,
            At = time.GetUtcNow().UtcDateTime,
        };
        data.Add(run);
        await data.Save(ct);
        return run.Id;
    }

    async Task<List<KeptScore>> Scores(FigureView view, string region, Period period, AchievementForm form, CancellationToken ct)
    {
        var promised = view.Indicators.Where(i => i.Promise is not null && view.TargetFor(i, region) is not null && FormulaBook.For(i.Versions, period) is not null).ToList();
        var elements = promised.ToDictionary(i => i.Indicator.Id, i => FormulaBook.Of(FormulaBook.For(i.Versions, period)!)?.Names.Select(n => n.Element).ToHashSet(StringComparer.Ordinal) ?? [], StringComparer.Ordinal);
        var prefix = Platform.Regions.RegionCode.Prefix(region);
        var evidence = await data.Values.AsNoTracking().Where(v => v.Period == period && v.RegionCode.StartsWith(prefix) && v.SubmissionId != null).Select(v => new { v.ElementId, Submission = v.SubmissionId!.Value }).Distinct().ToListAsync(ct);
        return
        [
            .. promised.Select(i =>
            {
                var (figure, target, measured) = Measure(view, i, region, period);
                var usable = figure is { Whole: true };
                return new KeptScore(
                    i.Indicator.Id, i.Indicator.Name, i.Indicator.NameEn, i.Promise!.Domain is { Length: > 0 } domain ? domain : i.Indicator.Domain, i.Indicator.MeasureUnit, FormulaBook.For(i.Versions, period)!.Digits, i.Promise.Text, i.Promise.Link,
                    figure?.Value, figure?.Worked.High, measured.Previous, figure?.Worked.Numerator, figure?.Worked.Denominator, figure?.Have ?? 0, figure?.Expected ?? 0, figure?.Missing ?? [],
                    usable ? Achievement.Of(target, measured, form) : null, usable ? target.Met(measured) : figure?.Met(target, measured.Previous) ?? TargetMet.NoData,
                    [.. view.Counties.Select(c => view.TargetFor(i, c.Code) is not null && Measure(view, i, c.Code, period) is { Figure.Whole: true } county ? Achievement.Of(county.Target, county.Measured, form) : null)],
                    [.. evidence.Where(e => elements[i.Indicator.Id].Contains(e.ElementId)).Select(e => e.Submission).Distinct().Order()]);
            }),
        ];
    }

    static (RegionFigure? Figure, Target Target, Measured Measured) Measure(FigureView view, KnownIndicator known, string region, Period period)
    {
        var figure = view.Of(known, region, period);
        var before = view.Of(known, region, period.Previous) is { Whole: true } last ? last.Value : null;
        var target = view.TargetFor(known, region)!;
        var units = target.Comparison == TargetComparison.PerUnitAtLeast ? view.Table.Below(region, period).Select(r => new UnitFigure(r.Name, view.Of(known, r.Code, period)?.Value)).ToList() : null;
        return (figure, target, new(figure?.Value, figure?.Worked.High, before, units));
    }
}
