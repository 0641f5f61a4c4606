using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using OneMetre.Indicators.Evaluating;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Alerting;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Evaluating;

/// <summary>Schemes that never change once they are in force, and results that can be worked out again from what was kept.</summary>
public class EvaluationTests
{
    const string Veto = "统计造假";

    static async Task<(WarningScene Scene, Guid Scheme)> Ready(City city, WeightMethod method = WeightMethod.Equal)
    {
        var scene = await In(city);
        await scene.Usual();
        var form = SchemeForm.Fresh;
        (form.Name, form.Method, form.Vetoes) = ("年度监测评价", method.ToString(), Veto + "\n\n 重大儿童安全责任事故 ");
        if (method == WeightMethod.Expert) form.Weights = new() { [Subject] = "3" };
        var made = await city.As(scene.Office, (WriteScheme w) => w.Create(form, default));
        Assert.True((await city.As(scene.Office, (WriteScheme w) => w.PutInForce(made.Value, 0, default))).Ok);
        return (scene, made.Value);
    }

    static RunForm Of(string region, int year = 2026) => new() { Region = region, Period = $"{year}" };

    static Task<EvaluationRun> Kept(City city, Guid run) => city.Use((CityDb db) => db.Set<EvaluationRun>().AsNoTracking().SingleAsync(r => r.Id == run));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_result_is_kept_with_its_rules_and_comes_out_the_same_from_what_was_kept(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        var id = (await city.As(scene.Bureau, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Value;
        var run = await Kept(city, id);
        var kept = KeptEvaluation.Read(run.Result);
        Assert.Equal(("年度监测评价 v1", 1, scene.Bureau.Person), (kept.RulesVersion, kept.Scores.Count, run.PersonId));
        var score = kept.Scores[0];
        // 838 and 839 of 1,000 each: 83.85 % of what is promised to be 90 %.
        Assert.Equal((83.85m, 1677m, 2000m, 2, 2), (score.Value, score.Numerator, score.Denominator, score.Have, score.Expected));
        Assert.Equal((93.17m, Grade.Excellent, 0m), (run.Index, run.Grade, kept.Result.ReachingRate));

        // The figures change afterwards; the result does not.
        await scene.Checked(First, 2026, 100);
        var again = KeptEvaluation.Read((await Kept(city, id)).Result).Result;
        Assert.Equal((run.Index, run.Grade), (again.Whole.Value, again.Grade));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_has_no_whole_figure_stands_beside_the_reaching_rate(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        await scene.Checked(Second, 2026, null);
        var kept = KeptEvaluation.Read((await Kept(city, (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Value)).Result);
        Assert.Equal((null, 0, 1, (decimal?)null), (kept.Scores[0].Achievement, kept.Result.WithData, kept.Result.NoData, kept.Result.ReachingRate));
        Assert.Equal((1, 2, 83.8m), (kept.Scores[0].Have, kept.Scores[0].Expected, kept.Scores[0].Value));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_veto_caps_the_grade_and_is_kept_with_its_ground(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        var form = Of(First);
        form.Vetoes = new() { [Veto] = " " };
        Assert.Equal("indicators.veto-reason", (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, form, default))).Problems[0].Code);
        form.Vetoes = new() { [Veto] = "省统计局通报", ["不在方案里"] = "随便" };
        var run = await Kept(city, (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, form, default))).Value);
        Assert.Equal((Grade.Pass, First), (run.Grade, run.RegionCode));
        var kept = KeptEvaluation.Read(run.Result);
        Assert.Equal(new KeptVeto(Veto, "省统计局通报"), Assert.Single(kept.Vetoes));
        Assert.Equal(Grade.Excellent, kept.Result.GradeBeforeVeto);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_in_force_is_never_changed_and_a_new_version_takes_its_place(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, first) = await Ready(city);
        var form = SchemeForm.Of(await city.Use((CityDb db) => db.Set<EvaluationScheme>().AsNoTracking().SingleAsync()));
        form.Excellent = "95";
        Assert.Equal("indicators.scheme-in-force", (await city.As(scene.Office, (WriteScheme w) => w.Change(first, form, default))).Problems[0].Code);

        var second = (await city.As(scene.Bureau, (WriteScheme w) => w.Next(first, default))).Value;
        Assert.Equal(second, (await city.As(scene.Office, (WriteScheme w) => w.Next(first, default))).Value); // one draft, not two
        form.Version = 0;
        Assert.Equal("indicators.scheme-not-in-force", (await city.As(scene.Office, (RunEvaluation r) => r.Run(second, Of(CityCode), default))).Problems[0].Code);
        Assert.True((await city.As(scene.Office, (WriteScheme w) => w.Change(second, form, default))).Ok);
        Assert.Equal("indicators.changed-meanwhile", (await city.As(scene.Bureau, (WriteScheme w) => w.Change(second, form, default))).Problems[0].Code);
        Assert.True((await city.As(scene.Office, (WriteScheme w) => w.PutInForce(second, 1, default))).Ok);
        Assert.Equal([SchemeState.Replaced, SchemeState.InForce], await city.Use((CityDb db) => db.Set<EvaluationScheme>().OrderBy(s => s.Number).Select(s => s.State).ToListAsync()));
        var run = await Kept(city, (await city.As(scene.Office, (RunEvaluation r) => r.Run(second, Of(CityCode), default))).Value);
        Assert.Equal((Grade.Good, "年度监测评价 v2"), (run.Grade, KeptEvaluation.Read(run.Result).RulesVersion));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_if_keeps_nothing(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        var id = (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Value;
        var before = (await Kept(city, id)).Result;
        var asked = WhatIf.From(new QueryCollection(new Dictionary<string, StringValues> { ["method"] = "expert", [$"w.{Subject}"] = "5", ["w.NoSuch"] = "-3" }));
        Assert.Equal((WeightMethod.Expert, 5, 0), (asked!.Method, asked.Weights[Subject], asked.Weights["NoSuch"]));
        var view = await city.As(scene.Bureau, (ReadEvaluations r) => r.One(id, asked, default));
        Assert.Equal(view!.Result.Whole.Value, view.Other!.Whole.Value); // one indicator alone: its weight says nothing
        Assert.Equal((before, 1), ((await Kept(city, id)).Result, await city.Use((CityDb db) => db.Set<EvaluationRun>().CountAsync())));
        Assert.Null((await city.As(scene.Bureau, (ReadEvaluations r) => r.One(id, null, default)))!.Other);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Weights_by_entropy_are_kept_and_decide_on_nobodys_reward(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city, WeightMethod.Entropy);
        var kept = KeptEvaluation.Read((await Kept(city, (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Value)).Result);
        Assert.False(kept.Result.MayReward);
        Assert.Equal((1m, 2), (kept.Weights[Subject], kept.Scores[0].Spread.Count));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Office_and_bureau_evaluate_and_a_county_does_not_read_its_neighbours_result(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        foreach (var actor in scene.Everyone)
            Assert.True((actor == scene.Office || actor == scene.Bureau) == (await city.As(actor, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Ok, actor.UnitName);
        var county = (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(First), default))).Value;
        async Task<bool> Reads(Actor actor) => await city.As(actor, (ReadEvaluations r) => r.One(county, null, default)) is not null;
        foreach (var actor in scene.Everyone) Assert.True(await Reads(actor) == (actor != scene.OtherCounty && actor != scene.Administrator), actor.UnitName);
        Assert.Equal("indicators.no-such-region", (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of("990103000000"), default))).Problems[0].Code);
        Assert.Equal("indicators.no-such-year", (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(CityCode, 2019), default))).Problems[0].Code);
        var form = SchemeForm.Fresh;
        form.Name = "另一方案";
        Assert.False((await city.As(scene.Health, (WriteScheme w) => w.Create(form, default))).Ok);
        form.Good = "95";
        Assert.Equal("indicators.scheme-grades", (await city.As(scene.Office, (WriteScheme w) => w.Create(form, default))).Problems[0].Code);
        (form.Good, form.Method) = ("80", nameof(WeightMethod.Expert));
        Assert.Equal("indicators.scheme-weights", (await city.As(scene.Office, (WriteScheme w) => w.Create(form, default))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whoever_may_not_see_a_figure_does_not_see_its_score_nor_anything_it_could_be_worked_out_of(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, scheme) = await Ready(city);
        var run = (await city.As(scene.Office, (RunEvaluation r) => r.Run(scheme, Of(CityCode), default))).Value;
        async Task<EvaluationView> Reads(Actor actor) => (await city.As(actor, (ReadEvaluations r) => r.One(run, new(WeightMethod.Expert, new Dictionary<string, decimal> { [Subject] = 1 }), default)))!;

        foreach (var actor in new[] { scene.Office, scene.Bureau })
            Assert.True(await Reads(actor) is { Hidden.Count: 0, MaySum: true, Other: not null, Kept.Scores: [{ Value: 83.85m }] });
        var view = await Reads(scene.Outsider);
        Assert.Equal([Subject], view.Hidden);
        Assert.True(view is { MaySum: false, Other: null, Kept.Scores: [{ Value: null, Numerator: null, Denominator: null, Achievement: null, Have: 0, Spread: [], Submissions: [] }] });
        Assert.False(view.MaySumOf(view.Kept.Scores[0].Domain));
        Assert.Null((await city.As(scene.Outsider, (ReadEvaluations r) => r.All(1, default))).Runs[0].Index);

        // What was published is everybody's; what has become another figure since is not told by the older one.
        await city.Use((CityDb db) => db.Set<DataValue>().ExecuteUpdateAsync(s => s.SetProperty(v => v.Published, true)));
        await scene.Checked(First, 2025, 700); // the outbox tells that something has changed
        Assert.True(await Reads(scene.Outsider) is { Hidden.Count: 0, MaySum: true, Kept.Scores: [{ Value: 83.85m }] });
        await scene.Checked(First, 2026, 100);
        Assert.Equal([Subject], (await Reads(scene.Outsider)).Hidden);
    }

    [Fact]
    public async Task The_pages_write_a_scheme_evaluate_by_it_and_show_the_result()
    {
        await using var running = await RunningCity.On("Sqlite");
        var scene = await In(running.City);
        await scene.Usual();
        using var office = await running.SignedIn(scene.Office);
        using var made = await RunningCity.Post(office, "/evaluation/new", "/evaluation/new", new()
        {
            ["_handler"] = "scheme",
            ["Form.Name"] = "年度监测评价",
            ["Form.Method"] = "Expert",
            ["Form.Achievement"] = "Ratio",
            ["Form.Excellent"] = "90",
            ["Form.Good"] = "80",
            ["Form.Pass"] = "60",
            ["Form.Vetoes"] = Veto,
            [$"w|{Subject}"] = "2",
        });
        Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        var scheme = new Uri(running.Address, made.Headers.Location!).PathAndQuery;
        using var force = await RunningCity.Post(office, scheme, scheme, new()
        {
            ["_handler"] = "scheme",
            ["Form.Do"] = "force",
            ["Form.Version"] = "0",
            ["Form.Name"] = "年度监测评价",
            ["Form.Method"] = "Expert",
            ["Form.Achievement"] = "Ratio",
            ["Form.Excellent"] = "90",
            ["Form.Good"] = "80",
            ["Form.Pass"] = "60",
            ["Form.Vetoes"] = Veto,
            [$"w|{Subject}"] = "2",
        });
        Assert.Equal(HttpStatusCode.Found, force.StatusCode);
        using var silent = await RunningCity.Post(office, scheme, scheme, new() { ["_handler"] = "run", ["Asked.Region"] = CityCode, ["Asked.Period"] = "2026", ["veto"] = "0" });
        Assert.Equal(HttpStatusCode.OK, silent.StatusCode);
        using var run = await RunningCity.Post(office, scheme, scheme, new() { ["_handler"] = "run", ["Asked.Region"] = CityCode, ["Asked.Period"] = "2026", ["veto"] = "0", ["reason|0"] = "省统计局通报" });
        Assert.Equal(HttpStatusCode.Found, run.StatusCode);
        var result = new Uri(running.Address, run.Headers.Location!).PathAndQuery;
        var page = WebUtility.HtmlDecode(await office.GetStringAsync(new Uri(result, UriKind.Relative)));
        Assert.Contains("93.17", page, StringComparison.Ordinal);
        Assert.Contains("省统计局通报", page, StringComparison.Ordinal);
        Assert.Contains($"/indicators/{Subject}?period=2026", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri($"{result}?method=entropy", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri("/evaluation", UriKind.Relative))).StatusCode);
        using var county = await running.SignedIn(scene.County);
        Assert.Equal(HttpStatusCode.OK, (await county.GetAsync(new Uri(result, UriKind.Relative))).StatusCode);
        Assert.DoesNotContain("/evaluation/new", await county.GetStringAsync(new Uri("/evaluation", UriKind.Relative)), StringComparison.Ordinal);
    }
}
