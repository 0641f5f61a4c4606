using System.CommandLine;
using System.Globalization;
using OneMetre.Platform.Backups;
using OneMetre.Platform.Data;
using OneMetre.Platform.People;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Web.Cities;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre city: found a real city, with its name, its office and its three administrators; and look after the cities of a shared server.</summary>
static class CityCommand
{
    public static Command Make()
    {
        var code = new Option<string>("--code") { Description = "The city's 12-digit area code, such as 371500000000.", Required = true };
        var name = new Option<string>("--name") { Description = "The city's name, such as 聊城市.", Required = true };
        var english = new Option<string?>("--english") { Description = "The city's name in English." };
        var office = new Option<string>("--office") { Description = "The office that runs the programme.", DefaultValueFactory = _ => "市妇儿工委办" };
        var found = new Command("found", "Found a city in an empty database; prints the first passwords of its three administrators, once.") { code, name, english, office }.WithPlace();
        found.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            if (!RegionCode.IsValid(result.GetValue(code)))
            {
                await Console.Error.WriteLineAsync("--code takes 12 digits, the first two not 00.");
                return 2;
            }
            await using var scope = services.CreateAsyncScope();
            await Prepare.Run(scope.ServiceProvider, ct);
            var founded = await scope.ServiceProvider.GetRequiredService<FoundCity>().Run(result.GetValue(code)!, result.GetValue(name)!, result.GetValue(english), result.GetValue(office)!, ct);
            if (founded.Count == 0)
            {
                await Console.Error.WriteLineAsync("Somebody already lives in this city. Choose another folder with --city.");
                return 1;
            }
            Console.WriteLine($"{result.GetValue(name)} is founded. Three people, three accounts; each password must be changed at the first sign-in:");
            foreach (var (account, password) in founded) Console.WriteLine($"  {account,-10} {password}");
            Console.WriteLine("Sign in as security to add everyone else.");
            return 0;
        });
        return new("city", "Found a city; and where one PostgreSQL server hosts several, add, list and move them.") { found, Sights(), Add(), List(), Move() };
    }

    static Command Sights()
    {
        var set = new Option<string[]>("--set") { Description = "Decide one otherwise, such as \"protection.child School Village=None\"; may be repeated. The server follows at its next start.", HelpName = "RULE=SIGHT", DefaultValueFactory = _ => [] };
        var command = new Command("sights", "Who sees how much of which kind of record (None, Counts, Masked, Clear), by role and level.") { set }.WithPlace();
        command.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            await Prepare.Run(scope.ServiceProvider, ct);
            var settings = scope.ServiceProvider.GetRequiredService<CitySettings>();
            var rules = scope.ServiceProvider.GetServices<SightRule>().ToDictionary(r => r.Name, StringComparer.Ordinal);
            var choices = await settings.Get("sights", new SightChoices(), ct);
            foreach (var each in result.GetValue(set)!)
            {
                if (each.Split('=') is not [var rule, var word] || !rules.ContainsKey(rule) || !Enum.TryParse<Sight>(word, out var sight) || !Enum.IsDefined(sight))
                {
                    await Console.Error.WriteLineAsync($"Not understood: {each}. Rules are those that 'onemetre city sights' lists; sights are {string.Join(", ", Enum.GetNames<Sight>())}.");
                    return 2;
                }
                choices.Changed[rule] = sight;
            }
            await settings.Set("sights", choices, ct);
            await scope.ServiceProvider.GetRequiredService<CityDb>().SaveChangesAsync(ct);
            foreach (var (name, rule) in rules) Console.WriteLine($"{name}={(choices.Changed.TryGetValue(name, out var changed) ? $"{changed} (instead of {rule.Sight})" : rule.Sight)}");
            return 0;
        });
        return command;
    }

    static Argument<string> Schema()
    {
        var schema = new Argument<string>("schema") { Description = "The city's schema, such as city_371500: a small letter, then small letters, digits and underscores." };
        schema.Validators.Add(given => { if (!SchemaName.IsValid(given.GetValueOrDefault<string>() ?? "")) given.AddError($"{given.GetValueOrDefault<string>()} cannot be a city's schema: a small letter, then small letters, digits and underscores, 40 at most."); });
        return schema;
    }

    static Command Add()
    {
        var schema = Schema();
        var command = new Command("add", "Make a city's schema, tables, keys and serving role on a PostgreSQL server that several cities share; prints the connection to serve it by, once. --postgres is the owner's.") { schema }.WithPlace();
        command.SetAction((result, ct) => OnPostgres(result, async server =>
        {
            var connection = await SharedServer.Add(server, result.GetValue(schema)!, ct);
            Console.WriteLine($"{result.GetValue(schema)} is ready; its keys are in {server.Keys}. Found the city, then serve it, with:");
            Console.WriteLine($"ONEMETRE_POSTGRES='{connection}'");
        }));
        return command;
    }

    static Command List()
    {
        var command = new Command("list", "The cities of a PostgreSQL server, or of the folders below a folder: place, name, area code, migrations that it lacks, megabytes, entries of its record, last write.").WithPlace();
        command.SetAction(async (result, ct) =>
        {
            await foreach (var city in SharedServer.List(result.Place(), ct))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{city.Place}\t{city.Name}\t{city.RegionCode}\t{city.Behind}\t{city.Bytes / 1048576.0:0.0}\t{city.Entries}\t{(city.LastWrite is { } at ? ChinaTime.Local(at) : null):yyyy-MM-dd HH:mm:ss}"));
        });
        return command;
    }

    static Command Move()
    {
        var schema = Schema();
        var to = new Option<string>("--to") { Description = "The owner's connection at the new server. Better: environment ONEMETRE_POSTGRES_TO.", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ONEMETRE_POSTGRES_TO") ?? "", HelpName = "CONNECTION" };
        var command = new Command("move", "Take a city to another PostgreSQL server while it is read: writers wait, everything is compared, and the old schema is kept under another name and takes no writes.") { schema, to }.WithPlace();
        command.SetAction((result, ct) => OnPostgres(result, async server =>
        {
            if (result.GetValue(to) is not { Length: > 0 } there) throw new InvalidOperationException("Name the new server with --to or ONEMETRE_POSTGRES_TO.");
            var moved = await MoveCity.Run(server, server with { ConnectionString = there }, result.GetValue(schema)!, TimeProvider.System.GetUtcNow().UtcDateTime, ct);
            Console.WriteLine($"{result.GetValue(schema)} has moved: {moved.AuditEntries} entries of its record were walked, {moved.AuditFaults} faults. The old schema is kept as {moved.KeptAs}. Serve the city with:");
            Console.WriteLine($"ONEMETRE_POSTGRES='{moved.Connection}'");
        }));
        return command;
    }

    static async Task<int> OnPostgres(ParseResult result, Func<CityPlace, Task> act)
    {
        var server = result.Place();
        if (server.Engine == Engine.Sqlite)
        {
            await Console.Error.WriteLineAsync("A city on SQLite is its folder: make it with 'city found', move it with 'backup' and 'restore'. Name a PostgreSQL server with ONEMETRE_POSTGRES.");
            return 2;
        }
        try
        {
            await act(server);
            return 0;
        }
        catch (Exception refused) when (refused is InvalidOperationException or BackupBroken)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
