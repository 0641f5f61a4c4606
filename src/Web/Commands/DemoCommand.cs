using System.CommandLine;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Protection.Contract;
using OneMetre.Web.Demo;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre demo: founds an invented city with two plans and their past. It refuses a city in which somebody already lives.</summary>
static class DemoCommand
{
    public static Command Make()
    {
        var scale = new Option<int>("--scale") { Description = "1 for 1,800 villages; n for n times as many.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "Another seed gives another city.", DefaultValueFactory = _ => 1 };
        var command = new Command("demo", "Found the demo city in an empty database.") { scale, seed }.WithPlace();
        command.Subcommands.Add(Year());
        command.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            if (!await Found(services, result.GetValue(seed), result.GetValue(scale), ct))
            {
                await Console.Error.WriteLineAsync("Somebody already lives in this city. Choose another folder with --city.");
                return 1;
            }
            Console.WriteLine($"The demo city is founded. Sign in as office, wjw.contact or any other demo account; the password of all is {DemoPeople.Password}");
            return 0;
        });
        return command;
    }

    /// <summary>onemetre demo year: plays the programme year of an invented city with the use cases themselves and tells whether what must hold has held. It touches no city.</summary>
    static Command Year()
    {
        var seed = new Option<int>("--seed") { Description = "Another seed plays another year.", DefaultValueFactory = _ => 1 };
        var command = new Command("year", "Play a programme year of 40 units, 9 counties and 120 townships: late, untrue, sent back, raised, unannounced; exits 1 if an invariant broke.") { seed };
        command.SetAction((result, ct) => BenchCommand.HandOver(["year", "--seed", result.GetValue(seed).ToString(System.Globalization.CultureInfo.InvariantCulture)], ct));
        return command;
    }

    /// <summary>Founds the demo city; false when the database already has people in it.</summary>
    public static async Task<bool> Found(IServiceProvider services, int seed, int scale, CancellationToken ct)
    {
        await using (var scope = services.CreateAsyncScope())
        {
            await Prepare.Run(scope.ServiceProvider, ct);
            var city = ActivatorUtilities.CreateInstance<SeedCity>(scope.ServiceProvider);
            if (await city.IsFounded(ct)) return false;
            var demo = DemoCity.Generate(seed, scale);
            await city.Run(demo, ct);
            await scope.ServiceProvider.GetRequiredService<ISeedChildren>().Run(DemoChildren.Generate(seed, demo.Regions), ct);
        }
        await using (var scope = services.CreateAsyncScope())
        {
            await ActivatorUtilities.CreateInstance<ActAsOffice>(scope.ServiceProvider).Run(ct);
            var programme = ActivatorUtilities.CreateInstance<SeedProgramme>(scope.ServiceProvider);
            await programme.Run(ct);
            var today = ChinaTime.Today(scope.ServiceProvider.GetRequiredService<TimeProvider>());
            await scope.ServiceProvider.GetRequiredService<ISeedFigures>().Run(DemoFigures.Forms(today), DemoFigures.Values(seed, today), ct);
            await programme.Evaluate(ct);
        }
        return true;
    }

    /// <summary>Plans are handed in by the office: the first officer of the demo city.</summary>
    sealed class ActAsOffice(Microsoft.AspNetCore.Identity.UserManager<Person> people, PostHolder posts)
    {
        public async Task Run(CancellationToken ct) => await posts.TakePostOf((await people.FindByNameAsync("office"))!.Id, null, ct);
    }
}
