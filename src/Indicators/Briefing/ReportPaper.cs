using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Browsing;
using OneMetre.Platform.Files;
using OneMetre.Platform.Templates;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>The monitoring report as a paper: of the region and period that the dashboard shows. What it says, its text template says; how it looks, the template in Word.</summary>
sealed class ReportPaper(ReadReport read, IOptions<CityFace> city, TimeProvider time) : IPaperType
{
    public string Key => "monitoring-report";
    public string Name => "indicators.paper-report";
    public IReadOnlyList<PaperField> Shape { get; } = ["标题", "期间", PaperField.Chapter("正文"), "发文单位", "日期"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPaper("/indicators/report", File, "indicators.collect", "indicators_value");

    // A text template that named an indicator which is retired since makes none: the page says so.
    static async Task<IResult> File(HttpRequest request, ReportPaper paper, Papers papers, CancellationToken ct) => await papers.Answer(paper, await paper.Of(DashboardFilter.From(request.Query), Paper.RootOf(request), ct), ct);

    public void Standard(OfficialPaper paper)
    {
        paper.Title("{标题}");
        paper.Chapter("正文");
        paper.Close("{发文单位}", "{日期}");
    }

    async Task<PaperSaid?> Of(DashboardFilter filter, Uri root, CancellationToken ct) =>
        await read.Run(filter, root, null, ct) is { Pieces.Count: > 0 } report ? Said(report.Pieces, $"{report.Board.Period}", city.Value.Organiser, time.Today()) : null;

    public static PaperSaid Said(IReadOnlyList<PaperPiece> pieces, string period, string organiser, DateOnly on) => new(FileName.Fit(MonitoringReport.TitleOf(pieces)) is { Length: > 0 } name ? name : $"监测报告-{period}", new PaperFields()
        .Words("标题", string.Join('\n', pieces.OfType<PaperPiece.Title>().SelectMany(t => t.Lines))).Words("期间", period).Chapter("正文", [.. pieces.Where(p => p is not PaperPiece.Title)]).Words("发文单位", organiser).Words("日期", on.Chinese()));

    public Task<PaperSaid?> Newest(Uri root, CancellationToken ct) => Of(new(null, null, null), root, ct);
}
