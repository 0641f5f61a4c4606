using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Consenting;
using OneMetre.Protection.Erasing;
using OneMetre.Protection.Looking;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Protection;

/// <summary>What is erased is gone from rows, history, search and the raw files; not even its sealed form is left, and a restored backup forgets it again.</summary>
public class EraseTests
{
    static async Task<(City City, StoppedClock Clock, Actor Director, Actor County, Guid Child)> WithAFullFile(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        var city = await Children.Small(engine, clock);
        var director = await city.Director();
        var child = await city.Child(director, Children.Form("演示将清", Children.Number));
        var guardian = (await city.As(director, (ReadChild r) => r.Run(child, "read", default)))!.Guardians.Single().Id;
        Assert.True((await city.As(director, (KeepConsent k) => k.Run(child, new() { Scope = "Photos", Guardian = guardian.ToString() }, default))).Ok);
        var asker = await city.Actor(RoleCode.CivilAffairs, "市民政局", regionCode: Children.CityCode);
        Assert.True((await city.As(asker, (AskForLook ask) => ask.Run(child, "演* · 2018-**-**", Children.Village, new() { Purpose = "CheckBenefit", Reason = "核对演示将清的补贴" }, default))).Ok);
        return (city, clock, director, await city.Actor(RoleCode.CivilAffairs, "清河区民政局", regionCode: Children.County), child);
    }

    /// <summary>The sealed form of everything on the child, as it lies in the database now.</summary>
    static Task<List<byte[]>> Sealed(City city, Guid child) => city.Use(async (CityDb db) =>
    {
        var row = await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == child);
        var guardian = await db.Set<Guardian>().AsNoTracking().SingleAsync(g => g.ChildId == child);
        var wish = await db.Set<Disclosure>().AsNoTracking().SingleAsync(d => d.Subject == child);
        return new[] { row.Name, row.IdNumber!, row.BirthDay, row.Address!, guardian.Name, guardian.Phone!, wish.Label!, wish.Reason! }.Select(s => s.Stored).ToList();
    });

    static async Task<int> Left(City city, IEnumerable<byte[]> values)
    {
        var everything = await RawDatabase.Read(city);
        // In the raw file as bytes; in PostgreSQL's text as hexadecimal.
        return values.Count(v => everything.AsSpan().IndexOf(v) >= 0 || everything.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(v))) >= 0);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_of_an_erased_child_is_left_not_even_sealed(string engine)
    {
        var (city, _, director, county, child) = await WithAFullFile(engine);
        await using var _ = city;
        var values = await Sealed(city, child);
        Assert.Equal(values.Count, await Left(city, values));

        Assert.Equal("protection.close-first", (await city.As(county, (EraseChild e) => e.Run(child, default))).Problems[0].Code);
        Assert.True((await city.As(director, (CloseChild c) => c.Run(child, default))).Ok);
        Assert.False((await city.As(director, (EraseChild e) => e.Run(child, default))).Ok); // whoever keeps a file cannot make it vanish
        Assert.True((await city.As(county, (EraseChild e) => e.Run(child, default))).Ok);

        Assert.Equal(0, await Left(city, values));
        await city.Use(async (CityDb db) =>
        {
            Assert.Equal(0, await db.Set<SearchToken>().CountAsync());
            Assert.Equal((0, 0, 0, 0, 0), (await db.Set<Child>().CountAsync(), await db.Set<Guardian>().CountAsync(), await db.Set<ChildLabel>().CountAsync(), await db.Set<Consent>().CountAsync(), await db.Set<Disclosure>().CountAsync()));
            Assert.Equal(1, await db.Set<AuditEntry>().CountAsync(e => e.Action == "erased" && e.Key == child.ToString() && e.PersonId == county.Person));
        });
        await city.Use(async (AuditCheck check) => { await foreach (var fault in check.Run(default)) Assert.Fail(fault.ToString()); });
        // The number is free again.
        Assert.True((await city.As(director, (RegisterChild r) => r.Run(Children.Form(number: Children.Number), default))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_backup_from_before_forgets_again_whom_the_ledger_names(string engine)
    {
        var (city, _, director, county, child) = await WithAFullFile(engine);
        await using var _ = city;
        var other = await city.Child(director, Children.Form("演示留下"));
        Assert.True((await city.As(director, (CloseChild c) => c.Run(child, default))).Ok);
        // Somebody erases; then the rows come back, as from a backup.
        var rows = await city.Use(async (CityDb db) => await db.Set<Child>().AsNoTracking().SingleAsync(c => c.Id == child));
        Assert.True((await city.As(county, (EraseChild e) => e.Run(child, default))).Ok);
        await city.Use(async (CityDb db) => { db.Add(rows); await db.SaveChangesAsync(); });
        Assert.Equal(2, await city.Use((CityDb db) => db.Set<Child>().CountAsync()));

        Assert.Equal(1, await city.Use((Erasures e) => e.Replay(default)));
        Assert.Equal([other], await city.Use((CityDb db) => db.Set<Child>().Select(c => c.Id).ToListAsync()));
        Assert.Equal(0, await city.Use((Erasures e) => e.Replay(default)));
        Assert.DoesNotContain("演示", string.Concat(Directory.GetFiles(city.Place.Keys, "*.log").Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_closed_file_is_erased_on_its_day_and_an_open_one_never(string engine)
    {
        var (city, clock, director, _, child) = await WithAFullFile(engine);
        await using var _ = city;
        var open = await city.Child(director, Children.Form("演示在册"));
        Assert.True((await city.As(director, (CloseChild c) => c.Run(child, default))).Ok);
        clock.Move(new DateTimeOffset(2029, 11, 19, 15, 0, 0, TimeSpan.Zero) - City.Noon); // still the 19th in China: one day short of three years
        Assert.Equal(0, await city.Use((EraseExpired e) => e.Run(default)));
        clock.Move(TimeSpan.FromHours(2)); // past midnight of the 20th in China
        Assert.Equal(1, await city.Use((EraseExpired e) => e.Run(default)));
        Assert.Equal([open], await city.Use((CityDb db) => db.Set<Child>().Select(c => c.Id).ToListAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_guardian_can_be_given_everything_and_told_who_looked(string engine)
    {
        var (city, _, director, county, child) = await WithAFullFile(engine);
        await using var _ = city;
        Assert.NotNull(await city.As(county, (ReadChild r) => r.Run(child, "read", default)));
        var held = await city.As(director, (ReadHeld r) => r.Run(child, default));
        Assert.Equal(("演示将清", Children.Number, "演示路七号院"), (held!.File.Name, held.File.IdNumber, held.File.Address));
        Assert.Contains(held.Events, e => e is { Kind: AuditKind.Read, Role: RoleCode.CivilAffairs, Unit: "清河区民政局" });
        Assert.Contains(held.Events, e => e is { Kind: AuditKind.Permission, Action: "asked", Purpose: "CheckBenefit", Unit: "市民政局" });
        Assert.Contains(held.Events, e => e.Kind == AuditKind.Write && e.Fields.Contains("Name"));
        var next = await city.Director(Children.NextVillage);
        Assert.Null(await city.As(next, (ReadHeld r) => r.Run(child, default)));
    }
}
