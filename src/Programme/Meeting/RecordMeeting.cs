using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>The office calls units, notes who came, writes the minutes and the decisions. Units answer the invitation and say what they think of the minutes.</summary>
sealed class RecordMeeting(MeetingData meetings, MeetingDesk desk, ProgrammeData programme, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public const int MostDays = 366;

    /// <summary>One unit more or less. Who is called after the invitations went out is invited at once.</summary>
    public async Task<Result<Guid>> Call(Guid id, CallForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, MeetingState.Draft, MeetingState.Invited);
        if (taken.Value is not { } meeting) return new Result<Guid>(default, taken.Problems);
        if (form.Do == "call")
        {
            var today = time.Today();
            if (!Guid.TryParse(form.Unit, out var unit) || !await meetings.Units.AnyAsync(u => u.Id == unit && (u.ValidTo == null || u.ValidTo > today), ct)) return new Problem("programme.order-no-unit", nameof(form.Unit));
            if (await meetings.Called.AnyAsync(u => u.MeetingId == id && u.UnitId == unit, ct)) return new Problem("programme.meeting-called-already", nameof(form.Unit));
            if (await meetings.Called.CountAsync(u => u.MeetingId == id, ct) >= JointMeeting.MostUnits) return new Problem("programme.meeting-too-many", nameof(form.Unit), JointMeeting.MostUnits);
            meetings.Add(new MeetingUnit { Id = meetings.NewId(), MeetingId = id, UnitId = unit });
            if (meeting.State == MeetingState.Invited) await desk.Tell(meeting, [unit], MeetingDesk.Invitation, ct);
        }
        else if (MeetingTyped.Pair(form.Do) is ("remove", var gone) && meeting.State == MeetingState.Draft && await meetings.Called.SingleOrDefaultAsync(u => u.Id == gone && u.MeetingId == id, ct) is { } called) meetings.Remove(called);
        else return MeetingDesk.NotNow;
        meeting.Version++;
        return await desk.Save(meeting, ct);
    }

    /// <summary>参会回执: who comes for the user's unit. It may change until the meeting is held.</summary>
    public async Task<Result<Guid>> Reply(Guid id, ReplyForm form, CancellationToken ct)
    {
        if (await Own(id, ct) is not var (meeting, called)) return MeetingDesk.NoSuchMeeting;
        if (meeting.State != MeetingState.Invited) return MeetingDesk.NotNow;
        var problems = new List<Problem>();
        var comes = Named.Of<MeetingPresence>(form.Comes);
        if (comes is null or MeetingPresence.Absent) problems.Add(new("programme.meeting-which-reply", nameof(form.Comes)));
        var who = MeetingTyped.Short(form.Who, nameof(form.Who), MeetingUnit.LongestWho, comes is MeetingPresence.Member or MeetingPresence.StandIn, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        (called.Reply, called.ReplyWho, called.RepliedAt) = (comes, who, time.GetUtcNow().UtcDateTime);
        called.Version++;
        meetings.Holds(meeting); // an answer to a meeting that was held meanwhile would answer nothing
        return await desk.Save(meeting, ct);
    }

    /// <summary>Who came: on the day of the meeting and after it, until the minutes go round.</summary>
    public async Task<Result<Guid>> Attend(Guid id, AttendanceForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, MeetingState.Invited, MeetingState.Held);
        if (taken.Value is not { } meeting) return new Result<Guid>(default, taken.Problems);
        if (meeting.Day > time.Today()) return MeetingDesk.NotNow;
        var problems = new List<Problem>();
        var chair = MeetingTyped.Short(form.Chair, nameof(form.Chair), JointMeeting.LongestChair, false, problems);
        foreach (var called in await meetings.Called.Where(u => u.MeetingId == id).ToListAsync(ct))
        {
            if (form.Rows.Find(r => Guid.TryParse(r.Unit, out var row) && row == called.Id) is not { } typed) continue;
            MeetingPresence? came = null;
            if (typed.Came is { Length: > 0 } && (came = Named.Of<MeetingPresence>(typed.Came)) is null) problems.Add(new("programme.meeting-which-presence", nameof(form.Rows)));
            var who = MeetingTyped.Short(typed.Who, nameof(form.Rows), MeetingUnit.LongestWho, false, problems);
            if ((called.Came, called.CameWho) == (came, who)) continue;
            (called.Came, called.CameWho) = (came, who);
            called.Version++;
        }
        if (problems.Count > 0)
        {
            meetings.Forget();
            return new Result<Guid>(default, problems);
        }
        meeting.Chair = chair;
        meeting.Version++;
        return await desk.Save(meeting, ct);
    }

    public async Task<Result<Guid>> Write(Guid id, MinutesForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, MeetingState.Held);
        if (taken.Value is not { } meeting) return new Result<Guid>(default, taken.Problems);
        var problems = new List<Problem>();
        var minutes = MeetingTyped.Line(form.Minutes, nameof(form.Minutes), JointMeeting.LongestMinutes, false, problems);
        var outcomes = new List<(AgendaItem Item, string Outcome)>();
        foreach (var item in await meetings.Items.Where(i => i.MeetingId == id).ToListAsync(ct))
            if (form.Rows.Find(r => Guid.TryParse(r.Item, out var row) && row == item.Id) is { } typed) outcomes.Add((item, MeetingTyped.Line(typed.Outcome, nameof(form.Rows), AgendaItem.LongestOutcome, false, problems)));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        foreach (var (item, outcome) in outcomes) item.Outcome = outcome;
        meeting.Minutes = minutes;
        meeting.Version++;
        return await desk.Save(meeting, ct);
    }

    /// <summary>A decision into the minutes or out of them. Without a quorum nothing is decided.</summary>
    public async Task<Result<Guid>> Decide(Guid id, DecisionForm form, CancellationToken ct)
    {
        var taken = await desk.Take(id, form.Version, ct, MeetingState.Held);
        if (taken.Value is not { } meeting) return new Result<Guid>(default, taken.Problems);
        if (form.Do == "add")
        {
            var called = await meetings.Called.AsNoTracking().Where(u => u.MeetingId == id).ToListAsync(ct);
            if (!Quorum.Of([.. called.Select(u => u.Came)], meeting.QuorumOf, meeting.QuorumIn, meeting.StandInsCount).Met) return new Problem("programme.meeting-no-quorum");
            var problems = new List<Problem>();
            var text = MeetingTyped.Line(form.Decided, nameof(form.Decided), MeetingDecision.LongestText, true, problems);
            if (!Guid.TryParse(form.Unit, out var unit) || called.TrueForAll(u => u.UnitId != unit)) problems.Add(new("programme.decision-no-unit", nameof(form.Unit)));
            var (today, calendar) = (time.Today(), await calendars.Get(ct));
            if (!Typed.Day(form.Due, out var due)) problems.Add(new("programme.not-a-day", nameof(form.Due)));
            else if (due is null) problems.Add(new("programme.order-which-day", nameof(form.Due)));
            else if (due <= today) problems.Add(new("programme.finding-due-later", nameof(form.Due)));
            else if (due > today.AddDays(MostDays)) problems.Add(new("programme.order-day-far", nameof(form.Due)));
            else if (due is { } day && !calendar.Works(day)) problems.Add(new("programme.order-day-off", nameof(form.Due), calendar.After(day, 1)));
            if (Named.Of<DecisionFollow>(form.Follow) is not { } follow)
            {
                follow = default;
                problems.Add(new("programme.decision-which-follow", nameof(form.Follow)));
            }
            Guid? task = null;
            if (follow == DecisionFollow.Task && (task = Guid.TryParse(form.Task, out var named) && await meetings.Items.AnyAsync(i => i.MeetingId == id && i.Source == AgendaSource.Task && i.SourceId == named, ct)
                && await programme.VisibleTasks.AnyAsync(t => t.Id == named, ct) ? named : null) is null) problems.Add(new("programme.decision-which-task", nameof(form.Task)));
            var standing = await meetings.Decisions.Where(d => d.MeetingId == id).Select(d => d.Number).ToListAsync(ct);
            if (standing.Count >= JointMeeting.MostDecisions) problems.Add(new("programme.meeting-too-many", nameof(form.Decided), JointMeeting.MostDecisions));
            if (problems.Count > 0) return new Result<Guid>(default, problems);
            meetings.Add(new MeetingDecision { Id = meetings.NewId(), MeetingId = id, SeriesId = meeting.SeriesId, Number = standing.DefaultIfEmpty(0).Max() + 1, Text = text, UnitId = unit, DueOn = due!.Value, Follow = follow, FollowId = task });
        }
        else if (MeetingTyped.Pair(form.Do) is ("remove", var gone) && await meetings.Decisions.SingleOrDefaultAsync(d => d.Id == gone && d.MeetingId == id && d.State == DecisionState.Proposed, ct) is { } decision) meetings.Remove(decision);
        else return MeetingDesk.NotNow;
        meeting.Version++;
        return await desk.Save(meeting, ct);
    }

    /// <summary>What the user's unit says of the minutes that went round: once, while their days last.</summary>
    public async Task<Result<Guid>> Comment(Guid id, CommentForm form, CancellationToken ct)
    {
        if (await Own(id, ct) is not var (meeting, called)) return MeetingDesk.NoSuchMeeting;
        if (meeting.State != MeetingState.Circulated || meeting.CommentsBy < time.Today() || await Said(meeting, called.UnitId, ct)) return MeetingDesk.NotNow;
        var problems = new List<Problem>();
        if (form.Agrees is not ("yes" or "no")) problems.Add(new("programme.meeting-agrees-which", nameof(form.Agrees)));
        var text = MeetingTyped.Line(form.Says, nameof(form.Says), JointMeeting.LongestText, form.Agrees == "no", problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        meetings.Add(new MeetingComment { Id = meetings.NewId(), MeetingId = id, UnitId = called.UnitId, Round = meeting.Rounds, Agrees = form.Agrees == "yes", Text = text, PersonName = user.Name, At = time.GetUtcNow().UtcDateTime });
        meetings.Holds(meeting); // minutes that were taken back meanwhile are not those it speaks of
        return await desk.Save(meeting, ct);
    }

    public Task<bool> Said(JointMeeting meeting, Guid unit, CancellationToken ct) => meetings.Comments.AnyAsync(c => c.MeetingId == meeting.Id && c.UnitId == unit && c.Round == meeting.Rounds, ct);

    async Task<(JointMeeting Meeting, MeetingUnit Called)?> Own(Guid id, CancellationToken ct) => user is { InProgramme: true, UnitId: { } unit }
        && await meetings.Meetings.SingleOrDefaultAsync(m => m.Id == id && m.InvitedOn != null, ct) is { } meeting
        && await meetings.Called.SingleOrDefaultAsync(u => u.MeetingId == id && u.UnitId == unit, ct) is { } called ? (meeting, called) : null;
}
