using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Files;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal.Explaining;

/// <summary>
/// Published figures as SDMX 3.0 has them, for programs of statistics offices: SDMX-CSV 2.0 and SDMX-JSON 2.0. The structure is described in docs/operations/figures-in-and-out.md; whatever of it changes
/// gets a new version. A figure that is hidden is there without a value: OBS_STATUS Q (suppressed), CONF_STATUS C (confidential).
/// </summary>
static class SdmxData
{
    public const string Flow = "ONEMETRE:CHILD_FRIENDLY_CITY(1.0.0)";
    public const string CsvType = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", JsonType = "application/vnd.sdmx.data+json; version=2.0.0; charset=utf-8";
    static readonly string[] Columns = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "CONF_STATUS"];
    static readonly string[] Languages = ["zh", "en"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/data/sdmx/figures.csv", Csv).AllowAnonymous();
        routes.MapGet("/data/sdmx/figures.json", Json).AllowAnonymous();
    }

    static PushStreamHttpResult Csv(IPublicFigures figures, HttpContext http) =>
        TypedResults.Stream(stream => CsvText.Write(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Columns, Rows(figures, http.RequestAborted), http.RequestAborted), CsvType, "figures-sdmx.csv");

    static async IAsyncEnumerable<IReadOnlyList<object?>> Rows(IPublicFigures figures, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in figures.All(ct)) yield return ["dataflow", Flow, "I", "A", row.RegionCode, row.Indicator, row.Year, row.Value, Unit(row), Status(row), Secrecy(row)];
    }

    /// <summary>A normal value, the first of a new definition, or one that is suppressed (code list CL_OBS_STATUS).</summary>
    static string Status(OpenRow row) => row.Hidden ? "Q" : row.Broken ? "B" : "A";

    /// <summary>Free, or confidential (code list CL_CONF_STATUS).</summary>
    static string Secrecy(OpenRow row) => row.Hidden ? "C" : "F";

    /// <summary>A figure without unit is a number: yes is 1, no is 0.</summary>
    static string Unit(OpenRow row) => row.MeasureUnit.Length > 0 ? row.MeasureUnit : "1";

    static PushStreamHttpResult Json(IPublicFigures figures, IOptions<CityFace> city, TimeProvider time, HttpContext http) => TypedResults.Stream(async stream =>
    {
        var rows = new List<OpenRow>();
        await foreach (var row in figures.All(http.RequestAborted)) rows.Add(row);
        await JsonSerializer.SerializeAsync(stream, Message(rows, city.Value, time.GetUtcNow()), Options, http.RequestAborted);
    }, JsonType, "figures-sdmx.json");

    static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    static object Message(List<OpenRow> rows, CityFace city, DateTimeOffset at)
    {
        var areas = rows.Select(r => r.RegionCode).Distinct().Order(StringComparer.Ordinal).ToList();
        var indicators = rows.Select(r => r.Indicator).Distinct().ToList();
        var years = rows.Select(r => r.Year).Distinct().Order().ToList();
        var units = rows.Select(Unit).Distinct().Order(StringComparer.Ordinal).ToList();
        string[] statuses = ["A", "B", "Q"], secrecies = ["F", "C"];
        // Looked up by thousands of rows.
        var (areaAt, indicatorAt, yearAt) = (Places(areas), Places(indicators), Places(years));
        var (first, regions) = (rows.GroupBy(r => r.Indicator).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal), rows.GroupBy(r => r.RegionCode).ToDictionary(g => g.Key, g => g.First().Region, StringComparer.Ordinal));
        var structure = new
        {
            dataSets = (int[])[0],
            links = new object[] { new { rel = "dataflow", urn = $"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={Flow}" } },
            name = "儿童友好城市监测指标",
            names = new { zh = "儿童友好城市监测指标", en = "Indicators of the child-friendly city" },
            dimensions = new
            {
                dataSet = Array.Empty<object>(),
                series = new object[]
                {
                    new { id = "FREQ", name = "频率", names = new { zh = "频率", en = "Frequency" }, keyPosition = 0, roles = (string[])["FREQ"], values = new object[] { Code("A", "年度", "Annual") } },
                    new { id = "REF_AREA", name = "地区", names = new { zh = "地区", en = "Reference area" }, keyPosition = 1, roles = (string[])["GEO"], values = areas.Select(a => Code(a, regions[a], regions[a])) },
                    new { id = "INDICATOR", name = "指标", names = new { zh = "指标", en = "Indicator" }, keyPosition = 2, values = indicators.Select(i => Code(i, first[i].Name, first[i].NameEn.Length > 0 ? first[i].NameEn : first[i].Name)) },
                },
                observation = new object[] { new { id = "TIME_PERIOD", name = "时期", names = new { zh = "时期", en = "Time period" }, keyPosition = 3, roles = (string[])["TIME_PERIOD"], values = years.Select(Year) } },
            },
            measures = new { observation = new object[] { new { id = "OBS_VALUE", name = "数值", names = new { zh = "数值", en = "Observation value" } } } },
            attributes = new
            {
                dataSet = Array.Empty<object>(),
                series = new object[] { new { id = "UNIT_MEASURE", name = "单位", names = new { zh = "单位", en = "Unit of measure" }, relationship = new { dimensions = (string[])["INDICATOR"] }, values = units.Select(u => new { value = u }) } },
                observation = new object[]
                {
                    new { id = "OBS_STATUS", name = "状态", names = new { zh = "状态", en = "Observation status" }, relationship = new { observation = new { } }, values = new object[] { Code("A", "正常", "Normal value"), Code("B", "口径变更", "Time series break"), Code("Q", "不显示", "Missing value; suppressed") } },
                    new { id = "CONF_STATUS", name = "保密", names = new { zh = "保密", en = "Confidentiality status" }, relationship = new { observation = new { } }, values = new object[] { Code("F", "公开", "Free"), Code("C", "保密", "Confidential") } },
                },
            },
        };
        var series = rows.GroupBy(r => (r.RegionCode, r.Indicator)).ToDictionary(g => string.Create(CultureInfo.InvariantCulture, $"0:{areaAt[g.Key.RegionCode]}:{indicatorAt[g.Key.Indicator]}"), g => new
        {
            attributes = (int[])[units.IndexOf(Unit(g.First()))],
            observations = g.ToDictionary(r => yearAt[r.Year].ToString(CultureInfo.InvariantCulture), r => (object?[])[r.Value, Array.IndexOf(statuses, Status(r)), Array.IndexOf(secrecies, Secrecy(r))]),
        });
        var meta = new
        {
            schema = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json",
            id = string.Create(CultureInfo.InvariantCulture, $"CFC_{city.RegionCode}_{at:yyyyMMddHHmmss}"),
            test = city.Demo,
            prepared = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            contentLanguages = Languages,
            sender = new { id = $"CFC_{city.RegionCode}", name = city.Organiser, names = new { zh = city.Organiser, en = city.EnglishOrganiser } },
        };
        // Before anything is published there is nothing to describe: dimensions without values are no structure.
        return rows.Count == 0 ? new { meta, data = new { structures = Array.Empty<object>(), dataSets = Array.Empty<object>() } }
            : new { meta, data = new { structures = (object[])[structure], dataSets = (object[])[new { structure = 0, action = "Information", links = structure.links, series }] } };
    }

    static object Year(int year)
    {
        var id = year.ToString(CultureInfo.InvariantCulture);
        return new { id, name = id, names = new { zh = id, en = id }, start = $"{id}-01-01T00:00:00Z", end = $"{id}-12-31T23:59:59Z" };
    }

    static object Code(string id, string zh, string en) => new { id, name = zh, names = new { zh, en } };

    static Dictionary<T, int> Places<T>(List<T> values) where T : notnull => values.Select((value, i) => (value, i)).ToDictionary(v => v.value, v => v.i);
}
