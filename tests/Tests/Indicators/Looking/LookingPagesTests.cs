using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using static OneMetre.Tests.Indicators.FiguresScene;
using static OneMetre.Tests.Indicators.Looking.LookingScene;

namespace OneMetre.Tests.Indicators.Looking;

/// <summary>Comparison, a county's figures, map and pictures over the wire: what they show, to whom, and what they say to an address that asks for nonsense.</summary>
public class LookingPagesTests
{
    static async Task<string> Page(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(To(path));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Regions_and_indicators_stand_side_by_side_each_unit_on_its_own_axis(string engine)
    {
        var (running, scene) = await Open(engine);
        await using var _ = running;
        using var bureau = running.Entered(scene.Bureau);
        Assert.Contains("还没有选要对比的内容", await Page(bureau, "/indicators/compare"), StringComparison.Ordinal);

        var regions = await Page(bureau, $"/indicators/compare?indicator=MyopiaRate&region={East}&region={West}");
        Assert.Contains(">东区 50</text>", regions, StringComparison.Ordinal);
        Assert.Contains("西区：无数据", regions, StringComparison.Ordinal);
        Assert.Contains("/indicators/compare/chart.svg?indicator=MyopiaRate", regions, StringComparison.Ordinal);

        // ‰ beside ‰, % by itself.
        var indicators = await Page(bureau, $"/indicators/compare?by=indicators&region={East}&indicator=MyopiaRate&indicator=NeonatalMort&indicator=InfantMort");
        Assert.Equal(2, indicators.Split("om-drawn is-wide").Length - 1);
        Assert.Contains("单位不同的分开画", indicators, StringComparison.Ordinal);
        foreach (var (group, status) in new[] { ("1", HttpStatusCode.OK), ("2", HttpStatusCode.OK), ("3", HttpStatusCode.NotFound), ("0", HttpStatusCode.NotFound), ("x", HttpStatusCode.NotFound), ("99999999999", HttpStatusCode.NotFound) })
            Assert.Equal(status, (await bureau.GetAsync(To($"/indicators/compare/chart.svg?by=indicators&region={East}&indicator=MyopiaRate&indicator=InfantMort&group={group}"))).StatusCode);
        using var csv = await bureau.GetAsync(To($"/indicators/compare/figures.csv?indicator=MyopiaRate&region={East}"));
        Assert.Contains("东区,%,50,", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await bureau.GetAsync(To("/indicators/compare/figures.csv"))).StatusCode);
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Kind == AuditKind.Export).Select(e => e.Changes).ToListAsync()), c => c.Contains("compare/chart.svg", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_desk_holds_the_forms_and_warnings_that_wait_for_whoever_sits_there(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        var warnings = new Dictionary<string, Guid> { [East] = Guid.CreateVersion7(), [West] = Guid.CreateVersion7() };
        await scene.City.Use(async (CityDb db) =>
        {
            foreach (var (region, unit) in new[] { (East, scene.EastClerk.Unit), (West, scene.WestClerk.Unit) })
            {
                db.Add(new WarningElement { WarningId = warnings[region], ElementId = "births.live" });
                db.Add(new EarlyWarning { Id = warnings[region], Rule = WarningRule.Copied, IndicatorId = "MyopiaRate", RegionCode = region, Period = new(OneMetre.Platform.Time.PeriodKind.Year, 2025, 1), Code = "indicators.warning-copied", Args = "[\"n4\"]", OwnerUnitId = unit });
            }
            await db.SaveChangesAsync();
        });

        async Task<string[]> Desk(Actor actor) => await scene.City.As(actor, async (IEnumerable<IDeskPart> parts) =>
        {
            var laid = new List<string>();
            foreach (var part in parts) laid.AddRange((await part.Lay(8, default))?.Items.Select(i => i.Href) ?? []);
            return laid.ToArray();
        });
        Assert.Equal([$"/reports/{scene.EastSheet}", $"/warnings/{warnings[East]}"], await Desk(scene.EastClerk));
        Assert.Equal([$"/reports/{scene.WestSheet}", $"/warnings/{warnings[West]}"], await Desk(scene.WestClerk));
        Assert.Empty(await Desk(scene.Bureau)); // nothing has been handed on, and both warnings have a unit that answers
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Too_much_and_the_unknown_are_said_and_left_out(string engine)
    {
        var (running, scene) = await Open(engine);
        await using var _ = running;
        using var bureau = running.Entered(scene.Bureau);
        var many = await Page(bureau, $"/indicators/compare?by=indicators&region={Top}&" + "indicator=MyopiaRate&indicator=NeonatalMort&indicator=InfantMort&indicator=U5Mort&indicator=NurserySeatsPer1000");
        Assert.Contains("最多对比4项指标", many, StringComparison.Ordinal);
        Assert.Contains("网址里有2项这里没有", await Page(bureau, "/indicators/compare?indicator=MyopiaRate&region=110000000000&region=x"), StringComparison.Ordinal);
        await Page(bureau, "/indicators/compare?" + string.Join('&', Enumerable.Range(0, 300).Select(n => $"region={n}")));
        await Page(bureau, "/indicators/compare?by=%00&indicator=%E2%80%AE&region=");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_county_sees_itself_and_of_its_neighbour_what_is_published(string engine)
    {
        var (running, scene) = await Open(engine);
        await using var _ = running;
        using var own = running.Entered(scene.EastClerk);
        using var other = running.Entered(scene.WestClerk);
        var mine = await Page(own, $"/regions/{East}/figures");
        Assert.Contains("东区指标一览", mine, StringComparison.Ordinal);
        Assert.Contains(">50<", mine, StringComparison.Ordinal);
        var theirs = await Page(other, $"/regions/{East}/figures");
        Assert.DoesNotContain(">50<", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain($"/reports/{scene.EastSheet}", theirs, StringComparison.Ordinal);
        // What the western county owes is its own business, and that of those over it.
        Assert.Contains($"/reports/{scene.WestSheet}", await Page(other, $"/regions/{West}/figures"), StringComparison.Ordinal);
        using var bureau = running.Entered(scene.Bureau);
        Assert.Contains($"/reports/{scene.WestSheet}", await Page(bureau, $"/regions/{West}/figures"), StringComparison.Ordinal);
        foreach (var (browser, sees) in new[] { (own, true), (other, false) })
        {
            Assert.Equal(sees, (await Page(browser, $"/indicators/compare?indicator=MyopiaRate&region={East}")).Contains(">50<", StringComparison.Ordinal));
            // A map of one county with a figure is a map; of none it is not there.
            Assert.Equal(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await browser.GetAsync(To("/indicators/MyopiaRate/map.svg"))).StatusCode);
        }
        foreach (var code in new[] { Top, "990109000000", "x", "990102001000" }) Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync(To($"/regions/{code}/figures"))).StatusCode);
        await Page(own, $"/regions/{East}/figures?period=9999");
        Assert.DoesNotContain("排名：", mine, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Who_does_not_carry_the_programme_sees_no_dues_and_no_warnings(string engine)
    {
        var (running, scene) = await Open(engine);
        await using var _ = running;
        var evaluator = await running.City.Actor(RoleCode.Evaluator, "第三方评估组", "评估");
        using var browser = running.Entered(evaluator);
        var page = await Page(browser, $"/regions/{East}/figures");
        Assert.DoesNotContain("/reports/", page.Split("<main")[1], StringComparison.Ordinal);
        Assert.DoesNotContain("/warnings/", page.Split("<main")[1], StringComparison.Ordinal);
        Assert.DoesNotContain(">50<", page, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_counties_are_a_map_once_there_are_boundaries(string engine)
    {
        var (running, scene) = await Open(engine, published: true);
        await using var _ = running;
        using var bureau = running.Entered(scene.Bureau);
        var page = await Page(bureau, "/indicators/MyopiaRate");
        Assert.Contains("om-map", page, StringComparison.Ordinal);
        Assert.Contains("底图：示意图 审图号0", page, StringComparison.Ordinal);
        var svg = await (await bureau.GetAsync(To("/indicators/MyopiaRate/map.svg"))).Content.ReadAsStringAsync();
        foreach (var says in new[] { "东区", "西区", ">50<", ">60<", "审图号0", "一米 OneMetre" }) Assert.Contains(says, svg, StringComparison.Ordinal);
        Assert.Equal("image/svg+xml", (await bureau.GetAsync(To("/indicators/MyopiaRate/chart.svg"))).Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await bureau.GetAsync(To("/indicators/NoSuch/chart.svg"))).StatusCode);

        await running.City.Use((OneMetre.Platform.Regions.RegionShapes shapes) => shapes.Replace(new Dictionary<string, OneMetre.Platform.Regions.RegionOutline>(), "", default));
        Assert.DoesNotContain("om-map", await Page(bureau, "/indicators/MyopiaRate?period=2026"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await bureau.GetAsync(To("/indicators/MyopiaRate/map.svg"))).StatusCode);
    }
}
