using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OneMetre.Portal;

public static class PortalModule
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services;

    public static IEndpointRouteBuilder MapPortal(this IEndpointRouteBuilder routes) => routes;
}
