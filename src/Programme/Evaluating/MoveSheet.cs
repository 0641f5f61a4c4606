using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>
/// What happens to the sheet of one unit: the unit adds its words and papers, once, and objects to single points; the office judges what no record holds, applies a veto, and answers objections. What the record
/// says nobody types over: only an objection that is upheld changes it, with its reason.
/// </summary>
sealed class MoveSheet(EvaluationData evaluations, MoveEvaluation moves, Attachments files, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid evaluationId, Guid id, SheetStepForm form, CancellationToken ct)
    {
        if (!Named.Is(form.Do, out EvaluationStepKind step) || step < EvaluationStepKind.HandIn || step > EvaluationStepKind.Refuse) return MoveEvaluation.NotYours;
        if (await evaluations.Sheets.SingleOrDefaultAsync(s => s.Id == id && s.EvaluationId == evaluationId, ct) is not { } sheet) return OpenEvaluation.NoSuchEvaluation;
        var evaluation = await evaluations.Evaluations.SingleAsync(e => e.Id == evaluationId, ct);
        if (!May(evaluation, sheet).Contains(step)) return MoveEvaluation.NotYours;
        if (sheet.Version != form.Version) return TaskDesk.Changed;

        var rules = await evaluations.RulesOf(evaluation, ct);
        var lines = await evaluations.Lines.Where(l => l.SheetId == id).OrderBy(l => l.Item).ToListAsync(ct);
        var (problems, text) = (new List<Problem>(), (string?)null);
        ScoreLine? line = null;
        if (step is EvaluationStepKind.Set or EvaluationStepKind.Object or EvaluationStepKind.Uphold or EvaluationStepKind.Refuse)
        {
            line = int.TryParse(form.Item, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? lines.Find(l => l.Item == n) : null;
            if (line is null || !Fits(step, line)) return MoveEvaluation.NotYours;
        }
        if (step != EvaluationStepKind.HandIn) text = TypedWords.Words(form.Text, nameof(form.Text), ScoreLine.LongestWords, true, problems);
        switch (step)
        {
            case EvaluationStepKind.HandIn:
                var papers = await HandIn(sheet, rules, lines, form, problems, ct);
                if (problems.Count > 0) break;
                foreach (var paper in papers) evaluations.Add(new EvaluationPaper { Id = evaluations.NewId(), SheetId = id, FileSha256 = paper.Sha256, FileName = paper.Name, FileSize = paper.Size, PersonName = user.Name, At = time.GetUtcNow().UtcDateTime });
                sheet.HandedInAt = time.GetUtcNow().UtcDateTime;
                break;
            case EvaluationStepKind.Set:
                if (TypedWords.Number(form.Share, nameof(form.Share), 0, 100, true, problems) is { } given) (line!.Got, line.Of, line.Why) = (given, 100, text);
                break;
            case EvaluationStepKind.Veto:
                if (rules.VetoList.FirstOrDefault(v => v == form.Veto) is not { } veto) problems.Add(new("programme.order-say", nameof(form.Veto)));
                else (sheet.Veto, sheet.VetoWhy) = (veto, text);
                break;
            case EvaluationStepKind.LiftVeto:
                (sheet.Veto, sheet.VetoWhy) = (null, null);
                break;
            case EvaluationStepKind.Object:
                (line!.Objection, line.ObjectionText, sheet.OpenObjections) = (ObjectionState.Raised, text, sheet.OpenObjections + 1);
                break;
            case EvaluationStepKind.Uphold:
                if (TypedWords.Number(form.Share, nameof(form.Share), 0, 100, true, problems) is not { } instead) break;
                // Whoever objects must not come out worse for it.
                if (instead < (Scoring.Share(line!.Got, line.Of) ?? 0) * 100)
                {
                    problems.Add(new("programme.evaluation-uphold-lower", nameof(form.Share)));
                    break;
                }
                (line!.GotBefore, line.OfBefore, line.Got, line.Of) = (line.Got, line.Of, instead, 100);
                (line.Objection, line.Answer, sheet.OpenObjections) = (ObjectionState.Upheld, text, sheet.OpenObjections - 1);
                MoveEvaluation.Write(sheet, rules, lines);
                break;
            case EvaluationStepKind.Refuse:
                (line!.Objection, line.Answer, sheet.OpenObjections) = (ObjectionState.Refused, text, sheet.OpenObjections - 1);
                break;
        }
        if (problems.Count > 0)
        {
            evaluations.Forget(); // nothing of a refused step may ride along with a later save
            return new Result<Guid>(default, problems);
        }
        sheet.Version++;
        evaluations.Holds(evaluation);
        var called = line is null ? null : rules.ItemList[line.Item].Name;
        evaluations.Add(moves.Step(evaluation, sheet, step, called is null ? text : $"{called}：{text}"));
        string[] args = [evaluation.Title, sheet.UnitName, called ?? ""];
        var (code, link) = ($"programme.notice-evaluation-{EvaluationWords.Code(step)}", $"/evaluations/{evaluationId}/units/{id}");
        if (step == EvaluationStepKind.Object) await notices.TellOffice(code, link, args, ct);
        if (step is EvaluationStepKind.Uphold or EvaluationStepKind.Refuse) await notices.TellUnits([sheet.UnitId], code, link, args, ct);
        return await evaluations.SaveUnlessTaken(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>The steps on this sheet that the user may take today.</summary>
    public IReadOnlyList<EvaluationStepKind> May(ProgrammeEvaluation evaluation, EvaluationSheet sheet) =>
        [.. Enum.GetValues<EvaluationStepKind>().Where(s => s is >= EvaluationStepKind.HandIn and <= EvaluationStepKind.Refuse && EvaluationCourse.After(evaluation.State, s) is not null
            && (EvaluationCourse.Hand(s) == EvaluationHand.Unit ? user.InProgramme && user.UnitId == sheet.UnitId : user.IsOffice)
            && s switch
            {
                EvaluationStepKind.HandIn => sheet.HandedInAt is null,
                EvaluationStepKind.Veto => sheet.Veto is null,
                EvaluationStepKind.LiftVeto => sheet.Veto is not null,
                EvaluationStepKind.Object => time.Today() <= evaluation.ObjectUntil,
                EvaluationStepKind.Uphold or EvaluationStepKind.Refuse => sheet.OpenObjections > 0,
                _ => true,
            })];

    /// <summary>Whether a step can be about this line: people judge only what people judge, and a point is objected to once.</summary>
    public static bool Fits(EvaluationStepKind step, ScoreLine line) => step switch
    {
        EvaluationStepKind.Set => line.Kind is ScoreKind.SelfAssessed or ScoreKind.Manual,
        EvaluationStepKind.Object => line.Objection == ObjectionState.None,
        EvaluationStepKind.Uphold or EvaluationStepKind.Refuse => line.Objection == ObjectionState.Raised,
        _ => false,
    };

    async Task<IReadOnlyList<Attachment>> HandIn(EvaluationSheet sheet, ScoreRules rules, List<ScoreLine> lines, SheetStepForm form, List<Problem> problems, CancellationToken ct)
    {
        sheet.Said = TypedWords.Words(form.Text, nameof(form.Text), ProgrammeEvaluation.LongestText, true, problems);
        foreach (var line in lines)
        {
            var (claimed, said) = form.Claims.GetValueOrDefault(line.Item);
            line.Said = TypedWords.Words(said, $"S{line.Item}", ScoreLine.LongestWords, false, problems);
            if (line.Kind == ScoreKind.SelfAssessed) line.Claimed = TypedWords.Number(claimed, $"C{line.Item}", 0, 100, true, problems);
        }
        if (form.Files.Count > EvaluationPaper.Most) problems.Add(new("programme.evaluation-papers-most", nameof(form.Files), EvaluationPaper.Most));
        if (problems.Count > 0) return [];
        var papers = new List<Attachment>();
        foreach (var file in form.Files.Where(f => f.Length > 0))
        {
            var taken = await files.Take(file, nameof(form.Files), papers: true, ct);
            if (taken.Value is { } paper) papers.Add(paper);
            else problems.AddRange(taken.Problems);
        }
        return papers;
    }
}
