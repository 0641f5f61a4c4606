using Npgsql;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Backups;

/// <summary>An empty place in which a copy of the city is opened for a moment: a folder that only this account reads and, on PostgreSQL, a database of its own. Gone afterwards.</summary>
sealed class Scratch : IAsyncDisposable
{
    public const string Prefix = ".making-";

    readonly string? server;
    readonly string? database;

    Scratch(CityPlace place, string? server, string? database) => (Place, this.server, this.database) = (place, server, database);

    public CityPlace Place { get; }

    /// <summary>Beside the backups: the copy is as large as the city, and as secret. Without its own database, PostgreSQL is only named.</summary>
    public static Scratch In(CityPlace place, bool ownDatabase) => At(place, Path.Combine(place.Backups, Prefix + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal)), ownDatabase);

    /// <summary>Clears away what killed processes left; only while no other process can be at work.</summary>
    public static async Task Tidy(CityPlace place)
    {
        foreach (var folder in Directory.EnumerateDirectories(place.Backups, Prefix + "*"))
            await At(place, folder, ownDatabase: true).DisposeAsync();
    }

    static Scratch At(CityPlace place, string folder, bool ownDatabase)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (place.Engine == Engine.Sqlite) return new(new(folder, Engine.Sqlite, DatabaseCopy.Sqlite(Path.Combine(folder, "city.db"))) { Keys = place.Keys }, null, null);
        if (!ownDatabase) return new(place with { Folder = folder }, null, null);
        var connection = new NpgsqlConnectionStringBuilder(place.ConnectionString) { Database = $"onemetre_scratch_{Path.GetFileName(folder)[Prefix.Length..]}", Pooling = false };
        return new(new(folder, Engine.Postgres, connection.ConnectionString) { Keys = place.Keys }, place.ConnectionString, connection.Database);
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Place.Folder)) Directory.Delete(Place.Folder, recursive: true);
        if (server is null) return;
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }
}
