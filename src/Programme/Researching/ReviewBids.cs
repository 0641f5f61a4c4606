using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>The office names who reviews; each of them gives every bid its marks once. Nobody reviews where a unit bids in which they hold any post: asked when they are named, when the review begins, and when they score.</summary>
sealed class ReviewBids(ResearchData research, InspectionsData posts, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Name(Guid id, ReviewerForm form, CancellationToken ct)
    {
        if (!user.IsOffice || await research.Topics.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return KeepTopic.NoSuchTopic;
        if (!topic.Over(time.Today()) && topic.State != ResearchState.Reviewing) return new Problem("programme.research-not-now");
        var seats = await research.Reviewers.Where(r => r.TopicId == id).ToListAsync(ct);
        if (form.Drop is { Length: > 0 })
        {
            if (seats.Find(r => r.Id == Here.Id(form.Drop)) is not { } gone) return new Problem("programme.inspection-no-post");
            if (await research.ScoresOfTheCity.AnyAsync(s => s.ReviewerId == gone.Id, ct)) return new Problem("programme.research-has-scored");
            if (topic.State == ResearchState.Reviewing && seats.Count <= ResearchTopic.LeastReviewers) return new Problem("programme.research-few-reviewers", null, ResearchTopic.LeastReviewers);
            research.Remove(gone);
        }
        else
        {
            var post = Here.Id(form.Post);
            if (await posts.HeldPosts.Where(h => h.Post == post && Policies.Programme.Contains(h.Role)).OrderBy(h => h.Person).FirstOrDefaultAsync(ct) is not { } held) return new Problem("programme.inspection-no-post", nameof(form.Post));
            if (seats.Exists(r => r.PersonId == held.Person)) return new Problem("programme.research-reviewer-there", nameof(form.Post), held.Name);
            if (seats.Count >= ResearchReviewer.Most) return new Problem("programme.inspection-too-many", nameof(form.Post), ResearchReviewer.Most);
            if (await Conflict(id, held.Person, held.Name, ct) is { } conflict) return conflict with { Field = nameof(form.Post) };
            research.Add(new ResearchReviewer { Id = research.NewId(), TopicId = id, PersonId = held.Person, PostId = held.Post, Name = held.Name, UnitName = held.UnitName });
            if (topic.State == ResearchState.Reviewing) Ask(topic, held.Post);
        }
        topic.Version++;
        return await research.Save(ct) ? id : TaskDesk.Changed;
    }

    public void Ask(ResearchTopic topic, Guid post) => notices.Tell(post, "programme.notice-research-review", $"/research/{topic.Id}", topic.Title);

    /// <summary>Why somebody may not review: they hold a post today in a unit that bids.</summary>
    public async Task<Problem?> Conflict(Guid topic, Guid person, string name, CancellationToken ct)
    {
        var bids = research.BidsOfTheCity.Where(b => b.TopicId == topic);
        return await posts.HeldInTheCity.Where(h => h.Person == person && bids.Any(b => b.UnitId == h.Unit)).OrderBy(h => h.UnitName).Select(h => h.UnitName).FirstOrDefaultAsync(ct) is { } unit ? new("programme.research-conflict", null, name, unit) : null;
    }

    public async Task<Result<Guid>> Score(Guid id, MarkForm form, CancellationToken ct)
    {
        if (await research.OwnSeats.SingleOrDefaultAsync(r => r.TopicId == id, ct) is not { } seat || await research.Topics.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return KeepTopic.NoSuchTopic;
        if (topic.State != ResearchState.Reviewing) return new Problem("programme.research-not-now");
        if (await Conflict(id, seat.PersonId, seat.Name, ct) is { } conflict) return conflict;
        var wanted = Here.Id(form.Bid);
        if (!await research.Bids.AnyAsync(b => b.Id == wanted && b.TopicId == id, ct)) return KeepTopic.NoSuchTopic;
        if (await research.Scores.AnyAsync(s => s.BidId == wanted && s.ReviewerId == seat.Id, ct)) return new Problem("programme.research-scored-before");
        var read = new Lines();
        var marks = form.Read(ResearchScore.Least, ResearchScore.Most, read);
        var why = read.Line(form.Why, nameof(form.Why), ResearchScore.LongestReason, needed: true);
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        research.Add(new ResearchScore { Id = research.NewId(), TopicId = id, BidId = wanted!.Value, ReviewerId = seat.Id, Marks = ResearchTopic.Text(marks), Reason = why!, At = time.GetUtcNow().UtcDateTime });
        research.Holds(topic);
        return await research.Save(ct) ? id : TaskDesk.Changed;
    }
}
