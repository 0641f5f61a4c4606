using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>What a rule says about one cell. Blocks: the submission cannot be handed in like this.</summary>
sealed record FigureFinding(string Element, string Split, bool Blocks, Problem Problem);

/// <summary>Runs every rule over a submission as it stands in the database.</summary>
sealed class CheckSubmission(IndicatorsData data)
{
    public async Task<IReadOnlyList<FigureFinding>> Run(Submission submission, ReportRound round, CancellationToken ct)
    {
        var cells = await data.Cells.AsNoTracking().Where(c => c.SubmissionId == submission.Id).ToListAsync(ct);
        var lines = await data.Lines.AsNoTracking().Where(l => l.FormId == round.FormId).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var ids = lines.Select(l => l.ElementId).ToList();
        var elements = await data.Elements.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var before = await data.ValuesBeside(submission.Id).AsNoTracking().Where(v => v.Period == round.Period.Previous).ToListAsync(ct);
        return FigureRules.Run(lines, elements, [.. cells.Select(c => new CellFigure(c.ElementId, c.Split, c.State, c.Number, c.Reason))], [.. before.Select(v => new CellFigure(v.ElementId, v.Split, v.State, v.Number, v.Reason))]);
    }
}
