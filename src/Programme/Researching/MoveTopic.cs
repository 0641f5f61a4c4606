using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Researching;

/// <summary>Takes a topic one step on; every step is a line of its course. The office leads it to its award and judges what comes of it; the unit that was awarded it reports and hands in.</summary>
sealed class MoveTopic(ResearchData research, ReviewBids review, ProductLinks links, Attachments files, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public static readonly IReadOnlyList<LinkKind> UseKinds = [LinkKind.Task, LinkKind.Policy, LinkKind.Guide];

    public async Task<IReadOnlyList<ResearchStepKind>> May(ResearchTopic topic, CancellationToken ct) =>
        user.IsOffice ? ResearchCourse.OfOffice(topic.State, topic.Over(time.Today())) : await research.OwnTopics.AnyAsync(t => t.Id == topic.Id, ct) ? ResearchCourse.OfUnit(topic.State) : [];

    public async Task<Result<Guid>> Run(Guid id, TopicStepForm form, CancellationToken ct)
    {
        if (await research.Topics.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return KeepTopic.NoSuchTopic;
        var may = await May(topic, ct);
        if (may.Count == 0 && !user.IsOffice) return KeepTopic.NoSuchTopic;
        if (topic.Version != form.Version) return TaskDesk.Changed;
        if (Named.Of<ResearchStepKind>(form.Do) is not { } step || !may.Contains(step)) return new Problem("programme.research-not-now");
        var read = new Lines();
        var said = read.Text(form.Said, nameof(form.Said), ResearchStep.LongestText, ResearchCourse.NeedsWords(step));
        var day = step == ResearchStepKind.Extend ? read.Day(form.Day, nameof(form.Day), needed: true) : null;
        if (day <= topic.DueOn || day < time.Today()) read.Problems.Add(new("programme.research-no-later", nameof(form.Day)));
        ResearchBid? awarded = null;
        if (step == ResearchStepKind.Review && await NotReady(id, ct) is { } refused) return refused;
        if (step == ResearchStepKind.Award && read.Problems.Count == 0) awarded = await Awarded(topic, form, said, read, ct);
        Attachment? paper = null;
        if (step is ResearchStepKind.Interim or ResearchStepKind.HandIn && read.Problems.Count == 0 && form.Paper is { Length: > 0 })
        {
            var taken = await files.Take(form.Paper, nameof(form.Paper), papers: true, ct);
            if ((paper = taken.Value) is null) read.Problems.AddRange(taken.Problems);
        }
        if (step == ResearchStepKind.HandIn && read.Problems.Count == 0 && paper is null) read.Problems.Add(new("platform.file-missing", nameof(form.Paper)));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);

        var bidders = await research.BidsOfTheCity.Where(b => b.TopicId == id).Select(b => b.UnitId).Distinct().ToListAsync(ct);
        if (awarded is { } bid) (topic.BidId, topic.UnitId, topic.UnitName, topic.Institution, topic.Leader, topic.Yuan, topic.AwardedOn) = (bid.Id, bid.UnitId, bid.UnitName, bid.Institution, bid.Leader, bid.Yuan, time.Today());
        topic.DueOn = day ?? topic.DueOn;
        topic.State = step switch
        {
            ResearchStepKind.Withdraw => ResearchState.Withdrawn,
            ResearchStepKind.Review => ResearchState.Reviewing,
            ResearchStepKind.Award or ResearchStepKind.SendBack => ResearchState.Awarded,
            ResearchStepKind.Pass => ResearchState.NotAwarded,
            ResearchStepKind.HandIn => ResearchState.HandedIn,
            ResearchStepKind.Accept => ResearchState.Accepted,
            _ => topic.State,
        };
        Step(topic, step, step == ResearchStepKind.Award ? null : said, day, paper);
        if (step == ResearchStepKind.Award && said is not null) Step(topic, ResearchStepKind.Reason, said);
        await Tell(topic, step, bidders, ct);
        return await research.Save(ct) ? id : TaskDesk.Changed;
    }

    /// <summary>The caller saves.</summary>
    public void Step(ResearchTopic topic, ResearchStepKind kind, string? text = null, DateOnly? day = null, Attachment? paper = null)
    {
        topic.Version++;
        research.Add(new ResearchStep { Id = research.NewId(), TopicId = topic.Id, Number = topic.Version, Kind = kind, Text = text, Day = day, FileSha256 = paper?.Sha256, FileName = paper?.Name, FileSize = paper?.Size ?? 0, At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName, PersonName = user.Name });
    }

    /// <summary>What was found out is used somewhere: said by the office and by the unit, once it is accepted. Drop takes a line away, by the office.</summary>
    public async Task<Result<Guid>> Use(Guid id, UseForm form, CancellationToken ct)
    {
        if (await (user.IsOffice ? research.Topics : research.OwnTopics).SingleOrDefaultAsync(t => t.Id == id, ct) is not { } topic) return KeepTopic.NoSuchTopic;
        if (topic.State != ResearchState.Accepted) return new Problem("programme.research-not-now");
        var uses = await research.Uses.Where(u => u.TopicId == id).ToListAsync(ct);
        if (form.Drop is { Length: > 0 })
        {
            if (!user.IsOffice || uses.Find(u => u.Id == Here.Id(form.Drop)) is not { } gone) return new Problem("programme.research-not-now");
            research.Remove(gone);
            return await research.Save(ct) ? id : TaskDesk.Changed;
        }
        var read = new Lines();
        var link = await links.Read(form.Link, nameof(form.Link), read, ct);
        if (link is { } chosen && !UseKinds.Contains(chosen.Kind)) read.Problems.Add(new("programme.register-choose", nameof(form.Link)));
        var words = read.Text(form.Words, nameof(form.Words), ResearchUse.LongestText, needed: link is null && form.Link is not { Length: > 0 });
        if (link is { } twice && uses.Exists(u => u.Kind == twice.Kind && u.LinkId == twice.Id)) read.Problems.Add(new("programme.research-use-twice", nameof(form.Link)));
        if (uses.Count >= ResearchUse.Most) read.Problems.Add(new("programme.inspection-too-many", nameof(form.Words), ResearchUse.Most));
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
        research.Add(new ResearchUse { Id = research.NewId(), TopicId = id, Kind = link?.Kind, LinkId = link?.Id, Text = words ?? "", At = time.GetUtcNow().UtcDateTime, UnitName = user.UnitName });
        return await research.Save(ct) ? id : TaskDesk.Changed;
    }

    async Task<Problem?> NotReady(Guid id, CancellationToken ct)
    {
        if (!await research.Bids.AnyAsync(b => b.TopicId == id, ct)) return new("programme.research-no-bid");
        var seats = await research.Reviewers.Where(r => r.TopicId == id).OrderBy(r => r.Id).ToListAsync(ct);
        if (seats.Count < ResearchTopic.LeastReviewers) return new("programme.research-few-reviewers", null, ResearchTopic.LeastReviewers);
        foreach (var seat in seats)
            if (await review.Conflict(id, seat.PersonId, seat.Name, ct) is { } conflict) return conflict;
        return null;
    }

    /// <summary>The bid that is awarded: every bid must have been judged by enough, and one that has not the best average needs a reason.</summary>
    async Task<ResearchBid?> Awarded(ResearchTopic topic, TopicStepForm form, string? said, Lines read, CancellationToken ct)
    {
        var bids = await research.Bids.AsNoTracking().Where(b => b.TopicId == topic.Id).ToListAsync(ct);
        if (bids.Find(b => b.Id == Here.Id(form.Chosen)) is not { } chosen)
        {
            read.Problems.Add(new("programme.register-choose", nameof(form.Chosen)));
            return null;
        }
        var marks = (await research.ScoresOfTheCity.AsNoTracking().Where(s => s.TopicId == topic.Id).ToListAsync(ct)).ToLookup(s => s.BidId);
        var scores = bids.ToDictionary(b => b.Id, b => BidScore.Of(topic.WeightList, marks[b.Id].Select(s => s.MarkList)));
        if (scores.Values.Any(s => s is not { Given: >= ResearchTopic.LeastReviewers })) read.Problems.Add(new("programme.research-scores-missing", nameof(form.Chosen), ResearchTopic.LeastReviewers));
        else if (said is null && scores.Values.Any(s => s!.Average > scores[chosen.Id]!.Average)) read.Problems.Add(new("programme.research-not-best", nameof(form.Said)));
        return chosen;
    }

    async Task Tell(ResearchTopic topic, ResearchStepKind step, IReadOnlyList<Guid> bidders, CancellationToken ct)
    {
        var (link, args) = ($"/research/{topic.Id}", new[] { topic.Title });
        Guid[] unit = topic.UnitId is { } awarded ? [awarded] : [];
        switch (step)
        {
            case ResearchStepKind.Review:
                foreach (var post in await research.Reviewers.Where(r => r.TopicId == topic.Id).Select(r => r.PostId).ToListAsync(ct)) review.Ask(topic, post);
                break;
            case ResearchStepKind.Award:
                await notices.TellUnits(unit, "programme.notice-research-awarded", link, args, ct);
                await notices.TellUnits([.. bidders.Except(unit)], "programme.notice-research-decided", link, args, ct);
                break;
            case ResearchStepKind.Pass:
                await notices.TellUnits(bidders, "programme.notice-research-decided", link, args, ct);
                break;
            case ResearchStepKind.Withdraw:
                await notices.TellUnits(topic.AwardedOn is null ? bidders : unit, "programme.notice-research-withdrawn", link, args, ct);
                break;
            case ResearchStepKind.Extend or ResearchStepKind.SendBack or ResearchStepKind.Accept:
                await notices.TellUnits(unit, $"programme.notice-research-{step.ToString().ToLowerInvariant()}", link, args, ct);
                break;
            case ResearchStepKind.Interim or ResearchStepKind.HandIn:
                await notices.TellOffice($"programme.notice-research-{step.ToString().ToLowerInvariant()}", link, args, ct);
                break;
        }
    }
}
