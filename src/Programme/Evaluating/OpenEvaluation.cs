using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Evaluating;

/// <summary>A unit that may be evaluated; Answers: it carries tasks of a plan, is not the office itself, and is therefore chosen from the beginning.</summary>
sealed record UnitChoice(Guid Id, string Name, bool Answers);

/// <summary>The office opens an evaluation: of which units, for which years, by which rules. The units hear of it when the self-assessment starts.</summary>
sealed class OpenEvaluation(EvaluationData evaluations, MeasureUnits measure, CurrentUser user, TimeProvider time)
{
    public const int MostUnits = 500;
    public static readonly Problem NoSuchEvaluation = new("programme.no-such-evaluation");

    public async Task<IReadOnlyList<UnitChoice>> Choices(CancellationToken ct)
    {
        var today = time.Today();
        var units = await evaluations.Units.AsNoTracking().Where(u => u.ValidTo == null || u.ValidTo > today).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Take(MostUnits).Select(u => new { u.Id, u.Name }).ToListAsync(ct);
        var answering = (await measure.Answering([.. units.Select(u => u.Id)], ct)).ToHashSet();
        return [.. units.Select(u => new UnitChoice(u.Id, u.Name, u.Id != user.UnitId && answering.Contains(u.Id)))];
    }

    /// <summary>What the panel is asked unless the office words it otherwise, five lines.</summary>
    public static string Questions(Texts texts, bool child) => string.Join('\n', Enumerable.Range(1, ProgrammeEvaluation.QuestionCount).Select(n => texts[string.Create(CultureInfo.InvariantCulture, $"programme.panel-{(child ? "child" : "ask")}-{n}")]));

    public async Task<Result<Guid>> Run(EvaluationForm form, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuchEvaluation;
        var (today, problems) = (time.Today(), new List<Problem>());
        var title = TypedWords.Words(PlainText.OneLine(form.Title), nameof(form.Title), ProgrammeEvaluation.LongestTitle, true, problems);
        if (!Named.Is(form.Term, out EvaluationTerm term)) problems.Add(new("programme.order-say", nameof(form.Term)));
        var year = TypedWords.Whole(form.Year, nameof(form.Year), 2000, today.Year, problems);
        var fromYear = term == EvaluationTerm.Final ? TypedWords.Whole(form.FromYear, nameof(form.FromYear), 2000, year ?? today.Year, problems) : year;
        if (Here.Id(form.Rules) is not { } rules || !await evaluations.Rules.AnyAsync(r => r.Id == rules && r.State == ScoreRulesState.InForce, ct))
        {
            rules = default;
            problems.Add(new("programme.evaluation-no-rules", nameof(form.Rules)));
        }
        if (!Typed.Day(form.SelfDueOn, out var due) || due is null) problems.Add(new("programme.not-a-day", nameof(form.SelfDueOn)));
        else if (due < today || due > today.AddYears(1)) problems.Add(new("programme.order-later-day", nameof(form.SelfDueOn)));
        var (asked, askedChildren) = (Lines(form.Questions, nameof(form.Questions), problems), Lines(form.ChildQuestions, nameof(form.ChildQuestions), problems));
        var wanted = form.Units.Select(Here.Id).OfType<Guid>().Distinct().Take(MostUnits + 1).ToList();
        var units = await evaluations.Units.AsNoTracking().Where(u => wanted.Contains(u.Id) && (u.ValidTo == null || u.ValidTo > today)).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName, u.RegionCode }).ToListAsync(ct);
        if (units.Count == 0 || units.Count != wanted.Count || units.Count > MostUnits) problems.Add(new("programme.evaluation-no-units", nameof(form.Units)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var evaluation = new ProgrammeEvaluation
        {
            Id = evaluations.NewId(),
            Title = title!,
            Term = term,
            Year = year!.Value,
            FromDay = new(fromYear!.Value, 1, 1),
            ToDay = new(year.Value, 12, 31),
            RulesId = rules,
            State = EvaluationState.Prepared,
            Questions = JsonSerializer.Serialize(asked),
            ChildQuestions = JsonSerializer.Serialize(askedChildren),
            OpenedOn = today,
            SelfDueOn = due!.Value,
        };
        evaluations.Add(evaluation);
        foreach (var (unit, order) in units.Select((u, n) => (u, n)))
            evaluations.Add(new EvaluationSheet { Id = evaluations.NewId(), EvaluationId = evaluation.Id, UnitId = unit.Id, UnitName = unit.ShortName, RegionCode = unit.RegionCode, SortOrder = order });
        evaluations.Add(new EvaluationStep { Id = evaluations.NewId(), EvaluationId = evaluation.Id, OwnerId = evaluation.Id, Kind = EvaluationStepKind.Open, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
        return await evaluations.SaveUnlessTaken(ct) ? evaluation.Id : Assigning.TaskDesk.Changed;
    }

    static List<string> Lines(string? text, string field, List<Problem> problems)
    {
        var lines = OpenOrder.Said(text).Split('\n').Select(PlainText.OneLine).Where(l => l.Length > 0).ToList();
        if (lines.Count != ProgrammeEvaluation.QuestionCount || lines.Any(l => l.Length > ProgrammeEvaluation.LongestQuestion)) problems.Add(new("programme.evaluation-questions-bad", field, ProgrammeEvaluation.QuestionCount, ProgrammeEvaluation.LongestQuestion));
        return lines;
    }
}
