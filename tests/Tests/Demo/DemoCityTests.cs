using System.Globalization;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Tests.Architecture;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Demo;

public class DemoCityTests
{
    static readonly DemoCity City = DemoCity.Generate();
    static readonly DateOnly Today = new(2026, 11, 22);

    static IEnumerable<DemoRegion> RegionsNow => City.Regions.Where(region => region.ValidTo is null || region.ValidTo > Today);

    [Fact]
    public void The_same_seed_makes_the_same_city()
    {
        var again = DemoCity.Generate();

        Assert.Equal(City.Regions, again.Regions);
        Assert.Equal(City.People, again.People);
        Assert.Equal(City.Holdings, again.Holdings);
        Assert.NotEqual(City.People, DemoCity.Generate(seed: 2).People);
    }

    // Written down once: whoever changes the generator sees that every demo city changes with it.
    [Fact]
    public void Chance_falls_the_same_way_everywhere() => Assert.Equal([61, 50, 66, 16, 74], Roll(new(1, "test"), times: 5));

    static IEnumerable<int> Roll(DemoDice dice, int times) => Enumerable.Range(0, times).Select(_ => dice.Below(100));

    [Fact]
    public void It_has_nine_counties_120_townships_and_1800_villages()
    {
        Assert.Equal(1, RegionsNow.Count(region => region.Level == RegionLevel.City));
        Assert.Equal(9, RegionsNow.Count(region => region.Level == RegionLevel.County));
        Assert.Equal(120, RegionsNow.Count(region => region.Level == RegionLevel.Township));
        Assert.Equal(1800, RegionsNow.Count(region => region.Level == RegionLevel.Village));
    }

    [Fact]
    public void Every_code_is_valid_and_unique_and_lies_below_its_parent()
    {
        var codes = City.Regions.Select(region => region.Code).ToHashSet();

        Assert.Equal(City.Regions.Count, codes.Count);
        Assert.All(City.Regions, region =>
        {
            Assert.True(RegionCode.IsValid(region.Code));
            if (region.Parent is null) return;
            Assert.Contains(region.Parent, codes);
            Assert.True(RegionCode.Covers(region.Parent, region.Code));
            Assert.Equal(RegionCode.Level(region.Parent) + 1, region.Level);
        });
    }

    [Fact]
    public void The_third_and_fourth_blocks_of_a_code_tell_the_kind_of_place() => Assert.All(City.Regions, region =>
    {
        var (town, village) = (int.Parse(region.Code[6..9], CultureInfo.InvariantCulture), int.Parse(region.Code[9..], CultureInfo.InvariantCulture));
        Assert.True(region.Kind switch
        {
            DemoRegionKind.Street => town is >= 1 and <= 99,
            DemoRegionKind.Town => town is >= 100 and <= 199,
            DemoRegionKind.Township => town is >= 200 and <= 399,
            DemoRegionKind.ResidentsCommittee => village is >= 1 and <= 199,
            DemoRegionKind.VillagersCommittee => village is >= 200 and <= 399,
            DemoRegionKind.FunctionalZone => region.Code[4] == '7',
            _ => town == 0,
        }, $"{region.Code} {region.Name} is no {region.Kind}");
    });

    [Fact]
    public void Two_places_of_one_parent_never_share_a_name() =>
        Assert.Equal(City.Regions.Count, City.Regions.Select(region => (region.Parent, region.Name)).Distinct().Count());

    [Fact]
    public void Two_merged_townships_name_the_town_that_followed_them()
    {
        var ended = City.Regions.Where(region => region.ValidTo is not null).ToArray();

        Assert.Equal(2, ended.Length);
        Assert.All(ended, region => Assert.Equal(region.ValidTo, City.Regions.Single(next => next.Code == region.Successor).ValidFrom));
    }

    [Fact]
    public void A_larger_city_has_more_villages_and_more_plans()
    {
        var large = DemoCity.Generate(scale: DemoRegions.LargestScale);

        Assert.Equal(1800 * DemoRegions.LargestScale, large.Regions.Count(region => region.Level == RegionLevel.Village));
        Assert.Equal(large.Regions.Count, large.Regions.Select(region => region.Code).Distinct().Count());
        Assert.Equal(1 + DemoRegions.LargestScale, large.Plans.Count);
        Assert.Equal(large.Plans.Count, large.Plans.Select(plan => plan.Text.Number).Distinct().Count());
    }

    [Fact]
    public void No_two_units_or_groups_share_a_name()
    {
        var names = City.Units.SelectMany(unit => unit.Aliases.Append(unit.Name).Append(unit.ShortName).Distinct())
            .Concat(City.Groups.SelectMany(group => group.Aliases.Append(group.Name))).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.DoesNotContain(names, string.IsNullOrWhiteSpace);
    }

    [Theory]
    [InlineData("市卫生健康委员会", "wjw")]
    [InlineData("市卫健委", "wjw")]
    [InlineData("市卫健局", "wjw")]
    [InlineData("市委宣传部", "xcb")]
    [InlineData("共青团市委员会", "tsw")]
    [InlineData("市妇女儿童工作委员会办公室", "fey")]
    public void A_printed_name_leads_to_its_unit(string printed, string key) =>
        Assert.Equal(key, City.Units.Single(unit => unit.Aliases.Append(unit.Name).Append(unit.ShortName).Contains(printed)).Key);

    [Fact]
    public void Every_unit_printed_in_the_plans_is_registered()
    {
        var names = City.Units.SelectMany(unit => unit.Aliases.Append(unit.Name).Append(unit.ShortName))
            .Concat(City.Groups.SelectMany(group => group.Aliases.Append(group.Name))).ToHashSet();

        Assert.All(City.Plans.SelectMany(plan => plan.Text.Tasks).SelectMany(task => task.LeadUnits.Concat(task.CooperatingUnits)), unit => Assert.Contains(unit, names));
    }

    [Fact]
    public void Every_member_of_a_group_is_a_unit()
    {
        var keys = City.Units.Select(unit => unit.Key).ToHashSet();

        Assert.Equal(City.Units.Count, keys.Count);
        Assert.All(City.Groups.SelectMany(group => group.Members), member => Assert.Contains(member.Unit, keys));
        Assert.Equal(8, City.Groups.Single(group => group.Name == "各县（市、区）人民政府").Members.Count);
    }

    [Fact]
    public void Every_post_is_held_by_one_person_today()
    {
        Assert.All(City.Posts, post => Assert.Single(City.Holdings, holding => holding.Post == post.Key && holding.From <= Today && (holding.Until is null || holding.Until > Today)));
        Assert.Equal(2, City.Posts.Count(post => post.Role == RoleCode.Office));
        Assert.Equal(9, City.Posts.Count(post => post.Role == RoleCode.CountyOffice));
        Assert.Equal(City.People.Count, City.People.Select(person => person.Name).Distinct().Count());
    }

    [Fact]
    public void The_sign_ins_that_the_start_script_prints_exist()
    {
        var script = File.ReadAllLines(Path.Combine(Repository.Root, "run")).Where(line => line.Contains(DemoPeople.Password)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).ToArray();

        Assert.Equal(8, script.Length);
        Assert.Subset(City.People.Select(person => person.SignIn).ToHashSet(), script.ToHashSet<string?>());
    }
}
