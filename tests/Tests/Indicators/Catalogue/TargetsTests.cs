using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Indicators.Targeting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Alerting;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Catalogue;

/// <summary>The targets of plans and those set by hand beside each other, and which of them the light goes by.</summary>
public class TargetsTests
{
    static TargetForm Form(TargetLevel level, string value, string year = "2028", string region = "", string how = "AtLeast") => new() { Level = level.ToString(), Region = region, Source = $"{level}文件", Year = year, Comparison = how, Value = value };

    static async Task<WarningScene> Scene(City city)
    {
        var scene = await In(city);
        foreach (var (region, of1000) in new[] { (First, 910m), (Second, 870m) })
        {
            await scene.Checked(region, 2025, of1000 - 20);
            await scene.Checked(region, 2026, of1000);
        }
        return scene;
    }

    static Task<Result<Guid>> Set(WarningScene scene, TargetForm form, Actor? by = null) => scene.City.As(by ?? scene.Bureau, (SetTarget set) => set.Run(Subject, form, default));
    static async Task<TargetsView> Read(WarningScene scene, Actor? by = null) => (await scene.City.As(by ?? scene.Bureau, (ReadTargets read) => read.Run(Subject, default)))!;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_nearest_target_lights_and_no_default_from_above_overwrites_it(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Scene(city);
        foreach (var form in new[] { Form(TargetLevel.National, "95"), Form(TargetLevel.City, "85", "2026"), Form(TargetLevel.County, "88", region: First) }) Assert.True((await Set(scene, form)).Ok);

        var view = await Read(scene);
        Assert.Equal(4, (await Read(scene, scene.Health)).Lines.Count);
        Assert.Equal([(TargetLevel.County, true, TargetMet.Met), (TargetLevel.City, true, TargetMet.NotMet), (TargetLevel.City, false, TargetMet.Met), (TargetLevel.National, false, TargetMet.NotMet)],
            view.Lines.Select(l => (l.Known.Level, l.Used, l.Met)));
        Assert.Equal([88m, 90m, 85m, 95m], view.Lines.Select(l => l.Based!.Value));
        var figures = await city.As(scene.Bureau, (ReadFigures read) => read.Own(default));
        var known = figures.Indicator(Subject)!;
        Assert.Equal((88m, 90m, 90m), (figures.TargetFor(known, First)!.Value, figures.TargetFor(known, Second)!.Value, figures.TargetFor(known, CityCode)!.Value));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Without_a_plan_the_next_year_that_is_due_lights_and_the_portal_shows_only_what_is_open(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Scene(city);
        Task<Result<Guid>> Death(string value, string year, bool open) => city.As(scene.Office, (SetTarget set) => set.Run(Deaths, new() { Level = "City", Source = "市级要求", Year = year, Comparison = "AtMost", Value = value, Open = open }, default));
        foreach (var (value, year, open) in new[] { ("5", "2030", true), ("6", "2027", false), ("8", "2024", false) }) Assert.True((await Death(value, year, open)).Ok);
        Assert.Equal(6m, (await city.As(scene.Bureau, (ReadFigures read) => read.Own(default))).Indicator(Deaths)!.Target!.Value);
        Assert.Equal(5m, (await city.Use((ReadFigures read) => read.Published(default))).Indicator(Deaths)!.Target!.Value);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Each_unit_is_asked_where_the_target_says_so(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Scene(city);
        Assert.True((await city.As(scene.Bureau, (SetTarget set) => set.Run(Subject, Form(TargetLevel.National, "88", how: "PerUnitAtLeast"), default))).Ok);
        var line = (await Read(scene)).Lines.Single(l => l.Known.Level == TargetLevel.National);
        Assert.Equal((TargetMet.NotMet, "云田县"), (line.Met, Assert.Single(line.Based!.Failing(line.Figure!.Measured(null))).Unit));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_target_is_changed_by_one_at_a_time_and_only_by_the_city(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await Scene(city);
        Assert.Equal("indicators.not-your-step", Assert.Single((await Set(scene, Form(TargetLevel.City, "85"), scene.Health)).Problems).Code);
        var id = (await Set(scene, Form(TargetLevel.Province, "85"))).Value;
        var (first, second) = (Form(TargetLevel.Province, "86"), Form(TargetLevel.Province, "87"));
        foreach (var form in new[] { first, second }) (form.Id, form.Version) = (id.ToString(), 1);
        Assert.True((await Set(scene, first)).Ok);
        Assert.Equal("indicators.changed-meanwhile", Assert.Single((await Set(scene, second)).Problems).Code);
        second.Version = 2;
        Assert.True((await city.As(scene.Office, (SetTarget set) => set.Remove(Subject, second, default))).Ok);
        Assert.Single((await Read(scene)).Lines);
    }

    [Theory]
    [InlineData("AtLeast", null, null, "Value:indicators.required")]
    [InlineData("Range", "5", "3", "ValueMax:indicators.target-range-wrong")]
    [InlineData("ChangeFromBase", "0", null, "Value:indicators.required")]
    [InlineData("7", "1", null, "Comparison:indicators.choose-one")]
    [InlineData("AtMost", "ten", null, "Value:indicators.not-a-number")]
    public async Task What_is_no_target_is_refused_at_its_field(string how, string? value, string? max, string expected)
    {
        await using var city = await City.On("Sqlite");
        var scene = await In(city);
        var refused = await Set(scene, new() { Level = "City", Source = "文件", Year = "2028", Comparison = how, Value = value, ValueMax = max });
        Assert.Contains(expected, refused.Problems.Select(p => $"{p.Field}:{p.Code}"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_lights_go_by_the_thresholds_that_the_city_chose(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 820);
        async Task<Light> Light() => (await city.As(scene.Bureau, (ReadIndicator read) => read.Run(Subject, null, default)))!.Counties.Single(c => c.Region.Code == First).Light;
        Assert.Equal(OneMetre.Platform.Results.Light.Yellow, await Light());
        await city.Use(async (IServiceProvider services) =>
        {
            await ((CitySettings)services.GetService(typeof(CitySettings))!).Set(ReadFigures.SettingsKey, new WarningSettings { LagYellow = 1, LagOrange = 5, LagRed = 10 }, default);
            await ((CityDb)services.GetService(typeof(CityDb))!).SaveChangesAsync();
        });
        Assert.Equal(OneMetre.Platform.Results.Light.Red, await Light());
    }

    sealed class Registers(params RegisterKept[] kept) : IRegisterDates
    {
        public Task<IReadOnlyList<RegisterKept>> OfTheCity(CancellationToken ct) => Task.FromResult<IReadOnlyList<RegisterKept>>(kept);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_register_that_nobody_has_kept_for_long_is_warned_of_once(string engine)
    {
        await using var city = await City.On(engine, more: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped<IRegisterDates>(services, _ => new Registers(new(First, new(2026, 8, 1)), new(Second, new(2026, 11, 1)))));
        var scene = await In(city);
        await scene.Look();
        var stale = Assert.Single(await scene.Warnings(), w => w.Rule == WarningRule.StaleRegister);
        Assert.Equal((First, "", Year(2026)), (stale.RegionCode, stale.IndicatorId, stale.Period));
        Assert.Equal(new OneMetre.Indicators.Alerting.Raised(0, 0), await scene.Look());
    }
}
