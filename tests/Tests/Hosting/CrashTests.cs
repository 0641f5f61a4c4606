using Npgsql;
using OneMetre.Bench;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Hosting;

/// <summary>The short form of 'onemetre bench crash'.</summary>
public class CrashTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Killed_again_and_again_under_writes_it_loses_nothing_and_leaves_nothing_half_done(string engine)
    {
        await using var city = await City.On(engine);
        var result = await Crash.At(city.Place, 5);
        Assert.InRange(result.Acknowledged, 2, int.MaxValue);
        Assert.Equal(new CrashResult(5, result.KillsInStart, result.Acknowledged, result.Jobs) { JobsAskedAgain = result.JobsAskedAgain }, result);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Killed_while_it_founds_its_tables_and_keys_it_starts_the_next_time(string engine)
    {
        await using var city = await City.On(engine); // for its folder and its server; each unborn city gets a place inside
        var databases = new List<string>();
        CityPlace Unborn(int n)
        {
            var folder = Path.Combine(city.Place.Folder, $"unborn{n}");
            if (engine == "Sqlite") return CityPlace.Embedded(folder);
            var connection = new NpgsqlConnectionStringBuilder(city.Place.ConnectionString);
            databases.Add(connection.Database += $"_{n}");
            return CityPlace.Postgres(folder, connection.ConnectionString);
        }
        try
        {
            Assert.Equal(0, await Crash.FirstStarts(Unborn, 2));
        }
        finally
        {
            foreach (var database in databases) await City.OnServer($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        }
    }
}
