using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Indicators.Comparing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Files;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Browsing;

/// <summary>What is drawn on the pages of indicators, as files to take along: with the rights of the page, and put down like every file that leaves.</summary>
static class ChartEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/{id}/chart.svg", Series).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/{id}/map.svg", Counties).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
        routes.MapGet("/indicators/compare/chart.svg", Compared).RequireAuthorization("indicators.read").NotedAsExport("indicators_value");
    }

    static async Task<IResult> Series(string id, HttpRequest request, ReadIndicator read, Texts texts, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        if (await read.Run(id, request.Query["period"], ct) is not { Times.Count: > 0 } view || view.Known.Indicator.Direction == "boolean" || view.City.Values.All(v => v is null)) return TypedResults.NotFound();
        var lines = IndicatorDrawings.Series(view, texts);
        return File(LinesChart.Draw(lines), lines.Title, LinesChart.Span(lines), texts["indicators.picture-source", city.Value.OrganiserNow], time);
    }

    static async Task<IResult> Counties(string id, HttpRequest request, ReadIndicator read, RegionShapes shapes, Texts texts, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        if (await read.Run(id, request.Query["period"], ct) is not { Times.Count: > 0 } view) return TypedResults.NotFound();
        var map = await shapes.Of([.. view.Counties.Select(c => c.Region.Code)], ct);
        if (IndicatorDrawings.Map(view, map, texts) is not { } input) return TypedResults.NotFound();
        return File(AreaMap.Draw(input, 720), input.Title, $"{view.City.Region.Name} · {UnitWords.Of(view.Known.Indicator.MeasureUnit)}", texts["indicators.picture-source", city.Value.OrganiserNow], time, texts["indicators.map-from", map.Source]);
    }

    /// <summary>group: the number of the chart on the page, from 1.</summary>
    static async Task<IResult> Compared(HttpRequest request, ReadComparison read, Texts texts, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        var view = await read.Run(CompareInput.From(request.Query), ct);
        if (!int.TryParse(request.Query["group"].FirstOrDefault() ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var group) || group < 1 || group > view.Groups.Count || !view.Groups[group - 1].CanBeDrawn) return TypedResults.NotFound();
        var lines = IndicatorDrawings.Lines(view, view.Groups[group - 1], texts);
        return File(LinesChart.Draw(lines), lines.Title, LinesChart.Span(lines), texts["indicators.picture-source", city.Value.OrganiserNow], time);
    }

    static FileContentHttpResult File(System.Xml.Linq.XElement drawing, string title, string under, string source, TimeProvider time, string? note = null) =>
        TypedResults.File(ChartFile.Of(drawing, new(title, under, source, ChinaTime.Today(time), note)), ChartFile.ContentType, $"{FileName.Fit(title)}-{ChinaTime.Today(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.svg");
}
