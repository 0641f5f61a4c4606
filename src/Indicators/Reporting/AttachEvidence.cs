using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>A paper as it is handed in: the file, one sentence that says what it is, and the part of the line that it stands behind (empty: the total).</summary>
sealed class EvidenceForm
{
    public IFormFile? File { get; set; }
    public string? What { get; set; }
    public string? Split { get; set; }
}

/// <summary>
/// Puts papers behind a cell and takes them away: whoever may type into the cell, while it may be typed into. Once the sheet has been handed in its papers stay as they are; a return or a revision opens
/// them with the figures.
/// </summary>
sealed class AttachEvidence(IndicatorsData data, Attachments files, CurrentUser user, TimeProvider time)
{
    public static readonly Problem Gone = new("indicators.evidence-gone");
    const int MostTries = 5;

    public async Task<Result<Guid>> Add(Guid id, string element, EvidenceForm form, CancellationToken ct)
    {
        // Again when somebody wrote in the same sheet between reading and writing: five stay five, whoever comes at once.
        for (var attempt = 0; attempt <= MostTries; attempt++)
        {
            var open = await Open(id, ct);
            if (open.Value is not { } submission) return new Result<Guid>(default, open.Problems);
            var split = form.Split ?? Splits.Total;
            if (!await data.Cells.AnyAsync(c => c.SubmissionId == id && c.ElementId == element && c.Split == split, ct)) return new Problem("indicators.no-such-cell", nameof(form.Split));
            var read = new Catalogue.FieldReader();
            if (Attachments.Refused(form.File, nameof(form.File)) is { } refused) read.Problems.Add(refused);
            var what = read.Line(form.What, nameof(form.What), CellEvidence.LongestWhat);
            var there = await data.Evidence.AsNoTracking().Where(e => e.SubmissionId == id && e.ElementId == element && e.Split == split).Select(e => e.FileSha256).ToListAsync(ct);
            if (there.Count >= CellEvidence.MostOfACell) read.Problems.Add(new("indicators.evidence-full", nameof(form.File), CellEvidence.MostOfACell));
            if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);

            var taken = await files.Take(form.File, nameof(form.File), papers: true, ct);
            if (taken.Value is not { } stored) return new Result<Guid>(default, taken.Problems);
            if (there.Contains(stored.Sha256)) return new Problem("indicators.evidence-there", nameof(form.File));
            var paper = new CellEvidence
            {
                Id = data.NewId(),
                SubmissionId = id,
                ElementId = element,
                Split = split,
                FileSha256 = stored.Sha256,
                FileName = stored.Name,
                Size = stored.Size,
                What = what,
                PersonId = user.PersonId!.Value,
                PersonName = user.Name,
                UnitName = user.UnitName,
                AddedAt = time.GetUtcNow().UtcDateTime,
            };
            data.Add(paper);
            submission.Version++;
            if (await data.SaveUnlessTaken(ct)) return paper.Id;
        }
        return MoveSubmission.Changed;
    }

    public async Task<Result<Guid>> Remove(Guid id, Guid paper, CancellationToken ct)
    {
        for (var attempt = 0; attempt <= MostTries; attempt++)
        {
            var open = await Open(id, ct);
            if (open.Value is not { } submission) return new Result<Guid>(default, open.Problems);
            if (await data.Evidence.SingleOrDefaultAsync(e => e.SubmissionId == id && e.Id == paper, ct) is not { } found) return Gone;
            data.Remove(found);
            submission.Version++;
            if (await data.SaveUnlessTaken(ct)) return paper;
        }
        return MoveSubmission.Changed;
    }

    async Task<Result<Submission>> Open(Guid id, CancellationToken ct)
    {
        var submission = await data.OwnSubmissions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (submission is null || !MoveSubmission.Fills(user.Role)) return SaveCells.NoSuchSubmission;
        return SubmissionCourse.Open(submission.State) ? submission : SaveCells.NotOpen;
    }
}
