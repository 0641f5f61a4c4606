using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme;

public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services) => services
        .AddTexts("programme", typeof(ProgrammeModule).Assembly)
        .AddPolicy("programme.read")
        .AddPolicy("programme.office", RoleCode.Office)
        .AddPolicy("programme.answer", RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice)
        .AddScoped<ProgrammeData>();

    public static IEndpointRouteBuilder MapProgramme(this IEndpointRouteBuilder routes) => routes;
}
