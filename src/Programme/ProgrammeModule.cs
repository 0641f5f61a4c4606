using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Board;
using OneMetre.Programme.Reporting;

namespace OneMetre.Programme;

public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services) => services
        .AddTexts("programme", typeof(ProgrammeModule).Assembly)
        .AddPolicy("programme.read")
        .AddPolicy("programme.office", RoleCode.Office)
        .AddPolicy("programme.answer", RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice)
        .AddScoped<ProgrammeData>()
        .AddAssigning().AddReporting().AddBoard();

    public static IEndpointRouteBuilder MapProgramme(this IEndpointRouteBuilder routes)
    {
        EvidenceFile.Map(routes);
        return routes;
    }

    static IServiceCollection AddAssigning(this IServiceCollection services) => services
        .AddScoped<TaskDesk>().AddScoped<OfficeDecision>().AddScoped<ReadTask>().AddScoped<OpenTask>()
        .AddScoped<AssignTask>().AddScoped<AcceptTask>().AddScoped<SendBackTask>().AddScoped<SuspendTask>().AddScoped<ResumeTask>().AddScoped<CancelTask>().AddScoped<EditTask>();

    static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<ConfirmTask>().AddScoped<ObjectToTask>().AddScoped<ReportProgress>().AddScoped<SubmitTask>()
        .AddScoped<CommentOnTask>().AddScoped<AddMilestone>().AddScoped<ReachMilestone>().AddScoped<AddEvidence>();

    static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddScoped<ReadBoard>()
        .AddMenu(new MenuItem("programme.menu-board", "/board", "tasks", MenuGroup.Daily, "programme.read", Order: 20));
}
