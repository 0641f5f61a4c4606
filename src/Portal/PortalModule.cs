using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal;

public static class PortalModule
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddTexts("portal", typeof(PortalModule).Assembly);

    public static IEndpointRouteBuilder MapPortal(this IEndpointRouteBuilder routes) => routes;
}
