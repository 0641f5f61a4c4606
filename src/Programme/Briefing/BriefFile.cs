using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Exporting;

namespace OneMetre.Programme.Briefing;

/// <summary>The address of a round's brief as a paper.</summary>
static class BriefFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPaper("/returns/rounds/{id:guid}/brief", File, "programme.office", "programme_return");

    static async Task<IResult> File(Guid id, HttpRequest request, ReadBrief read, IOptions<CityFace> city, TimeProvider time, CancellationToken ct) => await read.Run(id, RootOf(request), ct) is { } brief
        ? new Paper(TitleOf(brief), file => Write(file, brief, city.Value.Organiser, time.Today()))
        : TypedResults.NotFound();

    public static void Write(Stream file, BriefView brief, string organiser, DateOnly on)
    {
        using var paper = new OfficialPaper(file, TitleOf(brief));
        foreach (var piece in brief.Pieces) piece.Write(paper);
        paper.Close(organiser, on);
    }

    public static string TitleOf(BriefView brief) => string.Concat(brief.Pieces.OfType<PaperPiece.Title>().First().Lines);

    public static Uri RootOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");
}
