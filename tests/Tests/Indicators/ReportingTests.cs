using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>From an empty cell to a locked figure, by everybody's hands and by the wrong ones.</summary>
public class ReportingTests
{
    static readonly string[] Refusals = ["indicators.not-your-step", "indicators.no-such-submission"], Others = ["deaths.neonatal", "deaths.infant", "sight.screened", "sight.myopic"], BirthSplits = ["", "sex:f", "sex:m"];

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_figure_goes_from_the_clerk_to_the_lock_and_is_then_the_citys(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        Assert.Empty(await scene.Values());

        await scene.Lock(scene.EastSheet);

        var values = await scene.Values();
        Assert.Equal(7, values.Count);
        Assert.All(values, v => Assert.Equal((East, scene.EastSheet, ValueStatus.Final, false), (v.RegionCode, v.SubmissionId!.Value, v.Status, v.Published)));
        Assert.Equal(2000, values.Single(v => v is { ElementId: "births.live", Split: "" }).Number);
        Assert.Equal(7, await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync()));

        var steps = await scene.City.Use((CityDb db) => db.Set<SubmissionStep>().ToListAsync());
        Assert.Equal(["东填表", "东负责", "卫健", "统计"], steps.OrderBy(s => s.Kind).Select(s => s.PersonName)); // the clock stands still: by what was done

