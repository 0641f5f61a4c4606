using OneMetre.Indicators.Model;
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

    public static PeriodKind[] Frequencies => Enum.GetValues<PeriodKind>();
    public static string Frequency(PeriodKind kind) => $"indicators.every-{kind.ToString().ToLowerInvariant()}";
}
