using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Publishing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators.Bringing;

/// <summary>What was brought in is shown to everybody a period at a time, under the very rules of what units report.</summary>
public class PublishHistoryTests
{
    static Period Year(int year) => new(PeriodKind.Year, year, 1);

    static async Task<Result<(int Figures, int Hidden)>> Publish(FiguresScene scene, int year, Actor? by = null, string? seal = null)
    {
        seal ??= (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(year), default)))?.Seal;
        return await scene.City.As(by ?? scene.Office, (PublishHistory history) => history.Run(Year(year), seal, default));
    }

    static string[] Deaths(int year, int east, int west, int? top = null) =>
    [
        $"births.live,{East},{year},,2000,", $"births.live,{West},{year},,1800,", $"deaths.neonatal,{East},{year},,{east},", $"deaths.neonatal,{West},{year},,{west},",
        .. top is null ? Array.Empty<string>() : [$"deaths.neonatal,{Top},{year},,{top},", $"births.live,{Top},{year},,3800,"],
    ];

    static async Task<PublishedFigure> Figure(FiguresScene scene, string region, int year)
    {
        var page = (await scene.City.Use((IPublicFigures figures) => figures.One("NeonatalMort", default)))!;
        return (region == Top ? page.City : page.Counties.Single(c => c.Region == region)).Figures.Single(f => f.Year == year);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_years_before_a_formula_begins_it_is_told_that_no_indicator_counts_them(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2015, 41, 30));
        await scene.BringAll(Deaths(2022, 41, 30));
        async Task<IReadOnlyList<(string Id, int FromYear)>> Later(int year) => [.. (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(year), default)))!.Later.Select(l => (l.Indicator.Id, l.FromYear))];
        Assert.Contains(await Later(2015), l => l.Id == "NeonatalMort" && l.FromYear > 2015);
        Assert.DoesNotContain(await Later(2022), l => l.Id == "NeonatalMort");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_year_is_published_with_its_small_counts_and_their_neighbours_hidden(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2022, 3, 30));
        await scene.BringAll(Deaths(2021, 41, 30));
        Assert.Empty(await scene.City.Use((IPublicFigures figures) => figures.Newest(default)));
        var (periods, total) = await scene.City.As(scene.Office, (PublishHistory history) => history.List(1, default));
        Assert.Equal([(Year(2022), 4), (Year(2021), 4)], periods.Select(p => (p.Period, p.Figures)));
        Assert.Equal((2, 0), (total, periods[1].Hidden));
        Assert.InRange(periods[0].Hidden, 1, 3);

        var changes = await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync());
        var done = await Publish(scene, 2022);
        Assert.Equal((4, periods[0].Hidden), done.Value); // as it was foretold
        Assert.Equal(changes + 4, await scene.City.Use((CityDb db) => db.Set<ValueChange>().CountAsync()));
        Assert.Equal((null, true), await Figure(scene, East, 2022) is var east ? (east.Value, east.Hidden) : default);
        Assert.Contains([await Figure(scene, West, 2022), await Figure(scene, Top, 2022)], f => f.Hidden);
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(a => a.Action == "published" && a.Key == "2022")));
        Assert.Null(await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(2022), default)));

        Assert.Equal((4, 0), (await Publish(scene, 2021, scene.Bureau)).Value);
        Assert.Equal((20.5m, false), await Figure(scene, East, 2021) is var open ? (open.Value!.Value, open.Hidden) : default);
        Assert.All(await scene.Values(), v => Assert.True(v.Published));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_year_older_than_the_regions_known_here_is_protected_as_well(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2012, 3, 30, 33)); // the regions are known since 2019
        Assert.True((await Publish(scene, 2012)).Ok);
        var cells = await scene.City.Use((CityDb db) => db.Set<PublicCell>().AsNoTracking().Where(c => c.Key.StartsWith("deaths.neonatal|")).ToDictionaryAsync(c => c.Key, c => c.Shown));
        Assert.False(cells[$"deaths.neonatal|{East}|"]);
        Assert.False(cells[$"deaths.neonatal|{West}|"] && cells[$"deaths.neonatal|{Top}|"], "33 − 30 = 3");
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_figure_replaced_later_stays_public_and_a_new_one_waits(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2022, 41, 30));
        Assert.True((await Publish(scene, 2022)).Ok);
        await scene.BringAll($"deaths.neonatal,{East},2022,,4,", $"births.live,{East},2022,女,990,");
        Assert.Equal((true, ValueStatus.Revised), (await scene.Values()).Where(v => v is { ElementId: "deaths.neonatal", RegionCode: East }).Select(v => (v.Published, v.Status)).Single());
        Assert.True((await Figure(scene, East, 2022)).Hidden);
        Assert.Equal(1, (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(2022), default)))!.Period.Figures);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_publish_at_once_publish_once_and_what_changed_is_looked_at_again(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2022, 41, 30));
        var seal = (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(2022), default)))!.Seal;
        var both = await Task.WhenAll(Publish(scene, 2022, scene.Office, seal), Publish(scene, 2022, scene.Bureau, seal));
        Assert.Equal(["indicators.changed-meanwhile"], both.SelectMany(r => r.Problems).Select(p => p.Code));
        Assert.Equal(1, await scene.City.Use((CityDb db) => db.Set<Publication>().CountAsync()));

        await scene.BringAll(Deaths(2021, 41, 30));
        seal = (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(2021), default)))!.Seal;
        await scene.BringAll($"births.live,{East},2021,女,990,");
        foreach (var wrong in new[] { seal, "", "x", null })
            Assert.Equal("indicators.changed-meanwhile", (await scene.City.As(scene.Office, (PublishHistory history) => history.Run(Year(2021), wrong, default))).Problems[0].Code);
        Assert.DoesNotContain(await scene.Values(), v => v.Period == Year(2021) && v.Published);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nobody_else_publishes_and_a_county_only_its_own(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.BringAll(Deaths(2022, 41, 30));
        var seal = (await scene.City.As(scene.Office, (PublishHistory history) => history.One(Year(2022), default)))!.Seal;
        foreach (var actor in new[] { scene.EastClerk, scene.EastHead, scene.Department })
        {
            Assert.Equal("indicators.not-your-step", (await Publish(scene, 2022, actor, seal)).Problems[0].Code);
            Assert.Equal(0, (await scene.City.As(actor, (PublishHistory history) => history.List(1, default))).Total);
        }
        var county = await scene.City.Actor(RoleCode.StatOfficer, "西区统计局", "县统计", West);
        var own = (await scene.City.As(county, (PublishHistory history) => history.One(Year(2022), default)))!;
        Assert.Equal(2, own.Period.Figures);
        Assert.Equal(2, (await Publish(scene, 2022, county, own.Seal)).Value.Figures);
        Assert.All(await scene.Values(), v => Assert.Equal(v.RegionCode == West, v.Published));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_a_unit_reports_is_not_published_with_it(string engine)
    {
        await using var scene = await FiguresScene.On(engine);
        await scene.Lock(scene.EastSheet);
        Assert.Equal(0, (await scene.City.As(scene.Office, (PublishHistory history) => history.List(1, default))).Total);
        Assert.Equal("indicators.changed-meanwhile", (await Publish(scene, 2026, scene.Bureau, "")).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_year_before_a_merger_told_under_the_new_code_hides_what_the_others_would_give_away(string engine)
    {
        const string First = "990104000000", Second = "990105000000", Merged = "990106000000";
        await using var scene = await FiguresScene.On(engine);
        await scene.City.Use(async (CityDb db) =>
        {
            foreach (var (code, from, to) in new (string, DateOnly, DateOnly?)[] { (First, new(2019, 1, 1), new(2024, 1, 1)), (Second, new(2019, 1, 1), new(2024, 1, 1)), (Merged, new(2024, 1, 1), null) })
                db.Add(new Region { Id = Guid.CreateVersion7(), Code = code, Name = code[4..6] + "区", Level = RegionLevel.County, ParentCode = Top, ValidFrom = from, ValidTo = to, SuccessorCode = to is null ? null : Merged });
            await db.SaveChangesAsync();
        });
        await scene.BringAll([.. Deaths(2022, 30, 40, 73), $"births.live,{Merged},2022,,1000,", $"deaths.neonatal,{Merged},2022,,3,"]);
        Assert.True((await Publish(scene, 2022)).Ok);
        Assert.True((await Figure(scene, Merged, 2022)).Hidden);
        Assert.Contains(new[] { await Figure(scene, East, 2022), await Figure(scene, West, 2022), await Figure(scene, Top, 2022) }, f => f.Hidden); // 73 − 30 − 40 are three children
    }
}
