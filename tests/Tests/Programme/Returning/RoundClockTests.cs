using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Programme.Model;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Returning;

/// <summary>Days pass on a clock that the tests move: rounds open, late returns are told of by rule, and nobody is told twice.</summary>
public class RoundClockTests
{
    const string Remind = "programme.notice-return-remind", Late = "programme.notice-return-late", Listed = "programme.notice-return-listed";

    static async Task<int> Told(ReturnScene scene, Actor actor, string code) => (await scene.Notices(actor)).Count(n => n.Code == code);

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_late_return_is_told_to_the_leader_and_then_put_on_the_offices_list_each_once(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        foreach (var actor in new[] { scene.Plan.Cooperating, scene.Plan.County, scene.Plan.OtherCounty }) await scene.OnPlan(actor);
        await scene.Move(scene.Plan.County, ReturnMove.HandIn, scene.Plan.County); // alone: approved at once
        await scene.Move(scene.Plan.Cooperating, ReturnMove.HandIn, scene.Plan.Cooperating); // its leader has not approved
        var day = 1;
        async Task On(int october)
        {
            scene.Clock.Move(TimeSpan.FromDays(october - day));
            day = october;
            await scene.Tick();
            await scene.Tick(); // as after a restart
        }

        await On(14); // due on the 10th, grace until the 12th: two days late
        Assert.Equal(0, await Told(scene, scene.LeadLeader, Late));
        await On(15);
        Assert.Equal((1, 1), (await Told(scene, scene.LeadLeader, Late), await Told(scene, scene.PartnerLeader, Late)));
        Assert.Equal((0, 0, 0), (await Told(scene, scene.Plan.Lead, Late), await Told(scene, scene.Plan.Office, Listed), await Told(scene, scene.Plan.County, Late)));
        await On(17);
        Assert.Null((await scene.Of(scene.Plan.Lead)).ListedAt);
        await On(18);
        Assert.Equal(1, await Told(scene, scene.Plan.Office, Listed));
        Assert.Contains("\"3\"", (await scene.Notices(scene.Plan.Office)).Single(n => n.Code == Listed).Args, StringComparison.Ordinal); // lead, partner, the other county
        await On(30);
        Assert.Equal((1, 1), (await Told(scene, scene.LeadLeader, Late), await Told(scene, scene.Plan.Office, Listed)));
        var view = (await scene.City.As(scene.Plan.Office, (ReadRounds read) => read.One(scene.Round, "listed", 1, default)))!;
        Assert.Equal((4, 3, 3, 3), (view.Sum.All, view.Sum.Owing, view.Sum.Late, view.Total));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_new_due_day_is_late_anew(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.EverybodyOnPlan();
        await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead);
        await scene.Move(scene.Plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        scene.Clock.Move(TimeSpan.FromDays(30)); // handed on in time: time is the office's
        await scene.Tick();
        Assert.Equal(0, await Told(scene, scene.LeadLeader, Late));
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.SendBack, scene.Plan.Office, f => (f.Reason, f.NewDue) = ("补数", "2026-11-05"))).Ok);
        await scene.Tick();
        Assert.Equal(0, await Told(scene, scene.LeadLeader, Late));
        scene.Clock.Move(TimeSpan.FromDays(10));
        await scene.Tick();
        Assert.Equal(1, await Told(scene, scene.LeadLeader, Late));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_act_reminds_every_unit_that_owes_once_a_day_and_a_receipt_tells_who_has_opened_it(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var (plan, city) = (scene.Plan, scene.City);
        await scene.OnPlan(plan.County);
        await scene.Move(plan.County, ReturnMove.HandIn, plan.County);
        Task<OneMetre.Platform.Results.Result<int>> Act(Actor actor) => city.As(actor, (RemindOwing remind) => remind.Run(scene.Round, default));

        Assert.Equal("programme.no-such-round", (await Act(plan.Lead)).Problems[0].Code);
        Assert.Equal(3, (await Act(plan.Office)).Value);
        Assert.Equal(0, (await Act(plan.Office)).Value);
        Assert.Equal((1, 1, 0), (await Told(scene, plan.Lead, Remind), await Told(scene, scene.LeadLeader, Remind), await Told(scene, plan.County, Remind)));

        // Time passes while one act tells one post after the other.
        var later = scene.Clock.GetUtcNow().UtcDateTime.AddMilliseconds(7);
        await city.Use((CityDb db) => db.Set<Notice>().Where(n => n.PostId == scene.LeadLeader.Post).ExecuteUpdateAsync(s => s.SetProperty(n => n.At, later)));
        async Task<RoundUnit> Unit() => (await city.As(plan.Office, (ReadRounds read) => read.One(scene.Round, null, 1, default)))!.Units.Single(u => u.Row.Sheet.UnitId == plan.Lead.Unit);
        Assert.Equal((2, 0), ((await Unit()).Told, (await Unit()).Opened));
        await city.As(plan.Lead, async (NoticeBoard board) => await board.Opened(ReturnWords.Link((await scene.Of(plan.Lead)).Id), default));
        Assert.Equal((2, 1), ((await Unit()).Told, (await Unit()).Opened));
        await city.As(plan.Outsider, async (NoticeBoard board) => await board.Opened(ReturnWords.Link((await scene.Of(plan.Lead)).Id), default)); // whoever was not told leaves no receipt
        Assert.Equal((2, 1), ((await Unit()).Told, (await Unit()).Opened));

        scene.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(3, (await Act(plan.Office)).Value);
        Assert.Equal((2, 0), ((await Unit()).Told, (await Unit()).Opened)); // the newest reminder has not been opened yet
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_remind_or_escalate_at_once_tell_once_and_disturb_nobody_who_is_typing(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.OnPlan(scene.Plan.Lead);
        var version = (await scene.Of(scene.Plan.Lead)).Version;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => scene.City.As(scene.Plan.Office, (RemindOwing remind) => remind.Run(scene.Round, default)))));
        Assert.Equal(1, await Told(scene, scene.Plan.Lead, Remind));
        scene.Clock.Move(TimeSpan.FromDays(15));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => scene.City.Use((EscalateReturns escalate) => escalate.Run(default)))));
        await scene.Tick();
        Assert.Equal(1, await Told(scene, scene.LeadLeader, Late));
        Assert.Equal(version, (await scene.Of(scene.Plan.Lead)).Version);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_clocks_that_tick_at_once_open_one_round(string engine)
    {
        var clock = new StoppedClock(ReturnScene.FirstOfOctober);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        await plan.Set(city, TaskState.InProgress, 40);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new ReturnCycle { Id = Guid.CreateVersion7(), Name = "季报", Kind = OneMetre.Platform.Time.PeriodKind.Quarter, OpensAfter = 1, DueAfter = 10, EscalatesAfter = 3, From = new(2026, 7, 1) });
            await db.SaveChangesAsync();
        });
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => city.Use((OpenRounds open) => open.Run(default)))));
        Assert.Equal(1, opened.Sum());
        Assert.Equal((1, 4), (await city.Use((CityDb db) => db.Set<ReturnRound>().CountAsync()), await city.Use((CityDb db) => db.Set<PeriodReturn>().CountAsync())));
        Assert.Equal(1, (await city.Use((CityDb db) => db.Set<Notice>().ToListAsync())).Count(n => n.PostId == plan.Lead.Post));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_cycle_is_the_offices_and_a_change_moves_nobodys_due_day(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var cycle = await scene.City.Use((CityDb db) => db.Set<ReturnCycle>().SingleAsync());
        Assert.Equal("programme.no-such-cycle", (await scene.City.As(scene.Plan.Lead, (SetCycles set) => set.Run(ReturnScene.Quarterly(), default))).Problems[0].Code);
        foreach (var (change, code) in new (Action<CycleForm>, string)[]
        {
            (f => f.Name = " ", "programme.cycle-name-missing"), (f => f.Kind = "SchoolYear", "programme.cycle-kind"), (f => f.Kind = "3", "programme.cycle-kind"), (f => f.DueAfter = "0", "programme.cycle-due-before-open"),
            (f => f.GraceDays = "-1", "programme.settings-not-a-number"), (f => f.OpensAfter = "121", "programme.settings-not-a-number"), (f => f.From = "", "programme.not-a-day"), (f => f.Until = "x", "programme.not-a-day"), (f => f.Plan = "x", "programme.cycle-plan"),
        })
            Assert.Contains((await scene.Set(ReturnScene.Quarterly(change))).Problems, p => p.Code == code);
        Assert.True((await scene.Set(ReturnScene.Quarterly(f => (f.Id, f.Version, f.DueAfter, f.Name) = (cycle.Id.ToString(), cycle.Version, "20", "新名字")))).Ok);
        Assert.Equal("programme.cycle-changed", (await scene.Set(ReturnScene.Quarterly(f => (f.Id, f.Version) = (cycle.Id.ToString(), cycle.Version)))).Problems[0].Code);
        Assert.Contains((await scene.Set(ReturnScene.Quarterly(f => (f.Id, f.Version, f.Kind) = (cycle.Id.ToString(), cycle.Version + 1, "Month")))).Problems, p => p.Code == "programme.cycle-kind-fixed");
        var round = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().SingleAsync());
        Assert.Equal((new DateOnly(2026, 10, 10), "季度报送"), (round.DueOn, round.Name));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_comes_prefilled_from_the_task_and_from_the_last_accepted_return(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        await scene.EverybodyOnPlan();
        Assert.True((await scene.Say(plan.Lead, l => (l.Answer, l.Progress, l.Said, l.Problems, l.NextSteps) = ("Behind", "45", "三季度的话", "消防验收慢", "十一月验收"))).Ok);
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office);
        scene.Clock.Move(TimeSpan.FromDays(40));
        var task = await plan.Read(scene.City);
        Assert.True((await scene.City.As(plan.Lead, (OneMetre.Programme.Reporting.ReportProgress report) => report.Run(plan.Task, new() { Version = task.Version, Progress = "52", Text = "已过消防验收" }, default))).Ok);
        scene.Clock.Move(TimeSpan.FromDays(52));
        await scene.Tick();
        var next = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().Where(r => r.Id != scene.Round).Select(r => r.Id).SingleAsync());
        var sheet = await scene.Of(plan.Lead, next);
        var line = (await scene.City.As(plan.Lead, (ReadReturn read) => read.Run(sheet.Id, default)))!.Lines[0];
        Assert.Equal(("52", "已过消防验收", "消防验收慢", "十一月验收"), (line.Shown.Progress, line.Shown.Said, line.Shown.Problems, line.LastNext));
        Assert.Null((await scene.City.As(plan.Office, (ReadReturn read) => read.Run(sheet.Id, default)))!.Lines[0].Shown.Said); // proposed to whoever fills in, said by nobody

        // One tap says "nothing new": the proposal is not handed in as if it had been said.
        var saved = await scene.City.As(plan.Lead, (SaveLines save) => save.Run(sheet.Id, [new() { Line = line.Line.Id, Was = line.Mark, Answer = line.Shown.Answer, Progress = line.Shown.Progress, Said = line.Shown.Said, Problems = line.Shown.Problems }], true, default));
        Assert.Equal((1, 0), (saved.Value!.Changed, saved.Value.Conflicts.Count));
        var kept = (await scene.Lines(sheet.Id))[0];
        Assert.Equal((ReturnAnswer.OnPlan, 52, null), (kept.Answer!.Value, kept.Progress!.Value, kept.Said));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_reported_on_the_task_after_the_return_was_handed_in_is_newer_and_stays(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        await scene.EverybodyOnPlan();
        await scene.Say(plan.Lead, l => (l.Answer, l.Progress) = ("Advanced", "50"));
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        scene.Clock.Move(TimeSpan.FromDays(3));
        var task = await plan.Read(scene.City);
        Assert.True((await scene.City.As(plan.Lead, (OneMetre.Programme.Reporting.ReportProgress report) => report.Run(plan.Task, new() { Version = task.Version, Progress = "70", Text = "又开了两家" }, default))).Ok);
        Assert.True((await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office)).Ok);
        Assert.Equal(70, (await plan.Read(scene.City)).Progress);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Milestones_values_and_done_reach_the_task_with_the_acceptance(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        var milestone = Guid.CreateVersion7();
        await scene.City.Use(async (CityDb db) =>
        {
            db.Add(new Milestone { Id = milestone, TaskId = plan.Task, Title = "完成选址", Due = new(2026, 9, 30) });
            await db.SaveChangesAsync();
        });
        await scene.EverybodyOnPlan();
        Assert.True((await scene.Say(plan.Lead, l => (l.Answer, l.Said, l.Reached, l.Figures) = ("Done", "全部完成", [milestone], new() { [plan.Target] = "4.9" }))).Ok);
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office);
        var task = await plan.Read(scene.City);
        Assert.Equal((TaskState.AwaitingAcceptance, 100), (task.State, task.Progress));
        await scene.City.Use(async (CityDb db) =>
        {
            Assert.Equal(new DateOnly(2026, 9, 30), (await db.Set<Milestone>().SingleAsync(m => m.Id == milestone)).ReachedOn); // the period's last day, not the day of typing
            var reading = await db.Set<TargetReading>().SingleAsync();
            Assert.Equal((4.9m, new DateOnly(2026, 9, 30)), (reading.Value, reading.On));
            Assert.Equal(4.9m, (await db.Set<TaskTarget>().SingleAsync(t => t.Id == plan.Target)).CurrentValue);
        });
    }
}
