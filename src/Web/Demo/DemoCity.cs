using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;

namespace OneMetre.Web.Demo;

/// <summary>
/// 示范市, a city that does not exist, complete enough to try everything in it: land, units, people and two plans.
/// A pure function of its seed: the same seed gives the same city on every machine.
/// </summary>
sealed record DemoCity(
    IReadOnlyList<DemoRegion> Regions,
    IReadOnlyList<DemoUnit> Units,
    IReadOnlyList<DemoUnitGroup> Groups,
    IReadOnlyList<DemoPost> Posts,
    IReadOnlyList<DemoPerson> People,
    IReadOnlyList<DemoHolding> Holdings,
    IReadOnlyList<DemoPlan> Plans)
{
    public const string Name = "示范市";
    public const string Code = "990100000000"; // no province has the prefix 99

    /// <summary>Scale 1 is a city of 1,800 villages and 60 tasks; scale n has n times the villages, and 40 more tasks for each step.</summary>
    public static DemoCity Generate(int seed = 1, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, DemoRegions.LargestScale);

        var units = DemoUnits.All();
        var (posts, people, holdings) = DemoPeople.Generate(seed, units);
        return new(DemoRegions.Generate(seed, scale), units, DemoUnits.Groups(units), posts, people, holdings, PlansOf(scale));
    }

    // What a larger city has more of is not tasks in its own plan, but plans of its counties that pass the tasks on.
    static List<DemoPlan> PlansOf(int scale)
    {
        var plans = new List<DemoPlan> { new(Code, SamplePlan.Current), new(Code, SamplePlan.Earlier) };
        var counties = DemoRegions.Counties;
        for (var i = 0; i < scale - 1; i++)
        {
            var county = counties[i % counties.Count];
            var round = i / counties.Count;
            plans.Add(new(county.Code, SamplePlan.Current with
            {
                Title = SamplePlan.Current.Title.Replace(Name, county.Name, StringComparison.Ordinal),
                Issuer = county.Unit,
                Number = $"{county.Name[0]}政发〔2025〕{7 + round}号",
            }));
        }
        return plans;
    }
}

enum DemoRegionKind { City, District, County, CountyLevelCity, FunctionalZone, Street, Town, Township, ResidentsCommittee, VillagersCommittee }

/// <summary>One node of the area tree. ValidTo is the first day without it; UrbanRuralClass is the statistics bureau's (111 … 220), villages only.</summary>
sealed record DemoRegion(
    string Code, string Name, DemoRegionKind Kind, string? Parent, DateOnly ValidFrom, DateOnly? ValidTo = null, string? Successor = null,
    string? UrbanRuralClass = null)
{
    public RegionLevel Level => RegionCode.Level(Code);
}

/// <summary>A unit with every spelling under which documents print it. Kind: Government, Office, Department, PartyOrgan, Judiciary, MassOrganisation, ZoneCommittee.</summary>
sealed record DemoUnit(string Key, string Name, string ShortName, string Kind, IReadOnlyList<string> Aliases, string Region);

/// <summary>A name that stands for a set of units.</summary>
sealed record DemoUnitGroup(string Name, IReadOnlyList<string> Aliases, IReadOnlyList<DemoMember> Members);
sealed record DemoMember(string Unit, DateOnly From, DateOnly? Until = null);

/// <summary>A post in a unit; its key is also the sign-in name of whoever holds it. Region where it is not the unit's own: a village's child director is in the county's pay.</summary>
sealed record DemoPost(string Key, string Unit, RoleCode Role, string Title, string? Region = null);
sealed record DemoPerson(string Key, string Name, string? SignIn, string Extension);
sealed record DemoHolding(string Post, string Person, DateOnly From, DateOnly? Until = null);

/// <summary>A plan and the region it is in force for.</summary>
sealed record DemoPlan(string Region, SamplePlan Text);
