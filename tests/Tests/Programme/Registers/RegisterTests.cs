using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Enacting;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Registers;

/// <summary>The registers of projects and policies: out of the plan once, kept by their unit alone, read by all who carry the programme.</summary>
public class RegisterTests
{
    static PlanMeasure Printed(SmallPlan plan, MeasureKind kind, int number, string? name, string text, string units) => new() { Id = Guid.CreateVersion7(), PlanId = plan.Plan, Kind = kind, Number = number, Name = name, Text = text, UnitsText = units, Block = number };

    static async Task<(SmallPlan Plan, Guid Project, Guid Policy)> Taken(City city)
    {
        var plan = await SmallPlan.In(city);
        await city.Use(async (CityDb db) =>
        {
            db.Add(Printed(plan, MeasureKind.KeyProject, 1, "普惠托育提质工程", "新增托位六千个。", "市教育局、市卫生健康委"));
            db.Add(Printed(plan, MeasureKind.KeyProject, 2, "平安上学路工程", "改造学校门前道路。", "各县（市、区）人民政府"));
            db.Add(Printed(plan, MeasureKind.Policy, 1, null, "出台《普惠托育运营补助办法》，按托位补助。", "市教育局，市民政局"));
            await db.SaveChangesAsync();
        });
        Done(await city.As(plan.Office, (TakeFromPlan take) => take.Run(plan.Plan, default)));
        var project = await city.Use((CityDb db) => db.Set<KeyProject>().SingleAsync(p => p.PlanNumber == 1));
        var policy = await city.Use((CityDb db) => db.Set<PublicPolicy>().SingleAsync());
        return (plan, project.Id, policy.Id);
    }

    static void Done<T>(Result<T> step) => Assert.True(step.Ok, string.Join(", ", step.Problems.Select(p => $"{p.Code} {p.Field}")));
    static Task<KeyProject> Of(City city, Guid id) => city.Use((CityDb db) => db.Set<KeyProject>().AsNoTracking().SingleAsync(p => p.Id == id));
    static async Task<Result<Guid>> Fund(City city, Actor by, Guid id, string year, string source, string? planned, string? paid, string? reason = null, int? version = null) =>
        await city.As(by, async (KeepProject keep) => await keep.Fund(id, new() { Version = version ?? (await Of(city, id)).Version, Year = year, Source = source, Planned = planned, Paid = paid, Reason = reason }, default));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_plan_fills_the_registers_once_and_a_later_version_keeps_what_was_entered(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, policy) = await Taken(city);
        Assert.Equal(plan.Lead.Unit, (await Of(city, project)).UnitId);
        Assert.Null((await city.Use((CityDb db) => db.Set<KeyProject>().SingleAsync(p => p.PlanNumber == 2))).UnitId); // a group keeps no row
        Assert.Equal("《普惠托育运营补助办法》", (await city.Use((CityDb db) => db.Set<PublicPolicy>().SingleAsync())).Name);
        Done(await Fund(city, plan.Lead, project, "2026", "Own", "100", "40"));

        Assert.Equal(new TakenRows(0, 0), (await city.As(plan.Office, (TakeFromPlan take) => take.Run(plan.Plan, default))).Value);
        Assert.Equal(2, await city.Use((CityDb db) => db.Set<KeyProject>().CountAsync()));
        Assert.False((await city.As(plan.Lead, (TakeFromPlan take) => take.Run(plan.Plan, default))).Ok);

