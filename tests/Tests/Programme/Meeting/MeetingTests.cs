using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Meeting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Meeting;

/// <summary>From the invitation of a joint meeting to its decisions carried out: who sees what, what binds, and that nothing is decided alone or without a quorum.</summary>
public class MeetingTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}")));
    static Task<JointMeeting> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<JointMeeting>().AsNoTracking().SingleAsync(m => m.Id == id));
    static Task<MeetingView?> View(City city, Actor by, Guid id) => city.As(by, (ReadMeetings read) => read.One(id, default));

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, MeetingStepKind step, string? word = null, int? version = null) =>
        await city.As(by, async (MoveMeeting move) => await move.Run(id, new() { Do = step.ToString(), Version = version ?? (await Of(city, id)).Version, Word = word }, default));

    static async Task<Result<Guid>> Decide(City city, Actor by, Guid id, Actor unit, DecisionFollow follow, string text = "年底前移走挡住视线的广告牌", string due = "2026-12-11", Guid? task = null) =>
        await city.As(by, async (RecordMeeting record) => await record.Decide(id, new() { Do = "add", Version = (await Of(city, id)).Version, Decided = text, Unit = unit.Unit.ToString(), Due = due, Follow = follow.ToString(), Task = task?.ToString() }, default));

    internal static async Task<Guid> Series(City city, SmallPlan plan)
    {
        var made = await city.As(plan.Office, (SetSeries set) => set.Run(new() { Name = "联席会议", StandIns = true, Units = [.. new[] { plan.Lead, plan.Cooperating, plan.County }.Select(a => a.Unit.ToString())] }, default));
        Done(made);
        return made.Value;
    }

    internal static async Task<Guid> Opened(City city, SmallPlan plan, Guid series, string day = "2026-11-24")
    {
        var made = await city.As(plan.Office, (PlanMeeting planning) => planning.Run(null, new() { Series = series.ToString(), Title = "第一次全体会议", Place = "第三会议室", Day = day, Clock = "9:30" }, default));
        Done(made);
        return made.Value;
    }

    static async Task Agenda(City city, Actor by, Guid id, Action<AgendaForm> fill)
    {
        var form = new AgendaForm { Version = (await Of(city, id)).Version };
        fill(form);
        Done(await city.As(by, (SetAgenda agenda) => agenda.Run(id, form, default)));
    }

    static async Task<Result<Guid>> Attend(City city, SmallPlan plan, Guid id, params MeetingPresence[] came)
    {
        var called = await city.Use((CityDb db) => db.Set<MeetingUnit>().AsNoTracking().Where(u => u.MeetingId == id).ToListAsync());
        Actor[] order = [plan.Lead, plan.Cooperating, plan.County];
        return await city.As(plan.Office, async (RecordMeeting record) => await record.Attend(id, new()
        {
            Version = (await Of(city, id)).Version,
            Chair = "副市长",
            Rows = [.. came.Select((c, n) => new CameRow { Unit = called.Single(u => u.UnitId == order[n].Unit).Id.ToString(), Came = c.ToString(), Who = "负责同志" })],
        }, default));
    }

    /// <summary>Held with two of three there: the minutes are to be written.</summary>
    static async Task<(SmallPlan Plan, Guid Series, Guid Meeting, StoppedClock Clock)> Held(City city)
    {
        var plan = await SmallPlan.In(city);
        await plan.Set(city, TaskState.InProgress, 40);
        var clock = (StoppedClock)city.Time;
        var series = await Series(city, plan);
        var id = await Opened(city, plan, series);
        Assert.Equal("programme.meeting-no-agenda", (await Step(city, plan.Office, id, MeetingStepKind.Invite)).Problems[0].Code);
        await Agenda(city, plan.Office, id, f => (f.Do, f.Topic) = ("add", "听取小小议事员的意见"));
        await Agenda(city, plan.Office, id, f => (f.Do, f.Picked) = ("pick", [$"task:{plan.Task}"]));
        Done(await Step(city, plan.Office, id, MeetingStepKind.Invite));
        Assert.False((await Step(city, plan.Office, id, MeetingStepKind.Hold)).Ok); // its day has not come
        clock.Move(TimeSpan.FromDays(4));
        Done(await Attend(city, plan, id, MeetingPresence.Member, MeetingPresence.StandIn, MeetingPresence.Absent));
        Done(await Step(city, plan.Office, id, MeetingStepKind.Hold));
        return (plan, series, id, clock);
    }

    static async Task<Result<Guid>> Comment(City city, Actor by, Guid id, string agrees, string? says = null) => await city.As(by, (RecordMeeting record) => record.Comment(id, new() { Agrees = agrees, Says = says }, default));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_meeting_goes_its_whole_way_its_decisions_bind_and_the_next_agenda_begins_with_what_is_open(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, series, id, clock) = await Held(city);
        var second = await city.Actor(RoleCode.Office, "市妇儿工委办", "许之远", unit: plan.Office.Unit);
        Done(await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Own));
        Done(await Decide(city, plan.Office, id, plan.Cooperating, DecisionFollow.Order, "一个月内补齐托育机构安全检查"));
        Done(await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Task, "加快新增托位", task: plan.Task));
        Assert.Equal("programme.decision-which-task", (await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Task, task: Guid.CreateVersion7())).Problems[0].Code);
        Assert.Equal("programme.decision-no-unit", (await Decide(city, plan.Office, id, plan.Outsider, DecisionFollow.Own)).Problems[0].Code);
        Assert.Equal("programme.order-day-off", (await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Own, due: "2026-12-12")).Problems[0].Code);
        Assert.Empty((await View(city, plan.Lead, id))!.Decisions); // not before the minutes go round
        var items = await city.Use((CityDb db) => db.Set<AgendaItem>().AsNoTracking().Where(i => i.MeetingId == id).Select(i => i.Id).ToListAsync());
        Done(await city.As(plan.Office, async (RecordMeeting record) => await record.Write(id, new() { Version = (await Of(city, id)).Version, Minutes = "会议通报了进展。", Rows = [.. items.Select(i => new OutcomeRow { Item = i.ToString(), Outcome = "原则同意。" })] }, default)));
        Done(await Step(city, plan.Office, id, MeetingStepKind.Circulate));

        // Each called unit speaks once; who keeps the minutes reads all, a unit its own words.
        Assert.Equal("programme.order-say", (await Comment(city, plan.Lead, id, "no")).Problems[0].Code);
        Done(await Comment(city, plan.Lead, id, "no", "第一项的期限请延后"));
        Assert.False((await Comment(city, plan.Lead, id, "yes")).Ok);
        Assert.False((await Comment(city, plan.Outsider, id, "yes")).Ok);
        Done(await Comment(city, plan.Cooperating, id, "yes"));
        Assert.Equal((2, 1), ((await View(city, plan.Office, id))!.Comments.Count, (await View(city, plan.Cooperating, id))!.Comments.Count));
        Assert.False((await Step(city, second, id, MeetingStepKind.Confirm)).Ok); // one has not spoken, and may until the day is over
        Done(await Comment(city, plan.County, id, "yes"));
        Assert.False((await Step(city, plan.Office, id, MeetingStepKind.Confirm)).Ok); // nobody confirms what they sent round themselves
        Done(await Step(city, second, id, MeetingStepKind.Confirm));

        var order = await city.Use((CityDb db) => db.Set<SupervisionOrder>().AsNoTracking().SingleAsync());
        Assert.Equal((OrderSource.Meeting, OrderState.Notified, plan.Cooperating.Unit, new DateOnly(2026, 12, 11)), (order.Source, order.State, order.UnitId, order.DueOn!.Value));
        Assert.Contains("/meetings/", (await city.As(plan.Cooperating, (ReadOrders read) => read.One(order.Id, default)))!.Source, StringComparison.Ordinal);

        // The unit reports, the office accepts or sends back; nobody else.
        async Task<Result<Guid>> Follow(Actor by, MeetingStepKind step, string? why = "已移走二十处") => await city.As(by, async (FollowDecision follow) => await follow.Run(id, new() { Do = step.ToString(), Decision = (await city.Use((CityDb db) => db.Set<MeetingDecision>().SingleAsync(d => d.MeetingId == id && d.Number == 1))).Id.ToString(), Reason = why }, default));
        Assert.False((await Follow(plan.Office, MeetingStepKind.Accept)).Ok);
        Assert.False((await Follow(plan.Cooperating, MeetingStepKind.Report)).Ok);
        Done(await Follow(plan.Lead, MeetingStepKind.Report));
        Assert.False((await Follow(plan.Lead, MeetingStepKind.Accept)).Ok);
        Done(await Follow(plan.Office, MeetingStepKind.SendBack, "请附照片"));

        var next = await Opened(city, plan, series, "2027-01-12");
        var agenda = (await View(city, plan.Office, next))!.Agenda;
        Assert.Equal(3, agenda.Count(a => a.Item.Source == AgendaSource.Decision));
        Assert.Equal(AgendaSource.Decision, agenda[0].Item.Source);
        Done(await Follow(plan.Lead, MeetingStepKind.Report));
        Done(await Follow(plan.Office, MeetingStepKind.Accept, null));
        Assert.Equal(2, (await View(city, plan.Office, await Opened(city, plan, series, "2027-02-02")))!.Agenda.Count(a => a.Item.Source == AgendaSource.Decision)); // what is done is not carried on

        var chain = await city.Use((CityDb db) => db.Set<MeetingStep>().AsNoTracking().Where(s => s.MeetingId == id).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(0, chain.Count), chain.Select(s => s.Number));
        Assert.Equal(MeetingState.Confirmed, MeetingCourse.Replay(chain.Select(s => s.Kind)));
        Assert.Empty(await city.Use(async (AuditCheck check) => await check.Run(default).ToListAsync()));
        Assert.NotEqual(default, clock.GetUtcNow());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Without_a_quorum_nothing_is_decided_and_what_was_decided_does_not_go_round(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, _, id, _) = await Held(city);
        Done(await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Own));
        Done(await Attend(city, plan, id, MeetingPresence.Member, MeetingPresence.Excused, MeetingPresence.Absent)); // it turned out that nobody stood in
        Assert.Equal("programme.meeting-no-quorum", (await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Own)).Problems[0].Code);
        Done(await city.As(plan.Office, async (RecordMeeting record) => await record.Write(id, new() { Version = (await Of(city, id)).Version, Minutes = "会议通报了进展。" }, default)));
        Assert.Equal("programme.meeting-no-quorum", (await Step(city, plan.Office, id, MeetingStepKind.Circulate)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_called_know_of_a_meeting_and_only_once_they_are_invited_and_they_write_nothing_of_it(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var city = running.City;
        var plan = await SmallPlan.In(city);
        var id = await Opened(city, plan, await Series(city, plan));
        async Task<List<Actor>> Seers()
        {
            var seers = new List<Actor>();
            foreach (var actor in plan.Everyone)
            {
                var sees = await View(city, actor, id) is not null;
                Assert.Equal(sees, (await city.As(actor, (ReadMeetings read) => read.Run(new(Ended: true), 1, default))).Lines.Any(l => l.Meeting.Id == id));
                using var browser = running.Entered(actor);
                foreach (var page in new[] { $"/meetings/{id}", $"/meetings/{id}/notice.docx" }) Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(page, UriKind.Relative))).StatusCode);
                Assert.Equal(actor == plan.Office ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await browser.GetAsync(new Uri("/meetings/series", UriKind.Relative))).StatusCode);
                if (sees) seers.Add(actor);
            }
            return seers;
        }
        Assert.Equal([plan.Office], await Seers());
        await Agenda(city, plan.Office, id, f => (f.Do, f.Topic) = ("add", "上学路"));
        Done(await Step(city, plan.Office, id, MeetingStepKind.Invite));
        Assert.Equal([plan.Office, plan.Lead, plan.Cooperating, plan.County], await Seers());
        foreach (var actor in new[] { plan.Lead, plan.Cooperating, plan.County }) Assert.Equal(1, await city.As(actor, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == MeetingDesk.Invitation)));

        // A unit answers for itself, and takes no step of the office's.
        Done(await city.As(plan.Lead, (RecordMeeting record) => record.Reply(id, new() { Comes = "Member", Who = "罗清越" }, default)));
        Assert.False((await city.As(plan.Outsider, (RecordMeeting record) => record.Reply(id, new() { Comes = "Member", Who = "何仲言" }, default))).Ok);
        Assert.False((await city.As(plan.Lead, (RecordMeeting record) => record.Reply(id, new() { Comes = "Absent" }, default))).Ok);
        Assert.Equal("罗清越", (await View(city, plan.Office, id))!.Called.Single(c => c.Called.Reply is not null).Called.ReplyWho);
        foreach (var step in Enum.GetValues<MeetingStepKind>())
            foreach (var actor in new[] { plan.Lead, plan.Outsider }) Assert.False((await Step(city, actor, id, step, "x")).Ok, $"{actor.UnitName} {step}");
        foreach (var forged in new[] { "2", "hold", "", "Open" }) Assert.False((await city.As(plan.Office, async (MoveMeeting move) => await move.Run(id, new() { Do = forged, Version = (await Of(city, id)).Version }, default))).Ok);
        Assert.False((await city.As(plan.Lead, (PlanMeeting planning) => planning.Run(null, new() { Title = "x", Place = "x", Day = "2026-12-01", Clock = "9:00" }, default))).Ok);
        Assert.Equal(["Series", "Title", "Place", "Day", "Clock"], (await city.As(plan.Office, (PlanMeeting planning) => planning.Run(null, new() { Series = "x", Day = "9999-12-31", Clock = "25:00" }, default))).Problems.Select(p => p.Field));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_act_on_what_they_saw_do_not_both_succeed_and_the_minutes_are_a_paper(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, _, id, _) = await Held(city);
        var seen = (await Of(city, id)).Version;
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => city.As(plan.Office, (RecordMeeting record) => record.Write(id, new() { Version = seen, Minutes = $"第{n}稿" }, default))));
        Assert.Single(both, b => b.Ok);
        Assert.Contains(TaskDesk.Changed, both.Single(b => !b.Ok).Problems);

        // Minutes that are taken back while a unit speaks of them are not those that it speaks of.
        Done(await Decide(city, plan.Office, id, plan.Lead, DecisionFollow.Own, "孩子说的<b>每一句</b>都要答复&记录"));
        Done(await Step(city, plan.Office, id, MeetingStepKind.Circulate));
        Assert.Equal("programme.order-say", (await Step(city, plan.Office, id, MeetingStepKind.Rework)).Problems[0].Code);
        var view = (await View(city, plan.Office, id))!;
        using var file = await city.As(plan.Office, (MeetingMinutes minutes) => Task.FromResult(PaperFile.Of(minutes, MeetingMinutes.Said(view, "示范市妇儿工委办", new(2026, 11, 24)))));
        using var paper = WordprocessingDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator().Validate(paper));
        Assert.Contains("孩子说的<b>每一句</b>都要答复&记录", paper.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        Assert.Contains("应到成员单位3家", string.Concat(paper.MainDocumentPart!.Document!.InnerText.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
        Done(await Step(city, plan.Office, id, MeetingStepKind.Rework, "第一项要改"));
        Assert.False((await Comment(city, plan.Lead, id, "yes")).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_typed_while_somebody_took_the_meeting_a_step_on_is_shown_and_not_lost(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (plan, _, id, _) = await Held(running.City);
        using var browser = await running.SignedIn(plan.Office);
        var page = $"/meetings/{id}";
        Done(await Decide(running.City, plan.Office, id, plan.Lead, DecisionFollow.Own));
        Done(await running.City.As(plan.Office, async (RecordMeeting record) => await record.Write(id, new() { Version = (await Of(running.City, id)).Version, Minutes = "会议通报了进展。" }, default)));
        Done(await Step(running.City, plan.Office, id, MeetingStepKind.Circulate));
        foreach (var (form, field) in new[] { ("minutes", "Words.Minutes"), ("decide", "Decision.Decided"), ("reply", "Reply.Who"), ("comment", "Comment.Says") })
        {
            var answer = await RunningCity.Post(browser, page, page, new() { ["_handler"] = form, [field] = "写了很久的一段话" });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("写了很久的一段话", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        Assert.Equal("会议通报了进展。", (await Of(running.City, id)).Minutes);
    }
}
