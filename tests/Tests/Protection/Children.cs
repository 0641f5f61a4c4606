using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Protection;

/// <summary>A small city with two counties, a township and two villages in each, and whoever works there; every child is invented.</summary>
static class Children
{
    public const string CityCode = "990100000000", County = "990102000000", OtherCounty = "990103000000", Township = "990102001000", Village = "990102001001", NextVillage = "990102001002", FarVillage = "990103001001";

    /// <summary>Valid by its check digit, and nobody's: the area code is not given out.</summary>
    public const string Number = "990102201803070028", OtherNumber = "990102201905110035";

    public static async Task<Fixtures.City> Small(string engine, TimeProvider? time = null, Action<IServiceCollection>? more = null)
    {
        var city = await Fixtures.City.On(engine, time, more);
        await Regions(city);
        return city;
    }

    public static Task Regions(Fixtures.City city) => city.Use(async (CityDb db) =>
    {
        foreach (var (code, name) in new[] { (CityCode, "示范市"), (County, "清河区"), (OtherCounty, "临水县"), (Township, "兰河街道"), (Village, "柳塘社区"), (NextVillage, "桃园社区"), ("990103001000", "安平镇"), (FarVillage, "石桥村") })
            if (!await db.Set<Region>().AnyAsync(r => r.Code == code))
                db.Add(new Region { Id = Guid.CreateVersion7(), Code = code, Name = name, Level = RegionCode.Level(code), ValidFrom = new(2020, 1, 1) });
        await db.SaveChangesAsync();
    });

    public static Task<Actor> Director(this Fixtures.City city, string village = Village) => city.Actor(RoleCode.ChildDirector, $"村委会{village} {Guid.CreateVersion7():N}", "主任", village);

    public static ChildForm Form(string name = "演示甲乙", string? number = null, string village = Village) => new()
    {
        Name = name,
        IdKind = number is null ? "None" : "ResidentId",
        IdNumber = number,
        BirthDay = number is null ? "2016-04-09" : null,
        Sex = number is null ? "Girl" : null,
        Village = village,
        Address = "演示路七号院",
        Groups = ["LeftBehind", "InDifficulty"],
        GuardianName = "演示祖母",
        GuardianPhone = "139 0000 7788",
        Kinship = "Grandparent",
    };

    /// <summary>Registers a child as the director of its village.</summary>
    public static async Task<Guid> Child(this Fixtures.City city, Actor keeper, ChildForm? form = null)
    {
        var kept = await city.As(keeper, (RegisterChild register) => register.Run(form ?? Form(village: keeper.RegionCode), default));
        Assert.True(kept.Ok, string.Join(", ", kept.Problems.Select(p => p.Code)));
        return kept.Value;
    }
}
