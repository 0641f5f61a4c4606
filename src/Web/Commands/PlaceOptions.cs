using System.CommandLine;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>The options by which every command finds its city: a folder, and PostgreSQL instead of the embedded database where asked for.</summary>
static class PlaceOptions
{
    static readonly Option<string> Folder = new("--city") { Description = "Folder of the city: embedded database, files, keys.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ONEMETRE_CITY") ?? ".city", HelpName = "FOLDER" };

    static readonly Option<string?> Postgres = new("--postgres") { Description = "Connection string of a PostgreSQL database, instead of the embedded SQLite. Better: environment ONEMETRE_POSTGRES.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ONEMETRE_POSTGRES"), HelpName = "CONNECTION" };

    public static Command WithPlace(this Command command)
    {
        command.Options.Add(Folder);
        command.Options.Add(Postgres);
        return command;
    }

    /// <summary>The options of a command that names its folder itself.</summary>
    public static Command WithDatabase(this Command command)
    {
        command.Options.Add(Postgres);
        return command;
    }

    public static CityPlace Place(this ParseResult result) => result.Place(result.GetValue(Folder)!);

    public static CityPlace Place(this ParseResult result, string folder)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var place = result.GetValue(Postgres) is { Length: > 0 } connection ? CityPlace.Postgres(folder, connection) : CityPlace.Embedded(folder);
        if (place.Engine == Engine.Postgres && Environment.GetEnvironmentVariable("ONEMETRE_POSTGRES_READERS") is { Length: > 0 } readers) place = place with { Readers = readers };
        if (place.Engine == Engine.Postgres && Environment.GetEnvironmentVariable("ONEMETRE_POSTGRES_DIRECT") is { Length: > 0 } direct) place = place with { Direct = direct };
        return Environment.GetEnvironmentVariable("ONEMETRE_BACKUPS") is { Length: > 0 } backups ? place with { Backups = Path.GetFullPath(backups) } : place;
    }

    /// <summary>The product's services without the web server.</summary>
    public static ServiceProvider Services(CityPlace place)
    {
        var services = new ServiceCollection().AddLogging();
        Site.AddServices(services, place, TimeProvider.System);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
