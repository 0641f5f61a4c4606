using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Bench;

/// <summary>How large a played city is. The size is 40 units, 9 counties, 120 townships and 100 tasks.</summary>
sealed record YearSize(int Units, int Counties, int Townships, int Tasks)
{
    public static YearSize Whole { get; } = new(40, 9, 120, 100);
    public static YearSize Small { get; } = new(6, 2, 5, 12);
}

/// <summary>How a unit is with what it owes.</summary>
enum Temper { Punctual, Late, Never, Liar }

/// <summary>Somebody who acts in a played year.</summary>
sealed record Player(Guid Person, string Name, Guid Post, Guid Unit, string UnitName, RoleCode Role, string Region);

/// <summary>A clock that a player moves.</summary>
sealed class YearClock(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset now = now;
    public override DateTimeOffset GetUtcNow() => now;
    public void To(DateOnly day, TimeSpan of) => now = new(day.ToDateTime(TimeOnly.MinValue) + of, TimeSpan.FromHours(8));
}

/// <summary>Units, people and tasks of a played city, written past the doors: how a plan becomes tasks is tested elsewhere.</summary>
#pragma warning disable RS0030 // The bench fills tables past the doors.
sealed class YearCity(IServiceScopeFactory scopes, Random chance)
{
    const string Top = "990100000000";

    public List<Player> Players { get; } = [];
    public Dictionary<Guid, Temper> Tempers { get; } = [];
    public Guid Plan { get; } = Guid.CreateVersion7();

    public string NameOf(Guid unit) => Players.Find(p => p.Unit == unit)?.UnitName ?? "";

    public async Task Found(YearSize size)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        var office = Unit(db, "市妇儿工委办", Top);
        for (var i = 0; i < 3; i++) Hire(db, office, "市妇儿工委办", RoleCode.Office, Top);
        var departments = Enumerable.Range(1, size.Units).Select(n => Staffed(db, $"市第{n}局", Top, RoleCode.DeptContact)).ToList();
        var counties = Enumerable.Range(1, size.Counties).Select(n => Staffed(db, $"第{n}县人民政府", $"9901{n + 20:00}000000", RoleCode.CountyOffice)).ToList();
        var townships = Enumerable.Range(0, size.Townships).Select(n => Staffed(db, $"第{n + 1}乡镇人民政府", $"9901{n % size.Counties + 21:00}{n / size.Counties + 100:000}000", RoleCode.DeptContact)).ToList();
        Tempers[office] = Temper.Punctual;
        var groups = new[] { ("各县（市、区）人民政府", counties), ("各乡镇人民政府", townships) }.Select(g =>
        {
            var group = new UnitGroup { Id = Guid.CreateVersion7(), Name = g.Item1, RegionCode = Top };
            db.Add(group);
            db.AddRange(g.Item2.Select(u => new UnitGroupMember { Id = Guid.CreateVersion7(), GroupId = group.Id, UnitId = u, From = new(2020, 1, 1) }));
            return group.Id;
        }).ToList();

        db.Add(new Plan { Id = Plan, Title = "儿童友好城市建设实施方案", DocNumber = "政办字〔2025〕1号", StartYear = 2025, EndYear = 2027, ImportId = Guid.CreateVersion7(), AppliedAt = new(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc) });
        var domains = Enumerable.Range(0, 5).Select(n => new PlanDomain { Id = Guid.CreateVersion7(), PlanId = Plan, SortOrder = n, Label = $"{n + 1}、", Name = $"领域{n + 1}" }).ToList();
        db.AddRange(domains);
        for (var n = 0; n < size.Tasks; n++)
        {
            var task = new ProgrammeTask { Id = Guid.CreateVersion7(), PlanId = Plan, DomainId = domains[n * 5 / size.Tasks].Id, Label = $"任务{n + 1}", SortOrder = n, Title = $"第{n + 1}项工作", Text = "到2027年完成。", State = TaskState.InProgress, StartsOn = new(2025, 1, 1), Due = new(2026 + chance.Next(2), 12, 31), ImportId = Guid.CreateVersion7(), Progress = chance.Next(40), SearchText = $"任务{n + 1}" };
            db.Add(task);
            var order = 0;
            void Part(UnitRole role, Guid? unit, Guid? group, bool primary = false) => db.Add(new TaskUnit { Id = Guid.CreateVersion7(), TaskId = task.Id, UnitId = unit, GroupId = group, Role = role, PrintedName = "单位", SortOrder = order++, Primary = primary });
            var some = departments.OrderBy(_ => chance.Next()).Take(chance.Next(1, 6)).ToList();
            Part(UnitRole.Lead, some[0], null, primary: chance.Next(2) == 0);
            var second = some.Count > 2 && chance.Next(4) == 0;
            if (second) Part(UnitRole.Lead, some[1], null);
            foreach (var unit in some.Skip(second ? 2 : 1)) Part(chance.Next(6) == 0 ? UnitRole.Guiding : UnitRole.Cooperating, unit, null);
            if (chance.Next(4) == 0) Part(UnitRole.Territorial, null, groups[0]);
            if (chance.Next(20) == 0 || n == 0) Part(UnitRole.Territorial, null, groups[1]);
            db.Add(new TaskTarget { Id = Guid.CreateVersion7(), TaskId = task.Id, Text = "不少于100个", Metric = "数量", Comparator = ">=", Value = 100, MeasureUnit = "个", Kind = TargetKind.Quantified });
        }
        await db.SaveChangesAsync();
    }

    /// <summary>The holder of a post leaves and somebody else takes it on the same day.</summary>
    public async Task Replace(Player gone, DateOnly on)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        foreach (var holding in await db.Set<PostHolding>().Where(h => h.PostId == gone.Post && h.Until == null).ToListAsync()) holding.Until = on;
        var next = gone with { Person = Guid.CreateVersion7(), Name = gone.Name + "接" };
        db.Add(PersonOf(next));
        db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = gone.Post, PersonId = next.Person, From = on });
        await db.SaveChangesAsync();
        Players[Players.IndexOf(gone)] = next;
    }

    Guid Staffed(CityDb db, string name, string region, RoleCode role)
    {
        var unit = Unit(db, name, region);
        Hire(db, unit, name, role, region);
        if (chance.Next(10) < 7) Hire(db, unit, name, RoleCode.UnitLeader, region); // the others sign alone, and the record says so
        Tempers[unit] = chance.Next(20) switch { < 13 => Temper.Punctual, < 17 => Temper.Late, < 18 => Temper.Never, _ => Temper.Liar };
        return unit;
    }

    static Guid Unit(CityDb db, string name, string region)
    {
        var unit = new Unit { Id = Guid.CreateVersion7(), Name = name, ShortName = name, RegionCode = region, ValidFrom = new(2020, 1, 1) };
        db.Add(unit);
        return unit.Id;
    }

    void Hire(CityDb db, Guid unit, string unitName, RoleCode role, string region)
    {
        var player = new Player(Guid.CreateVersion7(), $"{unitName}{role}{Players.Count}", Guid.CreateVersion7(), unit, unitName, role, region);
        Players.Add(player);
        db.Add(PersonOf(player));
        db.Add(new Post { Id = player.Post, UnitId = unit, Role = role, RegionCode = region, Title = role.ToString() });
        db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = player.Post, PersonId = player.Person, From = new(2020, 1, 1) });
    }

    static Person PersonOf(Player player) => new() { Id = player.Person, UserName = player.Person.ToString("N"), NormalizedUserName = player.Person.ToString("N").ToUpperInvariant(), DisplayName = player.Name, SecurityStamp = player.Person.ToString("N"), LockoutEnabled = true };
}
