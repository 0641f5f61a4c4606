using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

/// <summary>Who may do what: the row in the data door, the state in the entity. Roles of pages and endpoints are in Approved/routes.txt.</summary>
public class TaskActionTests
{
    static async Task<bool> Do(City city, SmallPlan plan, Actor actor, TaskAction action)
    {
        var version = (await plan.Read(city)).Version;
        DecisionForm decision = new() { Version = version, Reason = "理由" };
        PartForm part = new() { Version = version, Reason = "理由" };
        var id = plan.Task;
        var done = action switch
        {
            TaskAction.Assign => await city.As(actor, (AssignTask t) => t.Run(id, decision, default)),
            TaskAction.Accept => await city.As(actor, (AcceptTask t) => t.Run(id, decision, default)),
            TaskAction.SendBack => await city.As(actor, (SendBackTask t) => t.Run(id, decision, default)),
            TaskAction.Suspend => await city.As(actor, (SuspendTask t) => t.Run(id, decision, default)),
            TaskAction.Resume => await city.As(actor, (ResumeTask t) => t.Run(id, decision, default)),
            TaskAction.Cancel => await city.As(actor, (CancelTask t) => t.Run(id, decision, default)),
            TaskAction.Confirm => await city.As(actor, (ConfirmTask t) => t.Run(id, part, default)),
            TaskAction.Object => await city.As(actor, (ObjectToTask t) => t.Run(id, part, default)),
            TaskAction.Report => await city.As(actor, (ReportProgress t) => t.Run(id, new() { Version = version, Progress = "40" }, default)),
            _ => await city.As(actor, (SubmitTask t) => t.Run(id, part, default)),
        };
        return done.Ok;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Each_step_is_open_to_its_own_people_and_nobody_else(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var steps = new (TaskAction Action, TaskState From, Actor[] May)[]
        {
            (TaskAction.Assign, TaskState.Planned, [plan.Office]),
            (TaskAction.Suspend, TaskState.InProgress, [plan.Office]),
            (TaskAction.Resume, TaskState.Suspended, [plan.Office]),
            (TaskAction.Cancel, TaskState.InProgress, [plan.Office]),
            (TaskAction.Accept, TaskState.AwaitingAcceptance, [plan.Office]),
            (TaskAction.SendBack, TaskState.AwaitingAcceptance, [plan.Office]),
            (TaskAction.Object, TaskState.Assigned, [plan.Lead]),
            (TaskAction.Report, TaskState.InProgress, [plan.Lead]),
            (TaskAction.Submit, TaskState.InProgress, [plan.Lead]),
            (TaskAction.Confirm, TaskState.InProgress, [plan.Lead, plan.Cooperating, plan.County, plan.OtherCounty]),
        };
        foreach (var (action, from, may) in steps)
            foreach (var actor in plan.Everyone)
            {
                await plan.Set(city, from, 40);
                Assert.True(may.Contains(actor) == await Do(city, plan, actor, action), $"{actor.UnitName} {action}");
                if (!may.Contains(actor)) Assert.Equal(from, (await plan.Read(city)).State);
            }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_task_goes_its_whole_way_and_everyone_concerned_is_told(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        async Task<string?> Latest(Actor actor) =>
            await city.As(actor, (NoticeBoard board) => board.Own.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Select(n => n.Code).FirstOrDefaultAsync());

        Assert.True(await Do(city, plan, plan.Office, TaskAction.Assign));
        foreach (var actor in new[] { plan.Lead, plan.Cooperating, plan.County, plan.OtherCounty }) Assert.Equal("programme.notice-assigned", await Latest(actor));
        Assert.Null(await Latest(plan.Outsider));

        Assert.True(await Do(city, plan, plan.Cooperating, TaskAction.Confirm));
        Assert.Equal(TaskState.Assigned, (await plan.Read(city)).State);
        Assert.True(await Do(city, plan, plan.Lead, TaskAction.Confirm));
        Assert.Equal(TaskState.InProgress, (await plan.Read(city)).State);
        Assert.Equal("programme.notice-confirmed", await Latest(plan.Office));

        var report = new ReportForm { Version = (await plan.Read(city)).Version, Progress = "６０", On = "2026-11-19", Text = "新增 320 个", Readings = [new() { Target = plan.Target, Value = "3.4" }] };
        Assert.True((await city.As(plan.Lead, (ReportProgress t) => t.Run(plan.Task, report, default))).Ok);
        var target = await city.As(plan.Lead, (ProgrammeData data) => data.Targets.SingleAsync(t => t.Id == plan.Target));
        Assert.Equal((3.4m, new DateOnly(2026, 11, 19)), (target.CurrentValue, target.CurrentOn));

        Assert.True(await Do(city, plan, plan.Lead, TaskAction.Submit));
        Assert.True(await Do(city, plan, plan.Office, TaskAction.SendBack));
        Assert.Equal(1, (await plan.Read(city)).TimesReturned);
        Assert.True(await Do(city, plan, plan.Lead, TaskAction.Submit));
        Assert.True(await Do(city, plan, plan.Office, TaskAction.Accept));
        var task = await plan.Read(city);
        Assert.Equal((TaskState.Completed, Light.Green, 100), (task.State, task.Light, task.Progress));
        Assert.Equal(8, await city.As(plan.Office, (ProgrammeData data) => data.Notes.CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task No_change_is_one_tap_and_keeps_what_was_reported(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        await plan.Set(city, TaskState.InProgress, 40);
        var version = (await plan.Read(city)).Version;
        Assert.True((await city.As(plan.Lead, (ReportProgress t) => t.Run(plan.Task, new() { Version = version, NoChange = true, Progress = "99" }, default))).Ok);
        var task = await plan.Read(city);
        Assert.Equal((40, City.Noon.UtcDateTime), (task.Progress, task.LastNewsAt));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_cannot_be_read_is_refused_field_by_field(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        await plan.Set(city, TaskState.InProgress, 40);
        var form = new ReportForm { Version = (await plan.Read(city)).Version, Progress = "一半", On = "明天", Readings = [new() { Target = plan.Target, Value = "很多" }] };
        var done = await city.As(plan.Lead, (ReportProgress t) => t.Run(plan.Task, form, default));
        Assert.Equal(["Progress", "On", "Readings[0].Value"], done.Problems.Select(p => p.Field));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_second_of_two_who_edit_one_task_is_shown_the_first_and_overwrites_nothing(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var seen = (await plan.Read(city)).Version;
        Assert.True((await city.As(plan.Office, (EditTask t) => t.Run(plan.Task, new() { Version = seen, PlainTitle = "小小孩有人带", Public = true }, default))).Ok);
        var second = await city.As(plan.Office, (EditTask t) => t.Run(plan.Task, new() { Version = seen, PlainTitle = "托班更多了", Public = true }, default));
        Assert.Equal(TaskDesk.Changed, second.Problems.Single());
        Assert.Equal("小小孩有人带", (await plan.Read(city)).PlainTitle);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_save_at_the_same_moment_cannot_both_win(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var seen = (await plan.Read(city)).Version;
        await city.As(plan.Office, async (ProgrammeData data) =>
        {
            var task = await data.VisibleTasks.SingleAsync(t => t.Id == plan.Task);
            Assert.True((await city.As(plan.Office, (AssignTask t) => t.Run(plan.Task, new() { Version = seen }, default))).Ok);
            task.Reword("后来的人", null, true);
            Assert.False(await data.SaveUnlessChanged(default));
        });
        Assert.Null((await plan.Read(city)).PlainTitle);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Midnight_sets_the_lights_of_ten_thousand_tasks_with_few_queries(string engine)
    {
        var count = new CountCommands();
        var clock = new StoppedClock(City.Noon);
        await using var city = await City.On(engine, clock, count.Listen);
        var plan = await SmallPlan.In(city);
        for (var i = 2; i < 40; i++) await plan.Add(city, i, "任务", TaskState.InProgress, due: new(2026, 11, 21), progress: 95);
        Assert.Equal(39, await city.Use((RefreshLights refresh) => refresh.Run(default)));
        Assert.Equal(0, await city.Use((RefreshLights refresh) => refresh.Run(default)));

        clock.Move(TimeSpan.FromDays(3));
        count.Start();
        Assert.Equal(38, await city.Use((RefreshLights refresh) => refresh.Run(default)));
        Assert.InRange(count.Commands, 1, 5);
        var late = await city.As(plan.Office, (ProgrammeData data) => data.VisibleTasks.CountAsync(t => t.Light == Light.Orange && t.LightReason == "programme.light-late"));
        Assert.Equal(38, late);
        Assert.Equal(0, (await plan.Read(city)).Version);
    }
}
