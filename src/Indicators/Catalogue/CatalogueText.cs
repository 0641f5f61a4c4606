using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Catalogue;

/// <summary>How a formula that was tried reads.</summary>
static class CatalogueText
{
    public static string Shown(Texts texts, RegionFigure? figure, int digits) => figure is null ? "—" : figure.Worked switch
    {
        { Value: { } value, High: { } high } => $"{Figure.Text(Formula.Shown(value, digits))}—{Figure.Text(Formula.Shown(high, digits))}",
        { Value: { } value } => Figure.Text(Formula.Shown(value, digits)),
        { Why: Unknown.None } => "—",
        { Why: var why } => texts[$"indicators.unknown-{why.ToString().ToLowerInvariant()}"],
    };

    /// <summary>A formula in the words of its elements: 婴儿死亡数 ÷ 活产数 × 1000. Elements that nobody knows any more keep their code.</summary>
    public static string Words(Texts texts, FormulaVersion version, IReadOnlyDictionary<string, DataElement> elements)
    {
        if (FormulaBook.Of(version) is not { } formula) return "";
        var top = Words(texts, formula.Numerator, elements);
        if (formula.Denominator is null) return top;
        var text = $"{Whole(formula.Numerator, top)} ÷ {Whole(formula.Denominator, Words(texts, formula.Denominator, elements))}";
        return formula.Factor == 1 ? text : $"{text} × {Figure.Text(formula.Factor)}";

        static string Whole(Expression expression, string words) => expression.IsName ? words : $"({words})";
    }

    static string Words(Texts texts, Expression expression, IReadOnlyDictionary<string, DataElement> elements) => expression.ToWords(name =>
    {
        var words = elements.TryGetValue(name.Element, out var element) ? Reporting.ReportWords.Name(element) : name.Element;
        if (name.Split.Length > 0) words = texts["indicators.name-of-part", words, Browsing.IndicatorWords.List(name.Split.Split(',').Select(s => texts.Has($"indicators.part-{s.Replace(':', '-')}") ? texts[$"indicators.part-{s.Replace(':', '-')}"] : s))];
        return name.Look == Look.Now ? words : texts[$"indicators.look-{name.Look.ToString().ToLowerInvariant()}", words];
    });

    /// <summary>What it was made of, or what is lacking; how many regions stand behind it; and that a share of more than everything would be refused.</summary>
    public static string From(Texts texts, TriedFigure row)
    {
        var worked = row.Figure.Worked;
        var made = worked.Value is null ? row.Lacking.Count == 0 ? "" : texts["indicators.tried-lacks", Browsing.IndicatorWords.List(row.Lacking)]
            : worked is { Numerator: { } top, Denominator: { } bottom } ? $"{Figure.Text(top)} ÷ {Figure.Text(bottom)}" : "";
        var of = row.Figure is { Value: not null, Whole: false } ? texts["indicators.partial", row.Figure.Have, row.Figure.Expected] : "";
        var high = worked.Above100 ? texts["indicators.tried-above-100"] : "";
        return string.Join(" · ", new[] { made, of, high }.Where(t => t.Length > 0));
    }
}
