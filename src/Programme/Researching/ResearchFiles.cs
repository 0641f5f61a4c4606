using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Researching;

/// <summary>The addresses of the files: the register as filtered, the file of a bid, the papers of a topic.</summary>
static class ResearchFiles
{
    static readonly ListFile List = new("research-title", [("research-year", 8), ("research-topic", 44), ("state", 12), ("research-most", 14), ("research-until", 12), ("research-unit", 24), ("research-institution", 24), ("research-leader", 12), ("research-yuan", 14), ("research-due", 12), ("research-question", 60)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/research.xlsx", (HttpRequest request, ReadResearch read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, ResearchFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_research");
        routes.MapGet("/research.csv", (HttpRequest request, ReadResearch read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, ResearchFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_research");
        routes.MapGet("/research/{id:guid}/bids/{bid:guid}", Bid).RequireAuthorization("programme.read").NotedAsExport("programme_research_bid");
        routes.MapGet("/research/{id:guid}/papers/{step:guid}", Paper).RequireAuthorization("programme.read").NotedAsExport("programme_research_step");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadResearch read, ResearchFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (t, state, _) in read.All(filter, ct))
            yield return [t.Year, t.Title, texts[ReadResearch.Word(state)], t.MostYuan, ListFile.Day(t.BidsUntil), t.UnitName, t.Institution, t.Leader, t.Yuan, ListFile.Day(t.DueOn), t.Question];
    }

    static async Task<IResult> Bid(Guid id, Guid bid, ResearchData research, Attachments files, CancellationToken ct)
    {
        var wanted = await research.OwnBids.AnyAsync(b => b.Id == bid, ct) ? research.OwnBids : research.Bids;
        return files.HandOut(await wanted.AsNoTracking().Where(b => b.Id == bid && b.TopicId == id && b.FileSha256 != null).Select(b => new Attachment(b.FileSha256!, b.FileName!, b.FileSize)).SingleOrDefaultAsync(ct));
    }

    static async Task<IResult> Paper(Guid id, Guid step, ResearchData research, Attachments files, CancellationToken ct) =>
        files.HandOut(await research.Steps.AsNoTracking().Where(s => s.Id == step && s.TopicId == id && s.FileSha256 != null).Select(s => new Attachment(s.FileSha256!, s.FileName!, s.FileSize)).SingleOrDefaultAsync(ct));
}
