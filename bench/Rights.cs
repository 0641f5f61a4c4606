using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;
using OneMetre.Programme.Board;
using OneMetre.Protection.Contract;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>
/// What rights and sealing cost: the board of ten thousand tasks with a department's predicate as a share of the same with the office's, which is empty; and the opening of
/// fifty sealed rows as a share of everything else that their list does. No kept pages: each round asks the database.
/// </summary>
#pragma warning disable RS0030 // The bench fills tables past the doors.
static class Rights
{
    const int Tasks = 10_000, Children = 2_000;
    const string City = "990100000000", Village = "990102001001";
    static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    public static Task Run(Figures figures) => BothEngines.Run(figures, "rights", (engine, place) => OnEngine(figures, engine, place));

    static async Task OnEngine(Figures figures, string engine, CityPlace place)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        Site.AddServices(collection, place, TimeProvider.System);
        await using var services = collection.BuildServiceProvider();
        Guid lead;
        await using (var scope = services.CreateAsyncScope())
        {
            await Prepare.Run(scope.ServiceProvider, default);
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            await BigProgramme.Fill(db, Tasks, TimeProvider.System.GetUtcNow().UtcDateTime);
            await FreshStatistics.Look(db, default); // as a server does at its start
            lead = await db.Set<Unit>().OrderBy(u => u.SortOrder).Select(u => u.Id).FirstAsync();
            db.Add(new Region { Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Code = Village, Name = "测速社区", Level = RegionLevel.Village, ValidFrom = new(2020, 1, 1) });
            await db.SaveChangesAsync();
            await scope.ServiceProvider.GetRequiredService<ISeedChildren>().Run(
                [.. Enumerable.Range(0, Children).Select(i => new SeededChild($"测速{i}", new(2015, 1, 1), true, Village, "测速路", ["LeftBehind"], "测速祖母", $"0990-555{i % 9000 + 1000}", true, i % 100))], default);
        }

        async Task<double> PerSecond<T>(RoleCode role, Guid unit, Func<T, Task> act) where T : notnull
        {
            var best = new List<double>();
            for (var run = 0; run < 4; run++)
            {
                var (watch, times) = (Stopwatch.StartNew(), 0);
                while (watch.Elapsed < Round)
                {
                    await using var scope = services.CreateAsyncScope();
                    scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(Guid.Empty, "", Guid.Empty, unit, "", role, "9901");
                    await act(scope.ServiceProvider.GetRequiredService<T>());
                    times++;
                }
                if (run > 0) best.Add(times / watch.Elapsed.TotalSeconds); // the first warms
            }
            return Figures.Median(best);
        }

        var all = new BoardFilter();
        var office = await PerSecond<ReadBoard>(RoleCode.Office, Guid.Empty, read => read.Run(all, default));
        var department = await PerSecond<ReadBoard>(RoleCode.DeptContact, lead, read => read.Run(all, default));
        figures.Tell($"{engine}: board {office:0} times a second with the empty predicate, {department:0} with a department's; one after the other, not kept");
        figures.Add($"rights-{engine}-board", department / office, "of-empty", ">=", 0.8);

        var list = 1 / await PerSecond<ReadChildren>(RoleCode.CivilAffairs, Guid.Empty, read => read.Run(new(null, false, null, 1), default));
        double open;
        await using (var scope = services.CreateAsyncScope())
        {
            var rows = await scope.ServiceProvider.GetRequiredService<CityDb>().Set<Child>().AsNoTracking().Take(ReadChildren.PageSize).ToListAsync();
            var vault = scope.ServiceProvider.GetRequiredService<Vault>();
            open = 1 / await PerSecond<Vault>(RoleCode.CivilAffairs, Guid.Empty, _ =>
            {
                foreach (var row in rows)
                {
                    vault.Open(row.Id, row.Name);
                    vault.Open(row.Id, row.BirthDay);
                }
                return Task.CompletedTask;
            });
        }
        figures.Tell($"{engine}: list of {ReadChildren.PageSize} of {Children} children {list * 1000:0.00} ms, of which opening {ReadChildren.PageSize * 2} values {open * 1000:0.00} ms ({CryptoChoice.OfEnvironment.Suite.Name})");
        figures.Add($"rights-{engine}-sealing", open / (list - open), "of-the-rest", "<=", 0.2);
    }
}
