using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Alerting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Indicators.Alerting;

/// <summary>
/// A city of two counties that report checks of young children to the health commission, on one form; 90 % are promised for 2028, from 80 % in 2025. One rule says that no more are checked than there are.
/// </summary>
sealed class WarningScene
{
    public const string CityCode = "990100000000", First = "990102000000", Second = "990121000000", Subject = "Checked", Deaths = "Deaths";

    static readonly string[] Asked = ["care.checked", "care.children"];

    public Actor Office { get; private set; } = null!;
    public Actor Bureau { get; private set; } = null!;
    public Actor Health { get; private set; } = null!;
    public Actor County { get; private set; } = null!;
    public Actor OtherCounty { get; private set; } = null!;
    public Actor Outsider { get; private set; } = null!;
    public Actor Administrator { get; private set; } = null!;
    public Actor[] Everyone => [Office, Bureau, Health, County, OtherCounty, Outsider, Administrator];
    public Guid Form { get; } = Guid.CreateVersion7();
    public City City { get; private init; } = null!;

    public static async Task<WarningScene> In(City city)
    {
        var scene = new WarningScene
        {
            City = city,
            Office = await city.Actor(RoleCode.Office, "市妇儿工委办", "陈书宁"),
            Bureau = await city.Actor(RoleCode.StatOfficer, "市统计局", "林望舒"),
            Health = await city.Actor(RoleCode.DeptContact, "市卫生健康委", "沈亦禾"),
            County = await city.Actor(RoleCode.CountyOffice, "栖山区人民政府", "周明", First),
            OtherCounty = await city.Actor(RoleCode.CountyOffice, "云田县人民政府", "吴敏", Second),
            Outsider = await city.Actor(RoleCode.DeptContact, "市民政局", "何仲言"),
            Administrator = await city.Actor(RoleCode.SystemAdmin, "市大数据局", "方可"),
        };
        var plan = Guid.CreateVersion7();
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Region { Id = Guid.CreateVersion7(), Code = CityCode, Name = "示范市", Level = RegionLevel.City, ValidFrom = new(2000, 1, 1) });
            foreach (var (code, name) in new[] { (First, "栖山区"), (Second, "云田县") })
                db.Add(new Region { Id = Guid.CreateVersion7(), Code = code, Name = name, Level = RegionLevel.County, ParentCode = CityCode, ValidFrom = new(2000, 1, 1) });
            db.Add(new Indicator { Id = Subject, Number = 1, Name = "儿童健康管理率", NameEn = "Health management", MeasureUnit = "%", Direction = "up", TargetKind = "value", Frequency = "A", Departments = "卫健", Domain = "service" });
            db.Add(new Indicator { Id = Deaths, Number = 2, Name = "婴儿死亡率", NameEn = "Infant mortality", MeasureUnit = "‰", Direction = "down", TargetKind = "value", Frequency = "A", Departments = "卫健", Domain = "service" });
            foreach (var (id, name) in new[] { ("care.checked", "接受健康管理的儿童数"), ("care.children", "儿童数"), ("births.live", "活产数"), ("deaths.infant", "婴儿死亡数") })
                db.Add(new DataElement { Id = id, Name = name, NameEn = id, MeasureUnit = "人", Kind = ElementKind.Count, Combine = Combine.Sum, Departments = "卫健" });
            db.Add(new FormulaVersion { Id = Guid.CreateVersion7(), IndicatorId = Subject, Number = 1, FromYear = 2000, Numerator = "care.checked", Denominator = "care.children", Factor = 100, Digits = 1 });
            db.Add(new FormulaVersion { Id = Guid.CreateVersion7(), IndicatorId = Deaths, Number = 1, FromYear = 2000, Numerator = "deaths.infant", Denominator = "births.live", Factor = 1000, Digits = 1 });
            db.Add(new FigureCheck { Id = "checked-children", Expression = "care.checked <= care.children", Severity = CheckSeverity.Error, Message = "管理人数不能大于儿童数", MessageEn = "No more are checked than there are" });
            db.Add(new ReportForm { Id = scene.Form, Number = "示妇儿监3表", Title = "儿童健康", TitleEn = "Child health", IssuedBy = "市统计局", ApprovedBy = "市统计局", ApprovalNumber = "示统制〔2026〕3号", ValidUntil = new(2028, 12, 31), Frequency = PeriodKind.Year });
            foreach (var element in Asked) db.Add(new FormLine { Id = Guid.CreateVersion7(), FormId = scene.Form, ElementId = element, Required = true });
            foreach (var county in new[] { scene.County, scene.OtherCounty }) db.Add(new FormDuty { Id = Guid.CreateVersion7(), FormId = scene.Form, UnitId = county.Unit, RegionCode = county.RegionCode, SupervisorId = scene.Health.Unit });
            db.Add(new Plan { Id = plan, Title = "示范市儿童友好城市建设实施方案", DocNumber = "示政办字〔2026〕1号", StartYear = 2026, EndYear = 2028, ImportId = Guid.CreateVersion7(), AppliedAt = city.Time.GetUtcNow().UtcDateTime });
            db.Add(new PlanIndicator { Id = Guid.CreateVersion7(), PlanId = plan, Number = 1, Name = "儿童健康管理率", IndicatorId = Subject, TargetText = "≥90%", Comparator = ">=", Value = 90 });
            await db.SaveChangesAsync();
        });
        return scene;
    }

    /// <summary>How many of 1,000 children of a county were checked in a year; null takes the figure back.</summary>
    public Task Checked(string region, int year, decimal? of1000) => City.Use(async (CityDb db) =>
    {
        foreach (var (element, number) in new[] { ("care.checked", of1000), ("care.children", 1000m) })
        {
            var known = await db.Set<DataValue>().SingleOrDefaultAsync(v => v.ElementId == element && v.Period == Year(year) && v.RegionCode == region && v.Split == "");
            if (known is null) db.Add(known = new() { ElementId = element, Period = Year(year), RegionCode = region, At = City.Time.GetUtcNow().UtcDateTime });
            (known.State, known.Number) = number is null ? (CellState.Missing, null) : (CellState.Known, number);
            db.Add(new ValueChange { ElementId = element, Period = Year(year), RegionCode = region });
        }
        await db.SaveChangesAsync();
    });

    /// <summary>Both counties on their way in 2025 and 2026, but for what a test changes.</summary>
    public async Task Usual()
    {
        foreach (var (county, from) in new[] { (First, 800m), (Second, 801m) })
        {
            await Checked(county, 2025, from);
            await Checked(county, 2026, from + 38);
        }
    }

    public Task<Raised> Look()
    {
        LetTimePass();
        return City.Use((RaiseWarnings raise) => raise.Run(default));
    }

    /// <summary>Steps of one and the same instant have no order.</summary>
    public void LetTimePass() => ((StoppedClock)City.Time).Move(TimeSpan.FromSeconds(1));

    public Task<List<EarlyWarning>> Warnings() => City.Use((CityDb db) => db.Set<EarlyWarning>().AsNoTracking().OrderBy(w => w.Rule).ThenBy(w => w.RegionCode).ThenBy(w => w.Period).ToListAsync());

    public async Task<EarlyWarning> Warning(WarningRule rule, string region = First) => Assert.Single(await Warnings(), w => w.Rule == rule && w.RegionCode == region);

    public Task<List<WarningStep>> Steps(Guid warning) => City.Use((CityDb db) => db.Set<WarningStep>().AsNoTracking().Where(s => s.WarningId == warning).OrderBy(s => s.At).ThenBy(s => s.Id).ToListAsync());

    public async Task<bool> Do(Actor actor, Guid warning, WarningState to, string? text = "说明", string? day = "2026-12-20")
    {
        LetTimePass();
        var version = (await Warnings()).Single(w => w.Id == warning).Version;
        return (await City.As(actor, (MoveWarning m) => m.Run(warning, new() { Do = to.ToString(), Version = version, Text = text, Day = day }, default))).Ok;
    }

    /// <summary>A county's sheet of the running round.</summary>
    public async Task<Guid> Sheet(Actor county, int year, DateOnly due, SubmissionState state)
    {
        var (round, sheet) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await City.Use(async (CityDb db) =>
        {
            if (await db.Set<ReportRound>().SingleOrDefaultAsync(r => r.FormId == Form && r.Period == Year(year)) is { } known) round = known.Id;
            else db.Add(new ReportRound { Id = round, FormId = Form, Period = Year(year), OpenOn = due.AddDays(-30), DueOn = due });
            db.Add(new Submission { Id = sheet, RoundId = round, UnitId = county.Unit, RegionCode = county.RegionCode, SupervisorId = Health.Unit, State = state, DueOn = due });
            await db.SaveChangesAsync();
        });
        return sheet;
    }

    public static Period Year(int year) => new(PeriodKind.Year, year, 1);
}
