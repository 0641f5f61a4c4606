using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Browsing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>The address of the monitoring report: of the region and period that the dashboard shows.</summary>
static class ReportFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPaper("/indicators/report", File, "indicators.collect", "indicators_value");

    static async Task<IResult> File(HttpContext http, ReadReport read, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        var report = await read.Run(DashboardFilter.From(http.Request.Query), RootOf(http.Request), null, ct);
        // A template that named an indicator which is retired since: the page says so.
        if (report.Pieces.Count == 0) return TypedResults.NotFound();
        var title = MonitoringReport.TitleOf(report.Pieces);
        return new Paper(FileName.Fit(title) is { Length: > 0 } name ? name : $"监测报告-{report.Board.Period}", file => Write(file, report.Pieces, city.Value.Organiser, time.Today()));
    }

    public static void Write(Stream file, IReadOnlyList<PaperPiece> pieces, string organiser, DateOnly on)
    {
        using var paper = new OfficialPaper(file, MonitoringReport.TitleOf(pieces));
        foreach (var piece in pieces) piece.Write(paper);
        paper.Close(organiser, on);
    }

    public static Uri RootOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");
}