        // The next version prints the first project under another number, not the second, and a new one.
        var next = new[] { Printed(plan, MeasureKind.KeyProject, 5, "普惠托育 提质工程", "新增托位八千个。", "市卫生健康委"), Printed(plan, MeasureKind.KeyProject, 6, "儿童公园工程", "建公园。", "市民政局") };
        await city.Use(async (CityDb db) =>
        {
            db.RemoveRange(await db.Set<PlanMeasure>().ToListAsync());
            db.AddRange(next);
            await db.SaveChangesAsync();
        });
        Assert.Equal(new TakenRows(1, 2), (await city.As(plan.Office, (TakeFromPlan take) => take.Run(plan.Plan, default))).Value);
        var kept = await Of(city, project);
        Assert.Equal((5, false, plan.Lead.Unit), (kept.PlanNumber!.Value, kept.Dropped, kept.UnitId!.Value));
        Assert.True((await city.Use((CityDb db) => db.Set<PublicPolicy>().SingleAsync(p => p.Id == policy))).Dropped);
        Assert.Equal(1_000_000m, (await city.As(plan.Office, (ReadProjects read) => read.One(project, default)))!.Line.Sum.Planned);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_row_is_kept_by_its_unit_and_the_office_and_read_by_all_who_carry_the_programme(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, policy) = await Taken(city);
        var counts = await city.Actor(RoleCode.StatOfficer, "市教育局", "统计员", unit: plan.Lead.Unit);
        var teacher = await city.Actor(RoleCode.School, "某小学");
        foreach (var actor in new[] { plan.Cooperating, plan.County, plan.Outsider, counts, teacher })
        {
            Assert.Contains(KeepProject.NotYours, (await Fund(city, actor, project, "2026", "Own", "1", null)).Problems);
            Assert.Contains(KeepProject.NotYours, (await city.As(actor, (KeepProject keep) => keep.Stage(project, new() { Stage = "Building", Day = "2026-11-01" }, default))).Problems);
            Assert.Contains(KeepProject.NotYours, (await city.As(actor, (KeepProject keep) => keep.Facts(project, new(), default))).Problems);
            Assert.Contains(KeepProject.NotYours, (await city.As(actor, (KeepProject keep) => keep.Milestone(project, new() { Title = "x", Due = "2026-12-01" }, default))).Problems);
            Assert.Contains(KeepProject.NotYours, (await city.As(actor, (KeepPolicy keep) => keep.Run(policy, new() { State = "Repealed" }, default))).Problems);
        }
        foreach (var actor in plan.Everyone) Assert.Equal(2, (await city.As(actor, (ReadProjects read) => read.Run(new(), 1, default))).Total);
        Assert.Equal(0, (await city.As(teacher, (ReadProjects read) => read.Run(new(), 1, default))).Total);
        Assert.Null(await city.As(teacher, (ReadPolicies read) => read.One(policy, default)));

        // A unit says how far it is; what the plan has printed and whose row it is, it cannot say.
        Done(await city.As(plan.Lead, (KeepProject keep) => keep.Facts(project, new() { Version = 1, Name = "别名", Unit = plan.Outsider.Unit.ToString(), Land = "划拨", Latitude = "36.4567", Longitude = "115.9876" }, default)));
        Assert.Equal(("普惠托育提质工程", plan.Lead.Unit, "划拨", 36.4567m), (await Of(city, project)) is var p ? (p.Name, p.UnitId!.Value, p.Land, p.Latitude!.Value) : default);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Money_is_kept_line_by_line_and_summed_to_the_yuan(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, _) = await Taken(city);
        Done(await Fund(city, plan.Lead, project, "2026", "CentralBudget", "1200.0001", "300"));
        Done(await Fund(city, plan.Lead, project, "2027", "Own", "50", null));
        Assert.Equal("programme.fund-reason", (await Fund(city, plan.Lead, project, "2026", "CentralBudget", "1200", "1300")).Problems[0].Code);
        Done(await Fund(city, plan.Lead, project, "2026", "CentralBudget", "1200.0001", "1300", "追加批复"));
        Assert.Equal("programme.register-choose", (await Fund(city, plan.Lead, project, "2026", "3", "1", null)).Problems[0].Code); // a number is no source

