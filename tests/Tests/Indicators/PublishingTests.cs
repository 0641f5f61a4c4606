using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators;
using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Targeting;
using OneMetre.Platform.Data;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators;

/// <summary>What everybody may see: nothing before it is published, and no small count, whether shown outright or left to be worked out.</summary>
public class PublishingTests
{
    static CellInput[] Deaths(int neonatal, int infant) => [.. Good().Where(c => !c.Element!.StartsWith("deaths", StringComparison.Ordinal)), Cell("deaths.neonatal", neonatal), Cell("deaths.infant", infant)];

    static async Task Publish(FiguresScene scene, Guid sheet, IReadOnlyList<CellInput> cells)
    {
        await scene.Lock(sheet, cells);
        var done = await scene.Step(sheet, StepKind.Publish, scene.Bureau);
        Assert.True(done.Ok, string.Join(", ", done.Problems.Select(p => p.Code)));
    }

    static async Task<PublicIndicator> Page(FiguresScene scene, string id) => (await scene.City.Use((IPublicFigures figures) => figures.One(id, default)))!;
    static PublishedFigure Of(PublicIndicator page, string region) => (region == Top ? page.City : page.Counties.Single(c => c.Region == region)).Figures.Single(f => f.Year == 2026);

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_is_public_before_it_is_published(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        await scene.Lock(scene.WestSheet);
        Assert.Empty((await Page(scene, "MyopiaRate")).Counties);
        Assert.Empty(await scene.City.Use((IPublicFigures figures) => figures.Newest(default)));

        await scene.Step(scene.EastSheet, StepKind.Publish, scene.Bureau);
        var half = await Page(scene, "MyopiaRate");
        Assert.Equal((50m, false), (Of(half, East).Value!.Value, Of(half, East).Hidden));
        Assert.Null(half.City.Figures.SingleOrDefault(f => f.Year == 2026)?.Value); // half of the city is not the city
        Assert.Equal([East], half.Counties.Select(c => c.Region));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_small_count_is_hidden_with_the_neighbour_that_would_give_it_away(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Deaths(3, 5));
        await Publish(scene, scene.WestSheet, Deaths(30, 40));
        var page = await Page(scene, "NeonatalMort");

        // East has 3: hidden. West has 30: shown before, it would give East away from the city's 33; so the city's own figure stays hidden.
        Assert.Equal((null, true), (Of(page, East).Value, Of(page, East).Hidden));
        var open = new[] { Of(page, West), Of(page, Top) };
        Assert.Contains(open, f => f.Hidden);

        var rows = new List<OpenRow>();
        await scene.City.Use(async (IPublicFigures figures) => { await foreach (var row in figures.All(default)) rows.Add(row); });
        var told = rows.Where(r => r is { Indicator: "NeonatalMort", Year: 2026 }).ToDictionary(r => r.RegionCode);
        Assert.Equal((null, true), (told[East].Value, told[East].Hidden));
        Assert.False(told[West].Value is not null && told[Top].Value is not null, "the two together give the third away");
        Assert.All(rows.Where(r => r.Hidden), r => Assert.Null(r.Value));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_was_hidden_stays_hidden_when_the_next_publication_would_tell_it(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Deaths(3, 5));
        await Publish(scene, scene.WestSheet, Deaths(30, 40));
        var before = await scene.City.Use((CityDb db) => db.Set<PublicCell>().AsNoTracking().Where(c => !c.Shown).Select(c => c.Key).ToListAsync());

        Assert.True((await scene.Step(scene.WestSheet, StepKind.AskRevision, scene.WestClerk, f => f.Reason = "补报")).Ok);
        Assert.True((await scene.Step(scene.WestSheet, StepKind.GrantRevision, scene.Bureau)).Ok);
        await scene.Lock(scene.WestSheet, Deaths(31, 41)); // stays public, marked as revised

        var cells = await scene.City.Use((CityDb db) => db.Set<PublicCell>().AsNoTracking().ToListAsync());
        Assert.Equal([1, 2], cells.Where(c => c.Key == $"deaths.neonatal|{West}|").Select(c => c.Edition).Order());
        Assert.All(before, key => Assert.Contains(cells, c => c.Key == key && !c.Shown));
        Assert.True(Of(await Page(scene, "NeonatalMort"), East).Hidden);
        Assert.Contains(await scene.Values(), v => v is { ElementId: "deaths.neonatal", RegionCode: West, Status: ValueStatus.Revised, Published: true });
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nought_is_shown_and_so_is_what_is_not_sensitive(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, [.. Deaths(0, 0), Cell("sight.myopic", 2), Cell("sight.screened", 8)]);
        Assert.Equal((0m, false), (Of(await Page(scene, "NeonatalMort"), East).Value!.Value, Of(await Page(scene, "NeonatalMort"), East).Hidden));
        Assert.Equal(25m, Of(await Page(scene, "MyopiaRate"), East).Value);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_memory_of_publications_does_not_know_is_not_shown(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Deaths(30, 40));
        Assert.False(Of(await Page(scene, "NeonatalMort"), East).Hidden);
        await scene.City.Use((CityDb db) => db.Set<PublicCell>().ExecuteDeleteAsync());
        Assert.True(Of(await Page(scene, "NeonatalMort"), East).Hidden);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_large_counts_of_which_one_holds_the_other_do_not_tell_the_few_between(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Deaths(11, 16)); // five deaths after the first four weeks
        var (neonatal, infant) = (Of(await Page(scene, "NeonatalMort"), East), Of(await Page(scene, "InfantMort"), East));
        Assert.True(neonatal.Hidden || infant.Hidden, "both rates over the same births give the five away");
        Assert.False(neonatal.Hidden && infant.Hidden, "hiding one of them is enough");
    }

