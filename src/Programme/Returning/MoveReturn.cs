using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>A step as asked for by its button: the version that the person saw, why, the new day of a return, and why the whole is signed off although partners are missing.</summary>
sealed class MoveForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Reason { get; set; }
    public string? NewDue { get; set; }
    public string? MissingWhy { get; set; }
}

/// <summary>
/// Takes a return one step on: handed in, approved, accepted, sent back, opened again. Where a unit has only one person, handing in is approving too, and the record says so. What the office accepts is
/// written on the tasks in the same transaction.
/// </summary>
sealed class MoveReturn(ProgrammeData data, CurrentUser user, PostHolder posts, UnitRegister register, TakeOver takeOver, NoticeBoard notices, TimeProvider time)
{
    public static readonly Problem Changed = new("programme.return-changed");
    public static readonly Problem NotYours = new("programme.return-not-your-step");

    /// <summary>Nobody is given longer than this.</summary>
    public const int LongestYears = 2;

    public async Task<Result<Guid>> Run(Guid id, MoveForm form, CancellationToken ct)
    {
        try
        {
            var done = await data.Attempt(() => Step(id, form, ct), ct);
            if (!done.Ok) data.Forget();
            return done;
        }
        catch (DbUpdateConcurrencyException)
        {
            data.Forget();
            return Changed;
        }
    }

    async Task<Result<Guid>> Step(Guid id, MoveForm form, CancellationToken ct)
    {
        if (!Named.Is<ReturnMove>(form.Do, out var move)) return NotYours;
        var sheet = await data.Returns.SingleOrDefaultAsync(r => r.Id == id, ct);
        if (sheet is null) return SaveLines.NoSuchReturn;
        if (sheet.Version != form.Version) return Changed;
        var people = await People(sheet, ct);
        var may = ReturnCourse.May(sheet.State, sheet.RevisionReason is not null, sheet.SubmittedBy, people);
        if (!may.Any(m => m.Move == move)) return NotYours;

        var round = await data.Rounds.SingleAsync(r => r.Id == sheet.RoundId, ct);
        var lines = await data.ReturnLines.Where(l => l.ReturnId == id).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var missing = move == ReturnMove.HandIn ? await Missing(id, ct) : [];
        var due = DueOf(sheet, move, form, out var problems);
        problems.AddRange(ProblemsOf(move, form, lines, missing));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var now = time.GetUtcNow().UtcDateTime;
        var reason = move == ReturnMove.HandIn && missing.Count > 0 ? form.MissingWhy!.Trim() : string.IsNullOrWhiteSpace(form.Reason) ? null : form.Reason.Trim();
        await Take(sheet, round, lines, move, may.First(m => m.Move == move).Alone, reason, due, missing, now, ct);
        // Where there is nobody else to approve, a second press would be an empty one.
        if (move == ReturnMove.HandIn && ReturnCourse.May(sheet.State, false, sheet.SubmittedBy, people).Any(m => m is { Move: ReturnMove.Approve, Alone: true }))
            await Take(sheet, round, lines, move = ReturnMove.Approve, true, null, null, [], now.AddMilliseconds(1), ct);
        sheet.Version++;
        await Tell(move, sheet, round, ct);
        return await data.SaveUnlessChanged(ct) ? id : Changed;
    }

    async Task Take(PeriodReturn sheet, ReturnRound round, List<ReturnLine> lines, ReturnMove move, bool alone, string? reason, DateOnly? due, List<string> missing, DateTime now, CancellationToken ct)
    {
        var before = sheet.State;
        sheet.State = ReturnCourse.After(move, before);
        switch (move)
        {
            case ReturnMove.HandIn:
                (sheet.SubmittedBy, sheet.SubmittedAt, sheet.MissingWhy) = (user.PersonId, now, missing.Count > 0 ? reason : null);
                break;
            case ReturnMove.Approve:
                sheet.HandedOnAt ??= now;
                break;
            case ReturnMove.Accept:
                sheet.AcceptedAt = now;
                await takeOver.Run(sheet, round, lines, now, ct);
                break;
            case ReturnMove.AskRevision:
                sheet.RevisionReason = reason;
                break;
            case ReturnMove.RefuseRevision:
                sheet.RevisionReason = null;
                break;
            case ReturnMove.SendBack or ReturnMove.Reopen:
                if (move == ReturnMove.Reopen) (sheet.Revision, sheet.RevisionReason, sheet.AcceptedAt) = (sheet.Revision + 1, null, null);
                if (due is { } day) (sheet.DueOn, sheet.LeaderToldAt, sheet.ListedAt) = (day, null, null);
                break;
        }
        var names = string.Join('、', missing);
        data.Add(new ReturnStep
        {
            Id = data.NewId(),
            ReturnId = sheet.Id,
            Move = move,
            Before = before,
            After = sheet.State,
            PersonId = user.PersonId,
            PersonName = user.Name,
            UnitName = user.UnitName,
            At = now,
            Reason = reason,
            NewDue = due,
            Alone = alone,
            Missing = missing.Count == 0 ? null : names[..Math.Min(names.Length, PeriodReturn.LongestReason)],
        });
    }

