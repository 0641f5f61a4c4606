using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;

namespace OneMetre.Web.Demo;

/// <summary>Writes the land, the units and the people of the demo city into an empty database.</summary>
#pragma warning disable RS0030 // A city is founded in bulk, before any door has a key.
sealed class SeedCity(CityDb db, IPasswordHasher<Person> passwords, CitySettings settings, RegionShapes shapes, TimeProvider time)
{
    public async Task Run(DemoCity city, CancellationToken ct)
    {
        await settings.Set("city", new CityFace { RegionCode = DemoCity.Code, Demo = true }, ct);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.AddRange(city.Regions.Select(RegionOf));

        var units = city.Units.Select((u, i) => (u.Key, Unit: new Unit { Id = NewId(), Name = u.Name, ShortName = u.ShortName, RegionCode = u.Region, ValidFrom = new(2022, 1, 1), SortOrder = i })).ToDictionary(u => u.Key, u => u.Unit);
        db.AddRange(units.Values);
        db.AddRange(city.Units.SelectMany(u => u.Aliases.Select(a => new UnitAlias { Id = NewId(), UnitId = units[u.Key].Id, RegionCode = DemoCity.Code, Name = a })));
        foreach (var group in city.Groups)
        {
            var row = new UnitGroup { Id = NewId(), Name = group.Name, RegionCode = DemoCity.Code };
            db.Add(row);
            db.AddRange(group.Aliases.Select(a => new UnitAlias { Id = NewId(), GroupId = row.Id, RegionCode = DemoCity.Code, Name = a }));
            db.AddRange(group.Members.Select(m => new UnitGroupMember { Id = NewId(), GroupId = row.Id, UnitId = units[m.Unit].Id, From = m.From, Until = m.Until }));
        }

        var posts = city.Posts.ToDictionary(p => p.Key, p => new Post { Id = NewId(), UnitId = units[p.Unit].Id, Role = p.Role, RegionCode = p.Region ?? units[p.Unit].RegionCode, Title = p.Title });
        db.AddRange(posts.Values);
        // One password for all demo accounts: hashed once, or a hundred people take ten seconds.
        var hash = passwords.HashPassword(new(), DemoPeople.Password);
        var people = city.People.ToDictionary(p => p.Key, p => new Person
        {
            Id = NewId(),
            DisplayName = p.Name,
            UserName = p.SignIn ?? p.Key,
            NormalizedUserName = (p.SignIn ?? p.Key).ToUpperInvariant(),
            PasswordHash = p.SignIn is null ? null : hash,
            SecurityStamp = NewId().ToString("N"),
            LockoutEnabled = true,
        });
        db.AddRange(people.Values);
        db.AddRange(city.Holdings.Select(h => new PostHolding { Id = NewId(), PostId = posts[h.Post].Id, PersonId = people[h.Person].Id, From = h.From, Until = h.Until }));
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        await shapes.Replace(DemoShapes.Generate(), DemoShapes.Source, ct);
    }

    public Task<bool> IsFounded(CancellationToken ct) => db.Set<Person>().AnyAsync(ct);

    Region RegionOf(DemoRegion region) => new()
    {
        Id = NewId(),
        Code = region.Code,
        Name = region.Name,
        Level = RegionCode.Level(region.Code),
        ParentCode = region.Parent,
        Kind = region.Kind == DemoRegionKind.FunctionalZone ? RegionKind.FunctionalZone : RegionKind.Ordinary,
        ValidFrom = region.ValidFrom,
        ValidTo = region.ValidTo,
        SuccessorCode = region.Successor,
    };

    Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
