using System.CommandLine;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre vault: look after the keys under which identities lie sealed.</summary>
static class VaultCommand
{
    public static Command Make()
    {
        var @class = new Option<DataClass>("--class") { Description = "Sensitive (L3) or Sealed (L4).", DefaultValueFactory = _ => DataClass.Sensitive };
        var rotate = new Command("rotate", "Make new keys for a class and seal every value anew, while the city works. Stopped, it goes on where it was when called again.") { @class };
        rotate.WithPlace().SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            await Prepare.Run(scope.ServiceProvider, ct);
            var renewed = await scope.ServiceProvider.GetRequiredService<RotateKeys>().RunAmongOthers(result.GetValue(@class), (percent, _) =>
            {
                Console.WriteLine($"{percent} %");
                return Task.CompletedTask;
            }, ct);
            if (renewed < 0)
            {
                await Console.Error.WriteLineAsync("Only Sensitive and Sealed are encrypted.");
                return 2;
            }
            Console.WriteLine($"{renewed} values sealed anew. The old keys are retired; backups from before still need them.");
            return 0;
        });

        var status = new Command("status", "List the data keys: class, use, algorithms, age. Never the keys themselves.").WithPlace();
        status.SetAction(async (result, ct) =>
        {
            await using var services = PlaceOptions.Services(result.Place());
            await using var scope = services.CreateAsyncScope();
            await foreach (var key in KeyRing.List(scope.ServiceProvider.GetRequiredService<CityDb>()).WithCancellation(ct))
                Console.WriteLine($"{key.Id,4}  {key.Class,-10} {key.Use,-8} {CryptoSuite.Of(key.Suite).Name,-9} kept by {key.Keeper}, made {key.MadeAt:yyyy-MM-dd}{(key.RetiredAt is { } at ? $", retired {at:yyyy-MM-dd}" : "")}");
        });
        return new("vault", "Look after the keys of what is sealed.") { rotate, status };
    }
}
