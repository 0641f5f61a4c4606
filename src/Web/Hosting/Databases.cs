using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Watching;

namespace OneMetre.Web.Hosting;

enum Engine { Sqlite, Postgres }

/// <summary>Which database the city lives in.</summary>
sealed record CityConnection(Engine Engine, string ConnectionString);

static class Databases
{
    public static IServiceCollection AddCityDb(this IServiceCollection services, CityConnection city)
    {
        if (city.Engine == Engine.Sqlite) UseWriteAheadLog(city.ConnectionString);
        return services
            .AddSingleton(city)
            .AddSingleton(new ModuleAssemblies(Modules.Assemblies))
            .AddSingleton<ModuleWrites>()
            .AddSingleton<AuditChain>()
            .AddSingleton<IBulkRows, BulkRows>()
            .AddDbContext<CityDb>((services, options) =>
            {
                options.AddInterceptors(services.GetRequiredService<AuditChain>(), services.GetRequiredService<ModuleWrites>(), services.GetRequiredService<DatabaseTimes>());
                if (city.Engine == Engine.Sqlite) options.UseSqlite(city.ConnectionString).AddInterceptors(SqlitePragmas.One);
                else options.UseNpgsql(city.ConnectionString);
            }, optionsLifetime: ServiceLifetime.Singleton); // nothing in them differs from request to request
    }

    // The journal mode is kept in the file itself: readers then never wait for the one writer.
    static void UseWriteAheadLog(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }

    sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas One = new();
        const string Pragmas = "PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"; // what is erased is overwritten

        public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData) => Run(connection);

        public override Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Run(connection);
            return Task.CompletedTask;
        }

        static void Run(System.Data.Common.DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }
    }
}