        var sums = await city.As(plan.Outsider, (ReadProjects read) => read.Sums(null, default));
        Assert.Equal((12_500_001m, 13_000_000m, 1, 2), (sums.Whole.Planned, sums.Whole.Paid, sums.Whole.Projects, sums.Projects));
        Assert.Equal([2026, 2027], sums.Years);
        Assert.Equal(500_000m, (await city.As(plan.Outsider, (ReadProjects read) => read.Sums(2027, default))).Whole.Planned);
        Done(await Fund(city, plan.Lead, project, "2027", "Own", "", ""));
        Assert.Equal([2026], (await city.As(plan.Office, (ReadProjects read) => read.Sums(null, default))).Years);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_who_write_on_one_row_do_not_both_succeed_unseen(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, policy) = await Taken(city);
        var seen = (await Of(city, project)).Version;
        Done(await Fund(city, plan.Lead, project, "2026", "Own", "1", null, version: seen));
        Assert.Contains(TaskDesk.Changed, (await Fund(city, plan.Office, project, "2026", "Own", "2", null, version: seen)).Problems);
        Done(await city.As(plan.Lead, (KeepPolicy keep) => keep.Run(policy, new() { Version = 1, State = "Drafting" }, default)));
        Assert.Contains(TaskDesk.Changed, (await city.As(plan.Office, (KeepPolicy keep) => keep.Run(policy, new() { Version = 1, State = "Repealed" }, default))).Problems);
        Assert.Equal(10_000m, (await city.Use((CityDb db) => db.Set<ProjectFund>().SingleAsync())).Planned);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_policy_that_ends_is_told_to_its_unit_once_for_each_last_day(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, _, policy) = await Taken(city);
        async Task Holds(string until) => Done(await city.As(plan.Lead, async (KeepPolicy keep) => await keep.Run(policy, new() { Version = (await city.Use((CityDb db) => db.Set<PublicPolicy>().SingleAsync())).Version, State = "InForce", Number = "某教字[2026]08号", From = "2026-01-01", Expires = until }, default)));
        async Task<int> Told() => await city.As(plan.Lead, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "programme.notice-policy-expires"));
        await Holds("2027-06-30");
        for (var day = 0; day < 3; day++) await city.Use((ChasePolicies chase) => chase.Run(default));
        Assert.Equal(0, await Told());
        ((StoppedClock)city.Time).Move(TimeSpan.FromDays(150)); // 19 April 2027
        for (var day = 0; day < 3; day++) await city.Use((ChasePolicies chase) => chase.Run(default));
        Assert.Equal(1, await Told());
        await Holds("2027-07-10");
        for (var day = 0; day < 3; day++) await city.Use((ChasePolicies chase) => chase.Run(default));
        Assert.Equal(2, await Told());
        var line = (await city.As(plan.Office, (ReadPolicies read) => read.Run(new(PolicyStanding.Expiring), 1, default))).Lines.Single();
        Assert.Equal(("某教字〔2026〕8号", PolicyStanding.Expiring), (line.Policy.Number, line.Standing));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_typed_badly_is_refused_beside_its_field(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, policy) = await Taken(city);
        Assert.Equal(["Name", "Unit", "Domain", "Task", "Latitude"], (await city.As(plan.Office, (KeepProject keep) => keep.Open(new() { Name = " ", Unit = "x", Domain = "y", Task = Guid.CreateVersion7().ToString(), Latitude = "115", Longitude = "115" }, default))).Problems.Select(p => p.Field));
        Assert.Equal(["Stage", "Day"], (await city.As(plan.Lead, (KeepProject keep) => keep.Stage(project, new() { Version = 1, Stage = "4", Day = "明天" }, default))).Problems.Select(p => p.Field));
        Assert.Equal("programme.project-say-why", (await city.As(plan.Lead, (KeepProject keep) => keep.Stage(project, new() { Version = 1, Stage = "Stopped", Day = "2026-11-01" }, default))).Problems[0].Code);
        Assert.Equal(["From", "ReplacedBy"], (await city.As(plan.Lead, async (KeepPolicy keep) => (await keep.Run(policy, new() { Version = 1, State = "InForce" }, default)).Problems.Concat((await keep.Run(policy, new() { Version = 1, State = "Replaced", ReplacedBy = policy.ToString() }, default)).Problems).ToList())).Select(p => p.Field));
        Assert.Empty((await city.As(plan.Office, (ReadProjects read) => read.Run(ProjectFilter.From(new Microsoft.AspNetCore.Http.QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["q"] = "没有" })), 1, default))).Lines);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_workbook_is_taken_as_a_whole_or_not_at_all(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, project, _) = await Taken(city);
        var titles = await city.As(plan.Office, (Texts texts) => Task.FromResult(ImportProjects.Columns.Select(c => (texts[$"programme.{c.Code}"], 10d)).ToList()));
        var own = await city.As(plan.Office, (Texts texts) => Task.FromResult(texts[ProjectWords.Source(FundSource.Own)]));
        async Task<Result<ProjectsRead>> Bring(Actor by, params object?[][] rows)
        {
            using var book = new MemoryStream();
            await Sheet.Write(book, "x", titles, rows.ToAsyncEnumerable(), default);
            return await city.As(by, (ImportProjects import) => import.Run(new Microsoft.AspNetCore.Http.FormFile(book, 0, book.Length, "file", "x.xlsx"), default));
        }
        object?[] good = ["儿童公园工程", "建公园", "市民政局", "某路", 2026, own, 10.5m, 2, null], known = ["普惠托育提质工程", null, null, null, 2027, own, 7, null, null];
        var refused = await Bring(plan.Office, good, ["坏工程", null, "没有的局", null, 1800, "彩票", "一千", null, null], known, known);
        Assert.Equal(["C3", "E3", "F3", "G3", "F5"], refused.Value!.Findings.Select(f => f.Place));
        Assert.Equal((2, 0), (await city.Use((CityDb db) => db.Set<KeyProject>().CountAsync()), await city.Use((CityDb db) => db.Set<ProjectFund>().CountAsync())));
        Assert.False((await Bring(plan.Lead, good)).Ok);

        Assert.Equal((2, 2), (await Bring(plan.Office, good, known)).Value is { Findings.Count: 0 } taken ? (taken.Projects, taken.Funds) : default);
        Assert.Equal(175_000m, (await city.As(plan.Office, (ReadProjects read) => read.Sums(null, default))).Whole.Planned);
        Assert.Equal(plan.Outsider.Unit, (await city.Use((CityDb db) => db.Set<KeyProject>().SingleAsync(p => p.Name == "儿童公园工程"))).UnitId);
        Assert.Equal((3, 2), (await city.Use((CityDb db) => db.Set<KeyProject>().CountAsync()), (await Of(city, project)).Version));

        // A form that was taken in English is taken in again by whoever reads Chinese.
        titles = await city.As(plan.Office, (Texts texts) => Task.FromResult(ImportProjects.Columns.Select(c => (EitherLanguage.Of(texts, $"programme.{c.Code}")[1], 10d)).ToList()));
        var english = await city.As(plan.Office, (Texts texts) => Task.FromResult(EitherLanguage.Of(texts, ProjectWords.Source(FundSource.Own))[1]));
        Assert.Equal(1, (await Bring(plan.Office, ["儿童公园工程", null, null, null, 2028, english, 3, null, null])).Value!.Funds);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Policies_come_from_a_workbook_and_what_the_register_says_is_filled_and_never_written_over(string engine)
    {
        await using var city = await City.On(engine);
        var (plan, _, policy) = await Taken(city);
        var titles = await city.As(plan.Office, (Texts texts) => Task.FromResult(ImportPolicies.Columns.Select(c => (texts[$"programme.{c.Code}"], 10d)).ToList()));
        async Task<Result<PoliciesRead>> Bring(Actor by, params object?[][] rows)
        {
            using var book = new MemoryStream();
            await Sheet.Write(book, "x", titles, rows.ToAsyncEnumerable(), default);
            return await city.As(by, (ImportPolicies import) => import.Run(new Microsoft.AspNetCore.Http.FormFile(book, 0, book.Length, "file", "x.xlsx"), default));
        }
        Task<PublicPolicy> One(Guid id) => city.Use((CityDb db) => db.Set<PublicPolicy>().AsNoTracking().SingleAsync(p => p.Id == id));
        var there = await One(policy);
        object?[] fresh = ["托育机构补助办法", "示政办字〔2026〕12号", "2026-03-01", "2028-02-29", "市民政局", "按实际收托人数补助。"], fills = [there.Name, "示教字〔2026〕3号", "2026-05-01", null, null, null];
        var refused = await Bring(plan.Office, fresh, ["坏政策", null, "2026-05-02", "2026-05-01", "没有的局", null], ["坏日子", null, "明天", null, null, null], fresh);
        Assert.Equal(["D3", "E3", "C4", "A5"], refused.Value!.Findings.Select(f => f.Place));
        Assert.Equal(1, await city.Use((CityDb db) => db.Set<PublicPolicy>().CountAsync()));
        Assert.False((await Bring(plan.Lead, fresh)).Ok);

        Assert.Equal((1, 1), (await Bring(plan.Office, fresh, fills)).Value is { Findings.Count: 0 } taken ? (taken.Added, taken.Filled) : default);
        var filled = await One(policy);
        Assert.Equal(("示教字〔2026〕3号", (DateOnly?)new DateOnly(2026, 5, 1), PolicyState.InForce, there.Version + 1), (filled.Number, filled.From, filled.State, filled.Version));
        var added = await city.Use((CityDb db) => db.Set<PublicPolicy>().AsNoTracking().SingleAsync(p => p.Id != policy));
        Assert.Equal((PolicyState.InForce, (DateOnly?)new DateOnly(2028, 2, 29), (Guid?)plan.Outsider.Unit), (added.State, added.ExpiresOn, added.UnitId));
        // The same once more changes nothing; otherwise it is named where it differs, and nothing is written.
        Assert.Equal((0, 0), (await Bring(plan.Office, fresh, fills)).Value is { Findings.Count: 0 } again ? (again.Added, again.Filled) : default);
        Assert.Equal(["B2", "C2"], (await Bring(plan.Office, [there.Name, "示教字〔2026〕4号", "2026-06-01", "2029-01-01", null, null])).Value!.Findings.Select(f => f.Place));
        Assert.Null((await One(policy)).ExpiresOn);
    }
}
