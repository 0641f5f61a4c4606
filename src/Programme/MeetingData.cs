using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to joint meetings. The office sees all of its city; the leader of the unit that called one sees it too; the posts of a unit see the meetings to which their unit was called, once they are invited, and
/// minutes, decisions and comments not before the minutes go round; nobody else sees any.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class MeetingData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Those of which the user writes, or confirms, the minutes.</summary>
    public IQueryable<JointMeeting> Kept
    {
        get
        {
            var unit = user.Role == RoleCode.UnitLeader ? user.UnitId : null;
            return user.IsOffice ? db.Set<JointMeeting>() : db.Set<JointMeeting>().Where(m => unit != null && m.ConvenerId == unit);
        }
    }

    public IQueryable<JointMeeting> Meetings
    {
        get
        {
            if (user.IsOffice) return Kept;
            var (unit, kept) = (user.InProgramme ? user.UnitId : null, Kept);
            return db.Set<JointMeeting>().Where(m => kept.Any(k => k.Id == m.Id) || (unit != null && m.InvitedOn != null && db.Set<MeetingUnit>().Any(u => u.MeetingId == m.Id && u.UnitId == unit)));
        }
    }

    /// <summary>Those whose minutes the user may read.</summary>
    IQueryable<JointMeeting> Read => Meetings.Where(m => Kept.Any(k => k.Id == m.Id) || m.State == MeetingState.Circulated || m.State == MeetingState.Confirmed);

    public IQueryable<MeetingUnit> Called => db.Set<MeetingUnit>().Where(u => Meetings.Any(m => m.Id == u.MeetingId));
    public IQueryable<AgendaItem> Items => db.Set<AgendaItem>().Where(i => Meetings.Any(m => m.Id == i.MeetingId));
    public IQueryable<MeetingDecision> Decisions => db.Set<MeetingDecision>().Where(d => Read.Any(m => m.Id == d.MeetingId));
    public IQueryable<MeetingStep> Steps => db.Set<MeetingStep>().Where(s => Meetings.Any(m => m.Id == s.MeetingId));

    /// <summary>A unit reads what it said itself; who keeps the minutes reads all.</summary>
    public IQueryable<MeetingComment> Comments
    {
        get
        {
            var unit = user.UnitId;
            return db.Set<MeetingComment>().Where(c => Kept.Any(m => m.Id == c.MeetingId) || (c.UnitId == unit && Read.Any(m => m.Id == c.MeetingId)));
        }
    }

    /// <summary>The series of the meetings that the user may see; the office sees those without one too.</summary>
    public IQueryable<MeetingSeries> Series => user.IsOffice ? db.Set<MeetingSeries>() : db.Set<MeetingSeries>().Where(s => Meetings.Any(m => m.SeriesId == s.Id));

    public IQueryable<SeriesMember> Members => db.Set<SeriesMember>().Where(_ => user.IsOffice);

    /// <summary>Decisions that bind and are not carried out: of those that a task or an order follows, that one says so.</summary>
    public IQueryable<MeetingDecision> Open => Decisions.Where(Unfinished);

    Expression<Func<MeetingDecision, bool>> Unfinished => d => (d.State == DecisionState.Open || d.State == DecisionState.Reported)
        && (d.Follow != DecisionFollow.Task || !db.Set<ProgrammeTask>().Any(t => t.Id == d.FollowId && (t.State == TaskState.Completed || t.State == TaskState.Cancelled)))
        && (d.Follow != DecisionFollow.Order || !db.Set<SupervisionOrder>().Any(o => o.Id == d.FollowId && (o.State == OrderState.Closed || o.State == OrderState.Withdrawn)));

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    /// <summary>The people who hold a post of the office today, or lead the unit that called the meeting.</summary>
    public IQueryable<Guid> MayConfirm(Guid convener)
    {
        var today = ChinaTime.Today(time);
        return db.Set<PostHolding>().HeldOn(today).Where(h => db.Set<Post>().Any(p => p.Id == h.PostId && (p.Role == RoleCode.Office || (p.Role == RoleCode.UnitLeader && p.UnitId == convener)))).Select(h => h.PersonId).Distinct();
    }

    /// <summary>
    /// What is about to be saved is written only while the meeting stands as it was read: when somebody takes it a step on meanwhile, <see cref="Save"/> is false. Two who write at once do not hinder each other.
    /// </summary>
    public void Holds(JointMeeting meeting) => db.Entry(meeting).Property(m => m.Version).IsModified = true;

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
