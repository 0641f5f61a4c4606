using System.CommandLine;
using OneMetre.Platform.Data;
using OneMetre.Platform.People;
using OneMetre.Platform.Regions;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre city: found a real city, with its name, its office and its three administrators.</summary>
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
        return new("city", "Found a city.") { found };
    }
}
