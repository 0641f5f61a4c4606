using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal.Explaining;

/// <summary>Published figures for machines: one comma-separated file, and a Frictionless data package that says what its columns mean. Small figures are hidden in it as on the pages.</summary>
static class OpenData
{
    static readonly string[] Columns = ["indicator", "name_zh", "name_en", "unit", "region_code", "region", "year", "value", "status"], States = ["published", "hidden"], Key = ["indicator", "region_code", "year"], Missing = [""];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/data/open.csv", File).AllowAnonymous();
        routes.MapGet("/data/datapackage.json", Describe).AllowAnonymous();
    }

    static PushStreamHttpResult File(IPublicFigures figures, HttpContext http) =>
        TypedResults.Stream(stream => CsvText.Write(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Columns, Rows(figures, http.RequestAborted), http.RequestAborted), "text/csv; charset=utf-8", "figures.csv");

    static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IPublicFigures figures, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in figures.All(ct))
            yield return [row.Indicator, row.Name, row.NameEn, row.MeasureUnit, row.RegionCode, row.Region, row.Year, row.Value, row.Hidden ? "hidden" : "published"];
    }

    /// <summary>As the Data Package standard (version 1) has it.</summary>
    static JsonHttpResult<object> Describe(IOptions<CityFace> city) => TypedResults.Json<object>(new
    {
        profile = "tabular-data-package",
        name = "child-friendly-city-indicators",
        title = $"{city.Value.Name}儿童友好城市监测指标",
        resources = new[]
        {
            new
            {
                name = "figures",
                path = "open.csv",
                profile = "tabular-data-resource",
                format = "csv",
                mediatype = "text/csv",
                encoding = "utf-8",
                schema = new
                {
                    fields = new object[]
                    {
                        new { name = "indicator", type = "string", description = "stable id of the indicator" },
                        new { name = "name_zh", type = "string" },
                        new { name = "name_en", type = "string" },
                        new { name = "unit", type = "string" },
                        new { name = "region_code", type = "string", description = "12-digit statistical area code", constraints = new { pattern = "[0-9]{12}" } },
                        new { name = "region", type = "string" },
                        new { name = "year", type = "year" },
                        new { name = "value", type = "number", description = "empty where the status is hidden" },
                        new { name = "status", type = "string", description = "hidden: a small figure, or one that would give a small one away", constraints = new { @enum = States } },
                    },
                    primaryKey = Key,
                    missingValues = Missing,
                },
            },
        },
    });
}
