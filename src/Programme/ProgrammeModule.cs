using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Accounting;
using OneMetre.Programme.Assessing;
using OneMetre.Programme.Assigning;
using OneMetre.Programme.Board;
using OneMetre.Programme.Briefing;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Casebook;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Enacting;
using OneMetre.Programme.Evaluating;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Funding;
using OneMetre.Programme.Guiding;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Inspecting;
using OneMetre.Programme.Linking;
using OneMetre.Programme.Meeting;
using OneMetre.Programme.Model;
using OneMetre.Programme.Publishing;
using OneMetre.Programme.Registering;
using OneMetre.Programme.Reporting;
using OneMetre.Programme.Researching;
using OneMetre.Programme.Resulting;
using OneMetre.Programme.Returning;
using OneMetre.Programme.Reviewing;
using OneMetre.Programme.Seeding;
using OneMetre.Programme.Supervising;
using OneMetre.Programme.Training;

namespace OneMetre.Programme;

public static class ProgrammeModule
{
    public static IServiceCollection AddProgramme(this IServiceCollection services) => services
        .AddTexts("programme", typeof(ProgrammeModule).Assembly)
        .AddPolicy("programme.read", [.. Policies.Programme])
        .AddPolicy("programme.office", RoleCode.Office)
        .AddPolicy("programme.answer", RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice)
        .AddPolicy("programme.write", RoleCode.Office, RoleCode.DeptContact, RoleCode.UnitLeader, RoleCode.CountyOffice)
        .AddPolicy("programme.train", RoleCode.Office, RoleCode.CountyOffice)
        .AddPolicy("programme.training", [.. TrainingSession.Audience])
        .AddScoped<ProgrammeData>().AddScoped<OrderSeed>().AddScoped<InspectionSeed>().AddScoped<ReturnSeed>().AddScoped<ImpactSeed>().AddScoped<RegisterSeed>().AddScoped<EvaluationSeed>().AddScoped<MeetingSeed>().AddScoped<IProgrammeSeed, ProgrammeSeed>()
        .AddScoped<PublicProgrammeData>().AddScoped<ReadPromise>().AddScoped<IPublicPromises, PublicQueries>().AddScoped<IPlanTargets, PlanTargetQueries>().AddScoped<IPublicImpacts, PublicImpactQueries>().AddScoped<IPublicPractices, PublicPracticeQueries>()
        .AddImporting().AddAssigning().AddReporting().AddBoard().AddCalendar().AddReturning().AddRegister().AddSupervision().AddInspections().AddAssessing().AddEvaluating().AddRegisters().AddMeetings().AddAccounting().AddGuides().AddCasebook().AddTraining().AddResearch().AddResults();

    public static IEndpointRouteBuilder MapProgramme(this IEndpointRouteBuilder routes)
    {
        ImportingEndpoints.Map(routes);
        ReviewingEndpoints.Map(routes);
        EvidenceFile.Map(routes);
        ExportFiles.Map(routes);
        FeedFile.Map(routes);
        OrderFiles.Map(routes);
        InspectionFiles.Map(routes);
        MeetingFiles.Map(routes);
        ImpactFiles.Map(routes);
        ReturnFiles.Map(routes);
        ProjectFiles.Map(routes);
        PolicyFiles.Map(routes);
        BriefPaper.Map(routes);
        AnnualPaper.Map(routes);
        GuideFiles.Map(routes);
        PracticeFiles.Map(routes);
        TrainingFiles.Map(routes);
        ResearchFiles.Map(routes);
        ResultFiles.Map(routes);
        EvaluationFiles.Map(routes);
        return routes;
    }

    /// <summary>From an uploaded document to a plan in force.</summary>
    static IServiceCollection AddImporting(this IServiceCollection services) => services
        .AddScoped<UploadPlan>().AddScoped<RetryReading>().AddScoped<AbandonImport>().AddJob<ReadPlanJob>(ReadPlanJob.Kind)
        .AddScoped<OpenReview>().AddScoped<ReviewDesk>().AddScoped<EditEntry>().AddScoped<MarkEntry>().AddScoped<ConfirmSure>().AddScoped<AddTask>()
        .AddScoped<SplitEntry>().AddScoped<MergeEntry>().AddScoped<MatchUnit>().AddScoped<SettleFinding>().AddScoped<EditHeader>()
        .AddScoped<ApplyPlan>()
        .AddMenu(new MenuItem("programme.import-title", "/plans/import", "file-import", MenuGroup.Managing, "programme.office", Waiting, 10));

    static async ValueTask<DueCount> Waiting(IServiceProvider services, CancellationToken ct) =>
        new(await services.GetRequiredService<ProgrammeData>().Imports.CountAsync(i => i.State == ImportState.Reviewing, ct));

    static IServiceCollection AddAssigning(this IServiceCollection services) => services
        .AddScoped<TaskDesk>().AddScoped<OfficeDecision>().AddScoped<ReadTask>().AddScoped<OpenTask>()
        .AddScoped<AssignTask>().AddScoped<AcceptTask>().AddScoped<SendBackTask>().AddScoped<SuspendTask>().AddScoped<ResumeTask>().AddScoped<CancelTask>().AddScoped<EditTask>()
        .AddScoped<RefreshLights>().AddScoped<SetLights>().AddHostedService<LightClock>()
        .AddMenu(new MenuItem("programme.menu-settings", "/settings", "settings", MenuGroup.Managing, "programme.office", Order: 90));

