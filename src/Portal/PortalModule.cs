using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Ui;
using OneMetre.Portal.Explaining;
using OneMetre.Portal.Promising;
using OneMetre.Portal.Welcoming;

namespace OneMetre.Portal;

public static class PortalModule
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddTexts("portal", typeof(PortalModule).Assembly)
        .AddMenu(
            new("portal.menu-promises", "/promises", "heart-handshake", MenuGroup.Portal, Order: 1),
            new("portal.menu-impacts", "/impacts", "heart", MenuGroup.Portal, Order: 2),
            new("portal.menu-data", "/data", "data", MenuGroup.Portal, Order: 3),
            new("portal.menu-about", "/about", "help", MenuGroup.Portal, Order: 4))
        .AddScoped<OpenHome>().AddScoped<ListPromises>().AddScoped<ListTargets>().AddScoped<PromiseWords>().AddScoped<FigureWords>()
        .AddSingleton<PortalCache>().AddOptions<OutputCacheOptions>().Configure<PortalCache>((options, cache) => options.AddPolicy(PortalCache.Policy, cache)).Services;

    /// <summary>The name of the policy under which the pages for everybody are kept; they read and write nothing.</summary>
    public const string Pages = PortalCache.Policy;

    public static IEndpointRouteBuilder MapPortal(this IEndpointRouteBuilder routes)
    {
        OpenData.Map(routes);
        SdmxData.Map(routes);
        FigurePictures.Map(routes);
        return routes;
    }
}
