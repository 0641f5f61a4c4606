using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>One cell as typed. Was is what the page showed when typing began, so that two people in one form do not overwrite each other.</summary>
sealed class CellInput
{
    public string? Element { get; set; }
    public string? Split { get; set; }
    public string? Was { get; set; }
    public string? Value { get; set; }
    public string? Reason { get; set; }
}

/// <summary>What a save did. Unread and Conflicts are not saved; everything else is.</summary>
sealed record SavedCells(int Changed, IReadOnlyList<CellProblem> Unread, IReadOnlyList<CellConflict> Conflicts)
{
    public bool Whole => Unread.Count == 0 && Conflicts.Count == 0;
}

/// <summary>A cell that could not be read, with what was typed.</summary>
sealed record CellProblem(string Element, string Split, string? Typed, Problem Problem);

/// <summary>A cell that somebody else changed since the page was read: theirs stands, yours waits for a decision.</summary>
sealed record CellConflict(string Element, string Split, string Theirs, string Yours);

/// <summary>
/// Writes what a unit typed into its submission. Cells that are readable and that nobody else touched are saved; the others are named one by one, and what was typed in them is given back.
/// </summary>
sealed class SaveCells(IndicatorsData data, CurrentUser user)
{
    public static readonly Problem NoSuchSubmission = new("indicators.no-such-submission");
    public static readonly Problem NotOpen = new("indicators.not-open");

    /// <param name="hold">Saves nothing unless everything can be saved: a dry run asks for it with <paramref name="dry"/>.</param>
    /// <param name="dry">Tells what would happen, and writes nothing.</param>
    public async Task<Result<SavedCells>> Run(Guid id, IReadOnlyList<CellInput> inputs, CancellationToken ct, bool hold = false, bool dry = false)
    {
        // Twice at most: when somebody's save of the same cell fell between reading and writing, the second reading sees it and reports the conflict.
        for (var attempt = 0; ; attempt++)
        {
            var submission = await data.OwnSubmissions.SingleOrDefaultAsync(s => s.Id == id, ct);
            if (submission is null || !MoveSubmission.Fills(user.Role)) return NoSuchSubmission;
            if (!SubmissionCourse.Open(submission.State)) return NotOpen;

            var saved = await Apply(submission, inputs, ct);
            if (dry || (hold && !saved.Whole))
            {
                data.Forget();
                return dry ? saved : saved with { Changed = 0 };
            }
            if (saved.Changed > 0) submission.Version++;
            if (await data.SaveUnlessChanged(ct)) return saved;
            if (attempt == 5) return new Problem("indicators.changed-meanwhile");
        }
    }

    async Task<SavedCells> Apply(Submission submission, IReadOnlyList<CellInput> inputs, CancellationToken ct)
    {
        var cells = await data.Cells.Where(c => c.SubmissionId == submission.Id).ToDictionaryAsync(c => (c.ElementId, c.Split), ct);
        var kinds = await data.Elements.Where(e => data.Cells.Any(c => c.SubmissionId == submission.Id && c.ElementId == e.Id)).ToDictionaryAsync(e => e.Id, e => e.Kind, ct);
        var last = inputs.Any(i => i.Value?.Trim() is "=" or "＝") ? await LastOf(submission, ct) : [];

        var (changed, unread, conflicts) = (0, new List<CellProblem>(), new List<CellConflict>());
        foreach (var input in inputs)
        {
            var key = (input.Element ?? "", input.Split ?? "");
            if (!cells.TryGetValue(key, out var cell))
            {
                unread.Add(new(key.Item1, key.Item2, input.Value, new("indicators.no-such-cell")));
                continue;
            }
            var now = CellText.Of(cell.State, cell.Number);
            var reason = ReasonText.Of(input.Reason);
            if (reason?.Length > SubmissionCell.LongestReason)
            {
                unread.Add(new(key.Item1, key.Item2, input.Value, new("indicators.reason-too-long", null, SubmissionCell.LongestReason)));
                continue;
            }

            // A cell that was not typed in keeps whatever others have made of it meanwhile.
            var untouched = input.Value is null || (input.Was is not null && input.Value.Trim() == input.Was);
            var (state, number) = (cell.State, cell.Number);
            if (!untouched)
            {
                var read = CellText.Read(input.Value, kinds[cell.ElementId], last.TryGetValue(key, out var before) ? before : null);
                if (!read.Ok)
                {
                    unread.Add(new(key.Item1, key.Item2, input.Value, read.Problems[0]));
                    continue;
                }
                (state, number) = read.Value;
                var typed = CellText.Of(state, number);
                if (input.Was is { } was && was != now && typed != now)
                {
                    conflicts.Add(new(key.Item1, key.Item2, now, input.Value!.Trim()));
                    continue;
                }
            }
            if (input.Reason is null) reason = cell.Reason;
            if ((state, number, reason) == (cell.State, cell.Number, cell.Reason)) continue;
            if ((state, number) != (cell.State, cell.Number)) cell.TypedBy = user.PersonId;
            (cell.State, cell.Number, cell.Reason, cell.Remark) = (state, number, reason, null);
            cell.Version++;
            changed++;
        }
        return new(changed, unread, conflicts);
    }

    async Task<Dictionary<(string, string), (CellState, decimal?)>> LastOf(Submission submission, CancellationToken ct)
    {
        var period = (await data.Rounds.Where(r => r.Id == submission.RoundId).Select(r => r.Period).SingleAsync(ct)).Previous;
        return (await data.ValuesBeside(submission.Id).AsNoTracking().Where(v => v.Period == period).ToListAsync(ct)).ToDictionary(v => (v.ElementId, v.Split), v => (v.State, v.Number));
    }
}
