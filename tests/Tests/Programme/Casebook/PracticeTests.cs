using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Casebook;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Casebook;

/// <summary>A good practice from its draft to the public page: three people read it who did not write it, and what they have read is what is public.</summary>
public sealed class PracticeTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));
    static string[] Codes<T>(Result<T> step) => [.. step.Problems.Select(p => p.Code)];

    internal static PracticeForm Form(string effect = "路程缩短到四百米", string? sources = null) => new()
    {
        Field = "GrowthSpace",
        Title = "边角地变成口袋公园",
        Summary = "先问孩子再画图",
        ForChildren = "下楼就能玩",
        Place = "八个社区",
        Background = "公园太远",
        Doing = "先找地。\n再问孩子。",
        Effect = effect,
        Sources = sources,
        Lesson = "先问再画",
    };

    sealed record Scene(City City, SmallPlan Plan, Actor Colleague, Actor Leader, Actor Second, Guid Id);

    static async Task<Scene> In(City city)
    {
        var plan = await SmallPlan.In(city);
        var colleague = await city.Actor(RoleCode.DeptContact, "市教育局", "陆一航", unit: plan.Lead.Unit);
        var leader = await city.Actor(RoleCode.UnitLeader, "市教育局", "丁若水", unit: plan.Lead.Unit);
        var second = await city.Actor(RoleCode.Office, "市妇儿工委办", "温以宁", unit: plan.Office.Unit);
        var made = await city.As(plan.Lead, (WritePractice write) => write.Open(Form(), default));
        Done(made);
        return new(city, plan, colleague, leader, second, made.Value);
    }

    static Task<int> Version(Scene s) => s.City.Use((CityDb db) => db.Set<GoodPractice>().Where(p => p.Id == s.Id).Select(p => p.Version).SingleAsync());
    static Task<GoodPractice> Practice(Scene s) => s.City.Use((CityDb db) => db.Set<GoodPractice>().AsNoTracking().SingleAsync(p => p.Id == s.Id));

    static async Task<Result<Guid>> Step(Scene s, Actor by, string what, string? says = null, string read = "yes", Guid? photo = null)
    {
        var version = await Version(s);
        return await s.City.As(by, (MovePractice move) => move.Run(s.Id, new() { Version = version, Do = what, Read = read, Says = says, Photo = photo?.ToString() }, default));
    }

    static async Task<Result<Guid>> Save(Scene s, Actor by, PracticeForm form)
    {
        form.Version = await Version(s);
        return await s.City.As(by, (WritePractice write) => write.Save(s.Id, form, default));
    }

    static async Task<Result<Guid>> Mark(Scene s, Actor by, string passage, string? proposal, string part = "Effect", string? note = null, string? strike = null)
    {
        var version = await Version(s);
        return await s.City.As(by, (MovePractice move) => move.Mark(s.Id, new() { Version = version, Part = part, Kind = "Figure", Passage = passage, Proposal = proposal, Note = note, Strike = strike }, default));
    }

    static async Task<Result<Guid>> Settle(Scene s, Actor by, string what, string? answer = null)
    {
        var version = await Version(s);
        var mark = await s.City.Use((CityDb db) => db.Set<ProofMark>().Where(m => m.State == ProofState.Open).OrderBy(m => m.At).Select(m => m.Id).FirstAsync());
        return await s.City.As(by, (MovePractice move) => move.Settle(s.Id, new() { Version = version, Mark = mark.ToString(), Do = what, Answer = answer }, default));
    }

    static async Task Publish(Scene s)
    {
        Done(await Step(s, s.Plan.Lead, "Submit"));
        Done(await Step(s, s.Leader, "Pass"));
        Done(await Step(s, s.Plan.Office, "Pass"));
        Done(await Step(s, s.Second, "Pass"));
        Done(await Step(s, s.Second, "Publish"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Three_people_read_it_who_did_not_write_it_and_then_it_is_public_word_for_word(string engine)
    {
        await using var city = await City.On(engine);
        var s = await In(city);
        Done(await Step(s, s.Plan.Lead, "Submit"));
        foreach (var by in new[] { s.Plan.Lead, s.Plan.Cooperating, s.Plan.County }) Assert.False((await Step(s, by, "Pass")).Ok); // who wrote it; and others see it not
        Assert.Equal(["programme.practice-read-first"], Codes(await Step(s, s.Colleague, "Pass", read: "")));
        Done(await Step(s, s.Colleague, "Pass"));
        Assert.Equal(["programme.practice-not-your-step"], Codes(await Step(s, s.Colleague, "Pass"))); // read it once, and is no leader
        Done(await Step(s, s.Leader, "Pass"));
        foreach (var by in new[] { s.Leader, s.Colleague, s.Plan.Lead }) Assert.False((await Step(s, by, "Pass")).Ok); // the last is the office's
        Done(await Step(s, s.Second, "Pass"));
        Assert.Empty((await city.Use((IPublicPractices open) => open.Find(null, 1, 20, default))).Items);
        Assert.False((await Step(s, s.Leader, "Publish")).Ok);
        Done(await Step(s, s.Plan.Office, "Publish"));

        var open = await city.Use((IPublicPractices open) => open.Read(s.Id, default));
        Assert.Equal(("边角地变成口袋公园", "市教育局", "先找地。\n再问孩子。", (DateOnly?)new DateOnly(2026, 11, 20)), (open!.Practice.Title, open.Practice.Unit, open.Doing, (DateOnly?)open.Practice.PublishedOn));
        Assert.Equal([s.Id], (await city.Use((IPublicPractices open) => open.Find(PracticeField.GrowthSpace, 1, 20, default))).Items.Select(p => p.Id));
        Assert.Equal(0, (await city.Use((IPublicPractices open) => open.Find(PracticeField.Participation, 1, 20, default))).Total);
        Assert.True(PracticeCourse.Holds(await city.Use((CityDb db) => db.Set<PracticeStep>().Where(x => x.PracticeId == s.Id).OrderBy(x => x.Number).ToListAsync())));
        Assert.False((await Save(s, s.Plan.Lead, Form("改一个字"))).Ok); // public: fixed

        // Withdrawn at once; taken up again it is a new text, and everybody reads anew.
        Assert.Equal(["programme.practice-not-your-step"], Codes(await Step(s, s.Plan.Lead, "Withdraw", "有一处不对")));
        Assert.Equal(["programme.order-say"], Codes(await Step(s, s.Second, "Withdraw")));
        Done(await Step(s, s.Second, "Withdraw", "有一处不对"));
        Assert.Null(await city.Use((IPublicPractices open) => open.Read(s.Id, default)));
        Done(await Step(s, s.Plan.Lead, "Reopen"));
        Assert.Equal((2, 1, PracticeState.Draft, null), await Practice(s) is var p ? (p.Round, p.Stage, p.State, p.PublishedOn) : default);
        await Publish(s);
        Assert.NotNull(await city.Use((IPublicPractices open) => open.Read(s.Id, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_a_proofreader_marks_is_corrected_without_beginning_anew_and_any_other_change_begins_anew(string engine)
    {
        await using var city = await City.On(engine);
        var s = await In(city);
        Assert.Equal(["programme.practice-needs-sources"], Codes(await Changed("路程缩短到400米")));
        async Task<Result<Guid>> Changed(string effect)
        {
            Done(await Save(s, s.Plan.Lead, Form(effect)));
            return await Step(s, s.Plan.Lead, "Submit");
        }
        Done(await Changed("路程缩短到四百米，大家都说好"));
        Done(await Step(s, s.Colleague, "Pass"));
        Assert.False((await Mark(s, s.Plan.Lead, "四百米", "四百五十米")).Ok);
        Assert.Equal(["programme.practice-passage-not-there"], Codes(await Mark(s, s.Plan.Office, "五百米", "四百五十米")));
        Assert.Equal(["programme.practice-passage-often"], Codes(await Mark(s, s.Plan.Office, "。", "！", "Doing")));
        Assert.Equal(["programme.practice-mark-says-nothing"], Codes(await Mark(s, s.Plan.Office, "四百米", null)));
        Assert.Equal(["programme.practice-strike-or-propose"], Codes(await Mark(s, s.Plan.Office, "四百米", "五百米", strike: "yes")));
        Assert.Equal(["programme.impact-personal"], Codes(await Mark(s, s.Plan.Office, "四百米", "电话13800000000")));
        Done(await Mark(s, s.Plan.Office, "四百米", "四百五十米"));
        Done(await Mark(s, s.Plan.Office, "，大家都说好", null, note: "没有问过，删去", strike: "yes"));
        Assert.Equal(["programme.practice-marks-open"], Codes(await Step(s, s.Plan.Office, "Pass")));
        Assert.Equal(["programme.order-say"], Codes(await Step(s, s.Plan.Office, "Return")));
        Done(await Step(s, s.Plan.Office, "Return", "两处要改"));
        Assert.Equal(1, await city.As(s.Plan.Lead, async (ReadPractices read) => (await read.Waits(default)).Number));
        Assert.Equal(0, await city.As(s.Plan.Office, async (ReadPractices read) => (await read.Waits(default)).Number)); // it is the writers' turn

        Assert.Equal(["programme.practice-marks-open"], Codes(await Step(s, s.Plan.Lead, "Submit")));
        Done(await Settle(s, s.Plan.Lead, "apply"));
        Assert.Equal(["programme.order-say"], Codes(await Settle(s, s.Plan.Lead, "decline")));
        Done(await Settle(s, s.Plan.Lead, "apply"));
        Assert.Equal(("路程缩短到四百五十米", 1, 2), await Practice(s) is var p ? (p.Effect, p.Round, p.Stage) : default);
        Done(await Step(s, s.Plan.Lead, "Submit"));
        Assert.Equal(PracticeState.SecondReview, (await Practice(s)).State); // goes on where it stood

        Done(await Step(s, s.Plan.Office, "Return", "还要补一句"));
        Done(await Save(s, s.Plan.Lead, Form("路程缩短到四百五十米，电动车少了")));
        Assert.Equal((2, 1), await Practice(s) is var q ? (q.Round, q.Stage) : default);
        Done(await Step(s, s.Plan.Lead, "Submit"));
        Assert.Equal(PracticeState.FirstReview, (await Practice(s)).State);

        // Who settles a mark has put words into the text, and reads it no more.
        Done(await Step(s, s.Colleague, "Pass"));
        Done(await Mark(s, s.Leader, "电动车少了", "电动车不再穿行"));
        Done(await Step(s, s.Leader, "Return", "一处"));
        Done(await Settle(s, s.Second, "apply"));
        Done(await Step(s, s.Second, "Submit"));
        Done(await Step(s, s.Leader, "Pass"));
        Assert.False((await Step(s, s.Second, "Pass")).Ok);
        Done(await Step(s, s.Plan.Office, "Pass"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_at_once_neither_writes_over_the_other_nor_pass_the_same_review_twice(string engine)
    {
        await using var city = await City.On(engine);
        var s = await In(city);
        var writers = await Task.WhenAll(new[] { s.Plan.Lead, s.Colleague }.Select(by => s.City.As(by, (WritePractice write) => write.Save(s.Id, Form($"{by.Name}改的"), default))));
        Assert.Single(writers, w => w.Ok);
        Assert.Contains(TaskDesk.Changed, writers.Single(w => !w.Ok).Problems);
        Done(await Step(s, s.Plan.Lead, "Submit"));
        var version = await Version(s);
        var readers = await Task.WhenAll(new[] { s.Leader, s.Second, s.Plan.Office }.Select(by => s.City.As(by, (MovePractice move) => move.Run(s.Id, new() { Version = version, Do = "Pass", Read = "yes" }, default))));
        Assert.Single(readers, r => r.Ok);
        Assert.Equal(PracticeState.SecondReview, (await Practice(s)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_photograph_is_part_of_the_text_and_goes_at_once_when_it_should_not_be_there(string engine)
    {
        await using var city = await City.On(engine);
        var s = await In(city);
        async Task<Result<Guid>> Show(string? ground, string? caption = "孩子画的图")
        {
            var version = await Version(s);
            var png = PngFile.Of(32, 32, (x, y) => ((byte)(x * 8), (byte)(y * 8), 0));
            var shot = new PhotoForm { Ground = ground, Photo = new FormFile(new MemoryStream(png), 0, png.Length, "Photo", "图.png") { Headers = new HeaderDictionary() } };
            return await city.As(s.Plan.Lead, (WritePractice write) => write.Picture(s.Id, new() { Version = version, Caption = caption }, shot, default));
        }
        Assert.Equal(["programme.photo-which-ground"], Codes(await Show(null)));
        Assert.Equal(["programme.order-say"], Codes(await Show("NobodySeen", caption: "")));
        Assert.Equal(["programme.impact-personal"], Codes(await Show("NobodySeen", caption: "联系13800000000")));
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<StoredFile>().CountAsync()));
        Done(await Show("NobodySeen"));
        var photo = await city.Use((CityDb db) => db.Set<PracticePhoto>().Select(p => p.Id).SingleAsync());
        Assert.Null(await city.Use((IPublicPractices open) => open.Photo(s.Id, photo, default)));
        await Publish(s);
        Assert.NotNull(await city.Use((IPublicPractices open) => open.Photo(s.Id, photo, default)));
        Assert.Equal("孩子画的图", (await city.Use((IPublicPractices open) => open.Find(null, 1, 9, default))).Items.Single().Cover!.Says);
        Assert.Equal(["programme.order-say"], Codes(await Step(s, s.Plan.Lead, "TakePhoto", photo: photo)));
        Done(await Step(s, s.Plan.Lead, "TakePhoto", "家长撤回了同意", photo: photo));
        Assert.Null(await city.Use((IPublicPractices open) => open.Photo(s.Id, photo, default)));
        Assert.Equal(PracticeState.Published, (await Practice(s)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Before_it_is_public_it_is_the_units_and_the_offices_and_afterwards_everybody_reads_it_without_names(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var s = await In(running.City);
        string[] pages = [$"/casebook/{s.Id}", $"/casebook/{s.Id}/paper.docx"];
        async Task<HttpStatusCode[]> As(Actor by)
        {
            using var browser = await running.SignedIn(by);
            return await Task.WhenAll(pages.Select(async p => (await browser.GetAsync(new Uri(p, UriKind.Relative))).StatusCode));
        }
        foreach (var by in new[] { s.Plan.Lead, s.Leader, s.Plan.Office }) Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await As(by));
        var statistics = await running.City.Actor(RoleCode.StatOfficer, "市教育局", "关一诺", unit: s.Plan.Lead.Unit); // of the unit, and does not speak for it
        Actor[] others = [s.Plan.Cooperating, s.Plan.County, statistics];
        foreach (var by in others)
        {
            Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], await As(by));
            using var browser = await running.SignedIn(by);
            Assert.DoesNotContain("边角地", await browser.GetStringAsync(new Uri("/casebook", UriKind.Relative)), StringComparison.Ordinal);
            Assert.DoesNotContain("边角地", await browser.GetStringAsync(new Uri("/casebook.csv", UriKind.Relative)), StringComparison.Ordinal);
        }
        using var nobody = running.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(new Uri($"/practices/{s.Id}", UriKind.Relative))).StatusCode);
        Assert.Equal(0, await running.City.As(s.Plan.Cooperating, (PracticesData data) => data.Steps.CountAsync()));
        await Publish(s);
        foreach (var by in others)
        {
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await As(by));
            using var browser = await running.SignedIn(by);
            var page = await browser.GetStringAsync(new Uri($"/casebook/{s.Id}", UriKind.Relative));
            foreach (var name in new[] { s.Plan.Lead, s.Leader, s.Second, s.Plan.Office }) Assert.DoesNotContain(name.Name, page, StringComparison.Ordinal);
            Assert.Equal(0, await running.City.As(by, async (PracticesData data) => await data.Steps.CountAsync() + await data.Marks.CountAsync()));
        }
        var open = await nobody.GetStringAsync(new Uri($"/practices/{s.Id}", UriKind.Relative));
        Assert.Contains("下楼就能玩", open, StringComparison.Ordinal);
        Assert.Contains("边角地", await nobody.GetStringAsync(new Uri("/practices?field=growthspace", UriKind.Relative)), StringComparison.Ordinal);
        foreach (var name in new[] { s.Plan.Lead, s.Leader, s.Second }) Assert.DoesNotContain(name.Name, open, StringComparison.Ordinal);
        // Withdrawn, it is gone for everybody who has no part in it, also where a page was kept.
        using var office = await running.SignedIn(s.Plan.Office);
        var withdrawn = await RunningCity.Post(office, $"/casebook/{s.Id}", $"/casebook/{s.Id}", new() { ["_handler"] = "step", ["Step.Version"] = $"{await Version(s)}", ["Step.Do"] = "Withdraw", ["Step.Says"] = "有误" });
        Assert.Equal(HttpStatusCode.Redirect, withdrawn.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(new Uri($"/practices/{s.Id}", UriKind.Relative))).StatusCode);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], await As(s.Plan.Cooperating));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whose_turn_it_is_is_told_and_stands_on_the_desk(string engine)
    {
        await using var city = await City.On(engine);
        var s = await In(city);
        async Task<string> Turn(params Actor[] all)
        {
            var turns = new List<int>();
            foreach (var by in all) turns.Add((await city.As(by, (ReadPractices read) => read.Waits(default))).Number);
            return string.Join(' ', turns);
        }
        async Task<string[]> Told(Actor by) => [.. (await city.As(by, (NoticeBoard notices) => notices.Own.Select(n => n.Code).ToListAsync())).Where(c => c.Contains("practice", StringComparison.Ordinal)).Order()];
        Done(await Step(s, s.Plan.Lead, "Submit"));
        Assert.Equal("0 1 1 1", await Turn(s.Plan.Lead, s.Colleague, s.Leader, s.Plan.Office));
        Done(await Step(s, s.Colleague, "Pass"));
        Assert.Equal("0 0 1 1", await Turn(s.Plan.Lead, s.Colleague, s.Leader, s.Second));
        Done(await Step(s, s.Second, "Pass"));
        Assert.Equal("0 0 1", await Turn(s.Leader, s.Second, s.Plan.Office));
        Done(await Step(s, s.Plan.Office, "Pass"));
        Assert.Equal("1 1 0", await Turn(s.Plan.Office, s.Second, s.Leader));
        Done(await Step(s, s.Plan.Office, "Publish"));
        Assert.Equal(["programme.notice-practice-review-1", "programme.notice-practice-review-2", "programme.notice-practice-publish"], (await Told(s.Leader)).OrderBy(c => c.EndsWith("publish", StringComparison.Ordinal)));
        Assert.Equal(["programme.notice-practice-approved", "programme.notice-practice-review-2", "programme.notice-practice-review-3"], (await Told(s.Second)).Concat(await Told(s.Plan.Office)).Distinct().Order());
        Assert.Empty(await Told(s.Plan.Cooperating));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Words_that_name_somebody_are_refused_beside_their_field_and_a_form_without_anything_breaks_nothing(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var s = await In(running.City);
        var named = Form();
        named.Doing = "请联系 138 0000 0000";
        var refused = (await Save(s, s.Plan.Lead, named)).Problems.Single();
        Assert.Equal(("programme.impact-personal", "Doing"), (refused.Code, refused.Field));
        using var lead = await running.SignedIn(s.Plan.Lead);
        foreach (var handler in new[] { "step", "mark", "photo", "settle-x", "take-x" })
            Assert.True((int)(await RunningCity.Post(lead, $"/casebook/{s.Id}", $"/casebook/{s.Id}", new() { ["_handler"] = handler })).StatusCode < 500, handler);
        Assert.Equal(HttpStatusCode.OK, (await RunningCity.Post(lead, "/casebook/new", "/casebook/new", new() { ["_handler"] = "practice" })).StatusCode);
        using var other = await running.SignedIn(s.Plan.Cooperating);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"/casebook/{s.Id}/edit", UriKind.Relative))).StatusCode);
        using var office = await running.SignedIn(s.Plan.Office);
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri("/casebook/paper.docx", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync(new Uri("/casebook/paper.docx?q=没有这样的案例", UriKind.Relative))).StatusCode);
    }
}
