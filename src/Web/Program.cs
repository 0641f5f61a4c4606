using System.CommandLine;
using OneMetre.Web.Commands;

var root = new RootCommand("OneMetre 一米: the platform on which a city runs its child-friendly-city programme.")
{
    ServeCommand.Make(),
    PlanCommand.Make(),
    CityCommand.Make(),
    DatabaseCommand.Make(),
    RegionsCommand.Make(),
    AuditCommand.Make(),
    VaultCommand.Make(),
    BackupCommand.Make(),
    RestoreCommand.Make(),
    DemoCommand.Make(),
    BenchCommand.Make(),
};
return await root.Parse(args).InvokeAsync();
