using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Meeting;

/// <summary>What every act on a meeting needs: the meeting as it was read, its chain, the notices to whom it concerns.</summary>
sealed class MeetingDesk(MeetingData meetings, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuchMeeting = new("programme.no-such-meeting");
    public static readonly Problem NotNow = new("programme.meeting-not-now");

    /// <summary>The code under which called units are told, and under which their receipts are found.</summary>
    public const string Invitation = "programme.notice-meeting-invited";

    /// <summary>A meeting for the office to write on: as it was seen, and in one of these states.</summary>
    public async Task<Result<JointMeeting>> Take(Guid id, int version, CancellationToken ct, params MeetingState[] states)
    {
        if (!user.IsOffice || await meetings.Meetings.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } meeting) return NoSuchMeeting;
        return meeting.Version != version ? TaskDesk.Changed : states.Contains(meeting.State) ? meeting : NotNow;
    }

    public void Step(JointMeeting meeting, MeetingStepKind kind, string? text = null, Guid? decision = null)
    {
        if (kind != MeetingStepKind.Open) (meeting.StepCount, meeting.Version) = (meeting.StepCount + 1, meeting.Version + 1);
        meetings.Add(new MeetingStep
        {
            Id = meetings.NewId(),
            MeetingId = meeting.Id,
            Number = meeting.StepCount,
            Kind = kind,
            DecisionId = decision,
            At = time.GetUtcNow().UtcDateTime,
            UnitName = user.UnitName,
            PersonName = user.Name,
            Text = string.IsNullOrEmpty(text) ? null : text,
        });
    }

    /// <summary>An address of its own for each unit, so that who has opened it is known by unit.</summary>
    public static string LinkOf(Guid meeting, Guid unit) => $"/meetings/{meeting}?unit={unit}";

    /// <summary>Tells called units: what, of which meeting, on which day.</summary>
    public Task Tell(JointMeeting meeting, IEnumerable<Guid> units, string code, CancellationToken ct) =>
        notices.TellEach(units.Distinct().ToDictionary(u => u, u => LinkOf(meeting.Id, u)), code, [meeting.Title, meeting.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), meeting.Clock, meeting.Place], null, ct);

    public Task<List<Guid>> UnitsOf(Guid meeting, CancellationToken ct) => meetings.Called.Where(u => u.MeetingId == meeting).Select(u => u.UnitId).ToListAsync(ct);

    public async Task<Result<Guid>> Save(JointMeeting meeting, CancellationToken ct) => await meetings.Save(ct) ? meeting.Id : TaskDesk.Changed;
}