    /// <summary>The steps that the user may take now.</summary>
    public async Task<IReadOnlyList<(ReturnMove Move, bool Alone)>> May(PeriodReturn sheet, CancellationToken ct) =>
        ReturnCourse.May(sheet.State, sheet.RevisionReason is not null, sheet.SubmittedBy, await People(sheet, ct));

    async Task<ReturnPeople> People(PeriodReturn sheet, CancellationToken ct)
    {
        var serving = await posts.WhoServes(sheet.UnitId, ct);
        return new(user.PersonId, user.InProgramme && user.UnitId == sheet.UnitId, user.IsOffice,
            [.. serving.Where(s => s.Unit == sheet.UnitId).Select(s => s.Person).Distinct()],
            [.. serving.Where(s => s.Unit == sheet.UnitId && s.Role == RoleCode.UnitLeader).Select(s => s.Person).Distinct()],
            [.. serving.Where(s => s.Role == RoleCode.Office).Select(s => s.Person).Distinct()]);
    }

    /// <summary>The partner units that have not answered for tasks of which this unit signs off the whole. A unit in which nobody holds a post keeps nobody waiting.</summary>
    public async Task<List<string>> Missing(Guid id, CancellationToken ct)
    {
        var owing = await data.PartnersOwing(id).Select(p => p.UnitId).Distinct().ToListAsync(ct);
        if (owing.Count == 0) return [];
        var served = await posts.Served(owing, ct);
        return await register.Units.Where(u => served.Contains(u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Id).Select(u => u.ShortName).ToListAsync(ct);
    }

    /// <summary>Whether the step sets a new day: only the office gives one. Within a unit its leader sends back as often as they like, and owes on the same day.</summary>
    public static bool SetsDay(ReturnMove move, ReturnState state) => (move, state) is (ReturnMove.SendBack, ReturnState.Approved) or (ReturnMove.Reopen, _);

    DateOnly? DueOf(PeriodReturn sheet, ReturnMove move, MoveForm form, out List<Problem> problems)
    {
        problems = [];
        if (!SetsDay(move, sheet.State)) return null;
        if (!Typed.Day(form.NewDue, out var due)) problems.Add(new("programme.not-a-day", nameof(form.NewDue)));
        else if (due is null) problems.Add(new("programme.return-new-due-missing", nameof(form.NewDue)));
        else if (due < time.Today()) problems.Add(new("programme.due-in-past", nameof(form.NewDue)));
        else if (due > time.Today().AddYears(LongestYears)) problems.Add(new("programme.return-day-far", nameof(form.NewDue), LongestYears));
        return due;
    }

    static IEnumerable<Problem> ProblemsOf(ReturnMove move, MoveForm form, List<ReturnLine> lines, List<string> missing)
    {
        if (form.Reason?.Trim().Length > PeriodReturn.LongestReason) yield return new("programme.reason-too-long", nameof(form.Reason), PeriodReturn.LongestReason);
        if (move is ReturnMove.SendBack or ReturnMove.AskRevision or ReturnMove.Reopen or ReturnMove.RefuseRevision && string.IsNullOrWhiteSpace(form.Reason)) yield return new("programme.reason-missing", nameof(form.Reason));
        if (move != ReturnMove.HandIn) yield break;
        foreach (var line in lines)
        {
            if (line.Answer is null) yield return new("programme.return-unanswered", ReturnWords.Field(line.Id, "answer"));
            if (line is { Part: ReturnPart.Lead, Progress: null, Answer: ReturnAnswer.Advanced or ReturnAnswer.Behind }) yield return new("programme.return-progress-missing", ReturnWords.Field(line.Id, "progress"));
            if (line is { Problems: null, Answer: ReturnAnswer.Behind or ReturnAnswer.Stuck }) yield return new("programme.return-problems-missing", ReturnWords.Field(line.Id, "problems"));
        }
        if (missing.Count == 0) yield break;
        if (string.IsNullOrWhiteSpace(form.MissingWhy)) yield return new("programme.return-partners-missing", nameof(form.MissingWhy), missing.Count, string.Join('、', missing.Take(5)));
        else if (form.MissingWhy.Trim().Length > PeriodReturn.LongestReason) yield return new("programme.reason-too-long", nameof(form.MissingWhy), PeriodReturn.LongestReason);
    }

    async Task Tell(ReturnMove move, PeriodReturn sheet, ReturnRound round, CancellationToken ct)
    {
        string[] args = [round.Name, round.Period.ToString(), user.UnitName, sheet.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)];
        var code = $"programme.notice-return-{move.ToString().ToLowerInvariant()}";
        if (move is ReturnMove.Approve or ReturnMove.AskRevision) await notices.TellOffice(code, ReturnWords.Link(sheet.Id), args, ct);
        else await notices.TellUnits([sheet.UnitId], code, ReturnWords.Link(sheet.Id), args, ct);
    }
}