        Assert.True((await scene.Step(scene.EastSheet, StepKind.Publish, scene.Bureau)).Ok);
        Assert.All(await scene.Values(), v => Assert.True(v.Published));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_takes_a_step_that_is_another_hands(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        var everybody = new[] { scene.EastClerk, scene.EastHead, scene.WestClerk, scene.WestHead, scene.Department, scene.Bureau, scene.Office };
        foreach (var (step, by) in new[] { (StepKind.Submit, scene.EastClerk), (StepKind.Sign, scene.EastHead), (StepKind.Check, scene.Department), (StepKind.Lock, scene.Bureau), (StepKind.Publish, scene.Bureau) })
        {
            foreach (var other in everybody.Where(o => o != by && !(step == StepKind.Submit && o == scene.EastHead)))
            {
                var tried = await scene.Step(scene.EastSheet, step, other);
                Assert.False(tried.Ok, $"{step} by {other.Name}");
                Assert.Contains(tried.Problems[0].Code, Refusals);
            }
            Assert.True((await scene.Step(scene.EastSheet, step, by)).Ok, step.ToString());
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_filled_in_does_not_sign_and_a_second_person_reviews_where_the_form_asks_for_it(string engine)
    {
        await using var scene = await FiguresScene.On(engine, reviewed: true);
        await scene.Save(scene.EastSheet, Good(), scene.EastHead);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastHead)).Ok);
        Assert.False((await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead)).Ok); // not reviewed yet
        Assert.False((await scene.Step(scene.EastSheet, StepKind.Review, scene.EastHead)).Ok); // by the same person
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Review, scene.EastSecond)).Ok);
        Assert.False((await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead)).Ok); // filled it in
        var another = await scene.City.Actor(RoleCode.UnitLeader, "东区报表办", "东副职", East, scene.EastClerk.Unit);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Sign, another)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Figures_are_the_units_own_until_its_head_has_signed(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        async Task<bool> Sees(Actor actor) => await scene.City.As(actor, (ReadSubmission read) => read.Run(scene.EastSheet, default)) is not null;
        async Task<int> Cells(Actor actor) => await scene.City.As(actor, (IndicatorsData data) => data.Cells.CountAsync(c => c.SubmissionId == scene.EastSheet));

        foreach (var other in new[] { scene.Department, scene.Bureau, scene.Office, scene.WestClerk, scene.WestHead })
            Assert.Equal((false, 0), (await Sees(other), await Cells(other)));
        Assert.True(await Sees(scene.EastHead));

        await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead);
        foreach (var other in new[] { scene.Department, scene.Bureau, scene.Office }) Assert.True(await Sees(other), other.Name);
        foreach (var other in new[] { scene.WestClerk, scene.WestHead, await scene.City.Actor(RoleCode.Police, "公安"), await scene.City.Actor(RoleCode.ChildDirector, "村", regionCode: East) })
            Assert.Equal((false, 0), (await Sees(other), await Cells(other)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Accepted_figures_are_seen_by_their_own_unit_by_those_over_it_and_once_published_by_all(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        var school = await scene.City.Actor(RoleCode.School, "学校", regionCode: East);
        var elsewhere = await scene.City.Actor(RoleCode.StatOfficer, "西区统计局", regionCode: West);
        Task<int> Count(Actor actor) => scene.City.As(actor, (IndicatorsData data) => data.Values.CountAsync());
        foreach (var (actor, sees) in new[] { (scene.EastClerk, 7), (scene.Department, 7), (scene.Bureau, 7), (scene.Office, 7), (scene.WestClerk, 0), (school, 0), (elsewhere, 0) }) Assert.Equal(sees, await Count(actor));
        Assert.Equal(0, await scene.City.Use((IndicatorsData data) => data.Values.CountAsync()));

        await scene.Step(scene.EastSheet, StepKind.Publish, scene.Bureau);
        // The two counts of deaths could point at a child: whoever did not report them reads them on the portal, where small ones are hidden.
        foreach (var actor in new[] { scene.WestClerk, school, elsewhere }) Assert.Equal(5, await Count(actor));
        foreach (var actor in new[] { scene.EastClerk, scene.Department, scene.Bureau, scene.Office }) Assert.Equal(7, await Count(actor));
        Assert.Equal(7, await scene.City.Use((IndicatorsData data) => data.PublishedValues.CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_return_names_cells_gives_a_new_day_and_shows_the_next_reader_what_has_changed(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead);

        Assert.Contains((await scene.Step(scene.EastSheet, StepKind.Return, scene.Department)).Problems, p => p.Code == "indicators.say-why");
        Assert.Contains((await scene.Step(scene.EastSheet, StepKind.Return, scene.Department, f => (f.Reason, f.NewDue) = ("再核", "2020-01-01"))).Problems, p => p.Code == "indicators.day-gone");
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Return, scene.Department, f => (f.Reason, f.NewDue, f.Cells) = ("活产数与落户数不符", "2026-12-20", ["births.live|"]))).Ok);

        var view = (await scene.City.As(scene.EastClerk, (ReadSubmission read) => read.Run(scene.EastSheet, default)))!;
        Assert.Equal((SubmissionState.Returned, new DateOnly(2026, 12, 20), true), (view.Submission.State, view.Submission.DueOn, view.Editable));
        Assert.Equal(["births.live"], view.Lines.SelectMany(l => l.Cells.Values).Where(c => c.Cell.Remark is not null).Select(c => c.Cell.ElementId));
        Assert.Equal(1, await scene.City.As(scene.EastClerk, (NoticeBoard notices) => notices.Own.CountAsync(n => n.Code == "indicators.notice-return")));

        await scene.Save(scene.EastSheet, [Cell("births.live", 2100), Cell("births.live", 1100, "sex:f")]);
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead);
        var again = (await scene.City.As(scene.Department, (ReadSubmission read) => read.Run(scene.EastSheet, default)))!;
        Assert.Equal([("births.live", "", "2000", "2100"), ("births.live", "sex:f", "1000", "1100")],
            again.Lines.SelectMany(l => l.Cells.Values).Where(c => c.ChangedSince).Select(c => (c.Cell.ElementId, c.Cell.Split, c.Handed!, c.Text)).Order());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Locked_figures_change_only_by_a_revision_with_a_reason_that_the_bureau_grants(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        Assert.Equal("indicators.not-open", (await scene.Save(scene.EastSheet, [Cell("births.live", 1)])).Problems[0].Code);
        Assert.Contains((await scene.Step(scene.EastSheet, StepKind.AskRevision, scene.EastClerk)).Problems, p => p.Code == "indicators.say-why");
        Assert.True((await scene.Step(scene.EastSheet, StepKind.AskRevision, scene.EastClerk, f => f.Reason = "漏报一所医院")).Ok);
        Assert.False((await scene.Step(scene.EastSheet, StepKind.GrantRevision, scene.Department)).Ok);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.GrantRevision, scene.Bureau)).Ok);
        Assert.Equal(2000, (await scene.Values()).Single(v => v is { ElementId: "births.live", Split: "" }).Number); // until the next lock the accepted figure stands

        await scene.Lock(scene.EastSheet, [Cell("births.live", 2010), Cell("births.live", 1010, "sex:f")]);
        var values = await scene.Values();
        Assert.Equal((2010m, ValueStatus.Revised), values.Where(v => v is { ElementId: "births.live", Split: "" }).Select(v => (v.Number!.Value, v.Status)).Single());
        Assert.Equal(ValueStatus.Final, values.Single(v => v.ElementId == "deaths.infant").Status);
        Assert.Equal(1, (await scene.Read(scene.EastSheet)).Revision);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_clerks_in_one_form_keep_each_others_cells_and_see_where_both_typed(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        // Both have the empty form open. The first saves two cells, the second one of the same and another.
        Assert.True((await scene.Save(scene.EastSheet, [Cell("deaths.neonatal", 3, was: ""), Cell("deaths.infant", 5, was: "")])).Value!.Whole);
        var second = (await scene.Save(scene.EastSheet, [Cell("deaths.neonatal", "", was: ""), Cell("deaths.infant", 6, was: ""), Cell("sight.screened", 900, was: "")], scene.EastSecond)).Value!;

        Assert.Equal([("deaths.infant", "5", "6")], second.Conflicts.Select(c => (c.Element, c.Theirs, c.Yours)));
        Assert.Equal(1, second.Changed);
        var cells = await scene.City.Use((CityDb db) => db.Set<SubmissionCell>().Where(c => c.SubmissionId == scene.EastSheet && c.Number != null).ToDictionaryAsync(c => c.ElementId, c => c.Number));
        Assert.Equal([("deaths.infant", 5m), ("deaths.neonatal", 3m), ("sight.screened", 900m)], cells.Select(c => (c.Key, c.Value!.Value)).Order());

        // Having seen both, the second decides.
        Assert.True((await scene.Save(scene.EastSheet, [Cell("deaths.infant", 6, was: "5")], scene.EastSecond)).Value!.Whole);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_save_the_same_cell_at_the_same_moment_end_in_a_conflict_that_is_told(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var both = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => scene.Save(scene.EastSheet, [Cell("sight.screened", 900 + i, was: "")], i % 2 == 0 ? scene.EastClerk : scene.EastSecond)));
        Assert.All(both, b => Assert.True(b.Ok, string.Join(',', b.Problems.Select(p => p.Code))));
        Assert.Equal(1, both.Count(b => b.Value!.Changed == 1));
        Assert.Equal(7, both.Count(b => b.Value!.Conflicts.Count == 1));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_cannot_be_read_is_named_and_the_rest_is_kept(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var saved = (await scene.Save(scene.EastSheet, [Cell("births.live", "２，０００"), Cell("births.live", "1o00", "sex:f"), Cell("births.live", "-5", "sex:m"), Cell("deaths.neonatal", "2.5"), Cell("deaths.infant", "不适用"), Cell("no.such", 1), Cell("sight.screened", "=")])).Value!;
        Assert.Equal(2, saved.Changed);
        Assert.Equal([("births.live", "sex:f", "indicators.not-a-figure"), ("births.live", "sex:m", "indicators.below-nought"), ("deaths.neonatal", "", "indicators.not-whole"), ("no.such", "", "indicators.no-such-cell"), ("sight.screened", "", "indicators.nothing-last-time")],
            saved.Unread.Select(u => (u.Element, u.Split, u.Problem.Code)));
        var cells = await scene.City.Use((CityDb db) => db.Set<SubmissionCell>().AsNoTracking().Where(c => c.SubmissionId == scene.EastSheet).ToListAsync());
        Assert.Equal((CellState.Known, 2000m), cells.Where(c => c is { ElementId: "births.live", Split: "" }).Select(c => (c.State, c.Number!.Value)).Single());
        Assert.Equal(CellState.NotApplicable, cells.Single(c => c.ElementId == "deaths.infant").State);
        Assert.Equal(CellState.Missing, cells.Single(c => c.ElementId == "deaths.neonatal").State); // never nought
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_rules_stand_before_the_signature(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        async Task<IEnumerable<(string, string?)>> Refused() => (await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk)).Problems.Select(p => (p.Code, p.Field));
        Assert.Equal(7, (await Refused()).Count(p => p.Item1 == "indicators.missing-why"));

        await scene.Save(scene.EastSheet, [.. Good(), Cell("births.live", 1500, "sex:f"), Cell("deaths.infant", 2), Cell("sight.myopic", 1200)]);
        Assert.Equal([("indicators.check-says", "deaths.infant|"), ("indicators.check-says", "sight.myopic|"), ("indicators.parts-differ", "births.live|")], (await Refused()).Order());

        // A reason answers for what is missing, and never for what contradicts itself.
        await scene.Save(scene.EastSheet, [.. Good(), Cell("sight.screened", "", reason: "今年未开展筛查"), Cell("sight.myopic", "…")]);
        Assert.Empty(await Refused());
        Assert.Equal(SubmissionState.Submitted, (await scene.Read(scene.EastSheet)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_leap_against_the_last_period_asks_for_a_reason_and_the_last_figure_comes_by_one_sign(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.City.Use(async (CityDb db) =>
        {
            foreach (var cell in Good(births: 1000)) db.Add(new DataValue { ElementId = cell.Element!, Split = cell.Split!, RegionCode = East, Period = new(PeriodKind.Year, 2025, 1), State = CellState.Known, Number = decimal.Parse(cell.Value!, System.Globalization.CultureInfo.InvariantCulture), At = City.Noon.UtcDateTime });
            await db.SaveChangesAsync();
        });
        await scene.Save(scene.EastSheet, [.. Good(births: 2000).Where(c => c.Element!.StartsWith("births", StringComparison.Ordinal)), .. Others.Select(e => Cell(e, "="))]);
        var refused = await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        Assert.Equal(["births.live|", "births.live|sex:f", "births.live|sex:m"], refused.Problems.Select(p => p.Field).Order());
        Assert.All(refused.Problems, p => Assert.Equal("indicators.leap", p.Code));

        await scene.Save(scene.EastSheet, [.. BirthSplits.Select(s => new CellInput { Element = "births.live", Split = s, Reason = "区划调整" })]);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk)).Ok);
        Assert.Equal(5, await scene.City.Use((CityDb db) => db.Set<SubmissionCell>().Where(c => c.SubmissionId == scene.EastSheet && c.ElementId == "deaths.infant").Select(c => c.Number).SingleAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_step_from_an_old_page_is_refused(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        var before = (await scene.Read(scene.EastSheet)).Version;
        await scene.Save(scene.EastSheet, [Cell("births.live", 2001), Cell("births.live", 1001, "sex:m")], scene.EastSecond);
        Assert.Equal("indicators.changed-meanwhile", (await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk, f => f.Version = before)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_whole_is_locked_after_its_parts(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var form = (await scene.Define(f => (f.Number, f.Lines) = ("汇总表", [new() { Element = "children.0-2", On = true }]))).Value;
        var city = await scene.City.Actor(RoleCode.DeptContact, "市疾控", regionCode: Top);
        var head = await scene.City.Actor(RoleCode.UnitLeader, "市疾控", "疾控主任", Top, city.Unit);
        foreach (var (unit, region) in new[] { (city.Unit, Top), (scene.EastClerk.Unit, East) })
            await scene.City.As(scene.Bureau, (OneMetre.Indicators.Collecting.SetDuties set) => set.Run(form, new() { Unit = unit.ToString(), Region = region }, default));
        var round = (await scene.Issue("2026", form: form)).Value;
        var (whole, part) = (await scene.SheetOf(round, Top), await scene.SheetOf(round, East));
        foreach (var (sheet, clerk, leader) in new[] { (whole, city, head), (part, scene.EastClerk, scene.EastHead) })
        {
            await scene.Save(sheet, [Cell("children.0-2", 100)], clerk);
            Assert.True((await scene.Step(sheet, StepKind.Submit, clerk)).Ok);
            Assert.True((await scene.Step(sheet, StepKind.Sign, leader)).Ok);
        }
        var early = await scene.Step(whole, StepKind.Lock, scene.Bureau);
        Assert.Contains(early.Problems, p => p.Code == "indicators.children-first" && p.Args.Contains("东区"));
        Assert.True((await scene.Step(part, StepKind.Lock, scene.Bureau)).Ok);
        Assert.True((await scene.Step(whole, StepKind.Lock, scene.Bureau)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Sixty_four_units_report_in_the_same_minute(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var form = (await scene.Define(f => (f.Number, f.Lines) = ("同时报", [new() { Element = "children.0-2", On = true }, new() { Element = "care.systematic-0-2", On = true }]))).Value;
        var units = new List<Actor>();
        for (var i = 0; i < 64; i++)
        {
            units.Add(await scene.City.Actor(RoleCode.DeptContact, $"单位{i}", regionCode: East));
            Assert.True((await scene.City.As(scene.Bureau, (OneMetre.Indicators.Collecting.SetDuties set) => set.Run(form, new() { Unit = units[i].Unit.ToString(), Region = East }, default))).Ok);
        }
        var round = (await scene.Issue("2026", form: form)).Value;
        var sheets = await scene.City.Use((CityDb db) => db.Set<Submission>().Where(s => s.RoundId == round).ToDictionaryAsync(s => s.UnitId, s => s.Id));

        var done = await Task.WhenAll(units.Select(u => Task.Run(async () =>
        {
            var saved = await scene.Save(sheets[u.Unit], [Cell("children.0-2", 100), Cell("care.systematic-0-2", 95)], u);
            return saved.Ok && (await scene.Step(sheets[u.Unit], StepKind.Submit, u)).Ok;
        })));
        Assert.DoesNotContain(false, done);
        Assert.Equal(64, await scene.City.Use((CityDb db) => db.Set<Submission>().CountAsync(s => s.RoundId == round && s.State == SubmissionState.Submitted)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_locked_figure_is_on_the_indicators_page_at_once_with_its_trail(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet, Good(myopic: 2, screened: 10));
        Task<IndicatorView?> Page(Actor actor) => scene.City.As(actor, (ReadIndicator read) => read.Run("MyopiaRate", null, default));

        var half = (await Page(scene.Office))!;
        Assert.Equal((20m, 1, 2, false), (half.Now!.Value, half.Now.Have, half.Now.Expected, half.Now.Whole));

        await scene.Lock(scene.WestSheet, Good(myopic: 90, screened: 100));
        var whole = (await Page(scene.Office))!;
        Assert.Equal(83.64m, decimal.Round(whole.Now!.Value!.Value, 2)); // 92/110, and not the mean of 20 and 90 (domain reference §11.1)
        Assert.Equal((92m, 110m, true), (whole.Now.Worked.Numerator, whole.Now.Worked.Denominator, whole.Now.Whole));
        Assert.Equal([("东区", "东负责", "统计"), ("西区", "西负责", "统计")], whole.Trail[0].Sources.Select(s => (s.Region, s.SignedBy!, s.LockedBy!)));

        var own = (await Page(scene.EastClerk))!; // a county sees its own, and nothing of its neighbour before it is published
        Assert.Equal(["东区"], own.Trail[0].Sources.Select(s => s.Region));
        Assert.Null((await Page(await scene.City.Actor(RoleCode.School, "学校")))!.Now);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_typed_a_figure_does_not_pass_it_on_though_another_handed_it_in(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        await scene.Save(scene.EastSheet, [Cell("deaths.infant", 6)], scene.EastHead);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk)).Ok);
        Assert.Equal("indicators.typed-it-yourself", (await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead)).Problems[0].Code);
        var another = await scene.City.Actor(RoleCode.UnitLeader, "东区报表办", "东副职", East, scene.EastClerk.Unit);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Sign, another)).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Who_reviews_does_not_sign_too_and_a_post_that_does_not_report_types_nothing(string engine)
    {
        await using var scene = await FiguresScene.On(engine, reviewed: true);
        var welfare = await scene.City.Actor(RoleCode.CivilAffairs, "东区报表办", "东民政", East, scene.EastClerk.Unit);
        Assert.Equal("indicators.no-such-submission", (await scene.Save(scene.EastSheet, Good(), welfare)).Problems[0].Code);
        await scene.Save(scene.EastSheet, Good());
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        Assert.True((await scene.Step(scene.EastSheet, StepKind.Review, scene.EastHead)).Ok);
        Assert.Equal("indicators.reviewed-it-yourself", (await scene.Step(scene.EastSheet, StepKind.Sign, scene.EastHead)).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_new_day_has_an_end_and_one_that_is_stored_beyond_it_breaks_no_list(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Save(scene.EastSheet, Good());
        await scene.Step(scene.EastSheet, StepKind.Submit, scene.EastClerk);
        Assert.Contains((await scene.Step(scene.EastSheet, StepKind.Return, scene.EastHead, f => (f.Reason, f.NewDue) = ("再核", "9999-12-31"))).Problems, p => p.Code == "indicators.day-far");
        await scene.City.Use(async (CityDb db) =>
        {
            (await db.Set<Submission>().SingleAsync(s => s.Id == scene.EastSheet)).DueOn = DateOnly.MaxValue;
            await db.SaveChangesAsync();
        });
        Assert.False((await scene.City.As(scene.EastClerk, (ReadSubmissions read) => read.Waiting(default))).Late);
        Assert.Equal(DateOnly.MaxValue, (await scene.City.As(scene.EastHead, (ReadSubmissions read) => read.Run(null, 1, default))).ToDecide.Single().LastDay);
    }

    [Fact]
    public void Digits_that_nobody_meant_and_commas_that_divide_no_thousands_are_refused()
    {
        foreach (var odd in new[] { "²", "10²", "1,2,3", "12,5", "9999999999.99999", "\uFFFE", "\uD800" }) Assert.False(CellText.Read(odd, ElementKind.Count, null).Ok, odd);
        foreach (var (typed, number) in new[] { ("1,284,000", 1_284_000m), ("１２８４", 1284m), ("12.0", 12m) }) Assert.Equal(number, CellText.Read(typed, ElementKind.Count, null).Value.Number);
    }
}
