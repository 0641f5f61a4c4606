using System.Globalization;

namespace OneMetre.Web.Demo;

/// <summary>A county of the demo city, as its table of counties gives it.</summary>
sealed record DemoCounty(string Code, string Key, string Name, DemoRegionKind Kind, int Towns, string Unit);

/// <summary>
/// The land of the demo city: 9 counties, 120 townships and 1,800 villages and neighbourhoods, with codes made as the statistics bureau makes them:
/// six digits of the county, three of the township (streets from 001, towns from 100, townships from 200), three of the village
/// (residents' committees from 001, villagers' committees from 200).
/// </summary>
static class DemoRegions
{
    public const int LargestScale = 8; // beyond, a township has more villages than its code range holds
    public const int VillagesPerScale = 1800;

    static readonly DateOnly Founded = new(2019, 1, 1);
    static readonly DateOnly ZoneFounded = new(2021, 6, 18);
    static readonly DateOnly Merged = new(2024, 7, 1);

    public static IReadOnlyList<DemoCounty> Counties { get; } =
    [
        .. DemoResource.Rows("counties.csv").Select(row =>
            new DemoCounty(row[0] + "000000", row[1], row[2], Enum.Parse<DemoRegionKind>(row[3]), int.Parse(row[4], CultureInfo.InvariantCulture), row[5])),
    ];

    public static IReadOnlyList<DemoRegion> Generate(int seed, int scale)
    {
        var regions = new List<DemoRegion> { new(DemoCity.Code, DemoCity.Name, DemoRegionKind.City, null, Founded) };
        var names = new Queue<string>(new DemoDice(seed, "towns").Shuffle(from a in "清云龙凤玉金石白青长安永福兴太和柳桃松竹荷梅桂" from b in "水泉山溪桥河塘岭湾坪林湖店集浦" select $"{a}{b}"));
        var towns = new List<DemoRegion>();

        foreach (var county in Counties)
        {
            var since = county.Kind == DemoRegionKind.FunctionalZone ? ZoneFounded : Founded;
            regions.Add(new(county.Code, county.Name, county.Kind, DemoCity.Code, since));
            var own = Towns(county, since, names);
            if (county.Key == "qinghe") regions.AddRange(Predecessors(county, own, names));
            towns.AddRange(own);
        }

        regions.AddRange(towns);
        regions.AddRange(Villages(towns, seed, scale));
        return regions;
    }

    static List<DemoRegion> Towns(DemoCounty county, DateOnly since, Queue<string> names)
    {
        var (streets, towns) = county.Kind switch
        {
            DemoRegionKind.FunctionalZone => (county.Towns, 0),
            DemoRegionKind.District => (county.Towns * 3 / 4, county.Towns),
            DemoRegionKind.CountyLevelCity => (4, 9),
            _ => (3, 8),
        };
        return
        [
            .. Enumerable.Range(0, county.Towns).Select(i =>
                i < streets ? Town(county, DemoRegionKind.Street, i + 1, names.Dequeue(), since)
                : i < streets + towns ? Town(county, DemoRegionKind.Town, i - streets, names.Dequeue(), since)
                : Town(county, DemoRegionKind.Township, i - streets - towns, names.Dequeue(), since)),
        ];
    }

    static DemoRegion Town(DemoCounty county, DemoRegionKind kind, int number, string name, DateOnly since)
    {
        var (first, suffix) = kind switch { DemoRegionKind.Street => (0, "街道"), DemoRegionKind.Town => (100, "镇"), _ => (200, "乡") };
        return new($"{county.Code[..6]}{first + number:000}000", name + suffix, kind, county.Code, since);
    }

    // 青禾县 joined a town and a township into a new town; both stay in the records with the day they ended and their successor.
    static DemoRegion[] Predecessors(DemoCounty county, List<DemoRegion> towns, Queue<string> names)
    {
        var index = towns.FindLastIndex(town => town.Kind == DemoRegionKind.Town);
        towns[index] = towns[index] with { ValidFrom = Merged };
        return
        [
            .. new[] { Town(county, DemoRegionKind.Town, 90, names.Dequeue(), Founded), Town(county, DemoRegionKind.Township, 90, names.Dequeue(), Founded) }
                .Select(old => old with { ValidTo = Merged, Successor = towns[index].Code }),
        ];
    }

    static IEnumerable<DemoRegion> Villages(List<DemoRegion> towns, int seed, int scale)
    {
        var dice = new DemoDice(seed, "villages");
        var counts = towns.ConvertAll(_ => 10);
        for (var rest = VillagesPerScale - 10 * towns.Count; rest > 0; rest--) counts[dice.Below(counts.Count)]++;

        for (var t = 0; t < towns.Count; t++)
        {
            var town = towns[t];
            var count = counts[t] * scale;
            var urban = town.Kind == DemoRegionKind.Street ? count * 4 / 5 : Math.Max(1, count / 8);
            var neighbourhoods = dice.Shuffle(from a in Blessings from b in Quarters select a + b);
            var villages = dice.Shuffle(from a in "柳杨枣梨槐石沙金大小上下东西南北前后新老高" from b in "河湾桥岭塘营店庙沟坡泉井寨屯口洼园堤圩" select $"{a}{b}");

            for (var i = 0; i < urban; i++)
                yield return Village(town, DemoRegionKind.ResidentsCommittee, i + 1, neighbourhoods[i] + "社区");
            for (var i = 0; i < count - urban; i++)
                yield return Village(town, DemoRegionKind.VillagersCommittee, 200 + i, villages[i] + "村");
        }
    }

    static readonly string[] Blessings = ["和平", "阳光", "文昌", "建设", "光明", "滨河", "朝阳", "幸福", "学府", "新民", "友谊", "锦绣", "春晖", "书香", "站前", "明珠"];
    static readonly string[] Quarters = ["", "里", "苑", "园", "新城", "花园", "东", "西", "南", "北"];

    static DemoRegion Village(DemoRegion town, DemoRegionKind kind, int number, string name) =>
        new($"{town.Code[..9]}{number:000}", name, kind, town.Code, town.ValidFrom, UrbanRuralClass: UrbanRuralClass(town.Kind, kind));

    static string UrbanRuralClass(DemoRegionKind town, DemoRegionKind village) => (town, village) switch
    {
        (DemoRegionKind.Street, DemoRegionKind.ResidentsCommittee) => "111",
        (DemoRegionKind.Street, _) => "112",
        (DemoRegionKind.Town, DemoRegionKind.ResidentsCommittee) => "121",
        (DemoRegionKind.Township, DemoRegionKind.ResidentsCommittee) => "210",
        _ => "220",
    };
}
