using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Units;

/// <summary>A unit or a group that a printed name may mean, with how sure that is: 1 for a registered name or alias, less for a likeness.</summary>
public sealed record UnitCandidate(Guid? UnitId, Guid? GroupId, string Name, double Confidence);

/// <summary>All names under which the units and groups in force today are known.</summary>
public sealed class UnitNames
{
    readonly Dictionary<string, UnitCandidate> exact = [];
    readonly List<(string Core, char? Level, bool Branch, UnitCandidate Candidate)> all = [];

    public UnitNames(IEnumerable<(string Name, Guid? Unit, Guid? Group, string Shown)> names)
    {
        foreach (var (name, unit, group, shown) in names)
        {
            var candidate = new UnitCandidate(unit, group, shown, 1);
            exact.TryAdd(Plain(name), candidate);
            all.Add((Core(name), Level(name) ?? Level(shown), IsBranch(name), candidate));
        }
    }

    /// <summary>The likeliest first, at most <paramref name="most"/>; an exact name or alias comes alone.</summary>
    public IReadOnlyList<UnitCandidate> Candidates(string printed, int most = 4)
    {
        if (exact.TryGetValue(Plain(printed), out var one)) return [one];
        var (core, level, branch) = (Core(printed), Level(printed), IsBranch(printed));
        return [.. all.Select(n => n.Candidate with { Confidence = Likeness(core, n.Core) * (IsOther(level, n.Level) || branch != n.Branch ? OtherBody : 1) }).Where(c => c.Confidence >= 0.34)
            .GroupBy(c => (c.UnitId, c.GroupId)).Select(g => g.MaxBy(c => c.Confidence)!).OrderByDescending(c => c.Confidence).ThenBy(c => c.Name, StringComparer.Ordinal).Take(most)];
    }

    /// <summary>A district's education bureau is not the city's, and a branch is not the whole: however alike the names are, such a proposal stays a doubtful one.</summary>
    const double OtherBody = 0.8;

    static bool IsOther(char? one, char? other) => one is not null && other is not null && one != other;
    static bool IsBranch(string name) => name.EndsWith("分局", StringComparison.Ordinal);

    /// <summary>市, 区, 县, 旗 or 省 where the name begins with it or with a place of that level; null for a name that tells no level.</summary>
    public static char? Level(string name)
    {
        const string levels = "省市区县旗";
        if (name.Length < 3 || name[0] == '各') return null;
        if (levels.Contains(name[0], StringComparison.Ordinal)) return name[0];
        // A place has two characters or more: 城市管理局 and 社区服务中心 name no place.
        for (var i = 2; i < Math.Min(5, name.Length - 1); i++)
            if (levels.Contains(name[i], StringComparison.Ordinal)) return name[i];
        return null;
    }

    static string Plain(string name) => name.Trim().Replace("(", "（", StringComparison.Ordinal).Replace(")", "）", StringComparison.Ordinal);

    /// <summary>The name without what documents leave out at will: a leading 市/区/县, and the word for the kind of body at the end.</summary>
    static string Core(string name)
    {
        var core = Plain(name);
        if (core.Length > 3 && core[0] is '市' or '区' or '县' or '旗' or '省') core = core[1..];
        foreach (var end in (ReadOnlySpan<string>)["委员会办公室", "委员会", "办公室", "局", "委", "办", "厅", "中心"])
            if (core.Length > end.Length + 1 && core.EndsWith(end, StringComparison.Ordinal)) return core[..^end.Length];
        return core;
    }

    /// <summary>Share of characters in common, in order (longest common subsequence): 卫健 is wholly inside 卫生健康.</summary>
    static double Likeness(string a, string b)
    {
        if (a.Length is 0 or > 40 || b.Length is 0 or > 40) return 0;
        Span<int> row = stackalloc int[b.Length + 1];
        row.Clear();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], a[i - 1] == b[j - 1] ? diagonal + 1 : Math.Max(row[j], row[j - 1]));
        }
        double common = row[b.Length];
        if (common < 2) return 0;
        return 0.99 * (0.6 * common / Math.Min(a.Length, b.Length) + 0.4 * common / Math.Max(a.Length, b.Length));
    }
}

/// <summary>The register of units: their names, aliases, groups and who belongs to a group on a day.</summary>
#pragma warning disable RS0030 // This is the door to units and groups.
public sealed class UnitRegister(CityDb db, TimeProvider time)
{
    public IQueryable<Unit> Units => db.Set<Unit>();
    public IQueryable<UnitGroup> Groups => db.Set<UnitGroup>();
    public IQueryable<UnitAlias> Aliases => db.Set<UnitAlias>();

    public IQueryable<UnitGroupMember> Members => db.Set<UnitGroupMember>().HeldOn(ChinaTime.Today(time));

    /// <summary>Every name of every unit and group in force today: three queries, however many names are matched afterwards.</summary>
    public async Task<UnitNames> Names(CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var units = await Units.Where(u => u.ValidTo == null || u.ValidTo > today).Select(u => new { u.Id, u.Name, u.ShortName }).ToListAsync(ct);
        var groups = await Groups.Select(g => new { g.Id, g.Name }).ToListAsync(ct);
        var aliases = await Aliases.Select(a => new { a.Name, a.UnitId, a.GroupId }).ToListAsync(ct);

        var shown = units.ToDictionary(u => u.Id, u => u.ShortName);
        var groupShown = groups.ToDictionary(g => g.Id, g => g.Name);
        return new(units.SelectMany(u => new[] { (u.Name, (Guid?)u.Id, (Guid?)null, u.ShortName), (u.ShortName, u.Id, null, u.ShortName) })
            .Concat(groups.Select(g => (g.Name, (Guid?)null, (Guid?)g.Id, g.Name)))
            .Concat(aliases.Select(a => (a.Name, a.UnitId, a.GroupId, a.UnitId is { } u ? shown.GetValueOrDefault(u, a.Name) : groupShown.GetValueOrDefault(a.GroupId ?? default, a.Name)))));
    }

    /// <summary>A new unit under the name that a document prints; the caller saves.</summary>
    public Unit AddUnit(string name, string regionCode)
    {
        var now = time.GetUtcNow();
        var unit = new Unit { Id = Guid.CreateVersion7(now), Name = name, ShortName = name, RegionCode = regionCode, ValidFrom = ChinaTime.Today(time) };
        db.Set<Unit>().Add(unit);
        return unit;
    }

    public void AddAlias(string name, string regionCode, Guid? unit, Guid? group) =>
        db.Set<UnitAlias>().Add(new() { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name, RegionCode = regionCode, UnitId = unit, GroupId = group });

    public UnitGroup AddGroup(string name, string regionCode)
    {
        var group = new UnitGroup { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = name, RegionCode = regionCode };
        db.Set<UnitGroup>().Add(group);
        return group;
    }
}
