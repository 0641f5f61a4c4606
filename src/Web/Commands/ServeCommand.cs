using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Commands;

/// <summary>onemetre serve: brings the database up to date and answers requests.</summary>
static class ServeCommand
{
    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1.", DefaultValueFactory = _ => 5080 };
        var url = new Option<string?>("--url") { Description = "Address to listen on, instead of 127.0.0.1 and --port.", HelpName = "URL" };
        var host = new Option<string[]>("--host") { Description = "Name by which the site is called, besides localhost and the host of --url; may be repeated.", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var command = new Command("serve", "Serve the city's console and portal.") { port, url, host }.WithPlace();
        command.SetAction(async (result, ct) =>
        {
            var address = result.GetValue(url) ?? $"http://127.0.0.1:{result.GetValue(port)}";
            var hosts = result.GetValue(host)!;
            await using var site = Site.Build(result.Place(), address, gate: new() { Hosts = hosts }, unified: UnifiedSignIn.FromEnvironment());
            await using (var scope = site.Services.CreateAsyncScope())
            {
                await Prepare.Run(scope.ServiceProvider, ct);
                if (await DatabaseRoles.MayChangeRecord(scope.ServiceProvider.GetRequiredService<CityDb>(), ct))
                    Console.WriteLine("The database role of this server could change the audit record: serve under a role of 'onemetre db roles'.");
            }
            await site.StartAsync(ct);
            Console.WriteLine($"OneMetre 一米  {string.Join(' ', site.Urls)}"); // where it listens, also when port 0 left the choice to the system
            if (hosts.Length == 0 && !Gate.BoundTo(address).Any()) Console.WriteLine("Only calls to localhost are answered: name the site with --host.");
            await site.WaitForShutdownAsync(ct);
        });
        return command;
    }
}
