using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;
using OneMetre.Programme.Publishing;
using OneMetre.Programme.Reporting;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Returning;

/// <summary>From an opened round to words on the task, by everybody's hands and by the wrong ones.</summary>
public class ReturnWayTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_return_goes_from_one_tap_to_the_task(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        await scene.EverybodyOnPlan();
        Assert.True((await scene.Say(plan.Lead, l => (l.Answer, l.Progress, l.Said) = ("Advanced", "55", "新增托位1.2个"))).Ok);
        Assert.True((await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead)).Ok);
        Assert.True((await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader)).Ok);
        Assert.Equal(40, (await plan.Read(scene.City)).Progress); // nothing counts before the office has accepted it
        Assert.True((await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office)).Ok);

        var task = await plan.Read(scene.City);
        Assert.Equal((55, TaskState.InProgress), (task.Progress, task.State));
        var note = await scene.City.Use((CityDb db) => db.Set<TaskNote>().SingleAsync(n => n.TaskId == plan.Task && n.Kind == NoteKind.Progress));
        Assert.Equal(("新增托位1.2个", 55, "罗清越", plan.Lead.Unit), (note.Text, note.Progress!.Value, note.PersonName, note.UnitId!.Value));
        var sheet = await scene.Of(plan.Lead);
        Assert.Equal((ReturnState.Accepted, sheet.Id), (sheet.State, note.ReturnId!.Value));
        Assert.Equal([ReturnMove.HandIn, ReturnMove.Approve, ReturnMove.Accept], (await scene.Steps(sheet.Id)).OrderBy(s => s.Move).Select(s => s.Move));
        Assert.Equal("programme.return-not-open", (await scene.Say(plan.Lead, l => l.Said = "再改")).Problems[0].Code); // locked
    }

    /// <summary>Typed, handed in and approved; not yet accepted.</summary>
    static async Task Approved(ReturnScene scene, Guid round, string progress, string problems = "")
    {
        var (plan, city) = (scene.Plan, scene.City);
        var sheet = await scene.Of(plan.Lead, round);
        var input = SaveLines.Shown((await scene.Lines(sheet.Id))[0]);
        input.Was = input.Mark();
        (input.Answer, input.Progress, input.Said, input.Problems) = ("Advanced", progress, "新增托位", problems);
        input.Figures[plan.Target] = "3.2";
        Assert.True((await city.As(plan.Lead, (SaveLines save) => save.Run(sheet.Id, [input], false, default))).Ok);
        foreach (var (move, by) in new[] { (ReturnMove.HandIn, plan.Lead), (ReturnMove.Approve, scene.LeadLeader) }) await Move(scene, round, move, by);
    }

    static async Task Move(ReturnScene scene, Guid round, ReturnMove move, Actor by)
    {
        scene.Clock.Move(TimeSpan.FromMinutes(5));
        var sheet = await scene.Of(scene.Plan.Lead, round);
        var done = await scene.City.As(by, (MoveReturn act) => act.Run(sheet.Id, new() { Do = move.ToString(), Version = sheet.Version, MissingWhy = "已电话核实", Reason = "补正", NewDue = "2027-03-31" }, default));
        Assert.True(done.Ok, $"{move} {string.Join(' ', done.Problems.Select(p => p.Code))}");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_returns_the_later_one_counts_in_whichever_order_the_office_accepts_them(string engine)
    {
        foreach (var laterFirst in new[] { false, true })
        {
            await using var scene = await ReturnScene.On(engine);
            await Approved(scene, scene.Round, "45");
            scene.Clock.Move(TimeSpan.FromDays(92));
            await scene.Tick();
            var next = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().Where(r => r.Id != scene.Round).Select(r => r.Id).SingleAsync());
            await Approved(scene, next, "60");
            foreach (var round in laterFirst ? new[] { next, scene.Round } : [scene.Round, next]) await Move(scene, round, ReturnMove.Accept, scene.Plan.Office);
            Assert.Equal(60, (await scene.Plan.Read(scene.City)).Progress);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_revision_writes_on_the_task_only_what_it_changed(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await Approved(scene, scene.Round, "45");
        await Move(scene, scene.Round, ReturnMove.Accept, scene.Plan.Office);
        await Move(scene, scene.Round, ReturnMove.Reopen, scene.Plan.Office);
        await Approved(scene, scene.Round, "45", "两处未开工");
        await Move(scene, scene.Round, ReturnMove.Accept, scene.Plan.Office);
        Assert.Equal([3.2m], await scene.City.Use((CityDb db) => db.Set<TargetReading>().Select(r => r.Value).ToListAsync()));
        Assert.Equal(3.2m, (await scene.City.Use((CityDb db) => db.Set<TaskTarget>().SingleAsync(t => t.Id == scene.Plan.Target))).CurrentValue);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_revision_takes_back_what_it_says_no_more_and_the_public_reads_only_what_stands(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var (plan, city) = (scene.Plan, scene.City);
        var milestone = (await city.As(plan.Office, (AddMilestone add) => add.Run(plan.Task, new() { Title = "两所学校开工", Due = "2026-12-01" }, default))).Value;
        async Task Accepted(Action<LineInput> change)
        {
            var sheet = await scene.Of(plan.Lead);
            var input = SaveLines.Shown((await scene.Lines(sheet.Id))[0]);
            input.Was = input.Mark();
            change(input);
            Assert.True((await city.As(plan.Lead, (SaveLines save) => save.Run(sheet.Id, [input], false, default))).Ok);
            foreach (var (move, by) in new[] { (ReturnMove.HandIn, plan.Lead), (ReturnMove.Approve, scene.LeadLeader), (ReturnMove.Accept, plan.Office) }) await Move(scene, scene.Round, move, by);
        }
        Task<PublicPromiseDetail?> Public() => city.Use((ReadPromise read) => read.Run(plan.Task, default));

        await Accepted(l =>
        {
            (l.Answer, l.Progress, l.Said) = ("Done", "100", "两所学校都开工了");
            (l.Reached, l.Figures[plan.Target]) = ([milestone], "32");
        });
        var told = (await Public())!;
        Assert.Equal((TaskState.AwaitingAcceptance, "两所学校都开工了"), ((await plan.Read(city)).State, told.News.Single(n => n.Text is not null).Text));
        Assert.Equal((1, 1), (told.News.Count(n => n.Kind == PublicNewsKind.MilestoneReached), told.Milestones.Count(m => m.ReachedOn is not null)));
        await Move(scene, scene.Round, ReturnMove.Reopen, plan.Office);
        Assert.DoesNotContain((await Public())!.News, n => n.Text is not null); // nobody stands by it now

        await Accepted(l => (l.Answer, l.Progress, l.Said, l.Reached, l.Figures) = ("Advanced", "60", "一所开工，一所在招标", [], new() { [plan.Target] = "3.2" }));
        told = (await Public())!;
        Assert.Equal((TaskState.InProgress, 60), ((await plan.Read(city)).State, (await plan.Read(city)).Progress!.Value));
        Assert.Equal(["一所开工，一所在招标"], told.News.Where(n => n.Text is not null).Select(n => n.Text));
        Assert.DoesNotContain(told.News, n => n.Kind is PublicNewsKind.MilestoneReached or PublicNewsKind.HandedIn);
        Assert.All(told.Milestones, m => Assert.Null(m.ReachedOn));
        Assert.Equal([3.2m], await city.Use((CityDb db) => db.Set<TargetReading>().Select(r => r.Value).ToListAsync()));

        // What was reached by hand since is not the return's to take back.
        scene.Clock.Move(TimeSpan.FromMinutes(5));
        Assert.True((await city.As(plan.Lead, (ReachMilestone reach) => reach.Run(plan.Task, milestone, default))).Ok);
        await Move(scene, scene.Round, ReturnMove.Reopen, plan.Office);
        await Accepted(l => (l.Said, l.Figures) = ("招标完成", []));
        Assert.NotNull((await city.Use((CityDb db) => db.Set<Milestone>().SingleAsync(m => m.Id == milestone))).ReachedOn);
        Assert.Null((await city.Use((CityDb db) => db.Set<TaskTarget>().SingleAsync(t => t.Id == plan.Target))).CurrentValue);
        Assert.Empty(await city.Use(async (AuditCheck check) => await check.Run(default).ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_leader_who_sends_back_gives_no_new_day_and_wipes_no_mark_of_lateness(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.EverybodyOnPlan();
        scene.Clock.Move(TimeSpan.FromDays(20)); // past the day, the grace and the level above
        await scene.Tick();
        await scene.Tick();
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead)).Ok);
        var before = await scene.Of(scene.Plan.Lead);
        Assert.NotNull(before.LeaderToldAt);
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.SendBack, scene.LeadLeader, f => (f.Reason, f.NewDue) = ("第二行没有说清", "2028-01-01"))).Ok);
        var after = await scene.Of(scene.Plan.Lead);
        Assert.Equal((ReturnState.Returned, before.DueOn, before.LeaderToldAt, before.ListedAt), (after.State, after.DueOn, after.LeaderToldAt, after.ListedAt));
        Assert.Null((await scene.Steps(after.Id))[^1].NewDue);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_public_will_read_names_nobody_by_a_number(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        foreach (var said in new[] { "联系13800138000", "联系+86 138 0013 8000", "联系008613800138000", "联系１３８００１３８０００" })
            Assert.Equal("programme.said-personal", (await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Said) = ("OnPlan", said))).Problems[0].Code);
        Assert.True((await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Said) = ("OnPlan", "新增托位1200个，投入20261123元"))).Ok);
    }
}
