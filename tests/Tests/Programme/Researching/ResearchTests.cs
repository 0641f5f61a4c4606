using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Researching;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Researching;

/// <summary>A topic from its call to its use: bids stay their units' own, whoever belongs to a bidding unit does not judge, and no score is seen by who still owes one.</summary>
public sealed class ResearchTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, Told(step));
    static string Told<T>(Result<T> step) => string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}"));

    static TopicForm Call() => new() { Year = "2026", Title = "上学路研究", Question = "怎么走更安全？", Expected = "调查报告", Conditions = "", MostYuan = "100000", BidsUntil = "2026-11-30", DueOn = "2027-06-30", Relevance = "40", Method = "30", Team = "20", Cost = "10" };
    static BidForm Offer(string institution = "", string yuan = "90000") => new() { Do = "save", Institution = institution, Leader = "林知远", Plan = "陪走和问卷", Yuan = yuan };

    static Task<int> Version(City city, Guid topic) => city.Use((CityDb db) => db.Set<ResearchTopic>().Where(t => t.Id == topic).Select(t => t.Version).SingleAsync());

    internal static async Task<Guid> Opened(City city, Actor office)
    {
        var id = await Drafted(city, office);
        var form = Call();
        form.Do = "open";
        Done(await city.As(office, (KeepTopic keep) => keep.Run(id, form, default)));
        return id;
    }

    internal static async Task<Guid> Drafted(City city, Actor office)
    {
        var made = await city.As(office, (KeepTopic keep) => keep.Draft(Call(), default));
        Done(made);
        return made.Value;
    }

    static async Task<Result<Guid>> Step(City city, Actor by, Guid topic, ResearchStepKind step, string? said = null, Action<TopicStepForm>? more = null)
    {
        var form = new TopicStepForm { Do = step.ToString(), Said = said, Version = await Version(city, topic) };
        more?.Invoke(form);
        return await city.As(by, (MoveTopic move) => move.Run(topic, form, default));
    }

    static Task<Result<Guid>> Bid(City city, Actor by, Guid topic, BidForm form) => city.As(by, (KeepBid keep) => keep.Run(topic, form, default));
    static Task<Result<Guid>> Name(City city, Actor by, Guid topic, Guid post) => city.As(by, (ReviewBids review) => review.Name(topic, new() { Post = post.ToString() }, default));
    static Task<Result<Guid>> Mark(City city, Actor by, Guid topic, Guid bid, int mark) => city.As(by, (ReviewBids review) => review.Score(topic, new() { Bid = bid.ToString(), Relevance = $"{mark}", Method = $"{mark}", Team = $"{mark}", Cost = $"{mark}", Why = "可行" }, default));
    static Task<ResearchView?> Seen(City city, Actor by, Guid topic) => city.As(by, (ReadResearch read) => read.One(topic, default));
    static FormFile Pdf() => new(new MemoryStream("%PDF-1.4\n%%EOF"u8.ToArray()), 0, 15, "Paper", "报告.pdf") { Headers = new HeaderDictionary() };

    static void Wait(City city, int days) => ((StoppedClock)city.Time).Move(TimeSpan.FromDays(days));

    /// <summary>Two bids, of the lead unit and of a county, in review by three.</summary>
    static async Task<(Guid Topic, Guid First, Guid Second, Actor[] Reviewers)> InReview(City city, SmallPlan plan)
    {
        var topic = await Opened(city, plan.Office);
        var first = (await Bid(city, plan.Lead, topic, Offer("示范师范学院"))).Value;
        var second = (await Bid(city, plan.County, topic, Offer())).Value;
        Wait(city, 11);
        Actor[] reviewers = [plan.Cooperating, plan.Outsider, plan.OtherCounty];
        foreach (var one in reviewers) Done(await Name(city, plan.Office, topic, one.Post));
        Done(await Step(city, plan.Office, topic, ResearchStepKind.Review));
        return (topic, first, second, reviewers);
    }

    [Fact]
    public void A_score_lies_between_its_marks_whoever_comes_first_and_whoever_is_missing()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            var cuts = Enumerable.Range(0, 3).Select(_ => chance.Next(101)).Order().ToList();
            int[] weights = [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 100 - cuts[2]];
            var marks = Enumerable.Range(0, chance.Next(1, 9)).Select(_ => (IReadOnlyList<int>?)[.. weights.Select(_ => chance.Next(1, 101))]).ToList();
            var score = BidScore.Of(weights, marks)!;
            var totals = marks.Select(m => BidScore.Total(weights, m!)).ToList();
            Assert.Equal(marks.Count, score.Given);
            Assert.InRange(score.Average, totals.Min(), totals.Max());
            Assert.InRange(score.Average, 1, 100);
            Assert.InRange(score.Spread, 0, 99);
            var shuffled = marks.ToArray();
            chance.Shuffle(shuffled);
            Assert.Equal(score, BidScore.Of(weights, shuffled));
            Assert.Equal(score, BidScore.Of(weights, [null, .. shuffled, null])); // who has not judged counts for nothing, not for nought
        }
        Assert.Null(BidScore.Of([25, 25, 25, 25], [null, null]));
        Assert.Equal(new(2, 70, 20), BidScore.Of([40, 30, 20, 10], [[80, 80, 80, 80], [60, 60, 60, 60]]));
    }

    [Fact]
    public void A_light_says_what_is_late()
    {
        var today = new DateOnly(2026, 11, 20);
        Light Of(int days) => ResearchCourse.LightOf(ResearchState.Awarded, today.AddDays(days), today);
        Assert.Equal([Light.Green, Light.Yellow, Light.Yellow, Light.Orange, Light.Orange, Light.Red], new[] { Of(31), Of(30), Of(0), Of(-1), Of(-30), Of(-31) });
        Assert.Equal(Light.Green, ResearchCourse.LightOf(ResearchState.Accepted, today.AddDays(-90), today));
        // What nobody may do in a state is in no list.
        Assert.Empty(ResearchCourse.OfOffice(ResearchState.Withdrawn, true));
        Assert.All(Enum.GetValues<ResearchState>().Where(s => s != ResearchState.Awarded), s => Assert.Empty(ResearchCourse.OfUnit(s)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_call_is_whole_when_it_opens_the_contacts_are_told_and_it_never_changes(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = (await city.As(plan.Office, (KeepTopic keep) => keep.Draft(new() { Year = "2026", Title = "题目", Relevance = "25", Method = "25", Team = "25", Cost = "25" }, default))).Value;
        async Task<Result<Guid>> Open(Action<TopicForm> change)
        {
            var form = Call();
            (form.Do, form.Version) = ("open", await Version(city, id));
            change(form);
            return await city.As(plan.Office, (KeepTopic keep) => keep.Run(id, form, default));
        }
        Assert.Equal(["Question", "Expected", "MostYuan", "BidsUntil", "DueOn"], (await Open(f => (f.Question, f.Expected, f.MostYuan, f.BidsUntil, f.DueOn) = (null, null, null, null, null))).Problems.Select(p => p.Field));
        Assert.Equal(("programme.research-weights", 110), (await Open(f => f.Cost = "20")).Problems.Select(p => (p.Code, (int)p.Args[0])).Single());
        Assert.Equal("programme.research-past", (await Open(f => f.BidsUntil = "2026-11-19")).Problems.Single().Code);
        Assert.Equal("programme.research-due-before", (await Open(f => f.DueOn = "2026-11-30")).Problems.Single().Code);
        Assert.Null(await Seen(city, plan.Lead, id)); // a draft is the office's
        Assert.Equal(KeepTopic.NoSuchTopic, (await Bid(city, plan.Lead, id, Offer())).Problems.Single());
        Done(await Open(_ => { }));
        Assert.Equal("programme.research-not-now", (await Open(f => f.MostYuan = "5")).Problems.Single().Code);
        Assert.NotNull(await Seen(city, plan.Lead, id));
        var told = await city.Use((CityDb db) => db.Set<Notice>().Where(n => n.Code == "programme.notice-research-open").Select(n => n.PostId).ToListAsync());
        Assert.Equal(plan.Everyone.Where(a => a != plan.Office).Select(a => a.Post).Order(), told.Order());
        Assert.Contains("Said", (await Step(city, plan.Office, id, ResearchStepKind.Withdraw)).Problems.Select(p => p.Field));
        Done(await Step(city, plan.Office, id, ResearchStepKind.Withdraw, "并入省级课题"));
        Assert.Equal("programme.research-bids-over", (await Bid(city, plan.Lead, id, Offer())).Problems.Single().Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_bid_is_one_for_each_institution_changes_until_the_last_day_and_is_nobody_elses(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var leader = await city.Actor(RoleCode.UnitLeader, "市教育局", "局长", unit: plan.Lead.Unit);
        var counter = await city.Actor(RoleCode.StatOfficer, "市教育局", "统计员", unit: plan.Lead.Unit);
        var topic = await Opened(city, plan.Office);
        Assert.Equal(["Leader", "Plan", "Yuan"], (await Bid(city, plan.Lead, topic, new() { Do = "save", Yuan = "100001" })).Problems.Select(p => p.Field));
        var bid = (await Bid(city, plan.Lead, topic, Offer("示范师范学院"))).Value;
        Assert.Equal("programme.research-bid-twice", (await Bid(city, leader, topic, Offer(" 示范师范学院 "))).Problems.Single().Code);
        Done(await Bid(city, leader, topic, Offer()));
        Assert.Equal(KeepTopic.NoSuchTopic, (await Bid(city, counter, topic, Offer("别家"))).Problems.Single());
        Assert.Equal(KeepTopic.NoSuchTopic, (await Bid(city, plan.Office, topic, Offer())).Problems.Single());
        // Somebody else's bid is not there to be changed.
        var stolen = Offer("换名");
        (stolen.Bid, stolen.Version) = (bid.ToString(), 1);
        Assert.Equal(KeepTopic.NoSuchTopic, (await Bid(city, plan.County, topic, stolen)).Problems.Single());

        // Two of one unit at once: one is written, the other is told.
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(n =>
        {
            var form = Offer("示范师范学院", $"{80000 + n}");
            (form.Bid, form.Version) = (bid.ToString(), 1);
            return Bid(city, n == 0 ? plan.Lead : leader, topic, form);
        }));
        Assert.Single(both, b => b.Ok);
        Assert.Contains(TaskDesk.Changed, both.Single(b => !b.Ok).Problems);

        foreach (var other in new[] { plan.County, plan.Cooperating, counter })
        {
            var view = (await Seen(city, other, topic))!;
            Assert.Empty(view.Own);
            Assert.Empty(view.Bids);
            Assert.Null(view.Count);
            Assert.Equal(0, await city.As(other, (ResearchData data) => data.Bids.CountAsync()));
            Assert.Equal(0, await city.As(other, (ResearchData data) => data.OwnBids.CountAsync()));
        }
        // The office knows how many, and opens none before the day is over.
        var sealedBids = (await Seen(city, plan.Office, topic))!;
        Assert.Equal((2, 0), (sealedBids.Count, sealedBids.Bids.Count));
        Assert.Equal("programme.research-not-now", (await Name(city, plan.Office, topic, plan.Cooperating.Post)).Problems.Single().Code);

        var back = new BidForm { Do = "withdraw", Bid = bid.ToString(), Version = 2 };
        Done(await Bid(city, plan.Lead, topic, back));
        Assert.Equal(bid, (await Bid(city, plan.Lead, topic, Offer("示范师范学院"))).Value); // the same once more
        Done(await Bid(city, plan.Lead, topic, new() { Do = "withdraw", Bid = bid.ToString(), Version = 4 }));
        Wait(city, 11);
        Assert.Equal("programme.research-bids-over", (await Bid(city, plan.County, topic, Offer())).Problems.Single().Code);
        Assert.Single((await Seen(city, plan.Office, topic))!.Bids); // what was taken back was never there
        Assert.Empty((await Seen(city, plan.County, topic))!.Bids);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_record_tells_of_a_bid_is_read_by_nobody_before_the_last_day_is_over(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var topic = await Opened(city, plan.Office);
        var bid = (await Bid(city, plan.Lead, topic, Offer("示范师范学院"))).Value;
        var entries = await city.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Key == bid.ToString()).ToListAsync());
        Assert.All(entries, e => Assert.Equal(new DateTime(2026, 11, 30, 16, 0, 0, DateTimeKind.Utc), e.HiddenUntil));
        Assert.NotEmpty(entries);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_of_a_bidding_unit_judges_also_not_by_another_post(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var topic = await Opened(city, plan.Office);
        var bid = (await Bid(city, plan.Lead, topic, Offer())).Value;
        // The same person in a unit that does not bid.
        var second = await city.Actor(RoleCode.DeptContact, "市民政局", unit: plan.Outsider.Unit);
        await city.Use(async (CityDb db) =>
        {
            await db.Set<PostHolding>().Where(h => h.PostId == second.Post).ExecuteDeleteAsync();
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = second.Post, PersonId = plan.Lead.Person, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        Wait(city, 11);
        foreach (var post in new[] { plan.Lead.Post, second.Post }) Assert.Equal(("programme.research-conflict", "Post"), (await Name(city, plan.Office, topic, post)).Problems.Select(p => (p.Code, p.Field)).Single());
        Assert.Equal(KeepTopic.NoSuchTopic, (await Name(city, plan.Cooperating, topic, plan.Cooperating.Post)).Problems.Single());
        Actor[] reviewers = [plan.Cooperating, plan.Outsider, plan.OtherCounty];
        foreach (var one in reviewers[..2]) Done(await Name(city, plan.Office, topic, one.Post));
        Assert.Equal("programme.research-reviewer-there", (await Name(city, plan.Office, topic, reviewers[0].Post)).Problems.Single().Code);
        Assert.Equal("programme.research-few-reviewers", (await Step(city, plan.Office, topic, ResearchStepKind.Review)).Problems.Single().Code);
        Done(await Name(city, plan.Office, topic, reviewers[2].Post));
        Done(await Step(city, plan.Office, topic, ResearchStepKind.Review));
        Assert.Equal(3, await city.Use((CityDb db) => db.Set<Notice>().CountAsync(n => n.Code == "programme.notice-research-review")));

        // A reviewer who comes to the bidding unit meanwhile sees no bid any more and scores none.
        await city.Use(async (CityDb db) =>
        {
            var post = new Post { Id = Guid.CreateVersion7(), UnitId = plan.Lead.Unit, Role = RoleCode.DeptContact, RegionCode = plan.Lead.RegionCode, Title = "兼任" };
            db.Add(post);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = post.Id, PersonId = reviewers[1].Person, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        Assert.Empty((await Seen(city, reviewers[1], topic))!.Bids);
        Assert.Equal("programme.research-conflict", (await Mark(city, reviewers[1], topic, bid, 80)).Problems.Single().Code);
        Assert.Single((await Seen(city, reviewers[0], topic))!.Bids);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Scores_are_given_once_and_seen_by_nobody_who_still_owes_one(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var (topic, first, second, reviewers) = await InReview(city, plan);
        Assert.Equal(["Relevance", "Method", "Team", "Cost"], (await Mark(city, reviewers[0], topic, first, 0)).Problems.Select(p => p.Field));
        foreach (var reviewer in reviewers[..2]) Done(await Mark(city, reviewer, topic, first, 90));
        Assert.Equal("programme.research-scored-before", (await Mark(city, reviewers[0], topic, first, 20)).Problems.Single().Code);
        Assert.Equal(KeepTopic.NoSuchTopic, (await Mark(city, plan.Lead, topic, second, 90)).Problems.Single());
        // One of two is given: still only one's own.
        Assert.Equal([1, 0], (await Seen(city, reviewers[0], topic))!.Bids.OrderBy(b => b.Bid.Id != first).Select(b => b.Scores.Count));
        Done(await Mark(city, reviewers[0], topic, second, 40));
        Assert.Equal([2, 1], (await Seen(city, reviewers[0], topic))!.Bids.OrderBy(b => b.Bid.Id != first).Select(b => b.Scores.Count));
        Assert.All((await Seen(city, reviewers[0], topic))!.Bids.SelectMany(b => b.Scores), s => Assert.Null(s.By)); // not by whom
        Assert.Equal([1, 0], (await Seen(city, reviewers[1], topic))!.Bids.OrderBy(b => b.Bid.Id != first).Select(b => b.Scores.Count));
        var office = (await Seen(city, plan.Office, topic))!;
        Assert.Equal([(first, 2, 90m), (second, 1, 40m)], office.Bids.Select(b => (b.Bid.Id, b.Score!.Given, b.Score.Average)));
        Assert.Equal("programme.research-has-scored", (await city.As(plan.Office, (ReviewBids review) => review.Name(topic, new() { Drop = office.Reviewers.First(r => r.Given > 0).Seat.Id.ToString() }, default))).Problems.Single().Code);

        // Somebody of the office who reviews waits as all do; the unit's own people see nothing at any time.
        var clerk = await city.Actor(RoleCode.Office, "市妇儿工委办", "干事", unit: plan.Office.Unit);
        Done(await Name(city, plan.Office, topic, clerk.Post));
        Assert.All((await Seen(city, clerk, topic))!.Bids, b => Assert.Empty(b.Scores));
        Assert.NotEmpty((await Seen(city, plan.Office, topic))!.Bids[0].Scores);
        Assert.Equal(0, await city.As(plan.Lead, (ResearchData data) => data.Scores.CountAsync()));
        Assert.Equal(0, await city.As(plan.Lead, (ResearchData data) => data.Reviewers.CountAsync()));

        // The same person twice at once: once is written.
        var twice = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Mark(city, reviewers[2], topic, first, 60 + n)));
        Assert.Single(twice, t => t.Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Who_was_awarded_is_known_to_all_and_nothing_else_of_the_bids(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var (topic, first, second, reviewers) = await InReview(city, plan);
        Task<Result<Guid>> Award(Guid bid, string? why = null) => Step(city, plan.Office, topic, ResearchStepKind.Award, why, f => f.Chosen = bid.ToString());
        foreach (var reviewer in reviewers) Done(await Mark(city, reviewer, topic, first, 90));
        foreach (var reviewer in reviewers[..2]) Done(await Mark(city, reviewer, topic, second, 60));
        Assert.Equal("programme.research-scores-missing", (await Award(first)).Problems.Single().Code);
        Done(await Mark(city, reviewers[2], topic, second, 60));
        Assert.Equal(("programme.research-not-best", "Said"), (await Award(second)).Problems.Select(p => (p.Code, p.Field)).Single());
        Assert.Equal("programme.register-choose", (await Award(Guid.CreateVersion7())).Problems.Single().Code);
        Done(await Award(second, "第一名课题组已承担两项在研课题"));

        var stranger = (await Seen(city, plan.Cooperating, topic))!;
        Assert.Equal(("栖山区人民政府", "林知远", 90000), (stranger.Line.Topic.UnitName, stranger.Line.Topic.Leader, stranger.Line.Topic.Yuan!.Value));
        Assert.Empty(stranger.Bids); // a reviewer no longer, an onlooker never
        Assert.DoesNotContain(stranger.Steps, s => s.Text is not null); // the reason is the office's
        Assert.Contains((await Seen(city, plan.Office, topic))!.Steps, s => s.Kind == ResearchStepKind.Reason);
        var loser = (await Seen(city, plan.Lead, topic))!;
        Assert.Equal((first, 0, 0), (loser.Own.Single().Id, loser.Bids.Count, loser.May.Count));
        var told = await city.Use((CityDb db) => db.Set<Notice>().Where(n => n.Code == "programme.notice-research-awarded" || n.Code == "programme.notice-research-decided").Select(n => new { n.Code, n.PostId }).ToListAsync());
        Assert.Equal(new[] { ("programme.notice-research-awarded", plan.County.Post), ("programme.notice-research-decided", plan.Lead.Post) }, told.OrderBy(t => t.Code).Select(t => (t.Code, t.PostId)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_awarded_is_reported_judged_and_used(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var (topic, first, second, reviewers) = await InReview(city, plan);
        foreach (var bid in new[] { first, second })
            foreach (var reviewer in reviewers) Done(await Mark(city, reviewer, topic, bid, bid == first ? 90 : 60));
        Done(await Step(city, plan.Office, topic, ResearchStepKind.Award, null, f => f.Chosen = first.ToString()));

        Assert.Equal(KeepTopic.NoSuchTopic, (await Step(city, plan.County, topic, ResearchStepKind.Interim, "冒名")).Problems.Single());
        Done(await Step(city, plan.Lead, topic, ResearchStepKind.Interim, "走了三十条路"));
        Assert.Equal("programme.research-no-later", (await Step(city, plan.Office, topic, ResearchStepKind.Extend, "补样本", f => f.Day = "2027-06-30")).Problems.Single().Code);
        Done(await Step(city, plan.Office, topic, ResearchStepKind.Extend, "补样本", f => f.Day = "2027-09-30"));
        Assert.Equal("platform.file-missing", (await Step(city, plan.Lead, topic, ResearchStepKind.HandIn, "摘要")).Problems.Single().Code);
        Done(await Step(city, plan.Lead, topic, ResearchStepKind.HandIn, "第一稿", f => f.Paper = Pdf()));
        Assert.DoesNotContain((await Seen(city, plan.County, topic))!.Steps, s => s.Kind is ResearchStepKind.HandIn or ResearchStepKind.Interim or ResearchStepKind.Extend);
        Assert.Equal(["Said"], (await Step(city, plan.Office, topic, ResearchStepKind.SendBack)).Problems.Select(p => p.Field));
        Done(await Step(city, plan.Office, topic, ResearchStepKind.SendBack, "缺造价"));
        Assert.Equal("programme.research-not-now", (await city.As(plan.Lead, (MoveTopic move) => move.Use(topic, new() { Words = "太早" }, default))).Problems.Single().Code);
        Done(await Step(city, plan.Lead, topic, ResearchStepKind.HandIn, "第二稿", f => f.Paper = Pdf()));
        // Two of the office at once: one judges, the other is told.
        var version = await Version(city, topic);
        var both = await Task.WhenAll(new[] { ResearchStepKind.Accept, ResearchStepKind.SendBack }.Select(step => city.As(plan.Office, (MoveTopic move) => move.Run(topic, new() { Do = step.ToString(), Said = "缺页", Version = version }, default))));
        Assert.Single(both, b => b.Ok);
        if ((await Seen(city, plan.Office, topic))!.Line.State == ResearchState.Awarded) Done(await Step(city, plan.Lead, topic, ResearchStepKind.HandIn, "第二稿", f => f.Paper = Pdf()));
        if ((await Seen(city, plan.Office, topic))!.Line.State == ResearchState.HandedIn) Done(await Step(city, plan.Office, topic, ResearchStepKind.Accept));
        // All read the last output and no earlier one.
        Assert.Equal("第二稿", (await Seen(city, plan.County, topic))!.Steps.Single(s => s.Kind == ResearchStepKind.HandIn).Text);

        Task<Result<Guid>> Use(Actor by, string? link, string? words = null) => city.As(by, (MoveTopic move) => move.Use(topic, new() { Link = link, Words = words }, default));
        var hidden = (await plan.Add(city, 7, "别家的任务", lead: plan.Outsider, cooperating: plan.Outsider)).Task;
        foreach (var wrong in new[] { $"Task:{Guid.CreateVersion7()}", $"Task:{hidden}", $"Project:{plan.Task}", "Task", "x:y:z", $"9:{plan.Task}" }) Assert.Equal(("programme.register-choose", "Link"), (await Use(plan.Lead, wrong)).Problems.Select(p => (p.Code, p.Field)).First());
        Assert.Equal(("programme.order-say", "Words"), (await Use(plan.Lead, null)).Problems.Select(p => (p.Code, p.Field)).Single());
        Assert.Equal(KeepTopic.NoSuchTopic, (await Use(plan.County, $"Task:{plan.Task}")).Problems.Single());
        Done(await Use(plan.Lead, $"Task:{plan.Task}"));
        Done(await Use(plan.Office, $"Task:{hidden}", "排期参考"));
        Assert.Equal("programme.research-use-twice", (await Use(plan.Office, $"Task:{plan.Task}")).Problems.Single().Code);
        Assert.Equal([true, false], (await Seen(city, plan.Lead, topic))!.Uses.Select(u => u.Link is not null).OrderDescending()); // a name that one may not read is not told
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Each_role_reads_what_is_its_own_over_http(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (city, plan) = (running.City, await SmallPlan.In(running.City));
        var draft = (await city.As(plan.Office, (KeepTopic keep) => keep.Draft(Call(), default))).Value;
        var topic = await Opened(city, plan.Office);
        var form = Offer("示范师范学院");
        form.BidFile = Pdf();
        var bid = (await Bid(city, plan.Lead, topic, form)).Value;
        async Task<HttpStatusCode> Get(HttpClient browser, string address) => (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode;
        using var lead = await running.SignedIn(plan.Lead);
        using var county = await running.SignedIn(plan.County);
        using var office = await running.SignedIn(plan.Office);
        foreach (var browser in new[] { lead, county, office })
            foreach (var address in new[] { "/research", "/research.xlsx", "/research.csv", $"/research/{topic}" }) Assert.Equal(HttpStatusCode.OK, await Get(browser, address));
        foreach (var browser in new[] { lead, county }) Assert.Equal(HttpStatusCode.NotFound, await Get(browser, $"/research/{draft}"));
        Assert.Equal(HttpStatusCode.OK, await Get(lead, $"/research/{topic}/bids/{bid}"));
        foreach (var browser in new[] { county, office }) Assert.Equal(HttpStatusCode.NotFound, await Get(browser, $"/research/{topic}/bids/{bid}"));
        Assert.Equal(HttpStatusCode.NotFound, await Get(lead, $"/research/{topic}/bids/{Guid.CreateVersion7()}"));
        Assert.DoesNotContain("示范师范学院", await county.GetStringAsync(new Uri($"/research/{topic}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.DoesNotContain("示范师范学院", await office.GetStringAsync(new Uri($"/research/{topic}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("没有符合条件的内容", await office.GetStringAsync(new Uri("/research?state=accepted&year=2026&q=x", UriKind.Relative)), StringComparison.Ordinal);

        // Posts that lack everything are refused beside their fields; nothing typed is lost.
        foreach (var handler in new[] { "step", "topic", "bid", "reviewer", "use" })
            foreach (var browser in new[] { lead, office }) Assert.Contains((await RunningCity.Post(browser, "/research", $"/research/{topic}", new() { ["_handler"] = handler })).StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest });
        var posted = await RunningCity.Post(lead, $"/research/{topic}", $"/research/{topic}", new() { ["_handler"] = "bid", ["Bid.Do"] = "save", ["Bid.Institution"] = "另一家研究院", ["Bid.Plan"] = "写了很久的方案", ["Bid.Yuan"] = "999999999" });
        var html = WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync());
        foreach (var kept in new[] { "另一家研究院", "写了很久的方案", "999999999" }) Assert.Contains(kept, html, StringComparison.Ordinal);
        Wait(city, 11);
        using var officeLater = await running.SignedIn(plan.Office);
        using var countyLater = await running.SignedIn(plan.County);
        Assert.Equal(HttpStatusCode.OK, await Get(officeLater, $"/research/{topic}/bids/{bid}"));
        Assert.Equal(HttpStatusCode.NotFound, await Get(countyLater, $"/research/{topic}/bids/{bid}"));
    }
}
