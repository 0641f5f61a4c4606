using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Charts;
using OneMetre.Platform.Files;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal.Explaining;

/// <summary>The chart and the map of a published indicator as files, for everybody.</summary>
static class FigurePictures
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/data/{id}/chart.svg", Chart).AllowAnonymous().CacheOutput(PortalModule.Pages);
        routes.MapGet("/data/{id}/map.svg", Counties).AllowAnonymous().CacheOutput(PortalModule.Pages);
    }

    static async Task<IResult> Chart(string id, IPublicFigures figures, FigureWords words, Texts texts, IOptions<CityFace> city, TimeProvider time, CancellationToken ct) =>
        await figures.One(id, ct) is { } view && words.Lines(view) is { } lines
            ? File(LinesChart.Draw(lines), lines.Title, LinesChart.Span(lines), texts["portal.figure-source", city.Value.OrganiserNow], time) : TypedResults.NotFound();

    static async Task<IResult> Counties(string id, string? year, IPublicFigures figures, RegionShapes shapes, FigureWords words, Texts texts, IOptions<CityFace> city, TimeProvider time, CancellationToken ct)
    {
        if (await figures.One(id, ct) is not { } view) return TypedResults.NotFound();
        var map = await shapes.Of([.. view.Land.Select(r => r.Code)], ct);
        return words.Map(view, map, year) is var (input, _)
            ? File(AreaMap.Draw(input, 720), input.Title, $"{view.City.Name} · {UnitWords.Of(view.Indicator.MeasureUnit)}", texts["portal.figure-source", city.Value.OrganiserNow], time, texts["portal.figure-map-from", map.Source]) : TypedResults.NotFound();
    }

    static FileContentHttpResult File(XElement drawing, string title, string under, string source, TimeProvider time, string? note = null) =>
        TypedResults.File(ChartFile.Of(drawing, new(title, under, source, ChinaTime.Today(time), note)), ChartFile.ContentType, $"{FileName.Fit(title)}-{ChinaTime.Today(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.svg");
}
