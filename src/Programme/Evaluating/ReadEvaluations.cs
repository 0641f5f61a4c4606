using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Evaluating;

/// <summary>An evaluation in a list; Own is the reader's sheet, where they have one.</summary>
sealed record EvaluationRow(ProgrammeEvaluation Evaluation, int Units, int HandedIn, int Objections, Guid? Own);

/// <summary>A sheet with what it comes to: as written, or, before it is announced, as the lines would have it today.</summary>
sealed record SheetRow(EvaluationSheet Sheet, UnitScore Score);

/// <summary>One evaluation. Rows: of the office all units, page by page; of a unit its own. Named: names and grades that other units may read. Grades is null before there are any.</summary>
sealed record EvaluationView(
    ProgrammeEvaluation Evaluation, ScoreRules Rules, IReadOnlyList<SheetRow> Rows, int Total, int HandedIn, int OpenObjections, IReadOnlyList<(UnitGrade? Grade, int Units)>? Grades, IReadOnlyList<(string Unit, UnitGrade? Grade)> Named,
    IReadOnlyList<EvaluationStepKind> May, IReadOnlyList<EvaluationStep> Steps, int Links, int LinksUsed);

/// <summary>One line of a sheet with its points.</summary>
sealed record SheetLine(ScoreLine Line, ItemPoints Points);

/// <summary>The sheet of one unit, every point explained.</summary>
sealed record SheetView(ProgrammeEvaluation Evaluation, ScoreRules Rules, EvaluationSheet Sheet, UnitScore Score, IReadOnlyList<SheetLine> Lines, IReadOnlyList<EvaluationPaper> Papers, IReadOnlyList<EvaluationStep> Steps, IReadOnlyList<EvaluationStepKind> May);

/// <summary>The office's page of the panel and the surveys.</summary>
sealed record PanelDesk(ProgrammeEvaluation Evaluation, IReadOnlyList<(Guid Id, Guid Unit, string Name)> Sheets, IReadOnlyList<PanelLink> Links, int Total, IReadOnlyList<SatisfactionSurvey> Surveys);

