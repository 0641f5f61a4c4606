using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Minors;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Ui;
using OneMetre.Protection.Consenting;
using OneMetre.Protection.Contract;
using OneMetre.Protection.Erasing;
using OneMetre.Protection.Exporting;
using OneMetre.Protection.Looking;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;
using OneMetre.Protection.Seeding;
using OneMetre.Protection.Watching;

namespace OneMetre.Protection;

public static class ProtectionModule
{
    public static IServiceCollection AddProtection(this IServiceCollection services) => services
        .AddTexts("protection", typeof(ProtectionModule).Assembly)
        // The row "Child register" of domain reference §11.2 [D]: a city may decide otherwise.
        .AddSights(
            new(Child.Kind, RoleCode.ChildDirector, RegionLevel.Village, Sight.Clear),
            new(Child.Kind, RoleCode.ChildSupervisor, RegionLevel.Township, Sight.Clear),
            new(Child.Kind, RoleCode.CivilAffairs, RegionLevel.County, Sight.Clear),
            new(Child.Kind, RoleCode.CivilAffairs, RegionLevel.City, Sight.Masked),
            new(Child.Kind, RoleCode.Office, RegionLevel.City, Sight.Counts),
            new(Child.Kind, RoleCode.School, RegionLevel.City, Sight.Masked),
            new(Child.Kind, RoleCode.School, RegionLevel.County, Sight.Masked),
            new(Child.Kind, RoleCode.School, RegionLevel.Township, Sight.Masked),
            new(Child.Kind, RoleCode.School, RegionLevel.Village, Sight.Masked))
        .AddPolicy("protection.read", [.. Keepers, RoleCode.School, RoleCode.Office])
        .AddPolicy("protection.rows", [.. Keepers, RoleCode.School])
        .AddPolicy("protection.keep", [.. Keepers])
        .AddPolicy("protection.ask-export", RoleCode.CivilAffairs, RoleCode.School)
        .AddPolicy("protection.exports", RoleCode.CivilAffairs, RoleCode.School, RoleCode.UnitLeader)
        .AddScoped<ProtectionData>().AddScoped<ReadChildren>().AddScoped<ReadChild>().AddScoped<KnownNumbers>().AddScoped<RegisterChild>().AddScoped<CorrectChild>().AddScoped<KeepConsent>().AddScoped<AskForLook>()
        .AddScoped<ReadHeld>().AddScoped<CloseChild>().AddScoped<EraseChild>().AddScoped<EraseExpired>().AddScoped<IEraser, ChildEraser>().AddScoped<IMinorCounts, CountMinors>().AddScoped<IRegisterDates, RegisterDates>().AddScoped<ISeedChildren, SeedChildren>().AddHostedService<KeepRetention>().AddScoped<EndGroups>().AddHostedService<GroupClock>()
        .AddScoped<AskForExport>().AddScoped<DecideExport>().AddScoped<ExportSheet>().AddScoped<EndExport>().AddScoped<TakeExport>().AddScoped<ReadExports>().AddJob<MakeExport>(MakeExport.Kind).AddHostedService<ExportClock>()
        .AddMenu(new MenuItem("protection.menu-children", "/children", "users", MenuGroup.Children, "protection.read", Order: 10))
        .AddMenu(new MenuItem("protection.menu-exports", "/children/exports", "download", MenuGroup.Children, "protection.exports", async (services, ct) => new(await services.GetRequiredService<ReadExports>().Waiting(ct)), Order: 65));

    static readonly RoleCode[] Keepers = [RoleCode.ChildDirector, RoleCode.ChildSupervisor, RoleCode.CivilAffairs];

    public static IEndpointRouteBuilder MapProtection(this IEndpointRouteBuilder routes)
    {
        HeldFile.Map(routes);
        ExportFile.Map(routes);
        return routes;
    }
}
