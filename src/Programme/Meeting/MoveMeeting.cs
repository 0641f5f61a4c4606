using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>
/// Takes a meeting one step on; every step is a line of its chain. The minutes are confirmed by somebody else than who sent them round: another person of the office, or the leader of the unit that called the
/// meeting; where there is only one, the chain says who of the chair has approved. With the confirmation the decisions bind, and those that want one become supervision orders, which are sent out at once.
/// </summary>
sealed class MoveMeeting(MeetingData meetings, MeetingDesk desk, CarryOver carry, SupervisionData orders, MoveOrder moves, WorkCalendars calendars, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NotYours = new("programme.meeting-not-your-step");

    public async Task<Result<Guid>> Run(Guid id, MeetingStepForm form, CancellationToken ct)
    {
        if (Named.Of<MeetingStepKind>(form.Do) is not { } step) return NotYours;
        if (await meetings.Kept.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return MeetingDesk.NoSuchMeeting;
        if (meeting.Version != form.Version) return TaskDesk.Changed;
        if (!(await May(meeting, ct)).Contains(step)) return NotYours;
        var problems = new List<Problem>();
        var text = MeetingTyped.Line(form.Word, nameof(form.Word), JointMeeting.LongestText, step is MeetingStepKind.Cancel or MeetingStepKind.Rework, problems);
        if (problems.Count == 0) problems.AddRange(await Missing(meeting, step, text, ct));
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var (today, shown) = (time.Today(), meeting.InvitedOn is not null);
        IReadOnlyList<Guid> sendOut = [];
        switch (step)
        {
            case MeetingStepKind.Invite:
                (meeting.InvitedOn, shown) = (today, true);
                await carry.Run(meeting, ct);
                break;
            case MeetingStepKind.Hold:
                meeting.HeldOn = meeting.Day;
                break;
            case MeetingStepKind.Circulate:
                (meeting.CommentsBy, meeting.CirculatedBy, meeting.Rounds) = ((await calendars.Get(ct)).After(today, meeting.CommentDays), user.PersonId, meeting.Rounds + 1);
                break;
            case MeetingStepKind.Rework:
                meeting.CommentsBy = null;
                break;
            case MeetingStepKind.Confirm:
                meeting.ConfirmedOn = today;
                sendOut = await Bind(meeting, today, ct);
                break;
        }
        meeting.State = MeetingCourse.After(meeting.State, step)!.Value;
        desk.Step(meeting, step, text);
        if (shown && step is not (MeetingStepKind.Hold or MeetingStepKind.Rework))
            await desk.Tell(meeting, await desk.UnitsOf(id, ct), step == MeetingStepKind.Invite ? MeetingDesk.Invitation : $"programme.notice-meeting-{step.ToString().ToLowerInvariant()}", ct);
        if (!await meetings.Save(ct)) return TaskDesk.Changed;

        // What somebody else numbered at the same moment, and what a leader confirmed, is sent out by hand: it waits on the office's desk.
        foreach (var order in user.IsOffice ? sendOut : [])
        {
            meetings.Forget();
            await moves.Run(order, new() { Do = nameof(OrderStepKind.Notify) }, ct);
        }
        return id;
    }

    /// <summary>The steps that the user may take now.</summary>
    public async Task<IReadOnlyList<MeetingStepKind>> May(JointMeeting meeting, CancellationToken ct)
    {
        if (!user.IsOffice && !await meetings.Kept.AnyAsync(m => m.Id == meeting.Id, ct)) return [];
        var today = time.Today();
        var heard = meeting.State == MeetingState.Circulated && MeetingCourse.Heard(await meetings.Called.CountAsync(u => u.MeetingId == meeting.Id, ct),
            await meetings.Comments.CountAsync(c => c.MeetingId == meeting.Id && c.Round == meeting.Rounds, ct), meeting.CommentsBy, today);
        var another = user.PersonId != meeting.CirculatedBy || !await meetings.MayConfirm(meeting.ConvenerId).AnyAsync(p => p != meeting.CirculatedBy, ct);
        return [.. MeetingCourse.Possible(meeting.State, meeting.Day <= today, heard).Where(s => s == MeetingStepKind.Confirm ? another : user.IsOffice || s == MeetingStepKind.Rework)];
    }

    async Task<IReadOnlyList<Problem>> Missing(JointMeeting meeting, MeetingStepKind step, string text, CancellationToken ct)
    {
        var (problems, today) = (new List<Problem>(), time.Today());
        if (step is MeetingStepKind.Invite)
        {
            if (!await meetings.Called.AnyAsync(u => u.MeetingId == meeting.Id, ct)) problems.Add(new("programme.meeting-no-unit"));
            if (!await meetings.Items.AnyAsync(i => i.MeetingId == meeting.Id, ct)) problems.Add(new("programme.meeting-no-agenda"));
            if (meeting.Day < today) problems.Add(new("programme.meeting-past"));
        }
        if (step == MeetingStepKind.Hold)
        {
            var unknown = await meetings.Called.CountAsync(u => u.MeetingId == meeting.Id && u.Came == null, ct);
            if (unknown > 0) problems.Add(new("programme.meeting-attendance", null, unknown));
        }
        if (step == MeetingStepKind.Circulate)
        {
            if (meeting.Chair.Length == 0) problems.Add(new("programme.meeting-no-chair"));
            if (meeting.Minutes.Length == 0 && !await meetings.Items.AnyAsync(i => i.MeetingId == meeting.Id && i.Outcome != "", ct)) problems.Add(new("programme.meeting-no-minutes"));
            var came = await meetings.Called.Where(u => u.MeetingId == meeting.Id).Select(u => u.Came).ToListAsync(ct);
            if (!Quorum.Of(came, meeting.QuorumOf, meeting.QuorumIn, meeting.StandInsCount).Met && await meetings.Decisions.AnyAsync(d => d.MeetingId == meeting.Id, ct)) problems.Add(new("programme.meeting-no-quorum"));
        }
        if (step == MeetingStepKind.Confirm)
        {
            if (user.PersonId == meeting.CirculatedBy && text.Length == 0) problems.Add(new("programme.meeting-who-approved", nameof(MeetingStepForm.Word)));
            if (await meetings.Decisions.AnyAsync(d => d.MeetingId == meeting.Id && d.DueOn <= today, ct)) problems.Add(new("programme.decision-due-past"));
        }
        return problems;
    }

    /// <summary>From now on every decision is to be done; an order for each that wants one, of the unit that has to do it.</summary>
    async Task<IReadOnlyList<Guid>> Bind(JointMeeting meeting, DateOnly today, CancellationToken ct)
    {
        var (calendar, opened) = (await calendars.Get(ct), new List<Guid>());
        foreach (var decision in await meetings.Decisions.Where(d => d.MeetingId == meeting.Id && d.State == DecisionState.Proposed).OrderBy(d => d.Number).ToListAsync(ct))
        {
            (decision.State, decision.Version) = (DecisionState.Open, decision.Version + 1);
            if (decision.Follow != DecisionFollow.Order) continue;
            var order = new SupervisionOrder
            {
                Id = orders.NewId(),
                Source = OrderSource.Meeting,
                SourceId = decision.Id,
                Title = PlainText.Cut(decision.Text.ReplaceLineEndings(" "), SupervisionOrder.LongestTitle),
                Demand = decision.Text,
                Basis = PlainText.Cut(string.Create(CultureInfo.InvariantCulture, $"{meeting.Day.Year}年{meeting.Day.Month}月{meeting.Day.Day}日“{meeting.Title}”议定事项"), SupervisionOrder.LongestBasis),
                UnitId = decision.UnitId,
                State = OrderState.Opened,
                Days = Math.Max(1, calendar.Between(today, decision.DueOn)),
                OpenedOn = today,
            };
            orders.Add(order);
            orders.Add(new OrderStep { Id = orders.NewId(), OrderId = order.Id, Kind = OrderStepKind.Open, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
            decision.FollowId = order.Id;
            opened.Add(order.Id);
        }
        return opened;
    }
}
