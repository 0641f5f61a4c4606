using System.Globalization;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Evaluating;

/// <summary>Evaluations in the language of the page.</summary>
static class EvaluationWords
{
    public static string Grade(Texts texts, Grade? grade) => grade is { } g ? texts[$"indicators.grade-{g.ToString().ToLowerInvariant()}"] : "—";
    public static string Method(Texts texts, WeightMethod method) => texts[$"indicators.weights-{method.ToString().ToLowerInvariant()}"];
    public static string State(Texts texts, SchemeState state) => texts[$"indicators.scheme-{state.ToString().ToLowerInvariant()}"];
    public static string Name(KeptScore score) => IndicatorWords.InEnglish && score.NameEn.Length > 0 ? score.NameEn : score.Name;

    /// <summary>A plan's domain is called as the plan calls it.</summary>
    public static string Domain(Texts texts, string domain) => domain.Length == 0 ? texts["indicators.domain-own"] : texts.Has($"indicators.domain-{domain}") ? texts[$"indicators.domain-{domain}"] : domain;

    /// <summary>The index as printed and graded: always two digits.</summary>
    public static string Index(decimal? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "—";

    public static string Achievement(decimal? value) => value is { } a ? Figure.Text(Formula.Shown(a, 1)) : "—";

    public static Light Light(TargetMet met) => met switch { TargetMet.Met => Platform.Results.Light.Green, TargetMet.NotMet => Platform.Results.Light.Orange, _ => Platform.Results.Light.Grey };
    public static string Met(Texts texts, TargetMet met) => texts[$"indicators.met-{met.ToString().ToLowerInvariant()}"];
}
