using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Minors;

/// <summary>Hands out the evidence pack of a year as it was last made. Taking it out is itself put down.</summary>
static class MinorAuditPackFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(MinorAuditPage.Address + "/{id:guid}/pack.xlsx", Download).RequireAuthorization("platform.minors").NotedAsExport("platform_minor_audit");

    static async Task<IResult> Download(Guid id, MinorsData data, FileStore files, Texts texts, CancellationToken ct) =>
        await data.Audits.AsNoTracking().Where(a => a.Id == id && a.PackSha256 != null).Select(a => new { a.Year, a.PackSha256 }).SingleOrDefaultAsync(ct) is { } audit
            ? TypedResults.Stream(files.Open(audit.PackSha256!), Sheet.ContentType, texts["platform.minors.file-name", audit.Year] + ".xlsx")
            : TypedResults.NotFound();
}
