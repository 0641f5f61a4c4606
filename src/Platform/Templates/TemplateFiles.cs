using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Templates;

/// <summary>The addresses of the files: our template of a type, a version of the office's, and either of them tried on the newest such paper.</summary>
static class TemplateFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/templates/{type}/standard.docx", Ours).RequireAuthorization("platform.templates");
        routes.MapGet("/templates/versions/{id:guid}.docx", Own).RequireAuthorization("platform.templates").NotedAsExport("platform_paper_template");
        routes.MapPaper("/templates/{type}/tried", TryOurs, "platform.templates", "platform_paper_template");
        routes.MapPaper("/templates/versions/{id:guid}/tried", TryOwn, "platform.templates", "platform_paper_template");
    }

    static IResult Ours(string type, IEnumerable<IPaperType> types, Texts texts) => Find(types, type) is { } found
        ? TypedResults.File(Papers.Standard(found), Paper.DocxType, $"{FileName.Fit(texts[found.Name])}.docx")
        : TypedResults.NotFound();

    static async Task<IResult> Own(Guid id, TemplatesData templates, Attachments files, CancellationToken ct) =>
        files.HandOut(await templates.Kept.AsNoTracking().Where(t => t.Id == id).Select(t => new Attachment(t.FileSha256, t.FileName, t.FileSize)).SingleOrDefaultAsync(ct));

    static Task<IResult> TryOurs(string type, HttpRequest request, IEnumerable<IPaperType> types, Papers papers, Texts texts, CancellationToken ct) => Tried(Find(types, type), null, request, papers, texts, ct);

    static async Task<IResult> TryOwn(Guid id, HttpRequest request, IEnumerable<IPaperType> types, TemplatesData templates, Papers papers, Texts texts, CancellationToken ct) =>
        await templates.Kept.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is { } template ? await Tried(Find(types, template.Type), template.FileSha256, request, papers, texts, ct) : TypedResults.NotFound();

    static async Task<IResult> Tried(IPaperType? type, string? sha256, HttpRequest request, Papers papers, Texts texts, CancellationToken ct)
    {
        if (type is null) return TypedResults.NotFound();
        var newest = await type.Newest(Paper.RootOf(request), ct);
        var said = new PaperSaid(texts["platform.template-tried", texts[type.Name]], newest?.Fields ?? PaperFields.Blank(type.Shape));
        return new Paper(said.Title, to => papers.Write(type, sha256, said, to));
    }

    public static IPaperType? Find(IEnumerable<IPaperType> types, string? key) => types.FirstOrDefault(t => t.Key == key);
}
