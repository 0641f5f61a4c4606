using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Funding;

/// <summary>The addresses of the files: the register as filtered, and its money line by line.</summary>
static class ProjectFiles
{
    static readonly ListFile List = new("projects-title", [("number", 6), ("project-name", 40), ("order-unit", 22), ("register-units-printed", 30), ("project-stage", 12), ("project-stage-on", 12), ("fund-planned", 14), ("fund-paid", 14), ("project-next", 30), ("due-day", 12), ("project-address", 30), ("project-land", 30), ("project-permit", 30), ("project-content", 60)]);
    static readonly ListFile Money = new("funds-title", [("project-name", 40), ("order-unit", 22), ("fund-year", 8), ("fund-source", 16), ("fund-planned", 14), ("fund-paid", 14), ("fund-why", 40)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/projects.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_project");
        routes.MapGet("/projects.csv", Text).RequireAuthorization("programme.read").NotedAsExport("programme_project");
        routes.MapGet("/projects/form.xlsx", Form).RequireAuthorization("programme.office");
        routes.MapGet("/projects/funds.xlsx", FundSheets).RequireAuthorization("programme.read").NotedAsExport("programme_project_fund");
        routes.MapGet("/projects/funds.csv", FundText).RequireAuthorization("programme.read").NotedAsExport("programme_project_fund");
    }

    /// <summary>The form for a workbook of projects: its columns, and no row.</summary>
    static PushStreamHttpResult Form(Texts texts, TimeProvider time, CancellationToken ct) => new ListFile("projects-form", ImportProjects.Columns).Workbook(AsyncEnumerable.Empty<object?[]>(), texts, time, ct);

    static PushStreamHttpResult Sheets(HttpRequest request, ReadProjects read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, ProjectFilter.From(request.Query), texts, ct), texts, time, ct);
    static PushStreamHttpResult Text(HttpRequest request, ReadProjects read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, ProjectFilter.From(request.Query), texts, ct), texts, time, ct);
    static PushStreamHttpResult FundSheets(HttpRequest request, ReadProjects read, Texts texts, TimeProvider time, CancellationToken ct) => Money.Workbook(Funds(read, ProjectFilter.From(request.Query), texts, ct), texts, time, ct);
    static PushStreamHttpResult FundText(HttpRequest request, ReadProjects read, Texts texts, TimeProvider time, CancellationToken ct) => Money.Text(Funds(read, ProjectFilter.From(request.Query), texts, ct), texts, time, ct);

    static async IAsyncEnumerable<object?[]> Rows(ReadProjects read, ProjectFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
        {
            var (p, given) = (line.Project, line.Sum.Projects > 0);
            yield return [p.PlanNumber, p.Name, line.Unit, p.UnitsText, texts[ProjectWords.Stage(p.Stage)], ListFile.Day(p.StageOn), given ? Wan(line.Sum.Planned) : null, given ? Wan(line.Sum.Paid) : null, line.Next?.Title, ListFile.Day(line.Next?.Due), p.Address, p.Land, p.Permit, p.Content];
        }
    }

    static async IAsyncEnumerable<object?[]> Funds(ReadProjects read, ProjectFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (line, fund) in read.Funds(filter, ct))
            yield return [line.Project.Name, line.Unit, fund.Year, texts[ProjectWords.Source(fund.Source)], Wan(fund.Planned), Wan(fund.Paid), fund.Reason];
    }

    static decimal? Wan(decimal? yuan) => yuan is { } amount ? decimal.Round(amount / FundSums.YuanPerWan, 4) : null;
}

/// <summary>Projects in the language of the page.</summary>
static class ProjectWords
{
    public static string Stage(ProjectStage stage) => $"programme.project-stage-{stage.ToString().ToLowerInvariant()}";
    public static string Source(FundSource source) => $"programme.fund-source-{source.ToString().ToLowerInvariant()}";
}
