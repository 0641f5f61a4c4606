using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme;
using OneMetre.Programme.Model;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Returning;

/// <summary>Who owes what, who may do what, and what keeps a return from going on.</summary>
public class ReturnRulesTests
{
    static readonly string[] Refusals = ["programme.return-not-your-step", "programme.no-such-return"];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_round_opens_once_for_every_unit_with_a_part_and_only_with_its_own_tasks(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        for (var tick = 0; tick < 3; tick++) await scene.Tick();
        var rounds = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().ToListAsync());
        Assert.Equal("2026Q3", Assert.Single(rounds).Period.ToString());
        Assert.Equal((new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 10), new DateOnly(2026, 10, 12)), (rounds[0].OpenOn, rounds[0].DueOn, rounds[0].LastDay));

        var sheets = await scene.City.Use((CityDb db) => db.Set<PeriodReturn>().ToListAsync());
        Assert.Equal(new[] { scene.Plan.Lead, scene.Plan.Cooperating, scene.Plan.County, scene.Plan.OtherCounty }.Select(a => a.Unit).Order(), sheets.Select(s => s.UnitId).Order());
        Assert.Equal(ReturnPart.Lead, Assert.Single(await scene.Lines((await scene.Of(scene.Plan.Lead)).Id)).Part);
        Assert.Equal(ReturnPart.Partner, Assert.Single(await scene.Lines((await scene.Of(scene.Plan.County)).Id)).Part);
        Assert.Single(await scene.Notices(scene.Plan.County), n => n.Code == "programme.notice-return-open");
        Assert.Empty(await scene.Notices(scene.Plan.Outsider));

        scene.Clock.Move(TimeSpan.FromDays(92)); // the first of January: the next quarter
        await scene.Tick();
        await scene.Tick();
        Assert.Equal(["2026Q3", "2026Q4"], (await scene.City.Use((CityDb db) => db.Set<ReturnRound>().ToListAsync())).Select(r => r.Period.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Tasks_that_are_not_under_way_are_not_asked_for_and_who_guides_owes_nothing(string engine)
    {
        var clock = new StoppedClock(ReturnScene.FirstOfOctober);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        await plan.Add(city, 2, "还没有交办", TaskState.Planned);
        await plan.Add(city, 3, "已经完成", TaskState.Completed);
        await plan.Add(city, 4, "旧版任务", TaskState.InProgress, dropped: 2);
        var (guided, _) = await plan.Add(city, 5, "改造校门口", TaskState.InProgress);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = guided, UnitId = plan.Outsider.Unit, Role = OneMetre.Programme.Importing.UnitRole.Guiding, PrintedName = "市民政局" });
            await db.SaveChangesAsync();
        });
        Assert.True((await city.As(plan.Office, (SetCycles set) => set.Run(ReturnScene.Quarterly(), default))).Ok);
        var lines = await city.Use((CityDb db) => db.Set<ReturnLine>().ToListAsync());
        Assert.Equal([guided], lines.Select(l => l.TaskId).Distinct());
        Assert.Equal(new[] { plan.Lead.Unit, plan.Cooperating.Unit }.Order(), lines.Select(l => l.UnitId).Order());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_lead_signs_off_the_whole_and_writes_why_where_a_partner_is_silent(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.OnPlan(scene.Plan.Lead);
        await scene.OnPlan(scene.Plan.Cooperating);
        await scene.OnPlan(scene.Plan.County);
        var refused = await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead);
        Assert.Equal(("programme.return-partners-missing", 1, "云田县人民政府"), (refused.Problems[0].Code, refused.Problems[0].Args[0], refused.Problems[0].Args[1]));
        Assert.Equal(ReturnState.Draft, (await scene.Of(scene.Plan.Lead)).State);

        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead, f => f.MissingWhy = "云田县换届，电话已核实")).Ok);
        var step = Assert.Single(await scene.Steps((await scene.Of(scene.Plan.Lead)).Id));
        Assert.Equal(("云田县换届，电话已核实", "云田县人民政府"), (step.Reason, step.Missing));
        // A partner never waits for anybody.
        Assert.True((await scene.Move(scene.Plan.County, ReturnMove.HandIn, scene.Plan.County)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_units_that_lead_and_partner_each_other_do_not_wait_for_each_other_for_ever(string engine)
    {
        var clock = new StoppedClock(ReturnScene.FirstOfOctober);
        await using var city = await City.On(engine, clock);
        var plan = await SmallPlan.In(city);
        await plan.Add(city, 2, "入托率", TaskState.InProgress);
        await plan.Add(city, 3, "近视防控", TaskState.InProgress, lead: plan.Cooperating, cooperating: plan.Lead);
        Assert.True((await city.As(plan.Office, (SetCycles set) => set.Run(ReturnScene.Quarterly(), default))).Ok);
        async Task<PeriodReturn> Of(Actor actor) => await city.Use((CityDb db) => db.Set<PeriodReturn>().SingleAsync(r => r.UnitId == actor.Unit));
        foreach (var actor in new[] { plan.Lead, plan.Cooperating }) await city.As(actor, async (SaveLines save) => Assert.True((await save.Run((await Of(actor)).Id, [], true, default)).Ok));
        foreach (var actor in new[] { plan.Lead, plan.Cooperating })
        {
            var sheet = await Of(actor);
            var done = await city.As(actor, (MoveReturn move) => move.Run(sheet.Id, new() { Do = "HandIn", Version = sheet.Version }, default));
            Assert.True(done.Ok, string.Join(' ', done.Problems));
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_takes_a_step_that_is_anothers(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.EverybodyOnPlan();
        Actor[] all = [.. scene.Plan.Everyone, scene.LeadLeader, scene.PartnerLeader];
        foreach (var (move, by) in new[] { (ReturnMove.HandIn, scene.Plan.Lead), (ReturnMove.Approve, scene.LeadLeader), (ReturnMove.Accept, scene.Plan.Office) })
        {
            foreach (var other in all.Where(a => a != by && !(move == ReturnMove.HandIn && a == scene.LeadLeader)))
            {
                var tried = await scene.Move(scene.Plan.Lead, move, other);
                Assert.False(tried.Ok, $"{move} by {other.Name}");
                Assert.Contains(tried.Problems[0].Code, Refusals);
            }
            Assert.True((await scene.Move(scene.Plan.Lead, move, by)).Ok, move.ToString());
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_with_one_person_hands_in_and_approves_at_once_and_the_record_says_so(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.OnPlan(scene.Plan.County);
        Assert.True((await scene.Move(scene.Plan.County, ReturnMove.HandIn, scene.Plan.County)).Ok);
        var sheet = await scene.Of(scene.Plan.County);
        Assert.Equal(ReturnState.Approved, sheet.State);
        Assert.Equal([(ReturnMove.HandIn, false), (ReturnMove.Approve, true)], (await scene.Steps(sheet.Id)).Select(s => (s.Move, s.Alone)));
        Assert.Single(await scene.Notices(scene.Plan.Office), n => n.Code == "programme.notice-return-approve");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_return_goes_back_with_a_reason_and_a_new_day_and_an_accepted_one_is_opened_again_only_with_a_reason(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        await scene.EverybodyOnPlan();
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        Assert.Contains((await scene.Move(plan.Lead, ReturnMove.SendBack, plan.Office, f => f.NewDue = "2026-10-20")).Problems, p => p.Code == "programme.reason-missing");
        Assert.Contains((await scene.Move(plan.Lead, ReturnMove.SendBack, plan.Office, f => f.Reason = "请补数")).Problems, p => p.Code == "programme.return-new-due-missing");
        Assert.Contains((await scene.Move(plan.Lead, ReturnMove.SendBack, plan.Office, f => (f.Reason, f.NewDue) = ("请补数", "2026-09-01"))).Problems, p => p.Code == "programme.due-in-past");
        Assert.True((await scene.Move(plan.Lead, ReturnMove.SendBack, plan.Office, f => (f.Reason, f.NewDue) = ("请补数", "2026-10-20"))).Ok);
        var sheet = await scene.Of(plan.Lead);
        Assert.Equal((ReturnState.Returned, new DateOnly(2026, 10, 20)), (sheet.State, sheet.DueOn));

        Assert.True((await scene.Say(plan.Lead, l => (l.Answer, l.Progress, l.Said) = ("Advanced", "60", "已补"))).Ok);
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office);
        Assert.Contains((await scene.Move(plan.Lead, ReturnMove.AskRevision, plan.Lead)).Problems, p => p.Code == "programme.reason-missing");
        Assert.True((await scene.Move(plan.Lead, ReturnMove.AskRevision, plan.Lead, f => f.Reason = "数字填错了")).Ok);
        Assert.Equal("programme.return-not-open", (await scene.Say(plan.Lead, l => l.Progress = "61")).Problems[0].Code); // only asked for
        Assert.True((await scene.Move(plan.Lead, ReturnMove.Reopen, plan.Office, f => (f.Reason, f.NewDue) = ("同意", "2026-10-25"))).Ok);
        Assert.Equal((ReturnState.Returned, 1), ((await scene.Of(plan.Lead)).State, (await scene.Of(plan.Lead)).Revision));
        Assert.True((await scene.Say(plan.Lead, l => (l.Progress, l.Said) = ("62", "更正为62"))).Ok);
        scene.Clock.Move(TimeSpan.FromHours(1));
        await scene.Move(plan.Lead, ReturnMove.HandIn, plan.Lead);
        await scene.Move(plan.Lead, ReturnMove.Approve, scene.LeadLeader);
        await scene.Move(plan.Lead, ReturnMove.Accept, plan.Office);
        Assert.Equal(62, (await plan.Read(scene.City)).Progress);
        Assert.Equal(2, await scene.City.Use((CityDb db) => db.Set<TaskNote>().CountAsync(n => n.ReturnId == sheet.Id && n.Kind == NoteKind.Progress)));
        Assert.Equal("HandIn 3, Approve 3, Accept 2, SendBack 1, AskRevision 1, Reopen 1", string.Join(", ", (await scene.Steps(sheet.Id)).CountBy(s => s.Move).OrderBy(m => m.Key).Select(m => $"{m.Key} {m.Value}")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_missing_is_named_by_its_line(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.EverybodyOnPlan();
        Assert.True((await scene.Say(scene.Plan.Lead, l => l.Answer = "")).Ok);
        Assert.Equal("programme.return-unanswered", (await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead)).Problems[0].Code);
        Assert.True((await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Progress) = ("Stuck", ""))).Ok);
        Assert.Equal("programme.return-problems-missing", (await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead)).Problems[0].Code);
        Assert.True((await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Progress) = ("Advanced", ""))).Ok);
        Assert.Equal("programme.return-progress-missing", (await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead)).Problems[0].Code);
        foreach (var (progress, answer, code) in new[] { ("101", "Advanced", "programme.progress-out-of-range"), ("3.5", "Advanced", "programme.progress-out-of-range"), ("x", "Advanced", "programme.progress-out-of-range"), ("5", "7", "programme.return-no-such-answer"), ("5", "Nonsense", "programme.return-no-such-answer") })
            Assert.Equal(code, (await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Progress) = (answer, progress))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_people_in_one_sheet_see_each_other(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        await scene.OnPlan(scene.Plan.Lead);
        var sheet = await scene.Of(scene.Plan.Lead);
        var line = (await scene.Lines(sheet.Id))[0];
        LineInput Typed(Action<LineInput> change)
        {
            var input = SaveLines.Shown(line);
            input.Was = input.Mark();
            change(input);
            return input;
        }
        var (mine, theirs, untouched) = (Typed(l => l.Said = "我写的"), Typed(l => l.Said = "同事写的"), Typed(_ => { }));
        Assert.Equal(1, (await scene.City.As(scene.LeadLeader, (SaveLines save) => save.Run(sheet.Id, [theirs], false, default))).Value!.Changed);
        var saved = (await scene.City.As(scene.Plan.Lead, (SaveLines save) => save.Run(sheet.Id, [mine], false, default))).Value!;
        Assert.Equal((0, line.Id), (saved.Changed, Assert.Single(saved.Conflicts)));
        Assert.Equal("同事写的", (await scene.Lines(sheet.Id))[0].Said);
        // A line that was not touched keeps what the colleague made of it; having seen theirs, mine may replace it.
        Assert.Empty((await scene.City.As(scene.Plan.Lead, (SaveLines save) => save.Run(sheet.Id, [untouched], false, default))).Value!.Conflicts);
        mine.Was = SaveLines.Shown((await scene.Lines(sheet.Id))[0]).Mark();
        Assert.Equal(1, (await scene.City.As(scene.Plan.Lead, (SaveLines save) => save.Run(sheet.Id, [mine], false, default))).Value!.Changed);
        Assert.Equal("programme.return-changed", (await scene.City.As(scene.Plan.Lead, (MoveReturn move) => move.Run(sheet.Id, new() { Do = "HandIn", Version = sheet.Version }, default))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_return_is_seen_by_its_unit_its_county_and_the_office_and_a_partners_answer_by_the_lead(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var plan = scene.Plan;
        var bureau = await scene.City.Actor(RoleCode.DeptContact, "栖山区教育局", "区教育", "990102000000");
        await scene.City.Use(async (CityDb db) =>
        {
            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = plan.Task, UnitId = bureau.Unit, Role = OneMetre.Programme.Importing.UnitRole.Cooperating, PrintedName = "栖山区教育局", SortOrder = 5 });
            db.Add(new ReturnCycle { Id = Guid.CreateVersion7(), Name = "月报", Kind = OneMetre.Platform.Time.PeriodKind.Month, OpensAfter = 1, DueAfter = 5, EscalatesAfter = 3, From = new(2026, 9, 1) });
            await db.SaveChangesAsync();
        });
        await scene.Tick();
        var month = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().Where(r => r.Name == "月报").Select(r => r.Id).SingleAsync());
        var sheet = await scene.Of(bureau, month);
        async Task<bool> Sees(Actor actor, PeriodReturn what) => await scene.City.As(actor, (ReadReturn read) => read.Run(what.Id, default)) is not null;
        foreach (var (actor, sees) in new[] { (bureau, true), (plan.County, true), (plan.Office, true), (plan.OtherCounty, false), (plan.Lead, false), (plan.Cooperating, false), (plan.Outsider, false) })
            Assert.True(sees == await Sees(actor, sheet), actor.UnitName);
        Assert.False(await Sees(plan.County, await scene.Of(plan.OtherCounty, month)));
        foreach (var role in new[] { RoleCode.SystemAdmin, RoleCode.School, RoleCode.ChildDirector, RoleCode.Evaluator })
            Assert.False(await Sees(await scene.City.Actor(role, $"某单位{role}", regionCode: "990102000000"), sheet));
        Assert.False(await scene.City.Use((ReadReturn read) => read.Run(sheet.Id, default)) is not null);

        // Begun is the partner's alone; answered, the lead reads it under the task — and only the lead.
        async Task<PartnerSays> Under(Actor lead) => Assert.Single((await scene.City.As(lead, (ReadReturn read) => read.Run((scene.Of(plan.Lead, month).Result).Id, default)))!.Lines[0].Partners, p => p.Unit == "栖山区教育局");
        var line = (await scene.Lines(sheet.Id))[0];
        Task Say(string answer) => scene.City.As(bureau, async (SaveLines save) =>
        {
            var input = SaveLines.Shown((await scene.Lines(sheet.Id))[0]);
            input.Was = input.Mark();
            (input.Said, input.Answer) = ("区里的情况", answer);
            Assert.True((await save.Run(sheet.Id, [input], false, default)).Ok);
        });
        await Say("");
        Assert.Equal((null, null), ((await Under(plan.Lead)).Answer, (await Under(plan.Lead)).Said));
        await Say("Behind");
        Assert.Equal((ReturnAnswer.Behind, "区里的情况"), ((await Under(plan.Lead)).Answer!.Value, (await Under(plan.Lead)).Said));
        Assert.Empty((await scene.City.As(plan.Cooperating, (ReadReturn read) => read.Run((scene.Of(plan.Cooperating, month).Result).Id, default)))!.Lines.SelectMany(l => l.Partners));
        Assert.Equal(0, await scene.City.As(plan.Cooperating, (ProgrammeData data) => data.PartnersAnswers(sheet.Id).CountAsync()));
        Assert.Equal(0, await scene.City.As(plan.Outsider, (ProgrammeData data) => data.ReturnLines.CountAsync()));
        // Nobody types into another unit's return.
        foreach (var actor in new[] { plan.County, plan.Office, plan.Lead })
            Assert.Equal("programme.no-such-return", (await scene.City.As(actor, (SaveLines save) => save.Run(sheet.Id, [], true, default))).Problems[0].Code);
        Assert.NotNull(line);
    }
}
