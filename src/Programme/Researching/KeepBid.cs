using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>A unit bids for a topic, for itself or for an institution; changes its bid and takes it back until the last day is over.</summary>
sealed class KeepBid(ResearchData research, Attachments files, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid id, BidForm form, CancellationToken ct)
    {
        if (research.Bidder is not { } unit || await research.Topics.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return KeepTopic.NoSuchTopic;
        if (topic.State != ResearchState.Open || topic.Over(time.Today())) return new Problem("programme.research-bids-over");
        var own = await research.OwnBids.Where(b => b.TopicId == id).ToListAsync(ct);
        var bid = own.Find(b => b.Id == Here.Id(form.Bid));
        if (bid is null && form.Bid is { Length: > 0 }) return KeepTopic.NoSuchTopic;
        if (bid is not null && bid.Version != form.Version) return TaskDesk.Changed;
        if (form.Do == "withdraw")
        {
            if (bid is null or { Withdrawn: true }) return new Problem("programme.research-not-now");
            bid.Withdrawn = true;
            return await Saved(topic, bid, ct);
        }
        var read = new Lines();
        var institution = read.Line(form.Institution, nameof(form.Institution), ResearchBid.LongestInstitution) ?? "";
        var there = own.Find(b => b.Institution == institution && b != bid);
        // Taken back and made again: the same bid once more.
        if (bid is null && there is { Withdrawn: true }) (bid, there) = (there, null);
        if (there is not null) read.Problems.Add(new("programme.research-bid-twice", nameof(form.Institution)));
        if (bid is null && own.Count >= ResearchBid.MostOfUnit) read.Problems.Add(new("programme.inspection-too-many", nameof(form.Institution), ResearchBid.MostOfUnit));
        var leader = read.Line(form.Leader, nameof(form.Leader), ResearchBid.LongestLeader, needed: true);
        var plan = read.Text(form.Plan, nameof(form.Plan), ResearchBid.LongestPlan, needed: true);
        var yuan = read.Whole(form.Yuan, nameof(form.Yuan), 0, topic.MostYuan);
        Attachment? file = null;
        if (read.Problems.Count == 0 && form.BidFile is { Length: > 0 })
        {
            var taken = await files.Take(form.BidFile, nameof(form.BidFile), papers: true, ct);
            if ((file = taken.Value) is null) read.Problems.AddRange(taken.Problems);
        }
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        if (bid is null) research.Add(bid = new() { Id = research.NewId(), TopicId = id, UnitId = unit });
        (bid.UnitName, bid.Institution, bid.Leader, bid.Plan, bid.Yuan, bid.Withdrawn) = (user.UnitName, institution, leader!, plan!, yuan!.Value, false);
        if (file is not null) (bid.FileSha256, bid.FileName, bid.FileSize) = (file.Sha256, file.Name, file.Size);
        return await Saved(topic, bid, ct);
    }

    async Task<Result<Guid>> Saved(ResearchTopic topic, ResearchBid bid, CancellationToken ct)
    {
        (bid.PersonName, bid.At, bid.Version) = (user.Name, time.GetUtcNow().UtcDateTime, bid.Version + 1);
        research.HoldBack(bid, topic.BidsUntil!.Value);
        return await research.Save(ct) ? bid.Id : TaskDesk.Changed;
    }
}
