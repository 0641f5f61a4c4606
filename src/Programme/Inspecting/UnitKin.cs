using OneMetre.Platform.Regions;

namespace OneMetre.Programme.Inspecting;

/// <summary>Why somebody of one unit does not inspect another: the same unit, a government and what stands under it, or the same line above and below (市教育局 and 区教育局).</summary>
enum Kin { SameUnit, Government, SameLine }

/// <summary>A unit as the check of a team sees it: full name and 12-digit region.</summary>
sealed record Body(Guid? Id, string Name, string Region);

/// <summary>
/// Whether two units stand above and below one another. Pure. The register keeps no hierarchy, so the names and regions speak: a government is above all units of its region, and of two units in regions of which
/// one lies within the other, those are of one line whose names mean the same work. Careful rather than lenient: a wrong refusal costs a telephone call, a wrong team the whole inspection.
/// </summary>
static class UnitKin
{
    static readonly string[] Ends = ["委员会", "办公室", "总局", "中心", "局", "委", "办", "厅", "处"];
    static readonly System.Buffers.SearchValues<char> Regions = System.Buffers.SearchValues.Create("省市区县旗镇乡");

    public static Kin? Between(Body a, Body b)
    {
        if (a.Id is not null && a.Id == b.Id) return Kin.SameUnit;
        if (!RegionCode.Covers(a.Region, b.Region) && !RegionCode.Covers(b.Region, a.Region)) return null;
        if ((IsGovernment(a.Name) && RegionCode.Covers(a.Region, b.Region)) || (IsGovernment(b.Name) && RegionCode.Covers(b.Region, a.Region))) return Kin.Government;
        var (first, second) = (Work(a.Name), Work(b.Name));
        return first.Length >= 2 && second.Length >= 2 && (first.Contains(second, StringComparison.Ordinal) || second.Contains(first, StringComparison.Ordinal)) ? Kin.SameLine : null;
    }

    /// <summary>Whether what somebody typed as their organisation is this unit.</summary>
    public static bool Names(string organisation, string name, string shortName) =>
        organisation.Length > 0 && (organisation.Contains(name, StringComparison.Ordinal) || organisation.Contains(shortName, StringComparison.Ordinal) || (organisation.Length >= 4 && name.Contains(organisation, StringComparison.Ordinal)));

    static bool IsGovernment(string name) => name.EndsWith("人民政府", StringComparison.Ordinal) || name.EndsWith("管理委员会", StringComparison.Ordinal) || name.EndsWith("管委会", StringComparison.Ordinal);

    /// <summary>示范市卫生健康委员会 → 卫生健康; 城市管理局 → 城市管理.</summary>
    static string Work(string name)
    {
        var region = name.AsSpan().IndexOfAny(Regions);
        if (region >= 0 && region < name.Length - 2 && !name.StartsWith("城市", StringComparison.Ordinal) && !name.StartsWith("城乡", StringComparison.Ordinal)) name = name[(region + 1)..];
        var end = Ends.FirstOrDefault(e => name.EndsWith(e, StringComparison.Ordinal) && name.Length > e.Length);
        return end is null ? name : name[..^end.Length];
    }
}
