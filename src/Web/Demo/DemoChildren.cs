using System.Globalization;
using OneMetre.Platform.Regions;
using OneMetre.Protection.Contract;

namespace OneMetre.Web.Demo;

/// <summary>
/// The children of one street of the demo city, all invented: 64 files in eight neighbourhoods. None has the number of a paper, for any number could be somebody's; telephones are
/// of the exchange that exists in no place.
/// </summary>
static class DemoChildren
{
    public const string Township = "990102001000", Village = "990102001001";
    const int Villages = 8, PerVillage = 8;
    static readonly string[] GivenNames = ["小满", "子墨", "一诺", "欣怡", "浩然", "安然", "乐乐", "可心", "明轩", "思齐"];
    static readonly string[][] Groups = [["LeftBehind"], ["LeftBehind", "InDifficulty"], ["InDifficulty"], ["Migrant"], ["DeFactoUnattended", "InDifficulty"], ["Disabled", "PriorityVisit"], ["Orphan"]];

    public static IReadOnlyList<SeededChild> Generate(int seed, IReadOnlyList<DemoRegion> regions)
    {
        var dice = new DemoDice(seed, "children");
        var villages = regions.Where(r => r.Level == RegionLevel.Village && RegionCode.Covers(Township, r.Code)).OrderBy(r => r.Code, StringComparer.Ordinal).Take(Villages).ToList();
        var names = dice.Shuffle(from surname in "王李张刘陈杨赵黄周吴徐孙马朱胡林" from given in GivenNames select (Surname: surname, Given: given));
        return
        [
            .. villages.SelectMany((village, v) => Enumerable.Range(0, PerVillage).Select(i =>
            {
                var (surname, given) = names[v * PerVillage + i];
                var grandparent = dice.Below(3) > 0;
                return new SeededChild(
                    $"{surname}{given}", new DateOnly(2026, 11, 1).AddDays(-dice.Between(1200, 5600)), dice.Below(2) == 0, village.Code, $"{dice.Between(1, 40)}号楼{dice.Between(1, 6)}单元", dice.Pick(Groups),
                    $"{surname}{(grandparent ? "奶奶" : "叔叔")}", string.Create(CultureInfo.InvariantCulture, $"0990-555{dice.Between(1000, 9999)}"), grandparent, dice.Between(1, 110));
            })),
        ];
    }
}
