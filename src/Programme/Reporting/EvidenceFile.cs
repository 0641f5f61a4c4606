using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;

namespace OneMetre.Programme.Reporting;

/// <summary>Hands out a file of evidence to whoever may see its task.</summary>
static class EvidenceFile
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/tasks/{task:guid}/evidence/{id:guid}", Download).RequireAuthorization("programme.read").NotedAsExport("programme_evidence");

    static async Task<IResult> Download(Guid task, Guid id, ProgrammeData data, Attachments files, CancellationToken ct) =>
        files.HandOut(await data.EvidenceFiles.AsNoTracking().Where(e => e.Id == id && e.TaskId == task).Select(e => new Attachment(e.FileSha256, e.FileName, e.Size)).SingleOrDefaultAsync(ct));
}
