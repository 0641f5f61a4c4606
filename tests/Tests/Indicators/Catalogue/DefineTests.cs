using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Bringing;
using static OneMetre.Tests.Indicators.FiguresScene;

namespace OneMetre.Tests.Indicators.Catalogue;

/// <summary>A city's own definitions, and formulas that change from a year on.</summary>
public class DefineTests
{
    static IndicatorForm Playgrounds() => new()
    {
        Code = "infantsPerThousand",
        Name = "每千活产新生儿死亡数",
        NameEn = "Neonatal deaths per thousand",
        MeasureUnit = "‰",
        Direction = "down",
        TargetKind = "below",
        Domain = "service",
        Departments = "卫健；统计",
        Frequency = ["A"],
        Split = ["C"],
        Definition = "新生儿死亡数除以活产数",
        Top = "deaths.neonatal",
        Bottom = "births.live",
        Factor = "1000",
        Digits = "1",
        FromYear = "2025",
    };

    static ElementForm Grounds() => new() { Code = "playgrounds.safe", Name = "安全游戏场地数", MeasureUnit = "个", Kind = "Count", Combine = "Sum", Departments = "住建", Splits = ["urban"] };

    static Task<Result<string>> Create(FiguresScene scene, IndicatorForm form, Actor? by = null) => scene.City.As(by ?? scene.Bureau, (DefineIndicator define) => define.Create(form, default));
    static string Codes<T>(Result<T> result) => string.Join(' ', result.Problems.Select(p => $"{p.Field}:{p.Code}"));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_lowest_part_decides_only_where_more_is_better_and_no_part_points_at_a_child(string engine)
    {
        await using var scene = await On(engine);
        var form = Playgrounds();
        form.Lowest = true;
        Assert.Equal("Lowest:indicators.lowest-sensitive Lowest:indicators.lowest-not-up", Codes(await Create(scene, form)));
        (form.Direction, form.TargetKind, form.Top, form.Bottom) = ("up", "above", "sight.screened", "births.live");
        var made = await Create(scene, form);
        Assert.True(made.Ok, Codes(made));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_formula_is_written_in_the_names_of_its_elements_and_kept_by_their_codes(string engine)
    {
        await using var scene = await On(engine);
        var form = Playgrounds();
        (form.Top, form.Bottom) = ("出生0—27天死亡", "活产数");
        Assert.Equal("Top:indicators.rule-no-such-name-near", Codes(await Create(scene, form)));
        var named = await scene.City.Use((CityDb db) => db.Set<DataElement>().Where(e => e.Id == "deaths.neonatal").Select(e => e.Name).SingleAsync());
        form.Top = named;
        var made = await Create(scene, form);
        Assert.True(made.Ok, Codes(made));
        var (kept, words) = await scene.City.Use(async (CityDb db) => (await db.Set<FormulaVersion>().SingleAsync(f => f.IndicatorId == made.Value), await db.Set<Indicator>().SingleAsync(i => i.Id == made.Value)));
        Assert.Equal(("deaths.neonatal", "births.live"), (kept.Numerator, kept.Denominator));
        Assert.Equal((named, "活产数"), (words.Numerator, words.Denominator)); // nobody wrote other words
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_indicator_that_begins_later_is_missing_from_no_year_before(string engine)
    {
        await using var scene = await On(engine);
        await scene.Lock(scene.EastSheet);
        await scene.Lock(scene.WestSheet);
        await scene.BringAll([$"births.live,{East},2025,,2000,", $"births.live,{West},2025,,1800,", $"deaths.infant,{East},2025,,30,", $"deaths.infant,{West},2025,,30,"]);
        var form = Playgrounds();
        form.FromYear = "2026";
        var made = await Create(scene, form);
        Assert.True(made.Ok, Codes(made));

        async Task<(bool Listed, int Later, int Counted)> Year(string year)
        {
            var board = await scene.City.As(scene.Bureau, (ReadDashboard read) => read.Run(new(null, year, null), ["InfantMort", made.Value!], default));
            return (board.Domains.Any(d => d.Cards.Any(c => c.Known.Indicator.Id == made.Value)), board.BeginLater, board.Lights.Values.Sum());
        }
        Assert.Equal((false, 1, 1), await Year("2025"));
        Assert.Equal((true, 0, 2), await Year("2026"));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_own_indicator_is_tried_on_the_newest_figures_and_then_measured_like_the_products(string engine)
    {
        await using var scene = await On(engine);
        await scene.Lock(scene.EastSheet);
        await scene.Lock(scene.WestSheet, Good(births: 1000));

        var tried = await scene.City.As(scene.Bureau, (TryFormula tries) => tries.Run(Playgrounds(), default));
        Assert.Empty(tried.Read.Problems);
        Assert.Equal([2m, 1.5m, 3m], tried.Figures.Select(f => f.Figure.Value));
        Assert.Equal("2026", tried.Figures[0].Period.ToString());

        var made = await Create(scene, Playgrounds());
        Assert.True(made.Ok, Codes(made));
        Assert.Equal("OwnInfantsPerThousand", made.Value);
        var view = await scene.City.As(scene.Bureau, (ReadFigures read) => read.Own(default));
        var known = view.Indicator("OwnInfantsPerThousand")!;
        Assert.Equal((101, "卫健;统计", 2m), (known.Indicator.Number, known.Indicator.Departments, view.Of(known, Top, new(OneMetre.Platform.Time.PeriodKind.Year, 2026, 1))!.Value));
        Assert.Contains(await scene.City.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Entity == "indicators_indicator" && e.Key == made.Value).ToListAsync()), e => e.Action == "added");

        // A newer edition of the product leaves it as it is.
        await scene.City.Use((IServiceProvider services) => services.SeedIndicators(default));
        Assert.Equal("每千活产新生儿死亡数", (await scene.City.As(scene.WestClerk, (ReadCatalogue read) => read.Indicator("OwnInfantsPerThousand", default)))!.Indicator.Name);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_the_office_and_the_bureau_write_and_only_what_is_the_citys_own(string engine)
    {
        await using var scene = await On(engine);
        foreach (var actor in new[] { scene.EastClerk, scene.EastHead, scene.Department }) Assert.Equal("indicators.not-your-step", Assert.Single((await Create(scene, Playgrounds(), actor)).Problems).Code);
        var county = await scene.City.Actor(OneMetre.Platform.Identity.RoleCode.StatOfficer, "东区统计局", "区统计", East);
        Assert.False((await Create(scene, Playgrounds(), county)).Ok);
        var shipped = await scene.City.As(scene.Office, (DefineIndicator define) => define.Change("InfantMort", Playgrounds(), default));
        Assert.Equal("indicators.shipped-fixed", Assert.Single(shipped.Problems).Code);
        Assert.Equal("indicators.shipped-fixed", Assert.Single((await scene.City.As(scene.Office, (DefineElement define) => define.Change("births.live", Grounds(), default))).Problems).Code);
        Assert.True((await Create(scene, Playgrounds(), scene.Office)).Ok);
        Assert.Contains("Code:indicators.code-taken", Codes(await Create(scene, Playgrounds())), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_who_change_the_same_definition_the_second_is_told(string engine)
    {
        await using var scene = await On(engine);
        var id = (await Create(scene, Playgrounds())).Value!;
        var indicator = (await scene.City.As(scene.Office, (ReadCatalogue read) => read.Indicator(id, default)))!.Indicator;
        Task<Result<string>> Change(string name, Actor by)
        {
            var form = IndicatorForm.Of(indicator);
            form.Name = name;
            return scene.City.As(by, (DefineIndicator define) => define.Change(id, form, default));
        }
        Assert.True((await Change("改一次", scene.Office)).Ok);
        Assert.Equal("indicators.changed-meanwhile", Assert.Single((await Change("改两次", scene.Bureau)).Problems).Code);
        Assert.Equal("改一次", (await scene.City.As(scene.Office, (ReadCatalogue read) => read.Indicator(id, default)))!.Indicator.Name);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_many_at_the_same_moment_one_is_kept_and_the_others_are_told(string engine)
    {
        await using var scene = await On(engine);
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Create(scene, Playgrounds()))));
        Assert.Single(made, m => m.Ok);
        Assert.All(made.Where(m => !m.Ok), m => Assert.Contains(Assert.Single(m.Problems).Code, (string[])["indicators.changed-meanwhile", "indicators.code-taken"]));

        var form = await Newer(scene, "MyopiaRate", 2027, "1000");
        var versions = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => scene.City.As(scene.Bureau, (DefineIndicator define) => define.AddVersion("MyopiaRate", form, default)))));
        Assert.Single(versions, v => v.Ok);
        Assert.All(versions.Where(v => !v.Ok), v => Assert.Equal("indicators.changed-meanwhile", Assert.Single(v.Problems).Code));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_retired_is_watched_no_longer_and_still_read(string engine)
    {
        await using var scene = await On(engine);
        await scene.Lock(scene.EastSheet);
        await scene.Lock(scene.WestSheet);
        var id = (await Create(scene, Playgrounds())).Value!;
        Task<Result<string>> Retire(int version, string? why) => scene.City.As(scene.Bureau, (DefineIndicator define) => define.Retire(id, new() { Version = version, Why = why }, default));
        Assert.Contains("Why:indicators.required", Codes(await Retire(1, " ")), StringComparison.Ordinal);
        Assert.Equal("indicators.changed-meanwhile", (await Retire(0, "并入其他指标")).Problems[0].Code);
        Assert.True((await Retire(1, "并入其他指标")).Ok);
        Assert.Equal("indicators.is-retired", (await Retire(2, "又一次")).Problems[0].Code);

        Assert.DoesNotContain((await scene.City.As(scene.Bureau, (ListIndicators list) => list.Run(null, null, null, 1, default, 1000))).Items, i => i.Id == id);
        Assert.Equal(2026, (await scene.City.As(scene.Bureau, (ReadIndicator read) => read.Run(id, null, default)))!.Period.Year);
        Assert.Single((await scene.City.As(scene.Bureau, (ReadCatalogue read) => read.List(false, "新生儿", CatalogueKind.Retired, 1, default))).Indicators);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_element_that_a_formula_or_a_form_needs_is_not_retired_and_what_was_counted_is_not_counted_otherwise(string engine)
    {
        await using var scene = await On(engine);
        var made = await scene.City.As(scene.Bureau, (DefineElement define) => define.Create(Grounds(), default));
        Assert.True(made.Ok, Codes(made));
        Assert.Equal("own.playgrounds.safe", made.Value);
        var form = Playgrounds();
        (form.Code, form.Top, form.Bottom, form.Factor) = ("playgrounds", "own.playgrounds.safe", null, "1");
        Assert.True((await Create(scene, form)).Ok);
        var refused = await scene.City.As(scene.Bureau, (DefineElement define) => define.Retire("own.playgrounds.safe", new() { Version = 1, Why = "不用了" }, default));
        Assert.Equal("indicators.element-in-formula", Assert.Single(refused.Problems).Code);

        await scene.City.Use(async (CityDb db) =>
        {
            db.Add(new DataValue { ElementId = "own.playgrounds.safe", Period = new(OneMetre.Platform.Time.PeriodKind.Year, 2026, 1), RegionCode = East, State = CellState.Known, Number = 12, At = scene.City.Time.GetUtcNow().UtcDateTime });
            await db.SaveChangesAsync();
        });
        var other = Grounds();
        (other.Version, other.MeasureUnit) = (1, "处");
        Assert.Equal("Kind:indicators.element-counted", Codes(await scene.City.As(scene.Bureau, (DefineElement define) => define.Change("own.playgrounds.safe", other, default))));
        (other.MeasureUnit, other.Name) = ("个", "安全的游戏场地数");
        Assert.True((await scene.City.As(scene.Bureau, (DefineElement define) => define.Change("own.playgrounds.safe", other, default))).Ok);
    }

    [Theory]
    [InlineData("births.live +", "Top:indicators.rule-ends-early")]
    [InlineData("births.dead", "Top:indicators.rule-unknown-name")]
    [InlineData("births.live + nursery.seats", "Top:indicators.formula-mixed")]
    [InlineData("births.live < deaths.infant", "Top:indicators.formula-condition")]
    [InlineData("children(births.live)", "Top:indicators.formula-look")]
    [InlineData("births.live[type:public]", "Top:indicators.formula-split")]
    [InlineData("base(births.live)", "BaseYear:indicators.formula-needs-base")]
    [InlineData("", "Top:indicators.rule-empty")]
    public void A_formula_that_cannot_be_worked_out_is_refused_with_its_field(string top, string expected)
    {
        var elements = RuleFiles.Elements().Select(e => new DataElement { Id = e.Id, MeasureUnit = e.MeasureUnit, Kind = Enum.Parse<ElementKind>(e.Kind, true), Combine = Enum.Parse<OneMetre.Indicators.Rules.Combine>(e.Combine, true), Splits = string.Join(';', e.Splits) }).ToDictionary(e => e.Id);
        var read = FormulaReading.Read(new() { Top = top, Factor = "1", Digits = "1", FromYear = "2025" }, "X", 1, elements, new HashSet<string>());
        Assert.Null(read.Version);
        Assert.Equal(expected, string.Join(' ', read.Problems.Select(p => $"{p.Field}:{p.Code}")));
    }

    [Fact]
    public void Every_shipped_formula_would_be_taken_as_it_is()
    {
        var elements = RuleFiles.Elements().Select(e => new DataElement { Id = e.Id, MeasureUnit = e.MeasureUnit, Kind = Enum.Parse<ElementKind>(e.Kind, true), Combine = Enum.Parse<OneMetre.Indicators.Rules.Combine>(e.Combine, true), Splits = string.Join(';', e.Splits) }).ToDictionary(e => e.Id);
        Assert.All(RuleFiles.Formulas(), f =>
        {
            var read = FormulaReading.Read(new() { Top = f.Numerator, Bottom = f.Denominator, Factor = $"{f.Factor}", Digits = $"{f.Digits}", FromYear = $"{f.FromYear}", BaseYear = f.BaseYear?.ToString(System.Globalization.CultureInfo.InvariantCulture), Gross = f.Gross }, f.Indicator, 1, elements, new HashSet<string>());
            Assert.True(read.Problems.Count == 0, $"{f.Indicator}: {string.Join(", ", read.Problems.Select(p => $"{p.Field} {p.Code} {string.Join('/', p.Args)}"))}");
        });
    }

    static async Task<VersionForm> Newer(FiguresScene scene, string id, int from, string factor)
    {
        var view = (await scene.City.As(scene.Bureau, (ReadCatalogue read) => read.Indicator(id, default)))!;
        var form = VersionForm.Of(view.Indicator, view.Versions[0], from);
        (form.Factor, form.Reason) = (factor, "口径调整");
        return form;
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_new_version_breaks_the_series_and_leaves_what_is_published_as_it_was(string engine)
    {
        await using var scene = await On(engine);
        foreach (var sheet in new[] { scene.EastSheet, scene.WestSheet })
        {
            await scene.Lock(sheet, Good(births: 20000, myopic: 500, screened: 1000));
            var done = await scene.Step(sheet, StepKind.Publish, scene.Bureau);
            Assert.True(done.Ok, Codes(done));
        }
        Task<Result<string>> Add(VersionForm form) => scene.City.As(scene.Bureau, (DefineIndicator define) => define.AddVersion("MyopiaRate", form, default));
        async Task<decimal?> Public() => (await scene.City.Use((IPublicFigures figures) => figures.One("MyopiaRate", default)))!.City.Figures.Single(f => f.Year == 2026).Value;

        var form = await Newer(scene, "MyopiaRate", 2026, "1000");
        var compared = (await scene.City.As(scene.Bureau, (TryFormula tries) => tries.Compare("MyopiaRate", form, default)))!;
        var top = compared.Years.Single(y => y.Region.Code == Top);
        Assert.Equal((50m, 500m), (top.Old!.Value, top.New.Value));
        Assert.Equal([2026], compared.Published);

        Assert.Equal("Confirm:indicators.version-published", Codes(await Add(form)));
        form.Confirm = true;
        Assert.Equal("Override:indicators.required", Codes(await Add(form)));
        form.Override = "省统计局要求";
        var before = await Public();
        Assert.True((await Add(form)).Ok);
        Assert.Equal("indicators.changed-meanwhile", Codes(await Add(form)).TrimStart(':'));

        Assert.Equal((50m, before), (await Public(), await Public()));
        var view = await scene.City.As(scene.Bureau, (ReadFigures read) => read.Own(default));
        var known = view.Indicator("MyopiaRate")!;
        Assert.Equal((500m, 2026, 1001), (view.Of(known, Top, new(OneMetre.Platform.Time.PeriodKind.Year, 2026, 1))!.Value, Assert.Single(known.Breaks).FromYear, known.Breaks.Single().Number));
        Assert.Equal(2027, (await scene.City.Use((IPublicFigures figures) => figures.One("MyopiaRate", default)))!.BreakYears.Single());

        Assert.Contains("FromYear:indicators.version-before-last", Codes(await Add(await Newer(scene, "MyopiaRate", 2025, "100"))), StringComparison.Ordinal);
        Assert.Contains("Top:indicators.version-same", Codes(await Add(await Newer(scene, "MyopiaRate", 2027, "1000"))), StringComparison.Ordinal);
    }
}
