using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Evaluating;

/// <summary>The addresses of the files: the points of an evaluation as the reader may see them, its report, the report on one unit, and the papers beside both.</summary>
static class EvaluationFiles
{
    static readonly ListFile List = new("evaluations-title", [("evaluation-unit", 28), ("evaluation-item", 24), ("evaluation-weight", 8), ("evaluation-got", 10), ("evaluation-of", 10), ("evaluation-points", 10), ("evaluation-part", 12), ("evaluation-score", 10), ("evaluation-coverage", 12), ("evaluation-grade", 10), ("evaluation-veto", 24), ("evaluation-why", 40), ("evaluation-objection", 12)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/evaluations/{id:guid}/points.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_evaluation");
        routes.MapGet("/evaluations/{id:guid}/points.csv", Text).RequireAuthorization("programme.read").NotedAsExport("programme_evaluation");
        routes.MapPaper("/evaluations/{id:guid}/report", Whole, "programme.office", "programme_evaluation");
        routes.MapPaper("/evaluations/{id:guid}/units/{sheet:guid}/report", One, "programme.read", "programme_evaluation_sheet");
        routes.MapGet("/evaluations/{id:guid}/papers/{paper:guid}", Paper).RequireAuthorization("programme.read").NotedAsExport("programme_evaluation_paper");
        routes.MapGet("/evaluations/{id:guid}/surveys/{survey:guid}", Survey).RequireAuthorization("programme.read").NotedAsExport("programme_evaluation_survey");
    }

    static async Task<IResult> Sheets(Guid id, EvaluationData evaluations, ReadEvaluations read, Texts texts, TimeProvider time, CancellationToken ct) =>
        await Seen(evaluations, id, ct) ? List.Workbook(Rows(id, read, texts, ct), texts, time, ct) : TypedResults.NotFound();

    static async Task<IResult> Text(Guid id, EvaluationData evaluations, ReadEvaluations read, Texts texts, TimeProvider time, CancellationToken ct) =>
        await Seen(evaluations, id, ct) ? List.Text(Rows(id, read, texts, ct), texts, time, ct) : TypedResults.NotFound();

    static Task<bool> Seen(EvaluationData evaluations, Guid id, CancellationToken ct) => evaluations.Evaluations.AnyAsync(e => e.Id == id, ct);

    static async IAsyncEnumerable<object?[]> Rows(Guid id, ReadEvaluations read, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (sheet, score, (line, points)) in read.All(id, ct))
            yield return [sheet.UnitName, points.Item.Name, points.Item.Weight, line.Got, line.Of, points.Points, points.Part, score.Score, score.Coverage, texts[EvaluationWords.Grade(score.Grade)], sheet.Veto, line.Answer ?? line.Why, texts[EvaluationWords.Objection(line.Objection)]];
    }

    static async Task<IResult> Whole(Guid id, EvaluationReport report, Papers papers, CancellationToken ct) => await papers.Answer(report, await report.Of(id, ct), ct);

    static async Task<IResult> One(Guid id, Guid sheet, UnitReport report, Papers papers, CancellationToken ct) => await papers.Answer(report, await report.Of(id, sheet, ct), ct);

    static async Task<IResult> Paper(Guid id, Guid paper, EvaluationData evaluations, Attachments files, CancellationToken ct) =>
        files.HandOut(await evaluations.Papers.AsNoTracking().Where(p => p.Id == paper && evaluations.Sheets.Any(s => s.Id == p.SheetId && s.EvaluationId == id)).Select(p => new Attachment(p.FileSha256, p.FileName, p.FileSize)).SingleOrDefaultAsync(ct));

    static async Task<IResult> Survey(Guid id, Guid survey, EvaluationData evaluations, Attachments files, CancellationToken ct) =>
        files.HandOut(await evaluations.Surveys.AsNoTracking().Where(s => s.Id == survey && s.EvaluationId == id).Select(s => new Attachment(s.FileSha256, s.FileName, s.FileSize)).SingleOrDefaultAsync(ct));
}
