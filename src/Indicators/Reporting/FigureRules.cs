using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>A figure as the rules see it: what is known of one element and split.</summary>
sealed record CellFigure(string Element, string Split, CellState State, decimal? Number, string? Reason);

/// <summary>
/// The rules that hold for every form: what is required is there or says why not, what must be proven has a paper, parts make up the whole, and a leap is explained (domain reference §3.3, W5). Pure: the same cells give the same
/// findings, in the order of the form.
/// </summary>
static class FigureRules
{
    /// <summary>A change beyond this share of the last figure asks for a reason [D]; below SmallCount the change itself counts, not its share.</summary>
    public const decimal Leap = 0.20m;
    public const int SmallCount = 20;

    /// <param name="proven">The elements behind which a paper lies.</param>
    public static IReadOnlyList<FigureFinding> Run(IReadOnlyList<FormLine> lines, IReadOnlyDictionary<string, DataElement> elements, IReadOnlyList<CellFigure> figures, IReadOnlyList<CellFigure> before, IReadOnlyList<FigureCheck> checks, Func<Name, Reading> lookUp, IReadOnlySet<string>? proven = null)
    {
        var now = figures.ToDictionary(f => (f.Element, f.Split));
        var last = before.ToDictionary(f => (f.Element, f.Split));
        var findings = new List<FigureFinding>();
        foreach (var line in lines)
        {
            if (!elements.TryGetValue(line.ElementId, out var element)) continue;
            foreach (var split in Collecting.IssueRound.SplitsOf(line))
            {
                if (!now.TryGetValue((line.ElementId, split), out var figure)) continue;
                if (line.Required && figure is { State: CellState.Missing, Reason: null }) findings.Add(new(figure.Element, split, true, new("indicators.missing-why", null, element.Name)));
                if (figure is { State: CellState.Known, Number: { } number, Reason: null } && element.Kind is ElementKind.Count or ElementKind.Amount
                    && last.GetValueOrDefault((line.ElementId, split)) is { State: CellState.Known, Number: { } then } && Leaps(number, then))
                    findings.Add(new(figure.Element, split, true, then == 0
                        ? new("indicators.leap-from-nought", null, element.Name, number)
                        : new("indicators.leap", null, element.Name, number, then, decimal.Round((number - then) / then * 100, 1))));
            }
            if (line.EvidenceRequired && proven?.Contains(line.ElementId) != true
                && Collecting.IssueRound.SplitsOf(line).Select(s => now.GetValueOrDefault((line.ElementId, s))).FirstOrDefault(f => f is { State: CellState.Known } && (element.Kind != ElementKind.YesNo || f.Number != 0)) is { } bare)
                findings.Add(new(bare.Element, bare.Split, true, new("indicators.evidence-missing", null, element.Name)));
            if (Splits.AddUp(line.SplitBy) && Whole(now, line) is { } wrong) findings.Add(new(line.ElementId, Splits.Total, true, new("indicators.parts-differ", null, element.Name, wrong.Parts, wrong.Total)));
        }
        return [.. findings, .. Clashes(lines, checks, now, lookUp)];
    }

    /// <summary>
    /// Each check over the totals, and over each part by which all that it reads is asked. What it cannot know it does not hold against anybody. A clash stands at the last of the cells that the check
    /// reads: there the form has got to where the contradiction shows.
    /// </summary>
    static IEnumerable<FigureFinding> Clashes(IReadOnlyList<FormLine> lines, IReadOnlyList<FigureCheck> checks, Dictionary<(string, string), CellFigure> now, Func<Name, Reading> lookUp)
    {
        var place = lines.Select((l, i) => (l.ElementId, i)).ToDictionary(l => l.ElementId, l => l.i);
        foreach (var check in checks)
        {
            if (FormulaBook.Check(check.Expression) is not { IsCondition: true } rule) continue;
            var read = rule.Names.Where(n => place.ContainsKey(n.Element)).ToList();
            if (read.Count == 0) continue;
            var at = read.MaxBy(n => place[n.Element])!.Element;
            var plain = rule.Names.All(n => n.Split.Length == 0);
            foreach (var split in plain ? lines.Where(l => read.Exists(n => n.Element == l.ElementId)).SelectMany(Collecting.IssueRound.SplitsOf).Distinct() : [Splits.Total])
            {
                if (plain && split != Splits.Total && !read.TrueForAll(n => now.ContainsKey((n.Element, split)))) continue;
                if (rule.Evaluate(name => lookUp(name.Split.Length == 0 ? name with { Split = split } : name)).Truth == false)
                    yield return new(at, split, check.Severity == CheckSeverity.Error, new("indicators.check-says", null, Browsing.IndicatorWords.InEnglish ? check.MessageEn : check.Message));
            }
        }
    }

    public static bool Leaps(decimal number, decimal then) => then < SmallCount && number < SmallCount ? Math.Abs(number - then) >= SmallCount / 2 : then == 0 || Math.Abs(number - then) > Leap * then;

    static (decimal Parts, decimal Total)? Whole(Dictionary<(string, string), CellFigure> now, FormLine line)
    {
        if (now.GetValueOrDefault((line.ElementId, Splits.Total)) is not { State: CellState.Known, Number: { } total }) return null;
        var parts = Splits.Of(line.SplitBy).Select(s => now.GetValueOrDefault((line.ElementId, s))).ToList();
        if (parts.Exists(p => p is null or { State: CellState.Missing })) return null;
        var sum = parts.Sum(p => p!.Number ?? 0);
        return sum == total ? null : (sum, total);
    }
}
