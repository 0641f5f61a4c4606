using System.Globalization;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Browsing;

/// <summary>How an entry of the catalogue reads in the language of the page.</summary>
static class IndicatorWords
{
    public static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";
    public static string? Chinese => InEnglish ? "zh-CN" : null;

    public static string Name(Indicator i) => InEnglish && i.NameEn.Length > 0 ? i.NameEn : i.Name;
    public static string Definition(Indicator i) => InEnglish && i.DefinitionEn.Length > 0 ? i.DefinitionEn : i.Definition;

    /// <summary>A figure as pages write it: yes or no, the two ends of a range, a number of so many places, a dash for none.</summary>
    public static string Shown(Texts texts, Measuring.KnownIndicator known, Measuring.RegionFigure? figure, int digits) => figure?.Value is not { } value ? "—"
        : known.Indicator.Direction == "boolean" ? texts[value > 0 ? "indicators.yes" : "indicators.no"]
        : figure.Worked.High is { } high ? $"{Figure.Text(Rules.Formula.Shown(value, digits))}—{Figure.Text(Rules.Formula.Shown(high, digits))}"
        : Figure.Text(Rules.Formula.Shown(value, digits));

    /// <summary>The domain by which the plan groups it, or the catalogue's own.</summary>
    public static string Domain(Texts texts, Indicator i, Contract.PlanTarget? promise) => promise?.Domain is { Length: > 0 } domain && !InEnglish ? domain : i.Domain.Length > 0 ? texts[$"indicators.domain-{i.Domain}"] : texts["indicators.domain-own"];

    /// <summary>A,H → 每年、每半年.</summary>
    public static string Often(Texts texts, Indicator i) => Listed(texts, i.Frequency, "frequency");

    /// <summary>C,S → 分县区、分性别.</summary>
    public static string SplitBy(Texts texts, Indicator i) => i.Split.Length == 0 ? "—" : Listed(texts, i.Split, "split");

    public static string List(IEnumerable<string> items) => string.Join(InEnglish ? ", " : "、", items);

    static string Listed(Texts texts, string codes, string kind) =>
        List(ListIndicators.Split(codes).Select(c => texts.Has($"indicators.{kind}-{c}") ? texts[$"indicators.{kind}-{c}"] : c));
}
