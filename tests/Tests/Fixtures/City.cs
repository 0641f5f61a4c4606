using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Fixtures;

/// <summary>
/// A fresh, migrated city of its own for one test, on SQLite, and on PostgreSQL too when ONEMETRE_TEST_POSTGRES holds a connection string
/// (without a database name). Migrations run once per engine and process; each city starts as a copy.
/// </summary>
public sealed class City : IAsyncDisposable
{
    static readonly string Root = RootOfThisRun();
    static readonly string Template = Directory.CreateDirectory(Path.Combine(Root, "template")).FullName;
    static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplate);
    static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplate);

    readonly ServiceProvider services;
    readonly string? postgresDatabase;

    City(CityPlace place, TimeProvider time, string? postgresDatabase, Action<IServiceCollection>? more)
    {
        (Place, Time, this.postgresDatabase) = (place, time, postgresDatabase);
        var collection = new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
        Site.AddServices(collection, place, time);
        collection.AddSingleton(new PaperPress(null)); // an office program takes seconds for each paper; PaperTests ask it
        more?.Invoke(collection);
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    internal CityPlace Place { get; }
    public TimeProvider Time { get; }

    // As in production; but a server of many cities has no room for what a city has left behind.
    const string Pool = "Maximum Pool Size=25;Connection Idle Lifetime=5;Connection Pruning Interval=5";

    static string? Server => Environment.GetEnvironmentVariable("ONEMETRE_TEST_POSTGRES");

    /// <summary>The engines to test on, for a theory's MemberData.</summary>
    public static TheoryData<string> Engines => Server is null ? ["Sqlite"] : ["Sqlite", "Postgres"];

    /// <summary>For what only PostgreSQL has.</summary>
    public static TheoryData<string> OnPostgres => Server is null ? [] : ["Postgres"];

    /// <summary>A day in the middle of both demo plans, so that no test depends on the real clock.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 4, 0, 0, TimeSpan.Zero);

    public static async Task<City> On(string engine, TimeProvider? time = null, Action<IServiceCollection>? more = null)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var folder = Directory.CreateDirectory(Path.Combine(Root, id)).FullName;
        time ??= new StoppedClock(Noon);
        if (engine == "Sqlite")
        {
            File.Copy(await SqliteTemplate.Value, Path.Combine(folder, "city.db"));
            CopyKeys(folder);
            return new(CityPlace.Embedded(folder) with { ConnectionString = $"Data Source={Path.Combine(folder, "city.db")}" }, time, null, more);
        }

        var database = "onemetre_" + id;
        await OnServer($"CREATE DATABASE {database} TEMPLATE {await PostgresTemplate.Value}");
        CopyKeys(folder);
        return new(CityPlace.Postgres(folder, $"{Server};Database={database};{Pool}"), time, database, more);
    }

    /// <summary>The same database on PostgreSQL, reached by another role, with files of its own. Dispose it before this one.</summary>
    internal City Under(string role)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, Guid.CreateVersion7().ToString("N"))).FullName;
        CopyKeys(folder);
        return new(CityPlace.Postgres(folder, new NpgsqlConnectionStringBuilder(Place.ConnectionString) { Username = role }.ConnectionString), Time, null, null);
    }

    /// <summary>Runs with a service in a scope of its own, as nobody.</summary>
    public Task<TResult> Use<TService, TResult>(Func<TService, Task<TResult>> act) where TService : notnull => As(null, act);

    public Task Use<TService>(Func<TService, Task> act) where TService : notnull => As<TService, int>(null, async s => { await act(s); return 0; });

    public Task As<TService>(Actor? actor, Func<TService, Task> act) where TService : notnull => As<TService, int>(actor, async s => { await act(s); return 0; });

    /// <summary>Runs with a service in a scope of its own, as the given actor.</summary>
    public async Task<TResult> As<TService, TResult>(Actor? actor, Func<TService, Task<TResult>> act) where TService : notnull
    {
        await using var scope = services.CreateAsyncScope();
        if (actor is not null)
            scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(actor.Person, actor.Name, actor.Post, actor.Unit, actor.UnitName, actor.Role, RegionCode.Prefix(actor.RegionCode));
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A unit with one post and one person who holds it.</summary>
    public async Task<Actor> Actor(RoleCode role, string unitName, string name = "测试员", string regionCode = "990100000000", Guid? unit = null)
    {
        var actor = new Actor(Guid.CreateVersion7(), name, Guid.CreateVersion7(), unit ?? Guid.CreateVersion7(), unitName, role, regionCode);
        await Use(async (CityDb db) =>
        {
            if (unit is null) db.Add(new Unit { Id = actor.Unit, Name = unitName, ShortName = unitName, RegionCode = regionCode, ValidFrom = new(2020, 1, 1) });
            db.Add(new Person { Id = actor.Person, UserName = actor.Person.ToString("N"), NormalizedUserName = actor.Person.ToString("N").ToUpperInvariant(), DisplayName = name, TwoFactorEnabled = Policies.Administrators.Contains(role), SecurityStamp = actor.Person.ToString("N"), LockoutEnabled = true });
            db.Add(new Post { Id = actor.Post, UnitId = actor.Unit, Role = role, RegionCode = regionCode, Title = role.ToString() });
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = actor.Post, PersonId = actor.Person, From = new(2020, 1, 1) });
            await db.SaveChangesAsync();
        });
        return actor;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (Place.Engine == Engine.Postgres) NpgsqlConnection.ClearPool(new NpgsqlConnection(Place.ConnectionString));
        else SqliteConnection.ClearPool(new SqliteConnection(Place.ConnectionString));
        if (postgresDatabase is not null) await OnServer($"DROP DATABASE {postgresDatabase} WITH (FORCE)");
        Directory.Delete(Place.Folder, recursive: true);
    }

    static string RootOfThisRun()
    {
        var root = Directory.CreateTempSubdirectory("onemetre-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try { Directory.Delete(root, recursive: true); }
            catch (IOException) { } // a process that a test started may still close its files
        };
        return root;
    }

    // The data keys in the copied database are wrapped under the template's master key.
    static void CopyKeys(string folder) =>
        File.Copy(Path.Combine(Template, "keys", "master.key"), Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "keys")).FullName, "master.key"));

    static async Task<string> MakeSqliteTemplate()
    {
        await Migrate(CityPlace.Embedded(Template) with { ConnectionString = $"Data Source={Path.Combine(Template, "city.db")};Pooling=False" });
        return Path.Combine(Template, "city.db");
    }

    static async Task<string> MakePostgresTemplate()
    {
        var name = "onemetre_template_" + Guid.CreateVersion7().ToString("N");
        await OnServer($"CREATE DATABASE {name}");
        await Migrate(CityPlace.Postgres(Template, $"{Server};Database={name};Pooling=False"));
        return name;
    }

    static async Task Migrate(CityPlace place)
    {
        await using var city = new City(place, new StoppedClock(Noon), null, null).services;
        await using var scope = city.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CityDb>();
        await Migrator.Run(db, default);
        await scope.ServiceProvider.GetRequiredService<KeyRing>().Ensure(db, default);
        if (db.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>An empty database for several cities, as its owner sees it, with a folder for each name. Drop it with <see cref="OnServer"/>.</summary>
    internal static async Task<(CityPlace Place, string Database)> EmptyDatabase()
    {
        var name = "onemetre_shared_" + Guid.CreateVersion7().ToString("N");
        await OnServer($"CREATE DATABASE {name}");
        return (CityPlace.Postgres(Directory.CreateDirectory(Path.Combine(Root, name)).FullName, $"{Server};Database={name};Pooling=False"), name);
    }

    /// <summary>Runs a statement on the server of the tests, outside every city.</summary>
    internal static Task OnServer(string sql) => Run($"{Server};Database=postgres;Pooling=False", sql);

    /// <summary>Runs a statement in this city's database, past the product.</summary>
    internal Task InDatabase(string sql) => Run(Place.ConnectionString, sql);

    static async Task Run(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Somebody at work: the person, the post and its unit.</summary>
public sealed record Actor(Guid Person, string Name, Guid Post, Guid Unit, string UnitName, RoleCode Role, string RegionCode);

/// <summary>A clock that stands still until a test moves it. Timers are those of the system.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset now = now;
    public override DateTimeOffset GetUtcNow() => now;
    public void Move(TimeSpan by) => now += by;
}
