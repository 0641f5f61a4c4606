using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.People;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;
using OneMetre.Platform.Watching;

namespace OneMetre.Platform;

public static class PlatformModule
{
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.AddIdentityCore<Person>(o =>
            {
                o.Password.RequiredLength = 10;
                o.Password.RequireNonAlphanumeric = o.Password.RequireUppercase = o.Password.RequireLowercase = o.Password.RequireDigit = false;
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddUserStore<PersonStore>()
            .AddSignInManager<CitySignIn>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.TryAddSingleton(new SignInRules());
        // A renewed identity stays in its session.
        services.Configure<SecurityStampValidatorOptions>(o => o.OnRefreshingPrincipal = refreshing =>
        {
            if (refreshing.CurrentPrincipal?.FindFirst(Session.Claim) is { } session) ((ClaimsIdentity)refreshing.NewPrincipal!.Identity!).AddClaim(session);
            return Task.CompletedTask;
        });
        services.AddMetrics().AddSingleton<CityMeter>().AddSingleton<DatabaseTimes>();
        return services
            .AddSingleton<Entrance>().AddScoped<CurrentUser>().AddScoped<PostHolder>().AddScoped<Sessions>().AddScoped<PeopleData>().AddScoped<ReadPeople>().AddScoped<AddPerson>().AddScoped<GivePost>().AddScoped<EndPost>().AddScoped<HandOverPost>().AddScoped<ResetPassword>().AddScoped<FoundCity>().AddScoped<IAuthorizationHandler, RoleHandler>()
            .AddScoped<CitySettings>().AddScoped<FileStore>().AddScoped<NoticeBoard>().AddScoped<JobDesk>().AddScoped<UnitRegister>()
            .AddSingleton(_ => CryptoChoice.OfEnvironment).AddSingleton<IKeyWrap, MasterKeyWrap>().AddSingleton<KeyRing>().AddSingleton<Vault.Vault>().AddScoped<RotateKeys>().AddJob<RotateKeys>(RotateKeys.Kind)
            .AddSingleton<Sights>().AddScoped<Eyes>().AddScoped<Disclosures>().AddScoped<Erasures>()
            .AddScoped<AuditLog>().AddScoped<AuditCheck>().AddHostedService<AuditSealing>().AddScoped<ReadAudit>()
            .AddPolicy("platform.audit", RoleCode.AuditAdmin).AddPolicy("platform.people", RoleCode.SecurityAdmin)
            .AddMenu(new MenuItem("platform.menu.people", "/people", "users", MenuGroup.Managing, "platform.people", Order: 85))
            .AddPolicy("platform.disclosures", RoleCode.UnitLeader, RoleCode.CivilAffairs, RoleCode.School)
            .AddMenu(new MenuItem("platform.menu.looks", "/disclosures", "lock", MenuGroup.Children, "platform.disclosures", async (services, ct) => new(await services.GetRequiredService<Disclosures>().Waiting(ct)), Order: 60))
            .AddMenu(new MenuItem("platform.menu.audit", "/audit", "history", MenuGroup.Managing, "platform.audit", Order: 95))
            .AddUi();
    }

    public static IEndpointRouteBuilder MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapPreferences();
        AuditFile.Map(routes);
        return routes;
    }
}
