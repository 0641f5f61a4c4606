using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators;
using OneMetre.Indicators.Collecting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators;

/// <summary>A city with two counties that report a form of five lines on children's health, their heads, the department in charge, the statistics bureau and the office.</summary>
sealed class FiguresScene(City city) : IAsyncDisposable
{
    public const string Top = "990100000000", East = "990102000000", West = "990103000000";

    public City City => city;
    public Actor EastClerk { get; private set; } = null!;
    public Actor EastSecond { get; private set; } = null!;
    public Actor EastHead { get; private set; } = null!;
    public Actor WestClerk { get; private set; } = null!;
    public Actor WestHead { get; private set; } = null!;
    public Actor Department { get; private set; } = null!;
    public Actor Bureau { get; private set; } = null!;
    public Actor Office { get; private set; } = null!;
    public Guid Form { get; private set; }
    public Guid Round { get; private set; }
    public Guid EastSheet { get; private set; }
    public Guid WestSheet { get; private set; }

    public static async Task<FiguresScene> On(string engine, bool reviewed = false) => await In(await City.On(engine), reviewed);

    public static async Task<FiguresScene> In(City city, bool reviewed = false)
    {
        var scene = new FiguresScene(city);
        await city.Use(async (CityDb db) =>
        {
            foreach (var (code, name, level, parent) in new[] { (Top, "示范市", RegionLevel.City, null), (East, "东区", RegionLevel.County, Top), (West, "西区", RegionLevel.County, (string?)Top) })
                if (!await db.Set<Region>().AnyAsync(r => r.Code == code))
                    db.Add(new Region { Id = Guid.CreateVersion7(), Code = code, Name = name, Level = level, ParentCode = parent, ValidFrom = new(2019, 1, 1) });
            await db.SaveChangesAsync();
        });
        await city.Use((IServiceProvider services) => services.SeedIndicators(default));
        scene.EastClerk = await city.Actor(RoleCode.CountyOffice, "东区报表办", "东填表", East);
        scene.EastSecond = await city.Actor(RoleCode.CountyOffice, "东区报表办", "东审核", East, scene.EastClerk.Unit);
        scene.EastHead = await city.Actor(RoleCode.UnitLeader, "东区报表办", "东负责", East, scene.EastClerk.Unit);
        scene.WestClerk = await city.Actor(RoleCode.CountyOffice, "西区报表办", "西填表", West);
        scene.WestHead = await city.Actor(RoleCode.UnitLeader, "西区报表办", "西负责", West, scene.WestClerk.Unit);
        scene.Department = await city.Actor(RoleCode.DeptContact, "市卫健数据中心", "卫健");
        scene.Bureau = await city.Actor(RoleCode.StatOfficer, "市统计数据中心", "统计");
        scene.Office = await city.Actor(RoleCode.Office, "市妇儿工委办数据组", "办公室");

        scene.Form = (await scene.Define(reviewed: reviewed)).Value;
        foreach (var (unit, region) in new[] { (scene.EastClerk.Unit, East), (scene.WestClerk.Unit, West) })
            Assert.True((await city.As(scene.Bureau, (SetDuties set) => set.Run(scene.Form, new() { Unit = unit.ToString(), Region = region, Supervisor = scene.Department.Unit.ToString() }, default))).Ok);
        scene.Round = (await scene.Issue("2026")).Value;
        (scene.EastSheet, scene.WestSheet) = (await scene.SheetOf(scene.Round, East), await scene.SheetOf(scene.Round, West));
        return scene;
    }

    public static FormInput Health(string number = "示妇儿监1表", bool reviewed = false) => new()
    {
        Number = number,
        Title = "儿童健康年报表",
        IssuedBy = "市妇儿工委办",
        ApprovedBy = "市统计局",
        ApprovalNumber = "示统函〔2025〕37号",
        ValidUntil = "2027-12-31",
        Frequency = "Year",
        Reviewed = reviewed,
        Lines =
        [
            new() { Element = "births.live", On = true, SplitBy = "sex", Heading = "一、生命健康" }, new() { Element = "deaths.neonatal", On = true }, new() { Element = "deaths.infant", On = true },
            new() { Element = "sight.screened", On = true }, new() { Element = "sight.myopic", On = true },
        ],
    };

    public Task<Result<Guid>> Define(Action<FormInput>? change = null, Actor? by = null, bool reviewed = false)
    {
        var input = Health(reviewed: reviewed);
        change?.Invoke(input);
        return city.As(by ?? Bureau, (DefineForm define) => define.Run(null, input, default));
    }

    public Task<Result<Guid>> Issue(string period, string due = "2026-12-05", Actor? by = null, Guid? form = null) =>
        city.As(by ?? Bureau, (IssueRound issue) => issue.Run(form ?? Form, new() { Period = period, OpenOn = "2026-11-01", DueOn = due, GraceDays = "3" }, default));

    public Task<Guid> SheetOf(Guid round, string region) => city.Use((CityDb db) => db.Set<Submission>().Where(s => s.RoundId == round && s.RegionCode == region).Select(s => s.Id).SingleAsync());

    /// <summary>Figures that pass every rule.</summary>
    public static CellInput[] Good(int births = 2000, int myopic = 500, int screened = 1000) =>
    [
        Cell("births.live", births), Cell("births.live", births / 2, "sex:f"), Cell("births.live", births - births / 2, "sex:m"), Cell("deaths.neonatal", 3), Cell("deaths.infant", 5), Cell("sight.screened", screened), Cell("sight.myopic", myopic),
    ];

    public static CellInput Cell(string element, object? value, string split = "", string? was = null, string? reason = null) => new() { Element = element, Split = split, Value = value?.ToString(), Was = was, Reason = reason };

    public Task<Result<SavedCells>> Save(Guid sheet, IReadOnlyList<CellInput> cells, Actor? by = null) => city.As(by ?? EastClerk, (SaveCells save) => save.Run(sheet, cells, default));

    public async Task<Result<Guid>> Step(Guid sheet, StepKind step, Actor by, Action<StepForm>? change = null)
    {
        var form = new StepForm { Do = step.ToString(), Version = await city.Use((CityDb db) => db.Set<Submission>().Where(s => s.Id == sheet).Select(s => s.Version).SingleAsync()) };
        change?.Invoke(form);
        return await city.As(by, (MoveSubmission move) => move.Run(sheet, form, default));
    }

    /// <summary>All the way to the lock, with good figures.</summary>
    public async Task Lock(Guid sheet, IReadOnlyList<CellInput>? cells = null)
    {
        var (clerk, head) = (await Read(sheet)).RegionCode == West ? (WestClerk, WestHead) : (EastClerk, EastHead);
        Assert.True((await Save(sheet, cells ?? Good(), clerk)) is { Ok: true, Value.Whole: true });
        foreach (var (step, by) in new[] { (StepKind.Submit, clerk), (StepKind.Sign, head), (StepKind.Check, Department), (StepKind.Lock, Bureau) })
        {
            var done = await Step(sheet, step, by);
            Assert.True(done.Ok, $"{step}: {string.Join(", ", done.Problems.Select(p => $"{p.Code} {p.Field}"))}");
        }
    }

    public Task<Submission> Read(Guid sheet) => city.Use((CityDb db) => db.Set<Submission>().AsNoTracking().SingleAsync(s => s.Id == sheet));
    public Task<List<DataValue>> Values() => city.Use((CityDb db) => db.Set<DataValue>().AsNoTracking().OrderBy(v => v.ElementId).ThenBy(v => v.RegionCode).ToListAsync());
    public ValueTask DisposeAsync() => city.DisposeAsync();
}
