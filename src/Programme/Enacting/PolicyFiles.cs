using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Enacting;

/// <summary>The addresses of the files: the register as filtered, the empty form of a workbook, and the document of a policy.</summary>
static class PolicyFiles
{
    static readonly ListFile List = new("policies-title", [("number", 6), ("policy-name", 44), ("order-unit", 22), ("register-units-printed", 30), ("policy-standing", 12), ("policy-number", 24), ("policy-from", 12), ("policy-expires", 12), ("policy-content", 60)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/policies.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_policy");
        routes.MapGet("/policies.csv", Text).RequireAuthorization("programme.read").NotedAsExport("programme_policy");
        routes.MapGet("/policies/form.xlsx", (Texts texts, TimeProvider time, CancellationToken ct) => new ListFile("policies-import-form", ImportPolicies.Columns).Workbook(AsyncEnumerable.Empty<object?[]>(), texts, time, ct)).RequireAuthorization("programme.office");
        routes.MapGet("/policies/{id:guid}/document", Document).RequireAuthorization("programme.read").NotedAsExport("programme_policy");
    }

    static PushStreamHttpResult Sheets(HttpRequest request, ReadPolicies read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, PolicyFilter.From(request.Query), texts, ct), texts, time, ct);
    static PushStreamHttpResult Text(HttpRequest request, ReadPolicies read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, PolicyFilter.From(request.Query), texts, ct), texts, time, ct);

    static async IAsyncEnumerable<object?[]> Rows(ReadPolicies read, PolicyFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
        {
            var p = line.Policy;
            yield return [p.PlanNumber, p.Name, line.Unit, p.UnitsText, texts[ReadPolicies.Word(line.Standing)], p.Number, ListFile.Day(p.From), ListFile.Day(p.ExpiresOn), p.Content];
        }
    }

    static async Task<IResult> Document(Guid id, RegistersData registers, Attachments files, CancellationToken ct) =>
        files.HandOut(await registers.Policies.AsNoTracking().Where(p => p.Id == id && p.FileSha256 != null).Select(p => new Attachment(p.FileSha256!, p.FileName!, p.FileSize)).SingleOrDefaultAsync(ct));
}
