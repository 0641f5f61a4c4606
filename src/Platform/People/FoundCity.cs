using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;

namespace OneMetre.Platform.People;

/// <summary>Founds a city in an empty database: its name, its region, its office and its three administrators. Everyone else is added by them.</summary>
#pragma warning disable RS0030 // A city is founded before any door has a key.
public sealed class FoundCity(CityDb db, UserManager<Person> people, CitySettings settings, TimeProvider time)
{
    static readonly (string Account, RoleCode Role, string Title)[] Administrators =
        [("system", RoleCode.SystemAdmin, "系统管理员"), ("security", RoleCode.SecurityAdmin, "安全管理员"), ("audit", RoleCode.AuditAdmin, "审计管理员")];

    /// <summary>The accounts with their first passwords, which are kept nowhere; none when somebody already lives here. All or nothing.</summary>
    public async Task<IReadOnlyList<(string Account, string Password)>> Run(string code, string name, string? english, string office, CancellationToken ct)
    {
        if (await db.Set<Person>().AnyAsync(ct)) return [];
        (name, english, office) = (name.Trim(), english?.Trim(), office.Trim());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var today = ChinaTime.Today(time);
        var organiser = $"{name}妇女儿童工作委员会办公室";
        await settings.Set("city", new CityFace { RegionCode = code, Name = name, EnglishName = english ?? name, Organiser = organiser, EnglishOrganiser = english is null ? organiser : $"{english}, Working Committee on Women and Children" }, ct);
        db.Add(new Region { Id = NewId(), Code = code, Name = name, Level = RegionCode.Level(code), ValidFrom = today });
        var unit = new Unit { Id = NewId(), Name = organiser, ShortName = office, RegionCode = code, ValidFrom = today };
        db.Add(unit);
        await db.SaveChangesAsync(ct);

        var founded = new List<(string, string)>();
        foreach (var (account, role, title) in Administrators)
        {
            var person = new Person { Id = NewId(), UserName = account, DisplayName = title, MustChangePassword = true };
            var password = FirstPassword.New();
            var made = await people.CreateAsync(person, password);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(e => e.Description)));
            var post = new Post { Id = NewId(), UnitId = unit.Id, Role = role, RegionCode = code, Title = title };
            db.AddRange(post, new PostHolding { Id = NewId(), PostId = post.Id, PersonId = person.Id, From = today });
            founded.Add((account, password));
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return founded;
    }

    Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
