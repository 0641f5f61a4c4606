using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Programme.Inspecting.InspectionScene;

namespace OneMetre.Tests.Programme.Inspecting;

/// <summary>From the plan of an inspection to its closing: who may know what, who may inspect whom, what is refused.</summary>
public class InspectionTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_inspection_goes_its_whole_way_and_what_it_found_is_put_right_as_an_order(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        var clock = (StoppedClock)city.Time;
        Assert.False((await Step(city, plan.Outsider, id, InspectionStepKind.Issue)).Ok);
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start)); // the team begins; the office issues
        var items = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).Select(i => i.Id).ToListAsync());
        Done(await city.As(plan.Outsider, (FillSheet fill) => fill.Run(id, [.. items.Select((i, n) => new SheetInput(i, n == 0 ? "No" : "Yes", null, 0))], default)));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead, FindingSeverity.Serious), default)));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead, FindingSeverity.Advice), default)));
        Assert.Empty((await city.As(plan.Lead, (ReadInspections read) => read.One(id, default)))!.Findings); // not the unit's before it is issued
        Done(await Step(city, plan.Office, id, InspectionStepKind.Issue));

        var view = (await city.As(plan.Lead, (ReadInspections read) => read.One(id, default)))!;
        Assert.Equal(2, view.Findings.Count);
        var order = view.Findings.Single(f => f.Order is not null).Order!;
        Assert.Equal((OrderSource.Inspection, OrderState.Notified, new DateOnly(2026, 12, 11), plan.Lead.Unit), (order.Source, order.State, order.DueOn!.Value, order.UnitId));
        Assert.Equal($"/inspections/{id}#findings", (await city.As(plan.Lead, (ReadOrders read) => read.One(order.Id, default)))!.Source);

        async Task<Result<Guid>> Order(Actor by, OrderStepKind step, string? day = null)
        {
            clock.Move(TimeSpan.FromMinutes(5));
            var version = await city.Use((CityDb db) => db.Set<SupervisionOrder>().Where(o => o.Id == order.Id).Select(o => o.Version).SingleAsync());
            return await city.As(by, (MoveOrder move) => move.Run(order.Id, new() { Do = step.ToString(), Version = version, Text = "已办", Day = day }, default));
        }

        Task<Result<Guid>> Recheck(Actor by, string passed) => city.As(by, (NoteFinding note) => note.Check(id, new() { Finding = order.SourceId.ToString(), Passed = passed, Says = "现场看过" }, default));

        Assert.False((await Step(city, plan.Office, id, InspectionStepKind.Close)).Ok);
        Assert.Equal("programme.check-not-now", (await Recheck(plan.Outsider, "yes")).Problems[0].Code);
        Done(await Order(plan.Lead, OrderStepKind.Acknowledge));
        Done(await Order(plan.Lead, OrderStepKind.Reply));
        Assert.Equal("programme.order-recheck-first", (await Order(plan.Office, OrderStepKind.Verify)).Problems[0].Code);
        Assert.False((await Recheck(plan.Lead, "yes")).Ok); // nobody checks themselves
        Done(await Team(city, plan.Office, id, new() { Do = "drop-member", Member = (await city.Use((CityDb db) => db.Set<InspectionMember>().SingleAsync(m => m.InspectionId == id && m.PersonId == plan.Office.Person))).Id.ToString() }));
        Assert.False((await Recheck(plan.Office, "yes")).Ok); // nor does the office, unless it was there
        Done(await Recheck(plan.Outsider, "no"));
        Assert.Equal("programme.order-recheck-first", (await Order(plan.Office, OrderStepKind.Verify)).Problems[0].Code);
        Done(await Order(plan.Office, OrderStepKind.SendBack, "2026-12-18"));
        Done(await Order(plan.Lead, OrderStepKind.Reply));
        Done(await Recheck(plan.Outsider, "yes"));
        Done(await Order(plan.Office, OrderStepKind.Verify));
        Done(await Order(plan.Office, OrderStepKind.Close));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Close));

        var chain = await city.Use((CityDb db) => db.Set<InspectionStep>().AsNoTracking().Where(s => s.InspectionId == id).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(0, chain.Count), chain.Select(s => s.Number));
        Assert.Equal(InspectionState.Closed, InspectionCourse.Replay(chain.Select(s => s.Kind)));
        Assert.Contains(await city.As(plan.Lead, (NoticeBoard board) => board.Own.Select(n => n.Code).ToListAsync()), c => c == "programme.notice-inspection-closed");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_starts_is_told_of_a_member_who_has_come_to_the_unit_since(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        await city.Use(async (CityDb db) =>
        {
            var post = new Post { Id = Guid.CreateVersion7(), UnitId = plan.Lead.Unit, Role = RoleCode.UnitLeader, RegionCode = "990100000000", Title = "兼职" };
            db.Add(post);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = post.Id, PersonId = plan.Outsider.Person, From = new(2026, 11, 1) });
            await db.SaveChangesAsync();
        });
        foreach (var actor in new[] { plan.Outsider, plan.Office })
            Assert.Equal("programme.inspection-kin-sameunit", (await Step(city, actor, id, InspectionStepKind.Start)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_is_told_when_day_or_place_are_moved_and_when_it_is_not_inspected_any_more(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        async Task<Result<Guid>> Move(string? day = null, string? purpose = null)
        {
            var form = Plan(InspectionKind.Field, list: list);
            (form.FromDay, form.ToDay, form.Purpose, form.Version) = (day ?? form.FromDay, day ?? form.ToDay, purpose, (await Of(city, id)).Version);
            return await city.As(plan.Office, (PlanInspection planning) => planning.Run(id, form, default));
        }
        Task<int> Told(Actor actor, string code) => city.As(actor, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-inspection-" + code));
        Done(await Move(purpose: "看一看")); // nobody has to come on another day
        Assert.Equal((0, 0), (await Told(plan.Lead, "moved"), await Told(plan.Outsider, "team-moved")));
        Done(await Move("2026-11-25"));
        Assert.Equal((1, 1), (await Told(plan.Lead, "moved"), await Told(plan.Outsider, "team-moved")));
        Done(await Team(city, plan.Office, id, new() { Do = "drop-unit", Unit = plan.Lead.Unit.ToString() }));
        Assert.Equal(1, await Told(plan.Lead, "cancelled"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_of_several_units_reads_its_findings_and_not_the_sheet_on_all_of_them(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        Done(await Team(city, plan.Office, id, new() { Do = "add-unit", Unit = plan.Cooperating.Unit.ToString() }));
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start));
        var item = await city.Use((CityDb db) => db.Set<ChecklistItem>().Where(i => i.ChecklistId == list).Select(i => i.Id).FirstAsync());
        Done(await city.As(plan.Outsider, (FillSheet fill) => fill.Run(id, [new(item, "No", "另一家的事", 0)], default)));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Issue));
        foreach (var (actor, findings) in new[] { (plan.Lead, 1), (plan.Cooperating, 0) })
        {
            var view = (await city.As(actor, (ReadInspections read) => read.One(id, default)))!;
            Assert.Equal((findings, 0), (view.Findings.Count, view.Results.Sum(r => r.Given.Count)));
        }
        Assert.Equal(1, (await city.As(plan.Outsider, (ReadInspections read) => read.One(id, default)))!.Results.Sum(r => r.Given.Count));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_order_that_was_withdrawn_puts_nothing_right_and_closing_over_it_needs_a_word(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        Done(await Step(city, plan.Outsider, id, InspectionStepKind.Start));
        Done(await city.As(plan.Outsider, (NoteFinding note) => note.Add(id, Finding(plan.Lead), default)));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Issue));
        var order = await city.Use((CityDb db) => db.Set<SupervisionOrder>().AsNoTracking().SingleAsync());
        Done(await city.As(plan.Office, (MoveOrder move) => move.Run(order.Id, new() { Do = nameof(OrderStepKind.Withdraw), Version = order.Version, Text = "另案处理" }, default)));
        Assert.Equal(Light.Grey, (await city.As(plan.Lead, (ReadInspections read) => read.One(id, default)))!.Findings.Single().Light(true));
        Assert.Equal(["programme.inspection-withdrawn-why"], (await Step(city, plan.Office, id, InspectionStepKind.Close)).Problems.Select(p => p.Code));
        Done(await Step(city, plan.Office, id, InspectionStepKind.Close, "护栏由产权单位更换，另行督办"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_but_office_team_and_the_inspected_unit_knows_of_one_and_the_unit_only_once_it_is_planned(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        Assert.Equal([plan.Office, plan.Lead, plan.Outsider], await Seers(city, plan, id));
        var draft = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Desk, list: list), default));
        Done(await Team(city, plan.Office, draft.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        Assert.Equal([plan.Office], await Seers(city, plan, draft.Value));
        // Whoever inspects is of the team by the post for which they were named; another post of theirs is not.
        var second = await city.Actor(RoleCode.DeptContact, "市体育局", "何仲言");
        Assert.Null(await city.As(second with { Person = plan.Outsider.Person }, (ReadInspections read) => read.One(id, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_inspects_their_own_unit_nor_one_above_or_below_by_any_post_they_hold(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, _) = await Planned(city, InspectionKind.Field);
        var below = await city.Actor(RoleCode.DeptContact, "栖山区教育局", "苏禾", "990102000000");
        var elsewhere = await city.Actor(RoleCode.DeptContact, "市体育局", "韩越");
        await city.Use(async (CityDb db) =>
        {
            var post = new Post { Id = Guid.CreateVersion7(), UnitId = plan.Lead.Unit, Role = RoleCode.UnitLeader, RegionCode = "990100000000", Title = "兼职" };
            db.Add(post);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = post.Id, PersonId = elsewhere.Person, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        foreach (var (who, code) in new[] { (plan.Lead, "programme.inspection-kin-sameunit"), (below, "programme.inspection-kin-sameline"), (elsewhere, "programme.inspection-kin-sameunit") })
            Assert.Equal(code, (await Team(city, plan.Office, id, new() { Do = "add-post", Member = who.Post.ToString() })).Problems[0].Code);
        Assert.Equal("programme.inspection-kin-sameunit", (await Team(city, plan.Office, id, new() { Do = "add-outside", Name = "某专家", Organisation = "市教育局教研室" })).Problems[0].Code);
        Done(await Team(city, plan.Office, id, new() { Do = "add-outside", Name = "某专家", Organisation = "示范大学" }));
        // Nor does a unit join whose people are of the team already.
        Assert.Equal("programme.inspection-kin-sameunit", (await Team(city, plan.Office, id, new() { Do = "add-unit", Unit = plan.Outsider.Unit.ToString() })).Problems[0].Code);
        foreach (var actor in new[] { plan.Outsider, plan.Lead }) Assert.False((await Team(city, actor, id, new() { Do = "add-unit", Unit = plan.County.Unit.ToString() })).Ok);
        foreach (var forged in new[] { "add-post", "drop-member", "lead", "add-unit", "add-task", "zzz" }) Assert.False((await Team(city, plan.Office, id, new() { Do = forged, Member = "x", Unit = Guid.Empty.ToString(), Task = "1" })).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_forged_or_seen_late_is_refused_and_two_at_once_do_not_both_succeed(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, id, list) = await Planned(city, InspectionKind.Field);
        async Task<string?> Made(Action<InspectionForm> change)
        {
            var form = Plan(InspectionKind.Field, list: list);
            change(form);
            return (await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, form, default))).Problems is [var first, ..] ? first.Code : null;
        }
        Assert.Equal("programme.inspection-which-kind", await Made(f => f.Kind = "2"));
        Assert.Equal("programme.inspection-past", await Made(f => f.FromDay = "2026-11-19"));
        Assert.Equal("programme.inspection-far", await Made(f => (f.FromDay, f.ToDay) = ("9999-12-31", "9999-12-31")));
        Assert.Equal("programme.inspection-span", await Made(f => f.ToDay = "9999-12-31"));
        Assert.Equal("programme.inspection-which-checklist", await Made(f => f.Checklist = Guid.CreateVersion7().ToString()));
        Assert.Equal("programme.text-too-long", await Made(f => f.Title = new string('长', 121)));
        Assert.Equal("programme.inspection-reveal-late", await Made(f => (f.Kind, f.RevealDay) = ("Unannounced", "9999-12-31")));
        Assert.False((await city.As(plan.Outsider, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Field), default))).Ok);

        var seen = (await Of(city, id)).Version;
        var both = await Task.WhenAll(Step(city, plan.Office, id, InspectionStepKind.Start, version: seen), Step(city, plan.Office, id, InspectionStepKind.Cancel, "x", version: seen));
        Assert.Single(both, b => b.Ok);
        Assert.Equal(3, await city.Use((CityDb db) => db.Set<InspectionStep>().CountAsync(s => s.InspectionId == id)));
        foreach (var step in Enum.GetValues<InspectionStepKind>()) Assert.False((await Step(city, plan.Lead, id, step, "x")).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_long_list_asks_no_more_of_the_database_than_a_short_one(string engine)
    {
        var count = new CountCommands();
        await using var city = await City.On(engine, more: count.Listen);
        var (plan, _, list) = await Planned(city, InspectionKind.Field);
        async Task<int> Asked()
        {
            count.Start();
            await city.As(plan.Office, (ReadInspections read) => read.Run(new(), 1, default));
            return count.Commands;
        }
        var few = await Asked();
        for (var i = 0; i < 12; i++)
        {
            var made = await city.As(plan.Office, (PlanInspection planning) => planning.Run(null, Plan(InspectionKind.Desk, list: list), default));
            Done(await Team(city, plan.Office, made.Value, new() { Do = "add-unit", Unit = plan.Lead.Unit.ToString() }));
        }
        Assert.Equal(few, await Asked());
    }
}
