using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Alerting;

/// <summary>A check that is false for what a region has reported; Indicator is the one that is made of most of its elements.</summary>
sealed record Clash(FigureCheck Check, string Indicator, string Region, string Split, IReadOnlyList<string> Elements);

/// <summary>
/// Runs the checks over figures that were accepted, by period and region: a rule that was written today finds what went by unnoticed. As in a sheet, a check speaks only of what the region has itself
/// reported, and what it cannot know it holds against nobody: checks against a base year or a register are for the sheet, where somebody can still say why. Pure.
/// </summary>
sealed class ClashScan(FigureView view, IReadOnlyList<FigureCheck> checks)
{
    readonly List<(FigureCheck Check, Expression Rule, IReadOnlyList<string> Elements)> rules =
    [
        .. from check in checks
           where !check.Disabled
           let rule = FormulaBook.Check(check.Expression)
           where rule is { IsCondition: true } && !rule.Names.Any(n => n.Look is Look.Base or Look.Registry)
           select (check, rule, (IReadOnlyList<string>)[.. rule.Names.Where(n => view.Elements.ContainsKey(n.Element)).Select(n => n.Element).Distinct()]),
    ];

    readonly Dictionary<(string Check, int Year), string> subjects = [];

    public IEnumerable<Clash> Of(Period period)
    {
        foreach (var reported in view.Table.In(period).GroupBy(v => v.Region).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var splits = reported.ToLookup(v => v.Element, v => v.Split, StringComparer.Ordinal);
            foreach (var (check, rule, elements) in rules)
            {
                if (!elements.Any(splits.Contains)) continue;
                var plain = rule.Names.All(n => n.Split.Length == 0);
                foreach (var split in plain ? elements.SelectMany(e => splits[e]).Append(Splits.Total).Distinct() : [Splits.Total])
                {
                    if (split != Splits.Total && !elements.All(e => splits[e].Contains(split))) continue;
                    if (rule.Evaluate(name => Read(name.Split.Length == 0 ? name with { Split = split } : name, reported.Key, period)).Truth == false)
                        yield return new(check, Subject(check, elements, period), reported.Key, split, elements);
                }
            }
        }
    }

    Reading Read(Name name, string region, Period period) => name.Look switch
    {
        Look.Now => Own(name, region, period),
        Look.Prev => Own(name, region, period.Previous),
        Look.LastYear => Own(name, region, period with { Year = period.Year - 1 }),
        Look.Children => Below(name, region, period),
        _ => Reading.Missing,
    };

    Reading Own(Name name, string region, Period period) => view.Table.Reported(name.Element, region, period, name.Split) switch
    {
        { State: CellState.Known, Number: { } number } => number,
        { State: CellState.NotApplicable } => Reading.None,
        _ => Reading.Missing,
    };

    /// <summary>The regions right below added up; half a sum would accuse the whole.</summary>
    Reading Below(Name name, string region, Period period)
    {
        var parts = view.Table.Below(region, period).Select(r => (r.Code, Part: view.Table.Of(name.Element, r.Code, period, name.Split))).ToList();
        if (parts.Count == 0 || parts.Exists(p => p.Part.Have < p.Part.Expected || (p.Part.Reading.Value is null && !p.Part.Reading.NotApplicable))) return Reading.Missing;
        var figures = parts.ToDictionary(p => p.Code, p => p.Part.Reading.Value ?? 0, StringComparer.Ordinal);
        return new(figures.Values.Sum() - view.Table.Twice(name.Element, period, name.Split, figures));
    }

    string Subject(FigureCheck check, IReadOnlyList<string> elements, Period period)
    {
        if (subjects.TryGetValue((check.Id, period.Year), out var known)) return known;
        var best = view.Indicators
            .Select(i => (i.Indicator, Part: FormulaBook.For(i.Versions, period) is { } version && FormulaBook.Of(version) is { } formula ? formula.Names.Select(n => n.Element).Distinct().Count(elements.Contains) : 0))
            .Where(i => i.Part > 0).OrderByDescending(i => i.Part).ThenBy(i => i.Indicator.Number).Select(i => i.Indicator.Id).FirstOrDefault() ?? "";
        return subjects[(check.Id, period.Year)] = best;
    }
}
