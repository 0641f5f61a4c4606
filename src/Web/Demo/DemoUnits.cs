namespace OneMetre.Web.Demo;

/// <summary>The units of the demo city: its departments, party organs and mass organisations, one government per county, and the names that stand for sets of them.</summary>
static class DemoUnits
{
    static readonly DateOnly Start = new(2022, 1, 1);

    public static IReadOnlyList<DemoUnit> All() =>
    [
        .. DemoResource.Rows("units.csv").Select(row => CityUnit(row[0], row[1], row[2], row[3], row[4])),
        .. DemoRegions.Counties.Select(CountyUnit),
    ];

    public static IReadOnlyList<DemoUnitGroup> Groups(IReadOnlyList<DemoUnit> units)
    {
        var zone = DemoRegions.Counties.Single(county => county.Kind == DemoRegionKind.FunctionalZone).Key;
        var counties = DemoRegions.Counties.Where(county => county.Key != zone).Select(county => new DemoMember(county.Key, Start)).ToArray();
        var zones = new[] { new DemoMember(zone, Start) };
        var committee = units
            .Where(unit => unit.Region == DemoCity.Code && unit.Key is not ("szf" or "zfb" or "sji"))
            .Select(unit => unit.Key switch
            {
                "sjj" => new DemoMember(unit.Key, new(2024, 3, 1)), // founded then
                "shj" => new DemoMember(unit.Key, Start, new(2025, 1, 1)), // left the committee
                _ => new DemoMember(unit.Key, Start),
            });

        return
        [
            new("各县（市、区）人民政府", ["各县（市、区）政府", "各县市区人民政府", "各县（市、区）"], counties),
            new("市属开发区管委会", ["各开发区管委会", "市属各开发区管委会"], zones),
            new("各级政府", ["各级人民政府"], [new("szf", Start), .. counties, .. zones]),
            new("妇儿工委成员单位", ["市妇儿工委成员单位", "市妇女儿童工作委员会成员单位"], [.. committee]),
        ];
    }

    // 示范市卫生健康委员会 is also printed as 市卫生健康委员会, 中共示范市委宣传部 as 市委宣传部.
    static DemoUnit CityUnit(string key, string name, string shortName, string kind, string aliases)
    {
        var withoutCity = name.Replace("中共示范", "", StringComparison.Ordinal).Replace("共青团示范市委员会", "共青团市委员会", StringComparison.Ordinal)
            .Replace("示范市", "市", StringComparison.Ordinal);
        return new(key, name, shortName, kind, Distinct(name, shortName, [withoutCity, .. aliases.Split(';')]), DemoCity.Code);
    }

    static DemoUnit CountyUnit(DemoCounty county) => county.Kind == DemoRegionKind.FunctionalZone
        ? new(county.Key, county.Unit, county.Name + "管委会", "ZoneCommittee", ["市" + county.Name + "管委会", county.Name], county.Code)
        : new(county.Key, county.Unit, county.Name + "政府", "Government", [county.Name], county.Code);

    static string[] Distinct(string name, string shortName, string[] aliases) =>
        [.. aliases.Where(alias => alias.Length > 0 && alias != name && alias != shortName).Distinct()];
}
