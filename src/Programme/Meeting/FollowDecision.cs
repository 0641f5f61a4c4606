using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>The unit reports a decision as done, the office accepts it, sends it back or drops it. What a task or an order follows is carried out there.</summary>
sealed class FollowDecision(MeetingData meetings, MeetingDesk desk, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid id, FollowForm form, CancellationToken ct)
    {
        if (Named.Of<MeetingStepKind>(form.Do) is not { } step || !Guid.TryParse(form.Decision, out var which)) return MoveMeeting.NotYours;
        if (await meetings.Meetings.SingleOrDefaultAsync(m => m.Id == id && m.State == MeetingState.Confirmed, ct) is not { } meeting
            || await meetings.Decisions.SingleOrDefaultAsync(d => d.Id == which && d.MeetingId == id, ct) is not { } decision || !May(decision).Contains(step)) return MoveMeeting.NotYours;
        var problems = new List<Problem>();
        var text = MeetingTyped.Line(form.Reason, nameof(form.Reason), JointMeeting.LongestText, step != MeetingStepKind.Accept, problems);
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        decision.State = MeetingCourse.After(decision.State, decision.Follow, step)!.Value;
        decision.Version++;
        if (step == MeetingStepKind.Report) decision.Said = text;
        if (decision.State is DecisionState.Done or DecisionState.Dropped) decision.EndedOn = time.Today();
        desk.Step(meeting, step, text, decision.Id);
        var (code, args) = ($"programme.notice-decision-{step.ToString().ToLowerInvariant()}", new[] { PlainText.Cut(decision.Text.ReplaceLineEndings(" "), 60) });
        if (step == MeetingStepKind.Report) await notices.TellOffice(code, $"/meetings/{id}", args, ct);
        else await notices.TellUnits([decision.UnitId], code, MeetingDesk.LinkOf(id, decision.UnitId), args, ct);
        return await desk.Save(meeting, ct);
    }

    /// <summary>The steps that the user may take with a decision now.</summary>
    public IReadOnlyList<MeetingStepKind> May(MeetingDecision decision) =>
        [.. new[] { MeetingStepKind.Report, MeetingStepKind.Accept, MeetingStepKind.SendBack, MeetingStepKind.Drop }.Where(s => MeetingCourse.After(decision.State, decision.Follow, s) is not null
            && (s == MeetingStepKind.Report ? user.InProgramme && user.UnitId == decision.UnitId : user.IsOffice))];
}
