using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Web.Hosting;

namespace OneMetre.Web.Watching;

/// <summary>All by which a running server is watched: health, metrics, traces, the line of each request, and the operations page.</summary>
static class Watch
{
    public static IServiceCollection AddWatch(this IServiceCollection services, SiteGate gate) => services
        .AddSingleton(gate).AddSingleton<Health>().AddSingleton<Traffic>().AddSingleton<Metrics>().AddSingleton<Traces>().AddScoped<OperationsData>()
        .AddPolicy("web.operations", RoleCode.SystemAdmin)
        .AddMenu(new MenuItem("web.menu-operations", "/operations", "server", MenuGroup.Managing, "web.operations", Order: 97));

    /// <summary>Counting begins with the server, not with the first look at the counts.</summary>
    public static void StartWatch(this WebApplication app)
    {
        app.Services.GetRequiredService<Metrics>();
        app.Services.GetRequiredService<Traces>();
    }

    public static void MapWatch(this IEndpointRouteBuilder routes)
    {
        Health.Map(routes);
        Metrics.Map(routes);
        OperationsData.Map(routes);
    }
}
