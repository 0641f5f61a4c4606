using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform;

public class AuditTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_write_leaves_who_did_what_before_and_after(string engine)
    {
        await using var city = await City.On(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办", "陈书宁");

        await city.As(officer, async (CityDb db) =>
        {
            var unit = await db.Set<Unit>().SingleAsync(u => u.Id == officer.Unit);
            unit.ShortName = "妇儿工委办";
            await db.SaveChangesAsync();
        });

        var entry = await city.Use((CityDb db) => db.Set<AuditEntry>().SingleAsync(a => a.Action == "changed"));
        Assert.Equal(("platform_unit", officer.Unit.ToString(), officer.Person, officer.Post), (entry.Entity, entry.Key, entry.PersonId, entry.PostId));
        Assert.Equal("""{"ShortName":["市妇儿工委办","妇儿工委办"]}""", entry.Changes);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_write_that_fails_leaves_no_entry(string engine)
    {
        await using var city = await City.On(engine);
        var officer = await city.Actor(RoleCode.Office, "市妇儿工委办");
        var before = await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync());

        await Assert.ThrowsAsync<DbUpdateException>(() => city.As(officer, async (CityDb db) =>
        {
            db.Add(new Unit { Id = officer.Unit, Name = "同一个编号", ShortName = "同", RegionCode = "990100000000" });
            await db.SaveChangesAsync();
        }));

        Assert.Equal(before, await city.Use((CityDb db) => db.Set<AuditEntry>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Credentials_are_never_written_into_the_trail(string engine)
    {
        await using var city = await City.On(engine);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new Person { Id = Guid.CreateVersion7(), UserName = "a", NormalizedUserName = "A", PasswordHash = "secret-hash", SecurityStamp = "secret-stamp" });
            await db.SaveChangesAsync();
        });
        Assert.DoesNotContain("secret", (await city.Use((CityDb db) => db.Set<AuditEntry>().SingleAsync())).Changes, StringComparison.Ordinal);
    }
}