/// <summary>Reads evaluations, for those who may see them.</summary>
sealed class ReadEvaluations(EvaluationData evaluations, MoveSheet sheets, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;

    public async Task<(IReadOnlyList<EvaluationRow> Rows, int Total)> Run(int page, CancellationToken ct)
    {
        var found = await evaluations.Evaluations.AsNoTracking().OrderByDescending(e => e.Year).ThenByDescending(e => e.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return (await Rows(found, ct), await evaluations.Evaluations.CountAsync(ct));
    }

    async Task<IReadOnlyList<EvaluationRow>> Rows(List<ProgrammeEvaluation> found, CancellationToken ct)
    {
        var (ids, unit) = (found.Select(e => e.Id).ToList(), user.UnitId);
        var seen = (await evaluations.Sheets.AsNoTracking().Where(s => ids.Contains(s.EvaluationId)).Select(s => new { s.EvaluationId, s.Id, s.UnitId, Handed = s.HandedInAt != null, s.OpenObjections }).ToListAsync(ct)).ToLookup(s => s.EvaluationId);
        return [.. found.Select(e => new EvaluationRow(e, seen[e.Id].Count(), seen[e.Id].Count(s => s.Handed), seen[e.Id].Sum(s => s.OpenObjections), seen[e.Id].FirstOrDefault(s => s.UnitId == unit)?.Id))];
    }

    /// <summary>What waits: for a unit its self-assessment, for the office objections to answer and evaluations whose days are over.</summary>
    IQueryable<ProgrammeEvaluation> Waiting
    {
        get
        {
            var today = time.Today();
            return user.IsOffice
                ? evaluations.Evaluations.Where(e => (e.State == EvaluationState.Objections && (e.ObjectUntil < today || evaluations.Sheets.Any(s => s.EvaluationId == e.Id && s.OpenObjections > 0))) || (e.State == EvaluationState.SelfAssessment && e.SelfDueOn < today))
                : evaluations.Evaluations.Where(e => e.State == EvaluationState.SelfAssessment && evaluations.Sheets.Any(s => s.EvaluationId == e.Id && s.HandedInAt == null));
        }
    }

    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct), !user.IsOffice && await Waiting.AnyAsync(e => e.SelfDueOn < today, ct));
    }

    public async Task<IReadOnlyList<EvaluationRow>> ForMe(int most, CancellationToken ct) => await Rows(await Waiting.AsNoTracking().OrderBy(e => e.SelfDueOn).ThenBy(e => e.Id).Take(most).ToListAsync(ct), ct);

    public async Task<EvaluationView?> One(Guid id, int page, CancellationToken ct)
    {
        if (await evaluations.Evaluations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) return null;
        var rules = await evaluations.RulesOf(evaluation, ct);
        var all = evaluations.SheetsShown.Where(s => s.EvaluationId == id);
        var rows = await Scored(evaluation, rules, all.OrderBy(s => s.SortOrder).ThenBy(s => s.Id).Skip((page - 1) * PageSize).Take(PageSize), ct);
        var told = EvaluationCourse.Told(evaluation.State);
        // Before it is announced the office alone sees what it would come to, and only that.
        var grades = told ? (await evaluations.Grades(id).ToListAsync(ct)).SelectMany(g => Enumerable.Repeat(g.Grade, g.Units))
            : user.IsOffice && evaluation.MeasuredAt is not null ? (await Scored(evaluation, rules, all, ct)).Select(r => r.Score.Grade) : null;
        var named = user.IsOffice ? [] : await evaluations.Named(id).AsNoTracking().OrderBy(s => s.SortOrder).Select(s => new { s.UnitName, s.Grade }).ToListAsync(ct);
        return new(evaluation, rules, rows, await all.CountAsync(ct), await all.CountAsync(s => s.HandedInAt != null, ct), await all.SumAsync(s => s.OpenObjections, ct), grades is null ? null : Scoring.Distribution(grades), [.. named.Select(n => (n.UnitName, n.Grade))],
            user.IsOffice ? EvaluationCourse.Possible(evaluation.State) : [], await evaluations.Steps.AsNoTracking().Where(s => s.EvaluationId == id && s.SheetId == null).OrderBy(s => s.Number).ToListAsync(ct),
            await evaluations.Links.CountAsync(l => l.EvaluationId == id && !l.Ended, ct), await evaluations.Links.CountAsync(l => l.EvaluationId == id && l.Used, ct));
    }

    async Task<List<SheetRow>> Scored(ProgrammeEvaluation evaluation, ScoreRules rules, IQueryable<EvaluationSheet> some, CancellationToken ct)
    {
        var found = await some.ToListAsync(ct);
        var ids = found.Select(s => s.Id).ToList();
        var lines = (await evaluations.LinesShown.Where(l => ids.Contains(l.SheetId)).Select(l => new ScoreLine { SheetId = l.SheetId, Item = l.Item, Kind = l.Kind, Got = l.Got, Of = l.Of }).ToListAsync(ct)).ToLookup(l => l.SheetId);
        return [.. found.Select(s => new SheetRow(s, MoveEvaluation.Of(s, rules, [.. lines[s.Id]])))];
    }

    public async Task<SheetView?> Sheet(Guid id, Guid sheet, CancellationToken ct)
    {
        if (await evaluations.SheetsShown.SingleOrDefaultAsync(s => s.Id == sheet && s.EvaluationId == id, ct) is not { } found) return null;
        var evaluation = await evaluations.Evaluations.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        var rules = await evaluations.RulesOf(evaluation, ct);
        var lines = await evaluations.LinesShown.Where(l => l.SheetId == sheet).OrderBy(l => l.Item).ToListAsync(ct);
        var score = MoveEvaluation.Of(found, rules, lines);
        return new(evaluation, rules, found, score, [.. lines.Select(l => new SheetLine(l, score.Items[l.Item]))], await evaluations.Papers.AsNoTracking().Where(p => p.SheetId == sheet).OrderBy(p => p.At).ToListAsync(ct),
            await evaluations.Steps.AsNoTracking().Where(s => s.SheetId == sheet).OrderBy(s => s.Number).ToListAsync(ct), sheets.May(evaluation, found));
    }

    public async Task<PanelDesk?> Panel(Guid id, int page, CancellationToken ct)
    {
        if (!user.IsOffice || await evaluations.Evaluations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) return null;
        var units = await evaluations.Sheets.AsNoTracking().Where(s => s.EvaluationId == id).OrderBy(s => s.SortOrder).Select(s => new { s.Id, s.UnitId, s.UnitName }).ToListAsync(ct);
        return new(evaluation, [.. units.Select(u => (u.Id, u.UnitId, u.UnitName))], await evaluations.Links.AsNoTracking().Where(l => l.EvaluationId == id).OrderBy(l => l.Serial).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct),
            await evaluations.Links.CountAsync(l => l.EvaluationId == id, ct), await evaluations.Surveys.AsNoTracking().Where(s => s.EvaluationId == id).OrderByDescending(s => s.At).Take(100).ToListAsync(ct));
    }

    /// <summary>Every line of every sheet that the reader sees, page after page, for a file.</summary>
    public async IAsyncEnumerable<(EvaluationSheet Sheet, UnitScore Score, SheetLine Line)> All(Guid id, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await evaluations.Evaluations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } evaluation) yield break;
        var rules = await evaluations.RulesOf(evaluation, ct);
        for (var page = 0; ; page++)
        {
            var some = await evaluations.SheetsShown.Where(s => s.EvaluationId == id).OrderBy(s => s.SortOrder).ThenBy(s => s.Id).Skip(page * 50).Take(50).ToListAsync(ct);
            var ids = some.Select(s => s.Id).ToList();
            var lines = (await evaluations.LinesShown.Where(l => ids.Contains(l.SheetId)).OrderBy(l => l.Item).ToListAsync(ct)).ToLookup(l => l.SheetId);
            foreach (var sheet in some)
            {
                var score = MoveEvaluation.Of(sheet, rules, [.. lines[sheet.Id]]);
                foreach (var line in lines[sheet.Id]) yield return (sheet, score, new(line, score.Items[line.Item]));
            }
            if (some.Count < 50) yield break;
        }
    }
}
