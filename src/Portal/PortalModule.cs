using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Portal.Explaining;
using OneMetre.Portal.Promising;
using OneMetre.Portal.Welcoming;
using OneMetre.Programme.Contract;

namespace OneMetre.Portal;

public static class PortalModule
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddTexts("portal", typeof(PortalModule).Assembly)
        .AddMenu(
            new("portal.menu-promises", "/promises", "heart-handshake", MenuGroup.Portal, Order: 1),
            new("portal.menu-impacts", "/impacts", "heart", MenuGroup.Portal, Order: 2),
            new("portal.menu-practices", "/practices", "star", MenuGroup.Portal, Order: 3),
            new("portal.menu-data", "/data", "data", MenuGroup.Portal, Order: 4),
            new("portal.menu-about", "/about", "help", MenuGroup.Portal, Order: 5))
        .AddScoped<OpenHome>().AddScoped<ListPromises>().AddScoped<ListTargets>().AddScoped<PromiseWords>().AddScoped<FigureWords>()
        .AddSingleton<PortalCache>().AddOptions<OutputCacheOptions>().Configure<PortalCache>((options, cache) => options.AddPolicy(PortalCache.Policy, cache)).Services;

    /// <summary>The name of the policy under which the pages for everybody are kept; they read and write nothing.</summary>
    public const string Pages = PortalCache.Policy;

    public static IEndpointRouteBuilder MapPortal(this IEndpointRouteBuilder routes)
    {
        OpenData.Map(routes);
        SdmxData.Map(routes);
        FigurePictures.Map(routes);
        routes.MapGet("/practices/{id:guid}/photos/{photo:guid}", async (Guid id, Guid photo, IPublicPractices practices, Attachments files, CancellationToken ct) => files.ShowPicture(await practices.Photo(id, photo, ct)));
        return routes;
    }
}
