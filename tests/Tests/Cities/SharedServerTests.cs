using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.People;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Backups;
using OneMetre.Web.Cities;
using OneMetre.Web.Commands;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Cities;

/// <summary>Several cities on one PostgreSQL server, each a schema.</summary>
public class SharedServerTests
{
    /// <summary>Two servers, as far as a city can tell, and schemas whose names no other test has: roles belong to the whole server.</summary>
    sealed class Servers : IAsyncDisposable
    {
        public required (CityPlace Place, string Database) First { get; init; }
        public required (CityPlace Place, string Database) Second { get; init; }
        public string A { get; } = "a_" + Guid.CreateVersion7().ToString("N");
        public string B { get; } = "b_" + Guid.CreateVersion7().ToString("N");

        public static async Task<Servers> Start() => new() { First = await City.EmptyDatabase(), Second = await City.EmptyDatabase() };

        public async ValueTask DisposeAsync()
        {
            foreach (var database in new[] { First.Database, Second.Database }) await City.OnServer($"DROP DATABASE {database} WITH (FORCE)");
            foreach (var role in new[] { A, B }) await City.OnServer($"DROP ROLE IF EXISTS {role}");
        }
    }

    static async Task<T> In<T>(CityPlace place, Func<IServiceProvider, Task<T>> act)
    {
        await using var services = PlaceOptions.Services(place);
        await using var scope = services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    static Task<int> Found(CityPlace place, string name) => In(place, async s => (await s.GetRequiredService<FoundCity>().Run("990100000000", name, null, "办公室", default)).Count);

    static async Task Write(CityPlace place, string key) => await In(place, async s => { await s.GetRequiredService<AuditLog>().Note(AuditKind.Write, "test", key, "written"); return 0; });

    static Task<int> Faults(CityPlace place) => In(place, async s =>
    {
        var faults = 0;
        await foreach (var _ in s.GetRequiredService<AuditCheck>().Run(default)) faults++;
        return faults;
    });

    [Theory(SkipTestWithoutData = true), MemberData(nameof(City.OnPostgres), MemberType = typeof(City))]
    public async Task Two_cities_of_one_server_know_nothing_of_each_other(string engine)
    {
        Assert.Equal("Postgres", engine);
        await using var servers = await Servers.Start();
        var server = servers.First.Place;
        var (a, b) = (server with { Folder = server.Folder, Keys = Path.Combine(server.Folder, "a") }, server with { Keys = Path.Combine(server.Folder, "b") });
        a = a with { ConnectionString = await SharedServer.Add(a, servers.A, default) };
        b = b with { ConnectionString = await SharedServer.Add(b, servers.B, default) };
        Assert.Equal(3, await Found(a, "甲市"));
        Assert.Equal(3, await Found(b, "乙市"));
        await Write(a, "only-in-a");

        Assert.True(await In(a, s => s.GetRequiredService<CityDb>().Set<AuditEntry>().AnyAsync(e => e.Key == "only-in-a")));
        Assert.False(await In(b, s => s.GetRequiredService<CityDb>().Set<AuditEntry>().AnyAsync(e => e.Key == "only-in-a")));
        foreach (var statement in new[] { $"SELECT * FROM {servers.A}.platform_person", $"INSERT INTO {servers.A}.migration VALUES ('x')", $"SET ROLE {servers.A}", $"CREATE TABLE {servers.A}.mine (x int)", "CREATE SCHEMA mine" })
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => In(b, s => s.GetRequiredService<CityDb>().Database.ExecuteSqlRawAsync(statement)))).SqlState);
        Assert.Equal((0, 0), (await Faults(a), await Faults(b)));
        Assert.False(await In(b, s => DatabaseRoles.MayChangeRecord(s.GetRequiredService<CityDb>(), default)));

        var listed = new List<CityLine>();
        await foreach (var city in SharedServer.List(server, default)) listed.Add(city);
        Assert.Equal([(servers.A, "甲市", 0), (servers.B, "乙市", 0)], listed.Select(c => (c.Place, c.Name, c.Behind)));
        Assert.Contains(servers.A, (await Assert.ThrowsAsync<InvalidOperationException>(() => SharedServer.Add(server, servers.A, default))).Message, StringComparison.Ordinal);
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(City.OnPostgres), MemberType = typeof(City))]
    public async Task A_city_moves_while_people_write_and_loses_nothing(string engine)
    {
        Assert.Equal("Postgres", engine);
        await using var servers = await Servers.Start();
        var old = servers.First.Place;
        var to = old with { ConnectionString = servers.Second.Place.ConnectionString };
        var serving = old with { ConnectionString = await SharedServer.Add(old, servers.A, default) };
        var owning = old.In(servers.A);
        await Found(serving, "甲市");

        // Two who write until they are refused: one under the serving role, and one under the owner's, whom no right could stop.
        var written = new System.Collections.Concurrent.ConcurrentBag<string>();
        var began = new CountdownEvent(2);
        var writers = new[] { serving, owning }.Select((place, who) => Task.Run(async () =>
        {
            var refused = await Record.ExceptionAsync(async () =>
            {
                for (var n = 0; n < 100_000; n++)
                {
                    await Write(place, $"{who}-{n}");
                    written.Add($"{who}-{n}");
                    if (n == 3) began.Signal();
                }
            });
            Assert.IsAssignableFrom<System.Data.Common.DbException>(refused?.GetBaseException());
        })).ToList();
        began.Wait(TestContext.Current.CancellationToken);
        var moved = await MoveCity.Run(old, to, servers.A, City.Noon.UtcDateTime, default);
        await Task.WhenAll(writers);

        var there = to with { ConnectionString = moved.Connection };
        var arrived = await In(there, s => s.GetRequiredService<CityDb>().Set<AuditEntry>().Where(e => e.Entity == "test").Select(e => e.Key).ToListAsync());
        Assert.Equal(written.Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
        Assert.Equal((0, 0), (moved.AuditFaults, await Faults(there)));
        await Write(there, "goes-on");
        Assert.Equal(PostgresErrorCodes.CheckViolation, ((PostgresException)(await Assert.ThrowsAnyAsync<Exception>(() => Write(old.In(moved.KeptAs), "late"))).GetBaseException()).SqlState);

        // Nothing is put over what is there.
        await Assert.ThrowsAsync<BackupBroken>(() => MoveCity.Run(old, to, servers.A, City.Noon.UtcDateTime, default));
        Assert.Empty(Directory.EnumerateDirectories(old.Backups, Scratch.Prefix + "*"));
    }
}
