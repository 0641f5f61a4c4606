using OneMetre.Indicators.Measuring;
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
