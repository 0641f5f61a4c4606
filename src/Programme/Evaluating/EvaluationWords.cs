using System.Globalization;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>Evaluations in the language of the page.</summary>
static class EvaluationWords
{
    public static string Code(EvaluationStepKind step) => step.ToString().ToLowerInvariant();
    public static string Kind(ScoreKind kind) => $"programme.score-kind-{kind.ToString().ToLowerInvariant()}";
    public static string How(ScoreKind kind) => $"programme.score-how-{kind.ToString().ToLowerInvariant()}";
    public static string State(EvaluationState state) => $"programme.evaluation-state-{state.ToString().ToLowerInvariant()}";
    public static string Term(EvaluationTerm term) => $"programme.evaluation-term-{term.ToString().ToLowerInvariant()}";
    public static string Rules(ScoreRulesState state) => $"programme.evaluation-rules-{state.ToString().ToLowerInvariant()}";
    public static string Do(EvaluationStepKind step) => $"programme.evaluation-do-{Code(step)}";
    public static string Did(EvaluationStepKind step) => $"programme.evaluation-did-{Code(step)}";
    public static string Grade(UnitGrade? grade) => $"programme.unit-grade-{grade?.ToString().ToLowerInvariant() ?? "none"}";
    public static string Seat(PanelSeat seat) => $"programme.panel-seat-{seat.ToString().ToLowerInvariant()}";
    public static string Objection(ObjectionState state) => $"programme.objection-{state.ToString().ToLowerInvariant()}";

    public static Light LightOf(UnitGrade? grade) => grade switch { UnitGrade.Excellent or UnitGrade.Good => Light.Green, UnitGrade.Pass => Light.Yellow, UnitGrade.Fail => Light.Orange, _ => Light.Grey };

    public static string Icon(EvaluationStepKind step) => step switch
    {
        EvaluationStepKind.Open => "add",
        EvaluationStepKind.Start or EvaluationStepKind.Announce => "paper-plane",
        EvaluationStepKind.Count => "chart",
        EvaluationStepKind.Review => "eye-check",
        EvaluationStepKind.Panel or EvaluationStepKind.Links => "users",
        EvaluationStepKind.TakeObjections or EvaluationStepKind.Object => "message",
        EvaluationStepKind.Finish or EvaluationStepKind.Uphold => "done",
        EvaluationStepKind.Withdraw or EvaluationStepKind.Refuse => "cancel",
        EvaluationStepKind.HandIn => "approve",
        EvaluationStepKind.Survey => "file",
        EvaluationStepKind.Veto => "flag",
        _ => "edit",
    };

    /// <summary>How many units have each grade, as parts of a bar.</summary>
    public static IReadOnlyList<Share> Shares(Texts texts, IReadOnlyList<(UnitGrade? Grade, int Units)> grades) =>
        [.. grades.Select(g => new Share(texts[Grade(g.Grade)], g.Units, null, g.Grade switch { UnitGrade.Excellent => "teal", UnitGrade.Good => "green", UnitGrade.Pass => "yellow", UnitGrade.Fail => "orange", _ => "grey" }))];

    public static string Number(decimal? value) => value is { } v ? v.ToString("0.##", CultureInfo.InvariantCulture) : "—";
    public static string Score(decimal? value) => value is { } v ? v.ToString("0.00", CultureInfo.InvariantCulture) : "—";
    public static string Percent(decimal? share) => share is { } s ? (s * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%" : "—";
}
