using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using System.Security.Claims;

namespace OneMetre.Tests.Programme;

/// <summary>
/// A plan with two domains in a city of few units: 教育局 leads, 卫健委 cooperates, the counties have a part as a group, 民政局 has none in the first task.
/// Enough to ask every question about who sees and does what.
/// </summary>
sealed class SmallPlan
{
    public Actor Office { get; private set; } = null!;
    public Actor Lead { get; private set; } = null!;
    public Actor Cooperating { get; private set; } = null!;
    public Actor County { get; private set; } = null!;
    public Actor OtherCounty { get; private set; } = null!;
    public Actor Outsider { get; private set; } = null!;
    public Actor[] Everyone => [Office, Lead, Cooperating, County, OtherCounty, Outsider];

    public Guid Plan { get; } = Guid.CreateVersion7();
    public Guid Import { get; } = Guid.CreateVersion7();
    public Guid[] Domains { get; } = [Guid.CreateVersion7(), Guid.CreateVersion7()];
    public Guid Counties { get; } = Guid.CreateVersion7();

    /// <summary>The task in which lead, cooperating unit and counties have a part.</summary>
    public Guid Task { get; private set; }
    public Guid Target { get; private set; }

    public static async Task<SmallPlan> In(City city)
    {
        var plan = new SmallPlan
        {
            Office = await city.Actor(RoleCode.Office, "市妇儿工委办", "陈书宁"),
            Lead = await city.Actor(RoleCode.DeptContact, "市教育局", "罗清越"),
            Cooperating = await city.Actor(RoleCode.DeptContact, "市卫生健康委", "沈亦禾"),
            County = await city.Actor(RoleCode.CountyOffice, "栖山区人民政府", "周明", "990102000000"),
            OtherCounty = await city.Actor(RoleCode.CountyOffice, "云田县人民政府", "吴敏", "990121000000"),
            Outsider = await city.Actor(RoleCode.DeptContact, "市民政局", "何仲言"),
        };
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Plan { Id = plan.Plan, Title = "示范市儿童友好城市建设实施方案", DocNumber = "示政办字〔2026〕1号", StartYear = 2026, EndYear = 2028, ImportId = plan.Import, AppliedAt = city.Time.GetUtcNow().UtcDateTime });
            db.Add(new PlanDomain { Id = plan.Domains[0], PlanId = plan.Plan, SortOrder = 0, Label = "一、", Name = "公共服务友好" });
            db.Add(new PlanDomain { Id = plan.Domains[1], PlanId = plan.Plan, SortOrder = 1, Label = "二、", Name = "成长空间友好" });
            db.Add(new UnitGroup { Id = plan.Counties, Name = "各县（市、区）人民政府", RegionCode = "990100000000" });
            foreach (var county in new[] { plan.County, plan.OtherCounty })
                db.Add(new UnitGroupMember { Id = Guid.CreateVersion7(), GroupId = plan.Counties, UnitId = county.Unit, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        (plan.Task, plan.Target) = await plan.Add(city, 1, "新增普惠托位", groups: [plan.Counties], target: (">=", 4.8m, "个"));
        return plan;
    }

    /// <summary>One more task, led by the lead unit unless another is named.</summary>
    public async Task<(Guid Task, Guid Target)> Add(
        City city, int number, string title, TaskState state = TaskState.Planned, Light light = Light.Grey, DateOnly? due = null, int domain = 0,
        Actor? lead = null, Actor? cooperating = null, Guid[]? groups = null, (string Comparator, decimal Value, string Unit)? target = null, int? dropped = null, DateTime? news = null, int? progress = null)
    {
        var (task, goal) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        lead ??= Lead;
        cooperating ??= Cooperating;
        await city.Use(async (CityDb db) =>
        {
            db.Add(new ProgrammeTask
            {
                Id = task,
                PlanId = Plan,
                DomainId = Domains[domain],
                Label = $"任务{number}",
                SortOrder = number,
                Title = title,
                Text = $"{title}，到2027年完成。",
                State = state,
                Light = light,
                StartsOn = new(2026, 1, 1),
                Due = due ?? new(2027, 12, 31),
                ImportId = Import,
                DroppedInVersion = dropped,
                LastNewsAt = news,
                Progress = progress,
                SearchText = $"任务{number} {title} {lead.UnitName} {cooperating.UnitName}".ToLowerInvariant(),
            });
            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = task, UnitId = lead.Unit, Role = UnitRole.Lead, PrintedName = lead.UnitName, SortOrder = 0, Primary = true });
            db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = task, UnitId = cooperating.Unit, Role = UnitRole.Cooperating, PrintedName = cooperating.UnitName, SortOrder = 1 });
            foreach (var group in groups ?? [])
                db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = task, GroupId = group, Role = UnitRole.Territorial, PrintedName = "各县（市、区）人民政府", SortOrder = 2 });
            if (target is var (comparator, value, unit))
                db.Add(new TaskTarget { Id = goal, TaskId = task, Text = $"{title}达到{value}{unit}", Metric = title, Comparator = comparator, Value = value, MeasureUnit = unit, Kind = TargetKind.Quantified });
            await db.SaveChangesAsync();
        });
        return (task, goal);
    }

    public Task<ProgrammeTask> Read(City city, Guid? task = null) =>
        city.Use(async (CityDb db) => (await db.FindAsync<ProgrammeTask>(task ?? Task))!);

    public Task Set(City city, TaskState state, int? progress = null) => city.Use(async (CityDb db) =>
    {
        var task = (await db.FindAsync<ProgrammeTask>(Task))!;
        (task.State, task.Progress) = (state, progress ?? task.Progress);
        task.Version++;
        await db.SaveChangesAsync();
    });
}

static class Entering
{
    /// <summary>A browser that carries the actor's session, made without the sign-in page: quicker, and these tests are not about signing in.</summary>
    public static HttpClient Entered(this RunningCity running, Actor actor)
    {
        var options = running.Site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var now = running.City.Time.GetUtcNow();
        var session = running.City.Use(async (CityDb db) =>
        {
            var open = new Session { Id = Guid.CreateVersion7(), PersonId = actor.Person, StartedAt = now.UtcDateTime, SeenAt = now.UtcDateTime };
            db.Add(open);
            await db.SaveChangesAsync();
            return open.Id;
        }).GetAwaiter().GetResult();
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, actor.Person.ToString()), new(ClaimTypes.Name, actor.Name), new(Session.Claim, session.ToString())], IdentityConstants.ApplicationScheme);
        var ticket = new AuthenticationTicket(new(identity), new() { IssuedUtc = now, ExpiresUtc = now.AddMinutes(30) }, IdentityConstants.ApplicationScheme);
        var browser = running.Visitor();
        browser.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}");
        return browser;
    }
}
