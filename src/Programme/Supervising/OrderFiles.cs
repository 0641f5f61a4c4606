using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Supervising;

/// <summary>The addresses of the files: the ledger as filtered, an order's letter, its notice of criticism, and the papers in its chain.</summary>
static class OrderFiles
{
    static readonly ListFile List = new("orders-title", [("order-number", 22), ("order-title", 40), ("order-source", 10), ("order-unit", 24), ("state", 10), ("order-notified", 12), ("order-first-due", 12), ("order-due", 12), ("order-level", 8), ("order-sent-back", 8), ("order-replied", 12), ("order-closed", 12), ("order-basis", 40), ("order-demand", 60)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/supervision.xlsx", Sheets).RequireAuthorization("programme.read").NotedAsExport("programme_order");
        routes.MapGet("/supervision.csv", Text).RequireAuthorization("programme.read").NotedAsExport("programme_order");
        routes.MapPaper("/supervision/{id:guid}/letter", Letter, "programme.read", "programme_order");
        routes.MapPaper("/supervision/{id:guid}/criticism", Criticism, "programme.read", "programme_order");
        routes.MapGet("/supervision/{id:guid}/papers/{step:guid}", Attached).RequireAuthorization("programme.read").NotedAsExport("programme_order_step");
    }

    static PushStreamHttpResult Sheets(HttpRequest request, ReadOrders read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, OrderFilter.From(request.Query), texts, ct), texts, time, ct);

    static PushStreamHttpResult Text(HttpRequest request, ReadOrders read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, OrderFilter.From(request.Query), texts, ct), texts, time, ct);

    static async IAsyncEnumerable<object?[]> Rows(ReadOrders read, OrderFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in read.All(filter, ct))
        {
            var o = line.Order;
            yield return [o.Number, o.Title, texts[OrderWords.Source(o.Source)], line.Unit, texts[OrderWords.State(o.State)], ListFile.Day(o.NotifiedOn), ListFile.Day(o.FirstDueOn), ListFile.Day(o.DueOn), o.Level, o.TimesSentBack, ListFile.Day(o.RepliedOn), ListFile.Day(o.ClosedOn), o.Basis, o.Demand];
        }
    }

    static async Task<IResult> Letter(Guid id, OrderLetter letter, Papers papers, CancellationToken ct) => await papers.Answer(letter, await letter.Of(id, ct), ct);

    static async Task<IResult> Criticism(Guid id, CriticismNotice notice, Papers papers, CancellationToken ct) => await papers.Answer(notice, await notice.Of(id, ct), ct);

    static async Task<IResult> Attached(Guid id, Guid step, SupervisionData orders, Attachments files, CancellationToken ct) =>
        files.HandOut(await orders.Steps.AsNoTracking().Where(s => s.Id == step && s.OrderId == id && s.FileSha256 != null).Select(s => new Attachment(s.FileSha256!, s.FileName!, s.FileSize)).SingleOrDefaultAsync(ct));
}
