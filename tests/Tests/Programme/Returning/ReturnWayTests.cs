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
}