    [Fact]
    public async Task The_open_data_say_what_their_columns_are()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate, async city => await (await FiguresScene.In(city)).Lock(await city.Use((CityDb db) => db.Set<Submission>().Where(s => s.RegionCode == East).Select(s => s.Id).SingleAsync())));
        using var visitor = running.Visitor();
        var package = await visitor.GetStringAsync(new Uri("/data/datapackage.json", UriKind.Relative));
        using var json = System.Text.Json.JsonDocument.Parse(package);
        var fields = json.RootElement.GetProperty("resources")[0].GetProperty("schema").GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!);
        var csv = await visitor.GetStringAsync(new Uri("/data/" + json.RootElement.GetProperty("resources")[0].GetProperty("path").GetString(), UriKind.Relative));
        Assert.Equal(csv.Split("\r\n")[0].Split(','), fields);
    }

    /// <summary>The city's own indicators over the count of infants that died, opened to everybody: formulas that have no value for one count alone, that begin at a hidden year, that leave a county out.</summary>
    static async Task<string> Own(FiguresScene scene, string code, string numerator, string? denominator = null, bool open = true)
    {
        var form = IndicatorForm.Fresh(2020);
        (form.Code, form.Name, form.MeasureUnit, form.Domain, form.Departments, form.Definition, form.Top, form.Bottom, form.Open) = (code, "自设" + code, "人", "service", "卫健", "测试用", numerator, denominator, open);
        var made = await scene.City.As(scene.Office, (DefineIndicator define) => define.Create(form, default));
        Assert.True(made.Ok, string.Join(", ", made.Problems.Select(p => $"{p.Code} {p.Field}")));
        return made.Value!;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task No_formula_tells_a_hidden_count_by_having_no_value_for_it(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Deaths(3, 5));
        await Publish(scene, scene.WestSheet, Deaths(30, 40));
        Assert.True(Of(await Page(scene, "NeonatalMort"), East).Hidden);
        for (var guess = 1; guess <= 6; guess++)
            foreach (var (code, top, bottom) in new[] { ($"Top{guess}", $"1 / (deaths.neonatal - {guess})", (string?)null), ($"Bottom{guess}", "births.live", $"deaths.neonatal - {guess}") })
                Assert.Equal((null, true), Of(await Page(scene, await Own(scene, code, top, bottom)), East) is var told ? (told.Value, told.Hidden) : default);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_citys_own_indicator_is_for_everybody_once_the_city_says_so_and_no_longer_than_it_is_watched(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await Publish(scene, scene.EastSheet, Good());
        await Publish(scene, scene.WestSheet, Good());
        var id = await Own(scene, "Sight", "sight.screened", open: false);
        Assert.Null(await scene.City.Use((IPublicFigures figures) => figures.One(id, default)));
        var form = IndicatorForm.Of(await scene.City.Use((CityDb db) => db.Set<Indicator>().AsNoTracking().SingleAsync(i => i.Id == id)));
        form.Open = true;
        Assert.True((await scene.City.As(scene.Office, (DefineIndicator define) => define.Change(id, form, default))).Ok);
        Assert.NotNull(Of(await Page(scene, id), East).Value);
        Assert.True((await scene.City.As(scene.Office, (DefineIndicator define) => define.Retire(id, new() { Version = 2, Why = "口径有误" }, default))).Ok);
        Assert.Null(await scene.City.Use((IPublicFigures figures) => figures.One(id, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_lowest_part_of_sensitive_counts_is_one_places_own_and_never_public(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        foreach (var sheet in new[] { scene.EastSheet, scene.WestSheet }) await Publish(scene, sheet, [.. Deaths(50, 60).Select(c => Cell(c.Element!, c.Value, c.Split ?? "", reason: "与原始记录核对过"))]);
        Assert.NotNull((await Page(scene, "NeonatalMort")).City.Figures.Single(f => f.Year == 2026).Value);
        await scene.City.Use((CityDb db) => db.Set<FormulaVersion>().Where(f => f.IndicatorId == "NeonatalMort").ExecuteUpdateAsync(s => s.SetProperty(f => f.Lowest, true)));
        Assert.Equal((null, true), (await Page(scene, "NeonatalMort")).City.Figures.Single(f => f.Year == 2026) is var figure ? (figure.Value, figure.Hidden) : default);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whether_a_target_is_met_is_said_only_by_what_everybody_sees(string engine)
    {
        foreach (var (east, hidden) in new[] { (3, true), (30, false) })
        {
            await using var scene = await FiguresScene.On(engine);
            var before = (await scene.Issue("2025")).Value;
            foreach (var (sheet, deaths) in new[] { (await scene.SheetOf(before, East), east), (await scene.SheetOf(before, West), east + 1), (scene.EastSheet, 50), (scene.WestSheet, 60) })
                await Publish(scene, sheet, [.. Deaths(deaths, deaths + 10).Select(c => Cell(c.Element!, c.Value, c.Split ?? "", reason: "与原始记录核对过"))]);
            var id = await Own(scene, "Deaths", "deaths.neonatal");
            Assert.True((await scene.City.As(scene.Office, (SetTarget set) => set.Run(id, new() { Level = "City", Source = "市级要求", Year = "2030", Comparison = "AmountFromBase", Value = "-5", BaseYear = "2025", Open = true }, default))).Ok);
            var page = await Page(scene, id);
            Assert.Equal(hidden, page.City.Figures.Single(f => f.Year == 2025).Hidden);
            Assert.Equal(110m, page.City.Figures.Single(f => f.Year == 2026).Value);
            Assert.Equal(hidden, page.Met is null);
        }
    }
}
