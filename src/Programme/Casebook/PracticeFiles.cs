using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Casebook;

/// <summary>The addresses of the files: the library as filtered, the photographs, and the practice as a paper.</summary>
static class PracticeFiles
{
    static readonly ListFile List = new("practices-title", [("practice-part-title", 44), ("practice-field", 16), ("practice-unit", 28), ("state", 12), ("practice-published-on", 14), ("practice-part-summary", 60), ("practice-part-place", 24)]);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/casebook.xlsx", (HttpRequest request, ReadPractices read, Texts texts, TimeProvider time, CancellationToken ct) => List.Workbook(Rows(read, PracticeFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_practice");
        routes.MapGet("/casebook.csv", (HttpRequest request, ReadPractices read, Texts texts, TimeProvider time, CancellationToken ct) => List.Text(Rows(read, PracticeFilter.From(request.Query), texts, ct), texts, time, ct)).RequireAuthorization("programme.read").NotedAsExport("programme_practice");
        routes.MapPaper("/casebook/{id:guid}/paper", One, "programme.read", "programme_practice");
        routes.MapPaper("/casebook/paper", Book, "programme.read", "programme_practice");
        routes.MapGet("/casebook/{id:guid}/photos/{photo:guid}", Photo).RequireAuthorization("programme.read");
    }

    static async IAsyncEnumerable<object?[]> Rows(ReadPractices read, PracticeFilter filter, Texts texts, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (p, unit) in read.All(filter, ct))
            yield return [p.Title, texts[PracticeWords.Field(p.Field)], unit, texts[PracticeWords.State(p.State)], ListFile.Day(p.PublishedOn), p.Summary, p.Place];
    }

    static async Task<IResult> One(Guid id, PracticePaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(id, ct), ct);

    static async Task<IResult> Book(HttpRequest request, PracticePaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(PracticeFilter.From(request.Query), ct), ct);

    static async Task<IResult> Photo(Guid id, Guid photo, PracticesData practices, Attachments files, CancellationToken ct) =>
        files.ShowPicture(await practices.Photos.AsNoTracking().Where(p => p.Id == photo && p.PracticeId == id).Select(p => new Attachment(p.FileSha256, p.FileName, p.FileSize)).SingleOrDefaultAsync(ct));
}
