using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;
using OneMetre.Programme.Resulting;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Resulting;

/// <summary>An expected result is reached only with a proof, and a second person confirms it; a list is taken in whole or not at all.</summary>
public sealed class ResultTests
{
    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));

    static ExpectedForm Form(Actor? unit = null, string name = "公共空间建设指引") => new() { Name = name, Kind = "Standard", Quantity = "1", CountUnit = "份", Due = "2026-12-31", Unit = unit?.Unit.ToString() };

    internal static async Task<Guid> Expected(City city, SmallPlan plan, string name = "公共空间建设指引")
    {
        var made = await city.As(plan.Office, (KeepResult keep) => keep.Open(Form(plan.Lead, name), default));
        Done(made);
        return made.Value;
    }

    static Task<ExpectedResult> Stands(City city, Guid id) => city.Use((CityDb db) => db.Set<ExpectedResult>().AsNoTracking().SingleAsync(r => r.Id == id));

    static async Task<Result<Guid>> Step(City city, Actor by, Guid id, ResultStep step, string? said = null, string? link = null, int? version = null) =>
        await city.As(by, async (KeepResult keep) => await keep.Step(id, new() { Do = step.ToString(), Said = said, Link = link, Version = version ?? (await Stands(city, id)).Version }, default));

    [Fact]
    public void Who_said_that_it_is_reached_never_confirms_it_and_who_does_not_keep_it_does_nothing()
    {
        foreach (var state in Enum.GetValues<ResultState>())
            foreach (var office in new[] { true, false })
            {
                Assert.Empty(ResultCourse.May(state, keeps: false, office, said: false));
                Assert.DoesNotContain(ResultStep.Confirm, ResultCourse.May(state, true, office, said: true));
                if (!office) Assert.DoesNotContain(ResultCourse.May(state, true, office, false), s => s is ResultStep.Confirm or ResultStep.SendBack or ResultStep.GiveUp or ResultStep.Resume);
            }
        var today = new DateOnly(2026, 11, 20);
        Light Of(ResultState state, int days) => ResultCourse.LightOf(state, today.AddDays(days), today);
        Assert.Equal([Light.Red, Light.Orange, Light.Yellow, Light.Green], new[] { -61, -1, 0, 61 }.Select(d => Of(ResultState.UnderWay, d)));
        Assert.Equal([Light.Green, Light.Grey, Light.Yellow], new[] { ResultState.Reached, ResultState.GivenUp, ResultState.Said }.Select(s => Of(s, -90)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_result_is_reached_with_a_proof_and_confirmed_by_a_second_person(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        var id = await Expected(city, plan);
        Assert.Equal(["Quantity", "CountUnit", "Due"], (await city.As(plan.Office, (KeepResult keep) => keep.Open(new() { Name = "无", Kind = "Place" }, default))).Problems.Select(p => p.Field));
        Assert.Equal("programme.result-there", (await city.As(plan.Office, (KeepResult keep) => keep.Open(Form(), default))).Problems.Single().Code);
        Assert.Equal(KeepProject.NotYours, (await city.As(plan.Lead, (KeepResult keep) => keep.Open(Form(name: "自己加的"), default))).Problems.Single());
        foreach (var other in new[] { plan.Cooperating, plan.County }) Assert.Equal(KeepProject.NotYours, (await Step(city, other, id, ResultStep.Begin)).Problems.Single());
        var counter = await city.Actor(RoleCode.StatOfficer, "市教育局", "统计员", unit: plan.Lead.Unit);
        Assert.Equal(KeepProject.NotYours, (await Step(city, counter, id, ResultStep.Begin)).Problems.Single());

        Done(await Step(city, plan.Lead, id, ResultStep.Begin));
        Assert.Equal("programme.result-not-now", (await Step(city, plan.Lead, id, ResultStep.GiveUp, "不想做")).Problems.Single().Code);
        Assert.Equal(("programme.result-unproved", "Link"), (await Step(city, plan.Lead, id, ResultStep.Reach)).Problems.Select(p => (p.Code, p.Field)).Single());
        var hidden = (await plan.Add(city, 7, "别家的任务", lead: plan.Outsider, cooperating: plan.Outsider)).Task;
        Assert.Equal("programme.register-choose", (await Step(city, plan.Lead, id, ResultStep.Reach, link: $"Task:{hidden}")).Problems[0].Code);
        Assert.Null((await Stands(city, id)).LinkId); // a refused step leaves nothing
        Done(await Step(city, plan.Lead, id, ResultStep.Reach, "已印发", $"Task:{plan.Task}"));
        Assert.Equal("programme.result-not-now", (await Step(city, plan.Lead, id, ResultStep.Confirm)).Problems.Single().Code);
        Assert.Equal("programme.result-fixed", (await city.As(plan.Office, async (KeepResult keep) => await keep.Run(id, new() { Name = "改名", Version = (await Stands(city, id)).Version }, default))).Problems.Single().Code);
        Assert.Equal("Said", (await Step(city, plan.Office, id, ResultStep.SendBack)).Problems.Single().Field);
        Done(await Step(city, plan.Office, id, ResultStep.SendBack, "附上文号"));
        Assert.Equal((ResultState.UnderWay, "附上文号"), ((await Stands(city, id)).State, (await Stands(city, id)).Reason));
        Done(await Step(city, plan.Lead, id, ResultStep.Reach)); // the proof is still there

        // Confirmed and sent back at once: one is written, the other is told.
        var version = (await Stands(city, id)).Version;
        var both = await Task.WhenAll(new[] { ResultStep.Confirm, ResultStep.SendBack }.Select(s => Step(city, plan.Office, id, s, "缺页", version: version)));
        Assert.Single(both, b => b.Ok);
        Assert.Contains(TaskDesk.Changed, both.Single(b => !b.Ok).Problems);
        if ((await Stands(city, id)).State == ResultState.UnderWay)
        {
            Done(await Step(city, plan.Lead, id, ResultStep.Reach));
            Done(await Step(city, plan.Office, id, ResultStep.Confirm));
        }
        Assert.Equal(ResultState.Reached, (await Stands(city, id)).State);
        var codes = await city.Use((CityDb db) => db.Set<Notice>().Where(n => n.Link == $"/results/{id}").Select(n => n.Code).Distinct().ToListAsync());
        Assert.Superset(new HashSet<string> { "programme.notice-result-said", "programme.notice-result-sendback", "programme.notice-result-confirm" }, codes.ToHashSet());

        // What the office says itself, another of the office confirms; and what is given up says why.
        var own = (await city.As(plan.Office, (KeepResult keep) => keep.Open(Form(name: "办公室自己的"), default))).Value;
        Done(await Step(city, plan.Office, own, ResultStep.Reach, link: $"Task:{plan.Task}"));
        Assert.Equal("programme.result-not-now", (await Step(city, plan.Office, own, ResultStep.Confirm)).Problems.Single().Code);
        var clerk = await city.Actor(RoleCode.Office, "市妇儿工委办", "干事", unit: plan.Office.Unit);
        Done(await Step(city, clerk, own, ResultStep.Confirm));
        var late = await Expected(city, plan, "交流周");
        Assert.Equal("Said", (await Step(city, plan.Office, late, ResultStep.GiveUp)).Problems.Single().Field);
        Done(await Step(city, plan.Office, late, ResultStep.GiveUp, "并入全省活动"));
        Done(await Step(city, plan.Office, late, ResultStep.Resume));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_list_from_a_workbook_is_taken_whole_or_not_at_all(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        await Expected(city, plan);
        async Task<Result<ResultsRead>> Take(Actor by, params object?[][] rows)
        {
            using var file = new MemoryStream();
            (string, double)[] titles = [("成果名称", 10), ("Form", 10), ("数量", 10), ("计量单位", 10), ("维护单位", 10), ("Due", 10), ("具体要求", 10)]; // either language
            await Sheet.Write(file, "清单", titles, Rows(), default);
            async IAsyncEnumerable<object?[]> Rows()
            {
                await Task.CompletedTask;
                foreach (var row in rows) yield return row;
            }
            return await city.As(by, (ImportResults import) => import.Run(new FormFile(new MemoryStream(file.ToArray()), 0, file.ToArray().Length, "file", "清单.xlsx") { Headers = new HeaderDictionary() }, default));
        }
        var wrong = (await Take(plan.Office,
            ["儿童友好公园", "场所设施", 24, "个", "市教育局", "2027-12-31", ""],
            ["公共空间建设指引", "标准规范", 1, "份", "", "2026-12-31", ""],
            ["儿童友好公园", "场所设施", 0, "个", "查无此局", "明年", ""],
            ["新", "不知道", 1, "", "", "2026-12-31", ""])).Value!;
        Assert.Equal(["A3 programme.result-there", "A4 programme.result-there", "B5 programme.result-which-form", "C4 programme.settings-not-a-number", "D5 programme.order-say", "E4 programme.row-no-unit", "F4 programme.not-a-day"],
            wrong.Findings.Select(f => $"{f.Place} {f.Problem.Code}").Order(StringComparer.Ordinal));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<ExpectedResult>().CountAsync()));
        Assert.Equal(2, (await Take(plan.Office, ["儿童友好公园", "场所设施", 24, "个", "市教育局", "2027-12-31", "每县两个"], ["交流周", "活动", 1, "次", "", "2026-12-31", ""])).Value!.Results);
        Assert.Equal(plan.Lead.Unit, await city.Use((CityDb db) => db.Set<ExpectedResult>().Where(r => r.Name == "儿童友好公园").Select(r => r.UnitId).SingleAsync()));
        Assert.Equal(KeepProject.NotYours, (await Take(plan.Lead, ["甲", "活动", 1, "次", "", "2026-12-31", ""])).Problems.Single());
        Assert.Equal("programme.projects-no-rows", (await Take(plan.Office)).Problems.Single().Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Everybody_of_the_programme_reads_the_list_and_its_counts_are_what_their_links_open(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var (city, plan) = (running.City, await SmallPlan.In(running.City));
        var id = await Expected(city, plan);
        await Expected(city, plan, "第二项");
        Done(await Step(city, plan.Lead, id, ResultStep.Begin));
        var view = await city.As(plan.County, (ReadResults read) => read.Run(new(), 1, default));
        Assert.Equal((2, 1, 1), (view.Total, view.Counts[ResultState.UnderWay], view.Counts[ResultState.NotBegun]));
        Assert.Equal(0, (await city.As(plan.Office with { Role = RoleCode.School }, (ReadResults read) => read.Run(new(), 1, default))).Total);
        using var unit = await running.SignedIn(plan.Lead);
        using var office = await running.SignedIn(plan.Office);
        foreach (var address in new[] { "/results", "/results.xlsx", "/results.csv", $"/results/{id}", "/results?state=underway&form=standard&q=指引" })
            foreach (var browser in new[] { unit, office }) Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        foreach (var address in new[] { $"/results/{Guid.CreateVersion7()}", $"/results/{id}/proof" }) Assert.Equal(HttpStatusCode.NotFound, (await unit.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        foreach (var address in new[] { "/results/new", "/results/import", "/results/form.xlsx" }) Assert.NotEqual(HttpStatusCode.OK, (await unit.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri("/results/form.xlsx", UriKind.Relative))).StatusCode);
        Assert.Contains("没有符合条件的内容", await office.GetStringAsync(new Uri("/results?late=1", UriKind.Relative)), StringComparison.Ordinal);
        foreach (var browser in new[] { unit, office }) Assert.Equal(HttpStatusCode.OK, (await RunningCity.Post(browser, "/results", $"/results/{id}", new() { ["_handler"] = "step" })).StatusCode);
        var posted = await RunningCity.Post(office, $"/results/{id}", $"/results/{id}", new() { ["_handler"] = "result", ["Form.Version"] = "99", ["Form.Name"] = "别人刚改过的名字", ["Form.Kind"] = "Place" });
        Assert.Contains("别人刚改过的名字", WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync()), StringComparison.Ordinal); // nothing typed is lost
    }
}
