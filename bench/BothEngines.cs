using OneMetre.Web.Hosting;

namespace OneMetre.Bench;

/// <summary>Runs a bench on SQLite and, where it is installed, on PostgreSQL, each with a city of its own that goes away afterwards.</summary>
static class BothEngines
{
    /// <param name="name">Of the bench, in small letters: the database is named after it.</param>
    /// <param name="after">What follows while both cities are still there; it is given the folder of the embedded one.</param>
    public static async Task Run(Figures figures, string name, Func<string, CityPlace, Task> onEngine, Func<string, Task>? after = null)
    {
        var folder = Directory.CreateTempSubdirectory("onemetre-bench-").FullName;
        try
        {
            var embedded = Path.Combine(folder, "sqlite");
            await On("sqlite", CityPlace.Embedded(embedded));
            await using var postgres = await ThrowawayPostgres.Start();
            if (postgres is null) figures.Tell("PostgreSQL is not installed: its figures are missing");
            else await On("postgres", CityPlace.Postgres(Path.Combine(folder, "postgres"), $"{postgres.Connection};Database=onemetre_{name}_{Environment.ProcessId}"));
            if (after is not null) await after(embedded);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Task On(string engine, CityPlace place)
        {
            Directory.CreateDirectory(place.Folder);
            return onEngine(engine, place);
        }
    }
}
