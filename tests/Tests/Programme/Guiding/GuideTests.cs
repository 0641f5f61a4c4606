using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Programme;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Guiding;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Guiding;

/// <summary>A guide from its draft to the checklist that comes of it: what was in force never changes, and an item knows its clause.</summary>
public sealed class GuideTests
{
    const string Some = "4.1|必|是否|出入口无台阶\n4.2|必|≥ 1.5 米|通道净宽\n6.1||计数|安全提示";

    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field} {string.Join('/', p.Args)}")));

    static GuideForm Form(string clauses = Some, string from = "2026-01-01") => new() { Level = "City", For = "PublicPlace", Title = "公共空间建设指引", Code = "示儿〔2026〕1号", Issuer = "市妇儿工委办", From = from, Clauses = clauses };

    static async Task<Result<Guid>> Run(City city, Actor by, Guid id, string what, Action<GuideForm>? change = null, int? version = null)
    {
        var form = Form();
        change?.Invoke(form);
        (form.Do, form.Version) = (what, version ?? await city.Use((CityDb db) => db.Set<Guide>().Where(g => g.Id == id).Select(g => g.Version).SingleAsync()));
        return await city.As(by, (KeepGuide keep) => keep.Run(id, form, default));
    }

    internal static async Task<Guid> Drafted(City city, Actor office)
    {
        var made = await city.As(office, (KeepGuide keep) => keep.Draft(Form(), default));
        Done(made);
        return made.Value;
    }

    internal static async Task<Guid> InForce(City city, Actor office)
    {
        var id = await Drafted(city, office);
        Done(await Run(city, office, id, "force"));
        return id;
    }

    [Fact]
    public void Rules_of_clauses_are_read_as_people_write_them_and_written_so_that_they_are_read_again()
    {
        Assert.Equal((ClauseCheck.AtLeast, 1.5m, "米"), GuideClause.ReadRule("≥ 1.5 米"));
        Assert.Equal((ClauseCheck.AtLeast, 2m, "处"), GuideClause.ReadRule("不少于２处"));
        Assert.Equal((ClauseCheck.AtMost, 30m, "公里/小时"), GuideClause.ReadRule("<=30公里/小时"));
        Assert.Equal((ClauseCheck.AtMost, 300m, null), GuideClause.ReadRule("不超过 300"));
        Assert.Equal((ClauseCheck.YesNo, null, null), GuideClause.ReadRule(""));
        Assert.Equal((ClauseCheck.Count, null, null), GuideClause.ReadRule("计数"));
        foreach (var wrong in new[] { "≥", "≥ -1 米", "约 3 米", "≥ 1.23456 米", "≥ 99999999", "= 3", "≥ 1 米|", "≥ 1 这个单位写得实在太长了吧" }) Assert.Null(GuideClause.ReadRule(wrong));

        for (var seed = 0; seed < 300; seed++)
        {
            var chance = new Random(seed);
            var clauses = Enumerable.Range(1, chance.Next(1, 12)).Select(n =>
            {
                var check = (ClauseCheck)chance.Next(4);
                return new GuideClause { Number = $"{n}.{chance.Next(9)}", Text = new([.. Enumerable.Range(0, chance.Next(1, 20)).Select(_ => "净宽不小于a1。，（）"[chance.Next(11)])]), Must = chance.Next(2) == 0, Check = check, Limit = check is ClauseCheck.AtLeast or ClauseCheck.AtMost ? chance.Next(100_000) / 10m : null, MeasureUnit = check is ClauseCheck.AtLeast or ClauseCheck.AtMost && chance.Next(3) > 0 ? "米" : null };
            }).ToList();
            var problems = new List<Problem>();
            var again = ClauseLines.Read(ClauseLines.Write(clauses), Guid.Empty, problems);
            Assert.Empty(problems);
            Assert.Equal(clauses.Select(c => (c.Number, c.Text.Trim(), c.Must, c.Check, c.Limit, c.MeasureUnit)), again.Select(c => (c.Number, c.Text, c.Must, c.Check, c.Limit, c.MeasureUnit)));
        }
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_named()
    {
        foreach (var (text, line) in new[] { ("4.1|必|是否|好\n4.2|必|约3米|宽", 2), ("4.1|也许|是否|好", 1), ("4.1||是否|好\n\n4.1||是否|又", 3), ("4.1|必|好", 1), ("|必|是否|好", 1), ("4.1||是否|", 1), ("4.1||是否|a|b", 1) })
        {
            var problems = new List<Problem>();
            ClauseLines.Read(text, Guid.Empty, problems);
            Assert.Equal(("programme.guide-line", "Clauses", line), (Assert.Single(problems).Code, problems[0].Field, (int)problems[0].Args[0]));
        }
        var many = new List<Problem>();
        ClauseLines.Read(string.Join('\n', Enumerable.Range(1, Guide.MostClauses + 1).Select(n => $"{n}||是否|好")), Guid.Empty, many);
        Assert.Equal("programme.inspection-too-many", Assert.Single(many).Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_in_force_never_changes_and_the_next_version_replaces_it(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var empty = (await city.As(plan.Office, (KeepGuide keep) => keep.Draft(new() { Level = "City", For = "School", Title = "空的" }, default))).Value;
        Assert.Equal(["Code", "Issuer", "From"], (await Run(city, plan.Office, empty, "force", f => (f.Code, f.Issuer, f.From, f.Clauses) = (null, null, null, null))).Problems.Select(p => p.Field));
        Assert.Equal(["Clauses"], (await Run(city, plan.Office, empty, "force", f => f.Clauses = null)).Problems.Select(p => p.Field));
        var first = await InForce(city, plan.Office);
        Assert.Equal("programme.guide-fixed", (await Run(city, plan.Office, first, "save")).Problems.Single().Code);
        var next = (await Run(city, plan.Office, first, "next")).Value;
        Assert.Equal(next, (await Run(city, plan.Office, first, "next")).Value); // one draft at a time
        Assert.Equal(3, await city.As(plan.Office, (GuidesData data) => data.Clauses.CountAsync(c => c.GuideId == next)));
        Assert.Equal("programme.guide-not-yet", (await Run(city, plan.Office, next, "force", f => f.From = "2027-01-01")).Problems.Single().Code); // what stands as in force is in force
        Assert.Equal("programme.guide-before-former", (await Run(city, plan.Office, next, "force", f => f.From = "2025-12-31")).Problems.Single().Code);
        Done(await Run(city, plan.Office, next, "force", f => (f.From, f.Clauses) = ("2026-06-01", "4.1|必|≥ 1.8 米|通道净宽")));
        var versions = await city.Use((CityDb db) => db.Set<Guide>().Where(g => g.Title == "公共空间建设指引").OrderBy(g => g.Number).ToListAsync());
        Assert.Equal([(GuideState.Replaced, (DateOnly?)new DateOnly(2026, 6, 1)), (GuideState.InForce, null)], versions.Select(v => (v.State, v.Until)));
        Assert.Equal("programme.policy-ends-before", (await Run(city, plan.Office, next, "repeal", f => f.Until = "2026-05-31")).Problems.Single().Code);
        Assert.Equal("programme.guide-not-yet", (await Run(city, plan.Office, next, "repeal", f => f.Until = "2026-12-31")).Problems.Single().Code);
        Done(await Run(city, plan.Office, next, "repeal", f => f.Until = "2026-10-31"));
        Assert.Equal("programme.guide-not-in-force", (await city.As(plan.Office, (ListOfGuide lists) => lists.Run(next, [], default))).Problems.Single().Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_at_once_leave_one_version_in_force_and_nobody_writes_over_the_other(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var draft = (await city.As(plan.Office, (KeepGuide keep) => keep.Draft(Form(), default))).Value;
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(n => Run(city, plan.Office, draft, n == 0 ? "save" : "force", f => f.About = $"第{n}稿", version: 0)));
        Assert.Single(both, b => b.Ok);
        Assert.Contains(TaskDesk.Changed, both.Single(b => !b.Ok).Problems);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_checklist_made_of_a_guide_knows_its_clauses_through_every_edit(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var guide = await InForce(city, plan.Office);
        var chosen = await city.As(plan.Office, (GuidesData data) => data.Clauses.Where(c => c.GuideId == guide && c.Must).Select(c => c.Id).ToListAsync());
        var made = await city.As(plan.Office, (ListOfGuide lists) => lists.Run(guide, chosen, default));
        Done(made);
        Task<List<ChecklistItem>> Items(Guid list) => city.Use((CityDb db) => db.Set<ChecklistItem>().AsNoTracking().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).ToListAsync());
        var items = await Items(made.Value);
        Assert.Equal([("出入口无台阶", true, "示儿〔2026〕1号 第4.1条"), ("通道净宽（≥ 1.5 米）", true, "示儿〔2026〕1号 第4.2条")], items.Select(i => (i.Text, i.Must, i.Source!)));
        Assert.Equal(chosen.Order(), items.Select(i => i.ClauseId!.Value).Order());

        // Reworded and with a question of the office's own: what still names its source is still of its clause.
        var lines = EditChecklist.Write(items).Replace("出入口无台阶", "出入口没有台阶，轮椅能进", StringComparison.Ordinal) + "\n2||有没有饮水处";
        Done(await city.As(plan.Office, (EditChecklist edit) => edit.Run(made.Value, new() { Do = "force", Version = 0, Name = "公共空间检查表", Items = lines }, default)));
        var after = await Items(made.Value);
        Assert.Equal([items[0].ClauseId, items[1].ClauseId, null], after.Select(i => i.ClauseId));
        Assert.Equal("出入口没有台阶，轮椅能进", after[0].Text);
        var next = (await city.As(plan.Office, (EditChecklist edit) => edit.Run(made.Value, new() { Do = "next" }, default))).Value;
        Assert.Equal(after.Select(i => (i.Source, i.ClauseId)), (await Items(next)).Select(i => (i.Source, i.ClauseId)));
        Assert.Equal(new[] { made.Value, next }.Order(), (await city.As(plan.Office, (ReadGuides read) => read.One(guide, default)))!.Lists.Select(l => l.Id).Order());
        // A draft of a checklist is the office's.
        Assert.Equal([made.Value], (await city.As(plan.Lead, (ReadGuides read) => read.One(guide, default)))!.Lists.Select(l => l.Id));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Clauses_from_a_workbook_are_taken_whole_or_not_at_all(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var draft = (await city.As(plan.Office, (KeepGuide keep) => keep.Draft(Form(), default))).Value;
        async Task<Result<ClausesRead>> Take(params object?[][] rows)
        {
            using var file = new MemoryStream();
            await Sheet.Write(file, "条款", [("条款号", 10), ("必须", 10), ("检查方式", 10), ("要求", 10)], Rows(), default);
            async IAsyncEnumerable<object?[]> Rows()
            {
                await Task.CompletedTask;
                foreach (var row in rows) yield return row;
            }
            var version = await city.Use((CityDb db) => db.Set<Guide>().Where(g => g.Id == draft).Select(g => g.Version).SingleAsync());
            return await city.As(plan.Office, (ImportClauses import) => import.Run(draft, version, new FormFile(new MemoryStream(file.ToArray()), 0, file.ToArray().Length, "file", "条款.xlsx") { Headers = new HeaderDictionary() }, default));
        }
        var wrong = (await Take(["1.1", "必", "是否", "好"], ["1.1", "", "是否", "又"], ["1.2", "也许", "是否", "好"], ["1.3", "", "大概", "好"], ["1.4", "", "计数", "a|b"])).Value!;
        Assert.Equal([("A3", "programme.clause-twice"), ("B4", "programme.clause-must"), ("C5", "programme.clause-check"), ("D6", "programme.clause-text")], wrong.Findings.Select(f => (f.Place, f.Problem.Code)));
        Assert.Equal(3, await city.Use((CityDb db) => db.Set<GuideClause>().CountAsync(c => c.GuideId == draft)));
        Assert.Equal(2, (await Take(["1.1", "必", "是否", "好"], ["1.2", "", "≥ 3 处", "多"])).Value!.Clauses);
        Assert.Equal(2, await city.Use((CityDb db) => db.Set<GuideClause>().CountAsync(c => c.GuideId == draft)));
        Assert.Equal("programme.projects-no-file", (await city.As(plan.Office, (ImportClauses import) => import.Run(draft, 0, null, default))).Problems.Single().Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Units_read_what_was_ever_in_force_and_drafts_are_the_offices(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (city, plan) = (running.City, await SmallPlan.In(running.City));
        var guide = await InForce(city, plan.Office);
        var draft = (await Run(city, plan.Office, guide, "next")).Value;
        foreach (var unit in new[] { plan.Lead, plan.County })
        {
            Assert.Equal(KeepGuide.NoSuchGuide, (await Run(city, unit, guide, "repeal", f => f.Until = "2026-12-31")).Problems.Single());
            Assert.Equal(KeepGuide.NoSuchGuide, (await city.As(unit, (KeepGuide keep) => keep.Draft(Form(), default))).Problems.Single());
            Assert.Equal(KeepGuide.NoSuchGuide, (await city.As(unit, (ListOfGuide lists) => lists.Run(guide, [], default))).Problems.Single());
            using var browser = await running.SignedIn(unit);
            foreach (var address in new[] { "/guides", $"/guides/{guide}", $"/guides/{guide}/clauses.xlsx", "/guides.xlsx", "/guides.csv" }) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
            foreach (var address in new[] { $"/guides/{draft}", $"/guides/{draft}/clauses.xlsx", $"/guides/{draft}/document", $"/guides/{guide}/document", $"/guides/{Guid.CreateVersion7()}" }) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
            Assert.DoesNotContain(draft.ToString(), await browser.GetStringAsync(new Uri($"/guides/{guide}", UriKind.Relative)), StringComparison.Ordinal);
        }
        using var office = await running.SignedIn(plan.Office);
        Assert.Contains("没有符合条件的内容", await office.GetStringAsync(new Uri("/guides?state=repealed", UriKind.Relative)), StringComparison.Ordinal);
        // A post that lacks everything is refused beside its field and breaks nothing.
        Assert.Equal(HttpStatusCode.OK, (await RunningCity.Post(office, $"/guides/{guide}", $"/guides/{guide}", new() { ["_handler"] = "repeal" })).StatusCode);
        var page = await office.GetStringAsync(new Uri($"/guides/{draft}", UriKind.Relative));
        Assert.Contains("通道净宽", page, StringComparison.Ordinal);
        var posted = await RunningCity.Post(office, $"/guides/{draft}", $"/guides/{draft}", new() { ["_handler"] = "guide", ["Form.Version"] = "99", ["Form.Title"] = "别人刚改过", ["Form.Level"] = "City", ["Form.For"] = "School", ["Form.Do"] = "save" });
        Assert.Contains("别人刚改过", WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync()), StringComparison.Ordinal); // nothing typed is lost
    }
}
