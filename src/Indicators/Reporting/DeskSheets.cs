using OneMetre.Indicators.Model;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Reporting;

/// <summary>The forms on the desk: what the unit has to fill in, and what waits for the user's decision.</summary>
sealed class DeskSheets(ReadSubmissions read, CurrentUser user, Texts texts, TimeProvider time) : IDeskPart
{
    public async Task<DeskPart?> Lay(int most, CancellationToken ct)
    {
        var (lines, total) = await read.ForDesk(most, ct);
        var today = time.Today();
        return total == 0 ? null : new("sheets", texts["indicators.reports-title"], [.. lines.Select(l => Item(texts, l, l.Submission.UnitId == user.UnitId && SubmissionCourse.Open(l.Submission.State), today))], total, "/reports", texts["indicators.all-sheets"]);
    }

    /// <summary>One form in a list of things that are due.</summary>
    public static DueItem Item(Texts texts, SubmissionLine line, bool own, DateOnly today) => new(
        $"{ReportWords.Title(line.Form)} · {Day.Text(line.Period)}", $"/reports/{line.Submission.Id}", own || line.Steps.Count == 0 ? texts["indicators.do-fill"] : texts[ReportWords.Step(line.Steps[0])], line.LightOn(today), line.DayOn(today),
        $"{line.Region} · {line.Unit} · {texts["indicators.filled-of", line.Filled, line.Cells]} · {texts[ReportWords.State(line.Submission.State)]}");
}
