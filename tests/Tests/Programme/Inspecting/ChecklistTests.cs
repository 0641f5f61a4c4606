using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>The versions of a checklist.</summary>
public class ChecklistTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_a_checklist_one_version_is_in_force_and_what_was_in_force_never_changes(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var list = await List(city, plan.Office);
        Assert.Equal("programme.checklists-there", (await city.As(plan.Office, (EditChecklist edit) => edit.Begin(default))).Problems[0].Code);
        Task<Result<Guid>> Run(Guid id, string act, string items = "3|必|门开着|门开着吗？", int version = 0, Actor? by = null) => city.As(by ?? plan.Office, (EditChecklist edit) => edit.Run(id, new() { Do = act, Name = "儿童之家检查表", Items = items, Version = version }, default));
        Assert.Equal("programme.checklist-fixed", (await Run(list, "save")).Problems[0].Code);
        var next = (await Run(list, "next")).Value;
        Assert.Equal(next, (await Run(list, "next")).Value); // one draft at a time
        Assert.False(await city.As(plan.Lead, (InspectionsData data) => data.Checklists.AnyAsync(c => c.Id == next)));
        Assert.False((await Run(next, "force", by: plan.Lead)).Ok);
        Assert.Equal("programme.checklist-empty", (await Run(next, "force", "")).Problems[0].Code);
        Done(await Run(next, "force"));
        Assert.Contains(TaskDesk.Changed, (await Run(next, "save")).Problems);
        var states = await city.Use((CityDb db) => db.Set<Checklist>().Where(c => c.Kind == ChecklistKind.ChildrensHome).OrderBy(c => c.Number).Select(c => c.State).ToListAsync());
        Assert.Equal([ChecklistState.Replaced, ChecklistState.InForce], states);
        Assert.Equal(StartingChecklists.All.Single(l => l.Kind == ChecklistKind.ChildrensHome).Items.Count, await city.Use((CityDb db) => db.Set<ChecklistItem>().CountAsync(i => i.ChecklistId == list)));
    }
}
