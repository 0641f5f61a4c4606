using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>
/// The office takes an evaluation as a whole one step on. At the start the record is counted so that units see what it says of them; at the review it is counted for the last time and kept as it stands; at the
/// announcement panel and surveys come in and the scores are written.
/// </summary>
sealed class MoveEvaluation(EvaluationData evaluations, MeasureUnits measure, NoticeBoard notices, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    /// <summary>Working days that a unit has for its objections at least, and days at most [D].</summary>
    public const int LeastDays = 3, MostDays = 60;
    public static readonly Problem NotYours = new("programme.evaluation-not-your-step");
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<Result<Guid>> Run(Guid id, EvaluationStepForm form, CancellationToken ct)
    {
        if (!user.IsOffice || !Named.Is(form.Do, out EvaluationStepKind step) || !EvaluationCourse.OfTheWhole(step)) return NotYours;
        if (await evaluations.Evaluations.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) return OpenEvaluation.NoSuchEvaluation;
        if (evaluation.Version != form.Version) return TaskDesk.Changed;
        if (EvaluationCourse.After(evaluation.State, step) is not { } next) return NotYours;

        var (today, problems) = (time.Today(), new List<Problem>());
        var text = TypedWords.Words(form.Text, nameof(form.Text), ProgrammeEvaluation.LongestText, step == EvaluationStepKind.Withdraw, problems);
        DateOnly? day = null;
        if (step == EvaluationStepKind.TakeObjections)
        {
            var calendar = await calendars.Get(ct);
            var least = calendar.After(today, LeastDays);
            if (!Typed.Day(form.Day, out day) || day is null) problems.Add(new("programme.not-a-day", nameof(form.Day)));
            else if (day < least || day > today.AddDays(MostDays)) problems.Add(new("programme.evaluation-object-day", nameof(form.Day), LeastDays, MostDays));
        }
        var sheets = await evaluations.Sheets.Where(s => s.EvaluationId == id).OrderBy(s => s.SortOrder).ToListAsync(ct);
        if (step == EvaluationStepKind.Finish)
        {
            if (evaluation.ObjectUntil is { } until && today <= until) problems.Add(new("programme.evaluation-still-objecting", null, until));
            if (sheets.Sum(s => s.OpenObjections) is > 0 and var open) problems.Add(new("programme.evaluation-open-objections", null, open));
        }
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        switch (step)
        {
            case EvaluationStepKind.Start or EvaluationStepKind.Count or EvaluationStepKind.Review:
                await Count(evaluation, sheets, claim: step == EvaluationStepKind.Review, ct);
                break;
            case EvaluationStepKind.Announce:
                await Score(evaluation, sheets, ct);
                break;
            case EvaluationStepKind.TakeObjections:
                evaluation.ObjectUntil = day;
                break;
            case EvaluationStepKind.Finish:
                evaluation.FinalOn = today;
                break;
        }
        evaluation.State = next;
        evaluation.Version++;
        evaluations.Add(Step(evaluation, null, step, text, day));
        if (step is EvaluationStepKind.Start or EvaluationStepKind.Announce or EvaluationStepKind.TakeObjections or EvaluationStepKind.Finish)
            await notices.TellUnits([.. sheets.Select(s => s.UnitId)], $"programme.notice-evaluation-{EvaluationWords.Code(step)}", $"/evaluations/{id}",
                [evaluation.Title, (day ?? evaluation.SelfDueOn).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)], ct);
        return await evaluations.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    public EvaluationStep Step(ProgrammeEvaluation evaluation, EvaluationSheet? sheet, EvaluationStepKind kind, string? text, DateOnly? day = null) => new()
    {
        Id = evaluations.NewId(),
        EvaluationId = evaluation.Id,
        SheetId = sheet?.Id,
        OwnerId = sheet?.Id ?? evaluation.Id,
        Number = sheet?.Version ?? evaluation.Version,
        Kind = kind,
        At = time.GetUtcNow().UtcDateTime,
        UnitName = user.UnitName,
        PersonName = user.Name,
        Text = text,
        Day = day,
    };

    /// <summary>Writes what the record says into the lines; with claim also what units claim of themselves, which the office then looks at.</summary>
    async Task Count(ProgrammeEvaluation evaluation, List<EvaluationSheet> sheets, bool claim, CancellationToken ct)
    {
        var items = (await evaluations.RulesOf(evaluation, ct)).ItemList;
        var counts = await measure.Run(evaluation.FromDay, evaluation.ToDay, [.. sheets.Select(s => new CountedUnit(s.UnitId, s.RegionCode))], ct);
        var lines = (await evaluations.Lines.Where(l => evaluations.Sheets.Any(s => s.Id == l.SheetId && s.EvaluationId == evaluation.Id)).ToListAsync(ct)).ToDictionary(l => (l.SheetId, l.Item));
        foreach (var sheet in sheets)
            foreach (var (item, n) in items.Select((i, n) => (i, n)))
            {
                if (!lines.TryGetValue((sheet.Id, n), out var line)) evaluations.Add(line = new ScoreLine { Id = evaluations.NewId(), SheetId = sheet.Id, Item = n, Kind = item.Kind });
                if (MeasureUnits.Kinds.Contains(item.Kind))
                {
                    var counted = counts.GetValueOrDefault((sheet.UnitId, item.Kind));
                    (line.Got, line.Of, line.Basis) = (counted?.Got, counted?.Of, JsonSerializer.Serialize(counted?.Basis ?? [], Plain));
                }
                else if (claim && item.Kind == ScoreKind.SelfAssessed && line.Claimed is { } claimed) (line.Got, line.Of) = (claimed, 100);
            }
        evaluation.MeasuredAt = time.GetUtcNow().UtcDateTime;
    }

    async Task Score(ProgrammeEvaluation evaluation, List<EvaluationSheet> sheets, CancellationToken ct)
    {
        var rules = await evaluations.RulesOf(evaluation, ct);
        var ids = sheets.Select(s => s.Id).ToList();
        var lines = (await evaluations.Lines.Where(l => ids.Contains(l.SheetId)).OrderBy(l => l.Item).ToListAsync(ct)).ToLookup(l => l.SheetId);
        var surveys = await evaluations.Surveys.AsNoTracking().Where(s => s.EvaluationId == evaluation.Id).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct);
        var votes = (await evaluations.VotesOfTheCity.AsNoTracking().Where(v => ids.Contains(v.SheetId)).ToListAsync(ct)).ToLookup(v => v.SheetId, v => v.Answers);
        foreach (var sheet in sheets)
        {
            foreach (var line in lines[sheet.Id])
            {
                if (line.Kind == ScoreKind.PublicSatisfaction && (surveys.FirstOrDefault(s => s.UnitId == sheet.UnitId) ?? surveys.FirstOrDefault(s => s.UnitId is null)) is { } survey)
                    (line.Got, line.Of, line.Basis) = (survey.Share, 100, JsonSerializer.Serialize(new[] { new ScoreBasis($"{survey.Source}，{survey.Method}，n = {survey.Asked}", $"/evaluations/{evaluation.Id}/surveys/{survey.Id}", true) }, Plain));
                if (line.Kind == ScoreKind.PanelScore && PanelSum.Of(votes[sheet.Id]) is { } said) (line.Got, line.Of) = (said, 100);
            }
            Write(sheet, rules, [.. lines[sheet.Id]]);
        }
    }

    /// <summary>Writes the score of a sheet from its lines, which are all of them in their order.</summary>
    public static void Write(EvaluationSheet sheet, ScoreRules rules, IReadOnlyList<ScoreLine> lines)
    {
        var score = Of(sheet, rules, lines);
        (sheet.Score, sheet.Coverage, sheet.Grade) = (score.Score, score.Coverage, score.Grade);
    }

    public static UnitScore Of(EvaluationSheet sheet, ScoreRules rules, IReadOnlyList<ScoreLine> lines) =>
        Scoring.Of(rules, [.. rules.ItemList.Select((_, n) => lines.FirstOrDefault(l => l.Item == n) is { } line ? Scoring.Share(line.Got, line.Of) : null)], sheet.Veto is not null);
}
