using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Reporting;

/// <summary>The papers behind one cell of a line, with what stands in the cell; Added and Gone since the figures were last handed on.</summary>
sealed record EvidenceCell(string Split, string Text, IReadOnlyList<CellEvidence> Papers, IReadOnlyList<string> Added, IReadOnlyList<string> Gone);

sealed record EvidenceView(Submission Submission, ReportForm Form, ReportRound Round, string Region, DataElement Element, bool Required, bool Editable, IReadOnlyList<EvidenceCell> Cells)
{
    public int Papers => Cells.Sum(c => c.Papers.Count);
}

/// <summary>Reads the papers behind one line of a sheet that the user may see.</summary>
sealed class ReadEvidence(IndicatorsData data, Platform.Identity.CurrentUser user)
{
    public async Task<EvidenceView?> Run(Guid id, string element, CancellationToken ct)
    {
        if (await data.Submissions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } submission) return null;
        var cells = await data.Cells.AsNoTracking().Where(c => c.SubmissionId == id && c.ElementId == element).ToDictionaryAsync(c => c.Split, ct);
        if (cells.Count == 0) return null;
        var round = await data.Rounds.AsNoTracking().SingleAsync(r => r.Id == submission.RoundId, ct);
        var form = await data.Forms.AsNoTracking().SingleAsync(f => f.Id == round.FormId, ct);
        var line = await data.Lines.AsNoTracking().SingleAsync(l => l.FormId == form.Id && l.ElementId == element, ct);
        var region = await data.Regions.Where(r => r.Code == submission.RegionCode).OrderByDescending(r => r.ValidFrom).Select(r => r.Name).FirstOrDefaultAsync(ct);
        var papers = (await data.Evidence.AsNoTracking().Where(e => e.SubmissionId == id && e.ElementId == element).OrderBy(e => e.AddedAt).ThenBy(e => e.Id).ToListAsync(ct)).ToLookup(e => e.Split);
        var steps = await data.Steps.AsNoTracking().Where(s => s.SubmissionId == id).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct);
        var (_, before) = ReadSubmission.Handed(submission, steps);
        return new(submission, form, round, region ?? submission.RegionCode, await data.Elements.AsNoTracking().SingleAsync(e => e.Id == element, ct), line.EvidenceRequired,
            submission.UnitId == user.UnitId && MoveSubmission.Fills(user.Role) && SubmissionCourse.Open(submission.State),
            [
                .. Collecting.IssueRound.SplitsOf(line).Where(cells.ContainsKey).Select(s =>
                {
                    IReadOnlyList<CellEvidence> now = [.. papers[s]];
                    var (added, gone) = ReadSubmission.Difference(now, before, MoveSubmission.Key(cells[s]));
                    return new EvidenceCell(s, CellText.Of(cells[s].State, cells[s].Number), now, added, gone);
                }),
            ]);
    }
}
