using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre db: bring the database up to date, and print the tables that the model wants (for writing a migration).</summary>
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
        return new("db", "Look after the database.") { migrate, script };
    }
}