    static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<ConfirmTask>().AddScoped<ObjectToTask>().AddScoped<ReportProgress>().AddScoped<SubmitTask>()
        .AddScoped<CommentOnTask>().AddScoped<AddMilestone>().AddScoped<ReachMilestone>().AddScoped<AddEvidence>();

    static IServiceCollection AddBoard(this IServiceCollection services) => services
        .AddScoped<ReadBoard>().AddScoped<ReadDesk>().AddScoped<ExportBoard>().AddScoped<ReadBreakdown>().AddPaper<BreakdownPaper>().AddPaper<LedgerPaper>()
        .AddMenu(
            new MenuItem("programme.menu-desk", "/desk", "todo", MenuGroup.Daily, "programme.read",
                async (services, ct) => new(await services.GetRequiredService<ReadDesk>().Count(ct)), Order: 10),
            new MenuItem("programme.menu-board", "/board", "tasks", MenuGroup.Daily, "programme.read", Order: 20));

    static IServiceCollection AddCalendar(this IServiceCollection services) => services
        .AddScoped<ReadCalendar>().AddScoped<FeedLinks>()
        .AddMenu(new MenuItem("programme.menu-calendar", "/calendar", "calendar", MenuGroup.Daily, "programme.read", Order: 30));

    static IServiceCollection AddReturning(this IServiceCollection services) => services
        .AddScoped<OpenRounds>().AddScoped<EscalateReturns>().AddScoped<SaveLines>().AddScoped<MoveReturn>().AddScoped<TakeOver>().AddScoped<RemindOwing>().AddScoped<SetCycles>()
        .AddScoped<ReadReturns>().AddScoped<ReadReturn>().AddScoped<ReadRounds>().AddScoped<ReadBrief>().AddPaper<BriefPaper>().AddHostedService<RoundClock>()
        .AddMenu(new MenuItem("programme.returns-title", "/returns", "report", MenuGroup.Daily, "programme.read",
            async (services, ct) => await services.GetRequiredService<ReadReturns>().Count(ct), Order: 15));

    static IServiceCollection AddRegister(this IServiceCollection services) => services
        .AddScoped<ReadUnits>().AddScoped<AddUnitAlias>()
        .AddMenu(new MenuItem("programme.menu-units", "/units", "office", MenuGroup.Managing, "programme.read", Order: 80));

    static IServiceCollection AddSupervision(this IServiceCollection services) => services
        .AddScoped<SupervisionData>().AddScoped<OpenOrder>().AddScoped<MoveOrder>().AddScoped<ReadOrders>().AddPaper<OrderLetter>().AddPaper<CriticismNotice>().AddScoped<SetOrderRules>().AddScoped<ChaseOrders>().AddHostedService<OrderClock>()
        .AddMenu(new MenuItem("programme.menu-orders", "/supervision", "supervision", MenuGroup.Daily, "programme.read", async (services, ct) => await services.GetRequiredService<ReadOrders>().Waits(ct), Order: 25));

    static IServiceCollection AddInspections(this IServiceCollection services) => services
        .AddScoped<InspectionsData>().AddScoped<ReadPhoto>().AddScoped<PlanInspection>().AddScoped<ChangeTeam>().AddScoped<MoveInspection>().AddScoped<FillSheet>().AddScoped<NoteFinding>().AddScoped<EditChecklist>().AddScoped<ReadInspections>().AddScoped<IDeskPart, DeskInspections>().AddScoped<IHeldBackAddress, HeldBackAddresses>()
        .AddMenu(new MenuItem("programme.menu-inspections", "/inspections", "eye-check", MenuGroup.Daily, "programme.read", async (services, ct) => await services.GetRequiredService<ReadInspections>().Waits(ct), Order: 27));

    static IServiceCollection AddAssessing(this IServiceCollection services) => services
        .AddScoped<ImpactData>().AddScoped<OpenImpact>().AddScoped<MoveImpact>().AddScoped<ReadImpacts>().AddPaper<ImpactReport>().AddScoped<ShownImpact>().AddScoped<IDeskPart, DeskImpacts>().AddScoped<SetImpactRules>().AddScoped<ChaseImpacts>().AddHostedService<ImpactClock>()
        .AddMenu(new MenuItem("programme.impacts-title", "/impact", "heart", MenuGroup.Daily, "programme.read", async (services, ct) => await services.GetRequiredService<ReadImpacts>().Waits(ct), Order: 28));

