using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre db: bring the database up to date, give the serving role its rights, and print the tables that the model wants (for writing a migration).</summary>
static class DatabaseCommand
{
    public static Command Make()
    {
        var migrate = new Command("migrate", "Create the database or bring it up to date.").WithPlace();
        migrate.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            var ran = await Prepare.Run(scope.ServiceProvider, ct);
            Console.WriteLine(ran.Count == 0 ? "Up to date." : $"Ran {string.Join(", ", ran)}.");
        });

        var script = new Command("script", "Print the whole schema of the model as SQL, to write the next migration from.").WithPlace();
        script.SetAction(async (result, _) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            Console.WriteLine(scope.ServiceProvider.GetRequiredService<CityDb>().Database.GenerateCreateScript());
        });
        var app = new Argument<string>("role") { Description = "The role under which the server is to run." };
        var grant = new Option<bool>("--grant") { Description = "Run the statements, instead of printing them." };
        var roles = new Command("roles", "PostgreSQL: what the owner of the tables runs so that another role may serve the city without being able to change the record or any table.") { app, grant }.WithPlace();
        roles.SetAction(async (result, ct) =>
        {
            if (result.Place().Engine == Engine.Sqlite)
            {
                await Console.Error.WriteLineAsync("SQLite has no roles: what protects the record there is its chain, and the seals beside the keys. Name a PostgreSQL database.");
                return 2;
            }
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CityDb>();
            if (result.GetValue(grant)) await DatabaseRoles.Grant(db, result.GetValue(app)!, ct);
            else foreach (var statement in await DatabaseRoles.Statements(db, result.GetValue(app)!, ct)) Console.WriteLine(statement + ";");
            return 0;
        });
        return new("db", "Look after the database.") { migrate, script, roles };
    }
}
