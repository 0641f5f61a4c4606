using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Reporting;

/// <summary>A step as asked for by its button: the version that the person saw, why, and for a return the new day and the cells to look at.</summary>
sealed class StepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Reason { get; set; }
    public string? NewDue { get; set; }

    /// <summary>element|split of the cells that have to be looked at again.</summary>
    public List<string> Cells { get; set => field = value ?? []; } = [];
}

/// <summary>
/// Takes a submission one step on: handed in, reviewed, signed, checked, locked, published, returned, opened again. Who signs is never who filled in; what the statistics bureau locks
/// becomes the city's figures in the same transaction.
/// </summary>
sealed class MoveSubmission(IndicatorsData data, CurrentUser user, CheckSubmission check, AcceptFigures accept, NoticeBoard notices, TimeProvider time)
{
    public static readonly Problem Changed = new("indicators.changed-meanwhile");
    public static readonly Problem NotYours = new("indicators.not-your-step");

    public async Task<Result<Guid>> Run(Guid id, StepForm form, CancellationToken ct)
    {
        try
        {
            return await data.Attempt(() => Step(id, form, ct), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            data.Forget();
            return Changed;
        }
    }

    async Task<Result<Guid>> Step(Guid id, StepForm form, CancellationToken ct)
    {
        if (!Named.Is<StepKind>(form.Do, out var step)) return NotYours;
        var submission = await data.Submissions.SingleOrDefaultAsync(s => s.Id == id, ct);
        if (submission is null) return SaveCells.NoSuchSubmission;
        if (submission.Version != form.Version) return Changed;

        var round = await data.Rounds.SingleAsync(r => r.Id == submission.RoundId, ct);
        var sheet = await data.Forms.SingleAsync(f => f.Id == round.FormId, ct);
        if (!May(submission, sheet).Contains(step)) return NotYours;

        var problems = await ProblemsOf(step, submission, round, form, ct);
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var now = time.GetUtcNow().UtcDateTime;
        var cells = await data.Cells.Where(c => c.SubmissionId == id).ToListAsync(ct);
        var reason = ReasonText.Of(form.Reason);
        submission.State = SubmissionCourse.After(step, submission.State);
        submission.Version++;
        switch (step)
        {
            case StepKind.Submit:
                (submission.SubmittedBy, submission.SubmittedAt) = (user.PersonId, now);
                submission.FirstSubmittedAt ??= now;
                break;
            case StepKind.Return:
                submission.DueOn = Typed.Day(form.NewDue, out var due) && due is { } day ? day : submission.DueOn;
                var named = form.Cells.ToHashSet(StringComparer.Ordinal);
                foreach (var cell in cells.Where(c => named.Contains(Key(c)))) (cell.Remark, cell.Version) = (reason, cell.Version + 1);
                break;
            case StepKind.AskRevision:
                submission.RevisionReason = reason;
                break;
            case StepKind.GrantRevision:
                (submission.Revision, submission.RevisionReason) = (submission.Revision + 1, null);
                if (ChinaTime.Today(time).AddDays(7) is var open && submission.DueOn < open) submission.DueOn = open;
                break;
            case StepKind.RefuseRevision:
                submission.RevisionReason = null;
                break;
            case StepKind.Lock:
                submission.LockedAt = now;
                if (await accept.Run(submission, round, cells, now, ct) is { Ok: false } refused) return new Result<Guid>(default, refused.Problems);
                break;
            case StepKind.Publish:
                if (await accept.Publish(submission, round, ct) is { Ok: false } unsafely) return new Result<Guid>(default, unsafely.Problems);
                break;
        }
        var papers = await data.Evidence.AsNoTracking().Where(e => e.SubmissionId == id).OrderBy(e => e.Id).ToListAsync(ct);
        var hands = step is not (StepKind.AskRevision or StepKind.RefuseRevision or StepKind.Publish);
        data.Add(new SubmissionStep
        {
            Id = data.NewId(),
            SubmissionId = id,
            Kind = step,
            PersonId = user.PersonId!.Value,
            PersonName = user.Name,
            UnitName = user.UnitName,
            At = now,
            Reason = reason,
            Figures = hands ? JsonSerializer.Serialize(cells.ToDictionary(Key, c => CellText.Of(c.State, c.Number))) : null,
            Papers = hands ? JsonSerializer.Serialize(papers.GroupBy(p => $"{p.ElementId}|{p.Split}").ToDictionary(g => g.Key, g => g.Select(p => p.Mark).ToArray())) : null,
        });
        await Tell(step, submission, sheet, round, ct);
        return await data.SaveUnlessChanged(ct) ? id : Changed;
    }

    public static string Key(SubmissionCell cell) => $"{cell.ElementId}|{cell.Split}";

    /// <summary>The steps that the user may take now.</summary>
    public IReadOnlyList<StepKind> May(Submission submission, ReportForm sheet) =>
        [.. SubmissionCourse.Next(submission.State, sheet.Reviewed, submission.SupervisorId is not null, submission.RevisionReason is not null).Where(n => Holds(n.Hand, submission)).Select(n => n.Step)];

    /// <summary>The posts that report for their unit.</summary>
    public static bool Fills(RoleCode? role) => role is RoleCode.DeptContact or RoleCode.CountyOffice or RoleCode.UnitLeader or RoleCode.StatOfficer or RoleCode.Office;

    bool Holds(Hand hand, Submission submission)
    {
        var inUnit = user.UnitId == submission.UnitId && Fills(user.Role);
        var another = user.PersonId != submission.SubmittedBy;
        return hand switch
        {
            Hand.Filler => inUnit,
            Hand.Reviewer => inUnit && another,
            Hand.Head => inUnit && another && user.Role == RoleCode.UnitLeader,
            Hand.Supervisor => another && user.UnitId == submission.SupervisorId && user.Role is RoleCode.DeptContact or RoleCode.UnitLeader,
            _ => user.Role == RoleCode.StatOfficer && another && submission.RegionCode.StartsWith(user.RegionPrefix, StringComparison.Ordinal),
        };
    }

    async Task<List<Problem>> ProblemsOf(StepKind step, Submission submission, ReportRound round, StepForm form, CancellationToken ct)
    {
        var problems = new List<Problem>();
        if (form.Reason?.Trim().Length > Submission.LongestReason) problems.Add(new("indicators.reason-too-long", nameof(form.Reason), Submission.LongestReason));
        if (step is StepKind.Return or StepKind.AskRevision or StepKind.RefuseRevision && string.IsNullOrWhiteSpace(form.Reason)) problems.Add(new("indicators.say-why", nameof(form.Reason)));
        if (step == StepKind.Return)
        {
            if (!Typed.Day(form.NewDue, out var due)) problems.Add(new("indicators.not-a-day", nameof(form.NewDue)));
            else if (due is { } day && day < ChinaTime.Today(time)) problems.Add(new("indicators.day-gone", nameof(form.NewDue)));
            else if (due > ChinaTime.Today(time).AddYears(ReportRound.LongestYears)) problems.Add(new("indicators.day-far", nameof(form.NewDue), ReportRound.LongestYears));
        }
        // Four eyes are those of two people: who typed a figure, or has reviewed it already, does not pass it on.
        if (step is StepKind.Review or StepKind.Sign or StepKind.Check or StepKind.Lock && await data.Cells.AnyAsync(c => c.SubmissionId == submission.Id && c.TypedBy != null && c.TypedBy == user.PersonId, ct)) problems.Add(new("indicators.typed-it-yourself"));
        if (step == StepKind.Sign && await data.Steps.AnyAsync(s => s.SubmissionId == submission.Id && s.Kind == StepKind.Review && s.PersonId == user.PersonId && s.At >= submission.SubmittedAt, ct)) problems.Add(new("indicators.reviewed-it-yourself"));
        // Nobody downstream can put a figure right: what the rules refuse is refused where it is typed, and once more before it counts.
        if (step is StepKind.Submit or StepKind.Lock)
            problems.AddRange((await check.Run(submission, round, ct)).Where(f => f.Blocks).Select(f => new Problem(f.Problem.Code, $"{f.Element}|{f.Split}", f.Problem.Args)));
        if (step == StepKind.Lock && await Unlocked(submission, ct) is { Count: > 0 } below)
            problems.Add(new("indicators.children-first", null, string.Join('、', below)));
        return problems;
    }

    /// <summary>The regions below, on the same form and round, whose figures are not locked yet: the whole comes after its parts.</summary>
    async Task<List<string>> Unlocked(Submission submission, CancellationToken ct)
    {
        var prefix = Platform.Regions.RegionCode.Prefix(submission.RegionCode);
        return await (from other in data.Expected
                      join region in data.Regions on other.RegionCode equals region.Code
                      where other.RoundId == submission.RoundId && other.Id != submission.Id && other.RegionCode != submission.RegionCode && other.RegionCode.StartsWith(prefix)
                          && other.State != SubmissionState.Locked && other.State != SubmissionState.Published && region.ValidTo == null
                      orderby other.RegionCode
                      select region.Name).Take(20).ToListAsync(ct);
    }

    async Task Tell(StepKind step, Submission submission, ReportForm sheet, ReportRound round, CancellationToken ct)
    {
        string[] args = [sheet.Title, round.Period.ToString(), user.UnitName];
        var link = $"/reports/{submission.Id}";
        Guid[] to = step switch
        {
            StepKind.Submit or StepKind.Review => [submission.UnitId],
            StepKind.Sign when submission.SupervisorId is { } supervisor => [supervisor],
            StepKind.Return or StepKind.Lock or StepKind.GrantRevision or StepKind.RefuseRevision => [submission.UnitId],
            _ => [],
        };
        var code = "indicators.notice-" + step.ToString().ToLowerInvariant();
        if (to.Length > 0) await notices.TellUnits(to, code, link, args, ct);
        else if (step is StepKind.Sign or StepKind.Check or StepKind.AskRevision) await notices.TellRoles([RoleCode.StatOfficer], code, link, args, ct);
    }
}
