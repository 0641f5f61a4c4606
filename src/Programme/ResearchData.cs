using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to research topics. Whoever carries the programme reads the calls that were ever opened, who was awarded, and what came of it. A bid is its unit's own: others learn neither who bid nor how many. After
/// the last day the office reads the bids, and whoever reviews them while they do, unless they belong to a unit that bids; nobody who owes a score sees those of the others.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class ResearchData(CityDb db, CurrentUser user, TimeProvider time)
{
    static readonly ResearchStepKind[] OfAll = [ResearchStepKind.Open, ResearchStepKind.Withdraw, ResearchStepKind.Award, ResearchStepKind.Pass, ResearchStepKind.Accept];
    static readonly ResearchStepKind[] OfUnit = [ResearchStepKind.Interim, ResearchStepKind.Extend, ResearchStepKind.HandIn, ResearchStepKind.SendBack];

    /// <summary>The user's unit where the post answers for it.</summary>
    public Guid? Bidder => user.Role is RoleCode.DeptContact or RoleCode.UnitLeader or RoleCode.CountyOffice ? user.UnitId : null;

    public IQueryable<ResearchTopic> Topics => db.Set<ResearchTopic>().Where(t => user.IsOffice || (user.InProgramme && t.OpenedOn != null));

    /// <summary>Those that were awarded to the user's unit.</summary>
    public IQueryable<ResearchTopic> OwnTopics
    {
        get
        {
            var unit = Bidder;
            return Topics.Where(t => unit != null && t.UnitId == unit);
        }
    }

    public IQueryable<ResearchBid> OwnBids
    {
        get
        {
            var unit = Bidder;
            return db.Set<ResearchBid>().Where(b => unit != null && b.UnitId == unit);
        }
    }

    /// <summary>Those that the user judges, or awards.</summary>
    public IQueryable<ResearchBid> Bids
    {
        get
        {
            var (today, person) = (time.Today(), user.PersonId);
            var held = db.Set<PostHolding>().HeldOn(today);
            return db.Set<ResearchBid>().Where(b => !b.Withdrawn && ((user.IsOffice && db.Set<ResearchTopic>().Any(t => t.Id == b.TopicId && t.BidsUntil < today))
                || (OwnSeats.Any(r => r.TopicId == b.TopicId) && db.Set<ResearchTopic>().Any(t => t.Id == b.TopicId && t.State == ResearchState.Reviewing)
                    && !db.Set<ResearchBid>().Any(o => o.TopicId == b.TopicId && !o.Withdrawn && held.Any(h => h.PersonId == person && db.Set<Post>().Any(p => p.Id == h.PostId && p.UnitId == o.UnitId))))));
        }
    }

    /// <summary>Where the user was named to review, under this post.</summary>
    public IQueryable<ResearchReviewer> OwnSeats
    {
        get
        {
            var (person, post) = user.InProgramme ? (user.PersonId, user.PostId) : (null, null);
            return db.Set<ResearchReviewer>().Where(r => person != null && r.PersonId == person && r.PostId == post);
        }
    }

    public IQueryable<ResearchReviewer> Reviewers => db.Set<ResearchReviewer>().Where(r => user.IsOffice || OwnSeats.Any(o => o.Id == r.Id));

    /// <summary>One's own; those of the others once all of one's own are given. Also the office waits, where somebody of it reviews.</summary>
    public IQueryable<ResearchScore> Scores
    {
        get
        {
            var person = user.PersonId;
            return db.Set<ResearchScore>().Where(s => Bids.Any(b => b.Id == s.BidId) && (OwnSeats.Any(o => o.Id == s.ReviewerId)
                || !db.Set<ResearchReviewer>().Any(r => r.TopicId == s.TopicId && r.PersonId == person && db.Set<ResearchTopic>().Any(t => t.Id == r.TopicId && t.State == ResearchState.Reviewing)
                    && db.Set<ResearchBid>().Any(b => b.TopicId == r.TopicId && !b.Withdrawn && !db.Set<ResearchScore>().Any(own => own.BidId == b.Id && own.ReviewerId == r.Id)))));
        }
    }

    /// <summary>The office reads all; the awarded unit what lies between them; everybody what is told of every topic, and the last output once it is accepted.</summary>
    public IQueryable<ResearchStep> Steps => user.IsOffice ? db.Set<ResearchStep>() : db.Set<ResearchStep>().Where(s => Topics.Any(t => t.Id == s.TopicId) && (OfAll.Contains(s.Kind)
        || (OfUnit.Contains(s.Kind) && OwnTopics.Any(t => t.Id == s.TopicId))
        || (s.Kind == ResearchStepKind.HandIn && Topics.Any(t => t.Id == s.TopicId && t.State == ResearchState.Accepted) && !db.Set<ResearchStep>().Any(later => later.TopicId == s.TopicId && later.Kind == s.Kind && later.Number > s.Number))));

    public IQueryable<ResearchUse> Uses => db.Set<ResearchUse>().Where(u => Topics.Any(t => t.Id == u.TopicId));

    /// <summary>For notices, and for the office's count before the last day; never for a page.</summary>
    public IQueryable<ResearchBid> BidsOfTheCity => db.Set<ResearchBid>().Where(b => !b.Withdrawn);

    /// <summary>For the award, which asks whether all have judged, and how many did; what they say is read from <see cref="Scores"/>.</summary>
    public IQueryable<ResearchScore> ScoresOfTheCity => db.Set<ResearchScore>();

    /// <summary>What is about to be saved is written only while the topic stands as it was read. Two who write at once do not hinder each other.</summary>
    public void Holds(ResearchTopic topic) => db.Entry(topic).Property(t => t.Version).IsModified = true;

    /// <summary>A bid stands in no record that anybody reads before the last day is over: its reader may sit in a unit that bids.</summary>
    public void HoldBack(ResearchBid bid, DateOnly lastDay) => db.HoldBack(bid, ChinaTime.StartOf(lastDay.AddDays(1)));

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
