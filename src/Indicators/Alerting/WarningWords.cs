using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Alerting;

/// <summary>Warnings in the language of the page.</summary>
static class WarningWords
{
    /// <summary>W2 进度滞后.</summary>
    public static string Rule(Texts texts, WarningRule rule) => $"W{(int)rule} {texts[$"indicators.warning-rule-{rule.ToString().ToLowerInvariant()}"]}";

    public static string State(Texts texts, WarningState state) => texts[$"indicators.warning-state-{state.ToString().ToLowerInvariant()}"];
    public static string Do(Texts texts, WarningState state) => texts[$"indicators.warning-do-{state.ToString().ToLowerInvariant()}"];

    /// <summary>What is wrong, in a sentence; what checks found in their own words.</summary>
    public static string Says(Texts texts, EarlyWarning warning, IReadOnlyDictionary<string, FigureCheck> checks)
    {
        var args = WarningArgs.Read(warning.Args);
        return warning.Code != EarlyWarning.OfChecks ? texts[warning.Code, args]
            : string.Join(IndicatorWords.InEnglish ? "; " : "；", args.OfType<string>().Select(id => checks.TryGetValue(id, out var check) ? IndicatorWords.InEnglish ? check.MessageEn : check.Message : texts[warning.Code, id]));
    }

    public static TimelineEvent Event(Texts texts, WarningStep step, bool first) => new(
        step.PersonId is null && !first && step.Code is { } code ? texts[code] : texts[$"indicators.warning-did-{step.State.ToString().ToLowerInvariant()}"],
        new DateTimeOffset(step.At, TimeSpan.Zero), step.PersonId is null ? null : $"{step.UnitName} {step.PersonName}",
        step.State switch { WarningState.Cleared => "done", WarningState.Escalated => "flag", WarningState.Raised => "bell-ring", WarningState.Explained => "message", WarningState.ActionPlanned => "calendar", _ => "approve" },
        step.State == WarningState.Escalated ? Light.Red : step.State == WarningState.Cleared ? Light.Green : null,
        step.Due is { } due ? $"{step.Text}{(IndicatorWords.InEnglish ? " " : "")}{texts["indicators.plan-by", due]}" : step.Text);
}