    static IServiceCollection AddEvaluating(this IServiceCollection services) => services
        .AddScoped<EvaluationData>().AddScoped<MeasureUnits>().AddScoped<EditScoreRules>().AddScoped<TryRules>().AddScoped<OpenEvaluation>().AddScoped<MoveEvaluation>().AddScoped<MoveSheet>().AddScoped<KeepPanel>().AddScoped<ScorePanel>().AddScoped<ReadEvaluations>().AddPaper<EvaluationReport>().AddPaper<UnitReport>().AddScoped<IDeskPart, DeskEvaluations>()
        .AddMenu(new MenuItem("programme.evaluations-title", "/evaluations", "scale", MenuGroup.Daily, "programme.read", async (services, ct) => await services.GetRequiredService<ReadEvaluations>().Waits(ct), Order: 29));

    static IServiceCollection AddRegisters(this IServiceCollection services) => services
        .AddScoped<RegistersData>().AddScoped<TakeFromPlan>().AddScoped<KeepProject>().AddScoped<ReadProjects>().AddScoped<RegisterChoices>().AddScoped<ImportProjects>().AddScoped<KeepPolicy>().AddScoped<ImportPolicies>().AddScoped<ReadPolicies>()
        .AddScoped<ChasePolicies>().AddHostedService<PolicyClock>()
        .AddMenu(
            new MenuItem("programme.projects-title", "/projects", "flag", MenuGroup.Registers, "programme.read", Order: 31),
            new MenuItem("programme.policies-title", "/policies", "book", MenuGroup.Registers, "programme.read", Order: 32));

    static IServiceCollection AddMeetings(this IServiceCollection services) => services
        .AddScoped<MeetingData>().AddScoped<MeetingDesk>().AddScoped<SetSeries>().AddScoped<PlanMeeting>().AddScoped<CarryOver>().AddScoped<SetAgenda>().AddScoped<RecordMeeting>().AddScoped<MoveMeeting>().AddScoped<FollowDecision>().AddScoped<ReadMeetings>().AddPaper<MeetingMinutes>().AddPaper<MeetingNotice>().AddScoped<IDeskPart, DeskMeetings>()
        .AddMenu(new MenuItem("programme.meetings-title", "/meetings", "users", MenuGroup.Daily, "programme.read", async (services, ct) => await services.GetRequiredService<ReadMeetings>().Waits(ct), Order: 26));

    static IServiceCollection AddAccounting(this IServiceCollection services) => services
        .AddScoped<ReadAnnual>().AddPaper<AnnualPaper>()
        .AddMenu(new MenuItem("programme.annual-title", "/annual", "report", MenuGroup.Managing, "programme.office", Order: 65));

    static IServiceCollection AddGuides(this IServiceCollection services) => services
        .AddScoped<GuidesData>().AddScoped<KeepGuide>().AddScoped<ReadGuides>().AddScoped<ImportClauses>().AddScoped<ListOfGuide>().AddScoped<GuideSeed>()
        .AddMenu(new MenuItem("programme.guides-title", "/guides", "book", MenuGroup.Registers, "programme.read", Order: 33));

    static IServiceCollection AddCasebook(this IServiceCollection services) => services
        .AddScoped<PracticesData>().AddScoped<PracticeChain>().AddScoped<WritePractice>().AddScoped<MovePractice>().AddScoped<ReadPractices>().AddPaper<PracticePaper>().AddScoped<IDeskPart, DeskPractices>().AddScoped<PracticeSeed>()
        .AddMenu(new MenuItem("programme.practices-title", "/casebook", "star", MenuGroup.Registers, "programme.read", async (services, ct) => await services.GetRequiredService<ReadPractices>().Waits(ct), Order: 34));

    static IServiceCollection AddTraining(this IServiceCollection services) => services
        .AddScoped<TrainingData>().AddScoped<TrainingDesk>().AddScoped<KeepTraining>().AddScoped<SignUp>().AddScoped<RecordTraining>().AddScoped<ReadTraining>().AddScoped<ReadContacts>().AddScoped<IDeskPart, DeskTraining>().AddScoped<TrainingSeed>()
        .AddMenu(
            new MenuItem("programme.training-title", "/training", "calendar", MenuGroup.Registers, "programme.training", async (services, ct) => new(await services.GetRequiredService<ReadTraining>().Waits(ct)), Order: 35),
            new MenuItem("programme.contacts-title", "/contacts", "users", MenuGroup.Registers, "programme.read", Order: 36));

    static IServiceCollection AddResearch(this IServiceCollection services) => services
        .AddScoped<ResearchData>().AddScoped<KeepTopic>().AddScoped<KeepBid>().AddScoped<ReviewBids>().AddScoped<MoveTopic>().AddScoped<ReadResearch>().AddScoped<ProductLinks>().AddScoped<ResearchSeed>()
        .AddMenu(new MenuItem("programme.research-title", "/research", "file-search", MenuGroup.Registers, "programme.read", async (services, ct) => await services.GetRequiredService<ReadResearch>().Waits(ct), Order: 37));

    static IServiceCollection AddResults(this IServiceCollection services) => services
        .AddScoped<KeepResult>().AddScoped<ReadResults>().AddScoped<ImportResults>().AddScoped<ResultSeed>()
        .AddMenu(new MenuItem("programme.results-title", "/results", "done", MenuGroup.Registers, "programme.read", async (services, ct) => await services.GetRequiredService<ReadResults>().Waits(ct), Order: 38));
}
