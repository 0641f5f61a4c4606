using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Alerting;
using OneMetre.Indicators.Briefing;
using OneMetre.Indicators.Bringing;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Collecting;
using OneMetre.Indicators.Comparing;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Counties;
using OneMetre.Indicators.Evaluating;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Importing;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Overlapping;
using OneMetre.Indicators.Pivoting;
using OneMetre.Indicators.Publishing;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Targeting;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators;

public static class IndicatorsModule
{
    public static IServiceCollection AddIndicators(this IServiceCollection services) => services
        .AddTexts("indicators", typeof(IndicatorsModule).Assembly)
        // Domain reference §11.2, row "Indicators" [D]: schools, hospitals and administrators read the portal like everybody.
        .AddPolicy("indicators.read", [.. Policies.Programme, RoleCode.ChildSupervisor, RoleCode.ChildDirector, RoleCode.Police, RoleCode.Evaluator])
        .AddPolicy("indicators.report", [.. Policies.Programme])
        .AddPolicy("indicators.collect", RoleCode.Office, RoleCode.StatOfficer)
        .AddCatalogue().AddReporting().AddCollecting().AddAlerting().AddEvaluating().AddSingleton<FigurePlanes>().AddScoped<ReadFigures>().AddScoped<ReadIndicator>().AddScoped<ReadDashboard>().AddScoped<IIndicatorStanding, IndicatorStandings>().AddScoped<IIndicatorResults, IndicatorResults>().AddScoped<ReadPivot>().AddScoped<ReadComparison>().AddScoped<ReadCounty>().AddScoped<ReadTemplate>().AddScoped<ReadReport>().AddPaper<ReportPaper>().AddScoped<WriteTemplate>()
        .AddScoped<ReadSheet>().AddScoped<ExportFigures>().AddScoped<ReceiveFigures>().AddScoped<AcceptHistory>().AddScoped<KeepNames>()
        .AddScoped<LookAtFile>().AddScoped<BringIn>().AddScoped<NameStrangers>().AddScoped<ReadBrought>()
        .AddMenu(new MenuItem("indicators.menu", "/indicators", "indicator", MenuGroup.Building, "indicators.read", Order: 40))
        .AddScoped<IndicatorsData>().AddScoped<SeedCatalogue>().AddScoped<ListIndicators>()
        .AddScoped<ImportInBulk>().AddScoped<ImportData>()
        .AddScoped<IIndicatorCatalogue, CatalogueReader>().AddScoped<ISeedFigures, Seeding.SeedFigures>().AddScoped<PublishFigures>().AddScoped<PublishHistory>().AddScoped<IPublicFigures, PublicFigures>();

    static IServiceCollection AddCatalogue(this IServiceCollection services) => services
        .AddScoped<ReadCatalogue>().AddScoped<TryFormula>().AddScoped<OpenFormula>().AddScoped<DefineIndicator>().AddScoped<DefineElement>().AddScoped<CatalogueBook>().AddScoped<ImportCatalogue>()
        .AddScoped<ReadTargets>().AddScoped<SetTarget>().AddScoped<ReadOverlaps>().AddScoped<DeclareOverlap>();

    static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddScoped<ReadSubmissions>().AddScoped<IDeskPart, DeskSheets>().AddScoped<ReadSubmission>().AddScoped<SaveCells>().AddScoped<AttachEvidence>().AddScoped<ReadEvidence>().AddScoped<CheckSubmission>().AddScoped<AcceptFigures>().AddScoped<MoveSubmission>()
        .AddMenu(new MenuItem("indicators.menu-reports", "/reports", "report", MenuGroup.Daily, "indicators.report", async (provider, ct) =>
        {
            var waiting = await provider.GetRequiredService<ReadSubmissions>().Waiting(ct);
            return new(waiting.Number, waiting.Late);
        }, Order: 25));

    static IServiceCollection AddCollecting(this IServiceCollection services) => services.AddScoped<DefineForm>().AddScoped<SetDuties>().AddScoped<IssueRound>().AddScoped<RemindUnits>().AddScoped<ReadForms>();

    static IServiceCollection AddAlerting(this IServiceCollection services) => services
        .AddScoped<RaiseWarnings>().AddScoped<MoveWarning>().AddScoped<ReadWarnings>().AddScoped<IDeskPart, DeskWarnings>().AddScoped<IWarningBriefs, WarningBriefs>().AddScoped<SetWarnings>().AddScoped<ReadChecks>().AddHostedService<WarningClock>().AddJob<CheckHistory>(CheckHistory.Kind)
        .AddMenu(new MenuItem("indicators.menu-warnings", "/warnings", "bell-ring", MenuGroup.Daily, "indicators.report",
            async (provider, ct) => await provider.GetRequiredService<ReadWarnings>().Waiting(ct), Order: 27));

    static IServiceCollection AddEvaluating(this IServiceCollection services) => services
        .AddScoped<ReadEvaluations>().AddScoped<WriteScheme>().AddScoped<RunEvaluation>().AddScoped<OpenScheme>()
        .AddMenu(new MenuItem("indicators.menu-evaluation", "/evaluation", "scale", MenuGroup.Building, "indicators.report", Order: 42));

    public static IEndpointRouteBuilder MapIndicators(this IEndpointRouteBuilder routes)
    {
        CatalogueEndpoints.Map(routes);
        AlertEndpoints.Map(routes);
        ReportEndpoints.Map(routes);
        ReportPaper.Map(routes);
        ChartEndpoints.Map(routes);
        ExchangeEndpoints.Map(routes);
        DataValueEndpoints.Map(routes);
        BringingEndpoints.Map(routes);
        PivotEndpoints.Map(routes);
        return routes;
    }

    /// <summary>Brings the shipped catalogue into a database that has just been migrated; running it again changes nothing.</summary>
    public static Task<int> SeedIndicators(this IServiceProvider services, CancellationToken ct) => services.GetRequiredService<SeedCatalogue>().Run(ct);

    sealed class CatalogueReader(IndicatorsData data) : IIndicatorCatalogue
    {
        public async Task<IReadOnlyList<CatalogueIndicator>> All(CancellationToken ct) => await data.Indicators.AsNoTracking().OrderBy(i => i.Number)
            .Select(i => new CatalogueIndicator(i.Id, i.Number, i.Name, i.NameEn, i.MeasureUnit, i.Direction, i.Definition, i.DefinitionEn) { Open = !i.Own || i.Open, Retired = i.RetiredOn != null }).ToListAsync(ct);
    }
}
