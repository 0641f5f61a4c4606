using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Publishing;

namespace OneMetre.Programme;

public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services) => services
        .AddTexts("programme", typeof(ProgrammeModule).Assembly)
        .AddPolicy("programme.read")
        .AddPolicy("programme.office", RoleCode.Office)
        .AddPolicy("programme.answer", RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice)
        .AddScoped<ProgrammeData>()
        .AddScoped<PublicProgrammeData>().AddScoped<ReadPromise>().AddScoped<IPublicPromises, PublicQueries>();

    public static IEndpointRouteBuilder MapProgramme(this IEndpointRouteBuilder routes) => routes;
}
