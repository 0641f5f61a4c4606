using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>A small city with an office and people who report on its tasks.</summary>
#pragma warning disable RS0030 // The bench fills tables past the doors.
static class WorkingCity
{
    public const string Password = "bench-一米高度-2026";
    const int Tasks = 4;

    public static async Task<List<Reporter>> Found(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        await Prepare.Run(scope.ServiceProvider, default);
        var now = TimeProvider.System.GetUtcNow();
        await BigProgramme.Fill(db, Tasks, now.UtcDateTime);

        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var reporters = new List<Reporter>();
        var leads = await db.Set<ProgrammeTask>().OrderBy(t => t.SortOrder)
            .Select(t => new { t.Id, Unit = db.Set<TaskUnit>().Where(u => u.TaskId == t.Id && u.Primary).Select(u => u.UnitId!.Value).First(), Target = db.Set<TaskTarget>().Where(x => x.TaskId == t.Id).Select(x => x.Id).First() }).ToListAsync();
        foreach (var (lead, i) in leads.Select((l, i) => (l, i)))
        {
            await Hire($"contact{i}", lead.Unit, RoleCode.DeptContact);
            reporters.Add(new($"contact{i}", lead.Id, lead.Target));
        }
        reporters.Add(reporters[0]); // two windows on one task: the slower of two reports is refused
        await Hire("office", leads[0].Unit, RoleCode.Office);
        return reporters;

        async Task Hire(string name, Guid unit, RoleCode role)
        {
            var post = new Post { Id = Guid.CreateVersion7(now), UnitId = unit, Role = role, RegionCode = "990100000000", Title = name };
            var person = new Person { Id = Guid.CreateVersion7(now), UserName = name, DisplayName = name };
            db.AddRange(post, new PostHolding { Id = Guid.CreateVersion7(now), PostId = post.Id, PersonId = person.Id, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
            var made = await accounts.CreateAsync(person, Password);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join(' ', made.Errors.Select(e => e.Description)));
        }
    }
}
