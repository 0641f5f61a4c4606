using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Minors;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Platform.People;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
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
                o.Lockout.MaxFailedAccessAttempts = 5;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            })
            .AddUserStore<PersonStore>()
            .AddSignInManager<CitySignIn>()
            .AddDefaultTokenProviders()
            .AddTokenProvider<OneTimeCodes>(TokenOptions.DefaultAuthenticatorProvider);
        services.RemoveAll<IPasswordValidator<Person>>().AddScoped<IPasswordValidator<Person>, CityPasswords>().Replace(ServiceDescriptor.Scoped<IPasswordHasher<Person>, CityPasswordHasher>());
        services.TryAddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        services.Configure<IdentityPasskeyOptions>(o => (o.UserVerificationRequirement, o.ResidentKeyRequirement) = ("required", "required"));
        services.TryAddSingleton(new SignInRules());
        // A renewed identity stays in its session.
        services.Configure<SecurityStampValidatorOptions>(o => o.OnRefreshingPrincipal = refreshing =>
        {
            if (refreshing.CurrentPrincipal?.FindFirst(Session.Claim) is { } session) ((ClaimsIdentity)refreshing.NewPrincipal!.Identity!).AddClaim(session);
            return Task.CompletedTask;
        });
        services.AddMetrics().AddSingleton<CityMeter>().AddSingleton<DatabaseTimes>();
        return services
            .AddSingleton<Entrance>().AddScoped<CurrentUser>().AddScoped<PostHolder>().AddScoped<Sessions>().AddScoped<Passkeys>().AddScoped<PeopleData>().AddScoped<ReadPeople>().AddScoped<AddPerson>().AddScoped<GivePost>().AddScoped<EndPost>().AddScoped<HandOverPost>().AddScoped<ResetPassword>().AddScoped<SecondPerson>().AddScoped<DecideFourEyes>().AddScoped<ReadFourEyes>().AddScoped<FoundCity>().AddScoped<IAuthorizationHandler, RoleHandler>()
            .AddScoped<CitySettings>().AddScoped<WorkCalendars>().AddScoped<FileStore>().AddSingleton(_ => PaperPress.OfThisMachine).AddScoped<Attachments>().AddScoped<NoticeBoard>().AddScoped<JobDesk>().AddScoped<UnitRegister>().AddScoped<RegionShapes>()
            .AddSingleton(_ => CryptoChoice.OfEnvironment).AddSingleton<IKeyWrap, MasterKeyWrap>().AddSingleton<KeyRing>().AddSingleton<Vault.Vault>().AddScoped<RotateKeys>().AddJob<RotateKeys>(RotateKeys.Kind)
            .AddSingleton<Sights>().AddScoped<Eyes>().AddScoped<Disclosures>().AddScoped<Erasures>()
            .AddScoped<AuditLog>().AddScoped<AuditCheck>().AddHostedService<AuditSealing>().AddScoped<ReadWatch>().AddHostedService<ReadClock>().AddScoped<ReadAudit>()
            .AddScoped<RoutesData>().AddScoped<KeepRoute>().AddScoped<SendNotices>().AddHostedService<SendingClock>().AddPolicy("platform.told")
            .AddPolicy("platform.audit", RoleCode.AuditAdmin).AddPolicy("platform.people", RoleCode.SecurityAdmin).AddPolicy("platform.four-eyes", [.. Policies.Administrators])
            .AddScoped<MinorsData>().AddScoped<OpenMinorAudit>().AddScoped<MinorAuditPack>().AddScoped<PrepareMinorAudit>().AddScoped<FileMinorAudit>().AddHostedService<MinorAuditClock>()
            .AddScoped<TemplatesData>().AddScoped<KeepTemplate>().AddScoped<Papers>().AddPolicy("platform.templates", RoleCode.Office)
            .AddMenu(new MenuItem("platform.templates-title", "/templates", "file", MenuGroup.Managing, "platform.templates", Order: 70))
            .AddPolicy("platform.minors", [.. MinorsData.Roles])
            .AddMenu(new MenuItem("platform.menu.minors", MinorAuditPage.Address, "calendar", MenuGroup.Managing, "platform.minors", MinorAuditsDue, 88))
            .AddMenu(new MenuItem("platform.menu.people", "/people", "users", MenuGroup.Managing, "platform.people", Order: 85))
            .AddMenu(new MenuItem("platform.menu.four-eyes", "/people/requests", "approve-all", MenuGroup.Managing, "platform.four-eyes", Order: 90))
            .AddPolicy("platform.disclosures", RoleCode.UnitLeader, RoleCode.CivilAffairs, RoleCode.School)
            .AddMenu(new MenuItem("platform.menu.looks", "/disclosures", "lock", MenuGroup.Children, "platform.disclosures", async (services, ct) => new(await services.GetRequiredService<Disclosures>().Waiting(ct)), Order: 60))
            .AddMenu(new MenuItem("platform.menu.audit", "/audit", "history", MenuGroup.Managing, "platform.audit", Order: 95))
            .AddUi();
    }

    static async ValueTask<DueCount> MinorAuditsDue(IServiceProvider services, CancellationToken ct)
    {
        var today = ChinaTime.Today(services.GetRequiredService<TimeProvider>());
        var open = await services.GetRequiredService<MinorsData>().Audits.AsNoTracking().Where(a => a.State != MinorAuditState.Filed).ToListAsync(ct);
        return new(open.Count, open.Exists(a => a.IsLate(today)));
    }

    public static IEndpointRouteBuilder MapPlatform(this IEndpointRouteBuilder routes)
    {
        routes.MapPreferences();
        AuditFile.Map(routes);
        MinorAuditPackFile.Map(routes);
        TemplateFiles.Map(routes);
        return routes;
    }
}
