using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators;
using OneMetre.Indicators.Alerting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Alerting;

/// <summary>Who sees a warning and who may take which step with it.</summary>
public class WarningStepTests
{
    static async Task<(WarningScene Scene, EarlyWarning Lag)> Lagging(City city)
    {
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 802);
        await scene.Look();
        return (scene, await scene.Warning(WarningRule.Lag));
    }

    static Task<int> Set(City city, Guid warning, WarningState state) => city.Use((CityDb db) => db.Set<EarlyWarning>().Where(w => w.Id == warning).ExecuteUpdateAsync(s => s.SetProperty(w => w.State, state)));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Each_step_is_open_to_its_own_people_and_nobody_else(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, lag) = await Lagging(city);
        var steps = new (WarningState From, WarningState To, Actor[] May)[]
        {
            (WarningState.Raised, WarningState.Acknowledged, [scene.County, scene.Health]),
            (WarningState.Acknowledged, WarningState.Explained, [scene.County, scene.Health]),
            (WarningState.Acknowledged, WarningState.ActionPlanned, [scene.County, scene.Health]),
            (WarningState.Explained, WarningState.Cleared, [scene.Office, scene.Bureau]),
            (WarningState.Raised, WarningState.Escalated, [scene.Office]),
            (WarningState.Raised, WarningState.Explained, []), // nobody explains what nobody has noted
            (WarningState.Cleared, WarningState.Acknowledged, []),
        };
        foreach (var (from, to, may) in steps)
            foreach (var actor in scene.Everyone)
            {
                await Set(city, lag.Id, from);
                Assert.True(may.Contains(actor) == await scene.Do(actor, lag.Id, to), $"{actor.UnitName} {from} {to}");
            }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_unit_sees_the_warnings_about_what_it_reports_or_is_in_charge_of(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        foreach (var county in new[] { First, Second })
        {
            await scene.Checked(county, 2025, 800);
            await scene.Checked(county, 2026, 600);
        }
        await scene.Look();
        Task<List<string>> Seen(Actor actor) => city.As(actor, async (IndicatorsData data) => await data.Warnings.Where(w => w.Rule == WarningRule.Jump).Select(w => w.RegionCode).Order().ToListAsync());

        Assert.Equal([CityCode, First, Second], await Seen(scene.Office));
        Assert.Equal([CityCode, First, Second], await Seen(scene.Bureau));
        Assert.Equal([CityCode, First, Second], await Seen(scene.Health));
        Assert.Equal([First], await Seen(scene.County));
        Assert.Equal([Second], await Seen(scene.OtherCounty));
        Assert.Empty(await Seen(scene.Outsider));
        Assert.Empty(await Seen(scene.Administrator));
        Assert.Equal(scene.Health.Unit, (await scene.Warning(WarningRule.Jump, CityCode)).OwnerUnitId);
        Assert.Equal((1, 0), await city.As(scene.OtherCounty, async (IndicatorsData data) => (await data.StepsOfWarnings.CountAsync(s => data.Warnings.Any(w => w.Id == s.WarningId && w.Rule == WarningRule.Jump)), await data.StepsOfWarnings.CountAsync(s => data.WarningsOfTheCity.Any(w => w.Id == s.WarningId && w.RegionCode == First)))));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_a_step_needs_is_asked_for(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, lag) = await Lagging(city);
        Assert.True(await scene.Do(scene.County, lag.Id, WarningState.Acknowledged, null));
        Assert.False(await scene.Do(scene.County, lag.Id, WarningState.Explained, " "));
        Assert.False(await scene.Do(scene.County, lag.Id, WarningState.ActionPlanned, "补查", null));
        Assert.False(await scene.Do(scene.County, lag.Id, WarningState.ActionPlanned, "补查", "2026-11-01"));
        Assert.False(await scene.Do(scene.County, lag.Id, WarningState.ActionPlanned, new string('长', WarningStep.LongestText + 1)));
        Assert.True(await scene.Do(scene.County, lag.Id, WarningState.ActionPlanned, "补查", "2026-12-20"));
        Assert.Equal((new DateOnly(2026, 12, 20), "补查", scene.County.Person), ((await scene.Steps(lag.Id))[^1].Due, (await scene.Steps(lag.Id))[^1].Text, (await scene.Steps(lag.Id))[^1].PersonId));
        Assert.Contains(await city.As(scene.Office, (NoticeBoard b) => b.Own.ToListAsync()), n => n.Code == "indicators.notice-warning-actionplanned");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Handing_over_to_supervision_tells_the_unit(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, lag) = await Lagging(city);
        Assert.True(await scene.Do(scene.Office, lag.Id, WarningState.Escalated));
        Assert.Contains(await city.As(scene.County, (NoticeBoard b) => b.Own.ToListAsync()), n => n.Code == "indicators.notice-warning-escalated" && n.Link == $"/warnings/{lag.Id}");
        Assert.Empty(await city.As(scene.OtherCounty, (NoticeBoard b) => b.Own.ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_officers_at_once_the_second_is_told(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, lag) = await Lagging(city);
        WarningForm form = new() { Do = nameof(WarningState.Cleared), Version = lag.Version, Text = "口径变化，已核实" };
        Assert.True((await city.As(scene.Office, (MoveWarning m) => m.Run(lag.Id, form, default))).Ok);
        Assert.Equal("indicators.changed-meanwhile", (await city.As(scene.Bureau, (MoveWarning m) => m.Run(lag.Id, form, default))).Problems[0].Code);
        Assert.Equal(2, (await scene.Steps(lag.Id)).Count);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_waits_is_counted_for_whoever_has_to_act(string engine)
    {
        await using var city = await City.On(engine);
        var (scene, lag) = await Lagging(city);
        async Task<int> Waits(Actor actor) => (await city.As(actor, (ReadWarnings r) => r.Waiting(default))).Number;
        var (county, office) = (await Waits(scene.County), await Waits(scene.Office));
        Assert.True(county > 0);
        Assert.Equal(0, await Waits(scene.OtherCounty));
        await scene.Do(scene.County, lag.Id, WarningState.Acknowledged);
        await scene.Do(scene.County, lag.Id, WarningState.Explained);
        Assert.Equal((county - 1, office + 1), (await Waits(scene.County), await Waits(scene.Office)));
    }

    [Fact]
    public async Task The_pages_show_what_the_door_lets_through_and_a_step_goes_by_form()
    {
        await using var running = await RunningCity.On("Sqlite");
        var (scene, lag) = await Lagging(running.City);
        using var county = await running.SignedIn(scene.County);
        using var other = await running.SignedIn(scene.OtherCounty);
        Assert.Contains("儿童健康管理率", WebUtility.HtmlDecode(await county.GetStringAsync(new Uri("/warnings", UriKind.Relative))), StringComparison.Ordinal);
        Assert.Contains("W2", await county.GetStringAsync(new Uri($"/indicators/{Subject}", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(new Uri($"/warnings/{lag.Id}", UriKind.Relative))).StatusCode);

        var page = $"/warnings/{lag.Id}";
        using var noted = await RunningCity.Post(county, page, page, new() { ["_handler"] = "act", ["Form.Do"] = "Acknowledged", ["Form.Version"] = "0" });
        Assert.Equal(HttpStatusCode.Found, noted.StatusCode);
        using var silent = await RunningCity.Post(county, page, page, new() { ["_handler"] = "act", ["Form.Do"] = "Explained", ["Form.Version"] = "1" });
        Assert.Equal(HttpStatusCode.OK, silent.StatusCode);
        Assert.Equal(WarningState.Acknowledged, (await scene.Warning(WarningRule.Lag)).State);

        using var office = await running.SignedIn(scene.Office);
        foreach (var address in new[] { "/warnings", "/warnings?rule=lag&state=all&light=red", "/warnings/settings", "/warnings/checks", page })
            Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_list_asks_no_more_of_the_database_when_it_grows(string engine)
    {
        var count = new CountCommands();
        await using var city = await City.On(engine, more: count.Listen);
        var (scene, lag) = await Lagging(city);
        Task<WarningsView> Read() => city.As(scene.Office, (ReadWarnings r) => r.Run(WarningFilter.From(new QueryCollection()), 1, default));
        await Read();
        count.Start();
        var few = (await Read()).Lines.Count;
        var before = count.Commands;
        await city.Use(async (CityDb db) =>
        {
            for (var year = 1990; year < 2010; year++) db.Add(new EarlyWarning { Id = Guid.CreateVersion7(), Rule = WarningRule.Lag, IndicatorId = Subject, RegionCode = First, Period = Year(year), Light = Light.Red, Code = lag.Code, Args = lag.Args });
            await db.SaveChangesAsync();
        });
        count.Start();
        Assert.True((await Read()).Lines.Count > few + 10);
        Assert.Equal(before, count.Commands);
    }
}
