using System.CommandLine;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;
using OneMetre.Web.Backups;
using OneMetre.Web.Hosting;
using OneMetre.Web.Watching;

namespace OneMetre.Web.Commands;

/// <summary>onemetre serve: brings the database up to date and answers requests.</summary>
static class ServeCommand
{
    /// <summary>The environment variable with the token that opens /metrics; on the command line every account of the machine would see it.</summary>
    const string MetricsToken = "ONEMETRE_METRICS_TOKEN";
    const int ShortestToken = 32;

    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1.", DefaultValueFactory = _ => 5080 };
        var url = new Option<string?>("--url") { Description = "Address to listen on, instead of 127.0.0.1 and --port.", HelpName = "URL" };
        var host = new Option<string[]>("--host") { Description = "Name by which the site is called, besides localhost and the host of --url; may be repeated.", HelpName = "NAME", DefaultValueFactory = _ => [] };
        var proxy = new Option<string[]>("--proxy") { Description = "Address of a proxy on another machine, whose word on who asks is believed; may be repeated. One on this machine always is.", HelpName = "ADDRESS", DefaultValueFactory = _ => [] };
        proxy.Validators.Add(given => { foreach (var each in given.GetValueOrDefault<string[]>() ?? []) if (!IPAddress.TryParse(each, out _)) given.AddError($"--proxy takes an address of numbers, not {each}."); });
        var logs = new Option<LogStyle>("--logs") { Description = "Json: one line for each thing, without personal data. Text: for a developer's terminal; may quote what was typed.", DefaultValueFactory = _ => LogStyle.Json, HelpName = "json|text" };
        var requests = new Option<int>("--requests") { Description = "Requests answered at the same time; as many as four times this wait, the others get 503.", DefaultValueFactory = _ => new SiteGate().Requests, HelpName = "NUMBER" };
        var connections = new Option<int>("--connections") { Description = "Connections open at the same time.", DefaultValueFactory = _ => new SiteGate().Connections, HelpName = "NUMBER" };
        var signIns = new Option<int>("--sign-ins") { Description = "Sign-in forms that one address may send in a minute; an office behind one address may need more.", DefaultValueFactory = _ => new SiteGate().SignIns, HelpName = "NUMBER" };
        AtLeast(signIns, 1);
        AtLeast(requests, 4);
        AtLeast(connections, 16);
        var hour = new Option<string>("--backup-hour") { Description = "Hour of the day (0 to 23, UTC+8) at which the server makes its daily backup; off: somebody else does.", HelpName = "HOUR", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ONEMETRE_BACKUP_HOUR") ?? "2" };
        hour.Validators.Add(given => { if (!BackupPlan.TryParse(given.GetValueOrDefault<string>(), out _)) given.AddError("--backup-hour takes a number from 0 to 23, or off."); });
        var command = new Command("serve", "Serve the city's console and portal.") { port, url, host, proxy, logs, requests, connections, signIns, hour }.WithPlace();
        command.SetAction(async (result, ct) =>
        {
            var address = result.GetValue(url) ?? $"http://127.0.0.1:{result.GetValue(port)}";
            var hosts = result.GetValue(host)!;
            var (most, token) = (result.GetValue(requests), Environment.GetEnvironmentVariable(MetricsToken));
            if (token is { Length: > 0 and < ShortestToken })
            {
                await Console.Error.WriteLineAsync($"{MetricsToken} is shorter than {ShortestToken} characters: whoever guesses it reads the metrics.");
                return 1;
            }
            var gate = new SiteGate { SignIns = result.GetValue(signIns), Hosts = hosts, Proxies = [.. result.GetValue(proxy)!.Select(IPAddress.Parse)], Requests = most, RequestsOfOne = most * 3 / 8, Waiting = most * 4, Connections = result.GetValue(connections), MetricsToken = token is { Length: > 0 } ? token : null };
            var backups = BackupPlan.TryParse(result.GetValue(hour), out var plan) ? plan : null;
            await using var site = Site.Build(result.Place(), address, gate: gate, unified: UnifiedSignIn.FromEnvironment(), post: NoticePostPlan.FromEnvironment(), logs: result.GetValue(logs), backups: backups);
            await using (var scope = site.Services.CreateAsyncScope())
            {
                await Prepare.Run(scope.ServiceProvider, ct);
                if (scope.ServiceProvider.GetRequiredService<Sights>().Unknown is { Count: > 0 } unknown)
                {
                    await Console.Error.WriteLineAsync($"The setting \"sights\" names no rule by {string.Join(", ", unknown)}. 'onemetre city sights' lists them.");
                    return 1;
                }
                if (await DatabaseRoles.MayChangeRecord(scope.ServiceProvider.GetRequiredService<CityDb>(), ct))
                    Console.WriteLine("The database role of this server could change the audit record: serve under a role of 'onemetre db roles'.");
            }
            await site.StartAsync(ct);
            Console.WriteLine($"OneMetre 一米  {string.Join(' ', site.Urls)}"); // where it listens, also when port 0 left the choice to the system
            if (hosts.Length == 0 && !Gate.BoundTo(address).Any()) Console.WriteLine("Only calls to localhost are answered: name the site with --host.");
            await site.WaitForShutdownAsync(ct);
            return 0;
        });
        return command;
    }

    static void AtLeast(Option<int> option, int least) => option.Validators.Add(given =>
    {
        if (given.GetValueOrDefault<int>() < least) given.AddError($"{option.Name} must be {least} or more.");
    });
}
