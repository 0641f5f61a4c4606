using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Indicators.Exchanging;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Catalogue;

/// <summary>What the parser says of a formula while somebody types it, and the catalogue as a workbook.</summary>
static class CatalogueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/indicators/catalogue/reading", Reading).RequireAuthorization("indicators.collect");
        routes.MapGet("/indicators/catalogue.xlsx", Book).RequireAuthorization("indicators.read").NotedAsExport("indicators_indicator");
    }

    /// <summary>{"problems":[{"field":"Top","text":"…"}],"reads":"活产数 ÷ …","would":["兰河区 2025年：4.6"]}; nothing is kept.</summary>
    static async Task<IResult> Reading(HttpRequest request, TryFormula tries, Texts texts, CancellationToken ct)
    {
        var form = new FormulaForm { Top = request.Query["top"], Bottom = request.Query["bottom"], Factor = request.Query["factor"], Digits = request.Query["digits"], FromYear = request.Query["from"], BaseYear = request.Query["base"], Gross = request.Query["gross"] == "true", Lowest = request.Query["lowest"] == "true" };
        var tried = await tries.Run(form, ct);
        return TypedResults.Json(new
        {
            problems = tried.Read.Problems.Where(p => p.Field is nameof(form.Top) or nameof(form.Bottom)).Select(p => new { field = p.Field, text = texts[p] }),
            reads = tried.Read.Version is { } version ? texts["indicators.formula-reads", CatalogueText.Words(texts, version, tried.Elements)] : "",
            would = tried.Figures.Where(f => f.Figure.Value is not null).Take(4).Select(f => texts["indicators.would-give", f.Region.Name, f.Period, CatalogueText.Shown(texts, f.Figure, tried.Read.Version!.Digits)]),
        });
    }

    static Microsoft.AspNetCore.Http.HttpResults.PushStreamHttpResult Book(CatalogueBook book, Texts texts, TimeProvider time, CancellationToken ct) =>
        TempFile.Send(Sheet.ContentType, ExchangeEndpoints.Dated(texts["indicators.catalogue"], "xlsx", time), file => book.Write(file, ct));
}
