using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Reporting;

/// <summary>Forms, splits and steps in the language of the page.</summary>
static class ReportWords
{
    static bool InEnglish => Browsing.IndicatorWords.InEnglish;

    public static string Title(ReportForm form) => InEnglish && form.TitleEn.Length > 0 ? form.TitleEn : form.Title;
    public static string Name(DataElement element) => InEnglish && element.NameEn.Length > 0 ? element.NameEn : element.Name;
    public static string Column(Texts texts, string split) => texts[$"indicators.part-{(split.Length == 0 ? "total" : split.Replace(':', '-'))}"];
    public static string State(SubmissionState state) => $"indicators.state-{state.ToString().ToLowerInvariant()}";
    public static string Step(StepKind step) => $"indicators.step-{step.ToString().ToLowerInvariant()}";
    public static string Did(StepKind step) => $"indicators.did-{step.ToString().ToLowerInvariant()}";

    /// <summary>+0.9 %, −8 (for small counts), or nothing to compare.</summary>
    public static string? Change(Texts texts, SheetLine line)
    {
        if (line.At(Splits.Total) is not { Cell: { State: CellState.Known, Number: { } now } } cell || !decimal.TryParse(cell.Last, System.Globalization.CultureInfo.InvariantCulture, out var then)) return null;
        if (now == then) return texts["indicators.unchanged"];
        var difference = now - then;
        return then >= FigureRules.SmallCount ? $"{Signed(decimal.Round(difference / then * 100, 1, MidpointRounding.AwayFromZero))}%" : Signed(difference);
    }

    static string Signed(decimal number) => (number > 0 ? "+" : "−") + Platform.Ui.Figure.Text(Math.Abs(number));

    /// <summary>How long until it is due; then until which day of grace; then how late it is.</summary>
    public static string Left(Texts texts, DateOnly due, DateOnly last, DateOnly today) => today > due && today <= last ? texts["indicators.in-grace", last] : Day.Away(texts, today > last ? last : due, today);

    /// <summary>Time is the unit's until the figures have left it: late is red or orange, what was sent back or is due within days yellow, what is still being filled grey.</summary>
    public static Light LightOf(SubmissionState state, DateOnly last, DateOnly today) => state is SubmissionState.Signed or SubmissionState.Checked or SubmissionState.Locked or SubmissionState.Published ? Light.Green
        : (today.DayNumber - last.DayNumber) switch { > 15 => Light.Red, > 0 => Light.Orange, > -4 => Light.Yellow, _ => state == SubmissionState.Returned ? Light.Yellow : Light.Grey };

    public static PeriodKind[] Frequencies => Enum.GetValues<PeriodKind>();
    public static string Frequency(PeriodKind kind) => $"indicators.every-{kind.ToString().ToLowerInvariant()}";
}
