using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme;
using OneMetre.Programme.Model;
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
}
