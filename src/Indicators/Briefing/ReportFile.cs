using System.Globalization;
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

/// <summary>The address of the monitoring report: of the region and year that the dashboard shows.</summary>
static class ReportFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/indicators/report.docx", File).RequireAuthorization("indicators.collect").NotedAsExport("indicators_value");

    static async Task<FileStreamHttpResult> File(HttpContext http, ReadDashboard dashboard, ListIndicators list, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese
        var all = await list.Run(null, null, null, 1, ct, 1000);
        var view = await dashboard.Run(DashboardFilter.From(http.Request.Query) with { Light = null }, [.. all.Items.Select(i => i.Id)], ct);
        var root = new Uri($"{http.Request.Scheme}://{http.Request.Host}");
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });
        MonitoringReport.Write(file, city.Value.Organiser, view, c => new(root, $"/indicators/{c.Known.Indicator.Id}?period={view.Period}"), time.Today());
        file.Position = 0;
        return TypedResults.Stream(file, OfficialPaper.ContentType, $"{view.Period.Year}年{view.Region.Name}儿童友好城市建设监测报告.docx");
    }
}
