using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Seeding;

/// <summary>Writes topics with their past: open with a bid, or researched, accepted and used.</summary>
sealed class ResearchSeed(ResearchData research, InspectionsData posts, ProgrammeData programme, CurrentUser user, TimeProvider time)
{
    public async Task Run(IReadOnlyList<SeedResearch> all, CancellationToken ct)
    {
        var today = time.Today();
        var names = await posts.Units.AsNoTracking().ToDictionaryAsync(u => u.Name, u => (u.Id, u.ShortName), ct);
        foreach (var seed in all)
        {
            var (opened, done) = (today.AddDays(-seed.OpenedDaysAgo), seed.Output is not null);
            var topic = new ResearchTopic { Id = research.NewId(), Year = opened.Year, Title = seed.Title, Question = seed.Question, Expected = seed.Expected, Conditions = seed.Conditions, MostYuan = seed.MostYuan, BidsUntil = opened.AddDays(45), DueOn = opened.AddDays(300), OpenedOn = opened, State = done ? ResearchState.Accepted : ResearchState.Open };
            research.Add(topic);
            Step(ResearchStepKind.Open, opened, null);
            foreach (var offer in seed.Bids)
            {
                var unit = names[offer.Unit];
                var bid = new ResearchBid { Id = research.NewId(), TopicId = topic.Id, UnitId = unit.Id, UnitName = unit.ShortName, Institution = offer.Institution, Leader = offer.Leader, Plan = offer.Plan, Yuan = offer.Yuan, PersonName = "联络员", At = At(opened.AddDays(12)) };
                research.Add(bid);
                if (!done || topic.BidId is not null) continue;
                (topic.BidId, topic.UnitId, topic.UnitName, topic.Institution, topic.Leader, topic.Yuan, topic.AwardedOn) = (bid.Id, bid.UnitId, bid.UnitName, bid.Institution, bid.Leader, bid.Yuan, opened.AddDays(60));
            }
            if (seed.Output is { } output)
            {
                var people = await posts.HeldPosts.Where(h => !seed.Bids.Select(b => b.Unit).Contains(h.UnitFullName) && (h.Role == RoleCode.DeptContact || h.Role == RoleCode.UnitLeader)).OrderBy(h => h.Post).Take(ResearchTopic.LeastReviewers).ToListAsync(ct);
                foreach (var (person, n) in people.Select((p, n) => (p, n)))
                {
                    var seat = new ResearchReviewer { Id = research.NewId(), TopicId = topic.Id, PersonId = person.Person, PostId = person.Post, Name = person.Name, UnitName = person.UnitName };
                    research.Add(seat);
                    research.Add(new ResearchScore { Id = research.NewId(), TopicId = topic.Id, BidId = topic.BidId!.Value, ReviewerId = seat.Id, Marks = ResearchTopic.Text([86 + n, 82 - n, 90, 78 + (2 * n)]), Reason = "选题切合实际，方法可行。", At = At(opened.AddDays(55)) });
                }
                Step(ResearchStepKind.Review, opened.AddDays(47), null);
                Step(ResearchStepKind.Award, opened.AddDays(60), null);
                Step(ResearchStepKind.Interim, opened.AddDays(170), seed.Interim, unit: true);
                Step(ResearchStepKind.HandIn, opened.AddDays(280), output, unit: true);
                Step(ResearchStepKind.Accept, opened.AddDays(290), null);
                var task = await programme.VisibleTasks.Where(t => seed.UsedInTask != null && t.Title.Contains(seed.UsedInTask)).OrderByDescending(t => t.PlanId).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct);
                if (task is { } used) research.Add(new ResearchUse { Id = research.NewId(), TopicId = topic.Id, Kind = LinkKind.Task, LinkId = used, At = At(opened.AddDays(310)), UnitName = user.UnitName });
                research.Add(new ResearchUse { Id = research.NewId(), TopicId = topic.Id, Text = seed.UsedIn, At = At(opened.AddDays(320)), UnitName = user.UnitName });
            }
            if (!await research.Save(ct)) throw new InvalidOperationException(seed.Title);

            void Step(ResearchStepKind kind, DateOnly day, string? text, bool unit = false) => research.Add(new ResearchStep { Id = research.NewId(), TopicId = topic.Id, Number = ++topic.Version, Kind = kind, Text = text, At = At(day), UnitName = unit ? topic.UnitName : user.UnitName, PersonName = unit ? "联络员" : "办公室" });
        }
    }

    static DateTime At(DateOnly day) => ChinaTime.StartOf(day).AddHours(10);
}
