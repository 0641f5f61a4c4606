using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>What an item came to, for a member of the panel who is no child: two figures and nothing behind them.</summary>
sealed record MaskedLine(string Name, decimal Got, decimal Of);

/// <summary>A unit as a member of the panel sees it: its name, and a few sums.</summary>
sealed record PanelUnit(Guid Sheet, string Name, IReadOnlyList<MaskedLine> Lines);

/// <summary>What a link opens. Open is false once it was used, ended or is past its day: then there is nothing but that.</summary>
sealed record PanelView(bool Open, bool Used, PanelSeat Seat, int FromYear, int Year, DateOnly Until, IReadOnlyList<string> Questions, IReadOnlyList<PanelUnit> Units);

/// <summary>
/// A member of the panel scores without an account. The link works once, for its units, until its day, while the panel is asked, and shows nothing that leads further. Reading it does not use it up: programs
/// that look at links before people do would.
/// </summary>
sealed class ScorePanel(EvaluationData evaluations, TimeProvider time)
{
    /// <summary>Longer than any secret of ours: not looked for.</summary>
    const int LongestSecret = 60;

    /// <summary>Null where there is no such link.</summary>
    public async Task<PanelView?> Read(string? secret, CancellationToken ct)
    {
        if (secret is not { Length: > 0 and <= LongestSecret } || await evaluations.LinkOf(FeedLinks.HashOf(secret), ct) is not { } link) return null;
        var evaluation = await evaluations.EvaluationOf(link, ct);
        if (!Works(link, evaluation)) return new(false, link.Used, link.Seat, evaluation.FromDay.Year, evaluation.Year, link.Until, [], []);
        var child = link.Seat == PanelSeat.Child;
        var items = (await evaluations.RulesOf(evaluation, ct)).ItemList;
        var lines = child ? null : (await evaluations.LinesOf(link).Where(l => l.Of != null).OrderBy(l => l.Item).Select(l => new { l.SheetId, l.Item, l.Kind, l.Got, l.Of }).ToListAsync(ct)).Where(l => MeasureUnits.Kinds.Contains(l.Kind)).ToLookup(l => l.SheetId);
        var sheets = await evaluations.SheetsOf(link).OrderBy(s => s.SortOrder).Select(s => new { s.Id, s.UnitName }).ToListAsync(ct);
        return new(true, false, link.Seat, evaluation.FromDay.Year, evaluation.Year, link.Until, ProgrammeEvaluation.Listed(child ? evaluation.ChildQuestions : evaluation.Questions),
            [.. sheets.Select(s => new PanelUnit(s.Id, s.UnitName, lines is null ? [] : [.. lines[s.Id].Select(l => new MaskedLine(items[l.Item].Name, l.Got ?? 0, l.Of!.Value))]))]);
    }

    bool Works(PanelLink link, ProgrammeEvaluation evaluation) => !link.Used && !link.Ended && time.Today() <= link.Until && evaluation.State == EvaluationState.Panel;

    public async Task<Result<int>> Run(string? secret, PanelForm form, CancellationToken ct)
    {
        if (secret is not { Length: > 0 and <= LongestSecret } || await evaluations.LinkOf(FeedLinks.HashOf(secret), ct) is not { } link) return OpenEvaluation.NoSuchEvaluation;
        var evaluation = await evaluations.EvaluationOf(link, ct);
        if (!Works(link, evaluation)) return new Problem("programme.panel-over");
        var sheets = await evaluations.SheetsOf(link).OrderBy(s => s.SortOrder).Select(s => s.Id).ToListAsync(ct);
        var votes = sheets.Select((sheet, s) => (Sheet: sheet, Marks: Enumerable.Range(0, ProgrammeEvaluation.QuestionCount).Select(q => form.Mark(s, q) is "1" or "2" or "3" or "4" or "5" ? form.Mark(s, q) : "").ToList())).Where(v => v.Marks.Any(m => m!.Length > 0)).ToList();
        if (votes.Count == 0) return new Problem("programme.panel-nothing");
        // The number of a vote begins with the day and not with the moment, which stands in the record beside the link.
        foreach (var (sheet, marks) in votes) evaluations.Add(new PanelVote { Id = Guid.CreateVersion7(ChinaTime.StartOf(time.Today())), SheetId = sheet, Answers = string.Join(',', marks) });
        (link.Used, link.Version) = (true, link.Version + 1);
        return await evaluations.SaveUnlessTaken(ct) ? votes.Count : TaskDesk.Changed;
    }

    public static string Field(int unit, int question) => string.Create(CultureInfo.InvariantCulture, $"Q{unit}-{question}");
}
