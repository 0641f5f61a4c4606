using System.Globalization;
using System.Net;
using System.Text.Json;
using OneMetre.Portal.Explaining;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Indicators.Looking;
using static OneMetre.Tests.Indicators.FiguresScene;
using static OneMetre.Tests.Indicators.Looking.LookingScene;

namespace OneMetre.Tests.Portal;

/// <summary>What everybody may take along: pictures, the page for other sites, and SDMX. Nothing of it says more than the portal.</summary>
public class PublicDataTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Pictures_show_what_is_published_and_hatch_what_is_hidden(string engine)
    {
        var (running, _) = await Open(engine, published: true);
        await using var site = running;
        using var visitor = running.Visitor();
        var myopia = await visitor.GetStringAsync(To("/data/MyopiaRate/map.svg"));
        foreach (var says in new[] { ">50<", ">60<", "审图号0" }) Assert.Contains(says, myopia, StringComparison.Ordinal);
        Assert.Contains(">55<", await visitor.GetStringAsync(To("/data/MyopiaRate/chart.svg")), StringComparison.Ordinal);
        // Three and five deaths of babies: no figure of them on any picture or page.
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(To("/data/NeonatalMort/map.svg"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(To("/data/NeonatalMort/chart.svg"))).StatusCode);
        foreach (var path in new[] { "/data/MyopiaRate?year=2026", "/data/MyopiaRate?year=x", "/data/MyopiaRate?year=99999999999&width=-5", "/data/MyopiaRate?width=x" }) Assert.Contains("om-map", await visitor.GetStringAsync(To(path)), StringComparison.Ordinal);
        foreach (var path in new[] { "/data/NoSuch/map.svg", "/data/NoSuch/chart.svg", "/data/MyopiaRateX/map.svg" }) Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(To(path))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_search_finds_figures_by_their_name_in_either_language(string engine)
    {
        var (running, _) = await Open(engine, published: true);
        await using var site = running;
        using var visitor = running.Visitor();
        var found = await visitor.GetStringAsync(To("/data?q=%E8%BF%91%E8%A7%86")); // 近视
        Assert.Contains("id=\"MyopiaRate\"", found, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"InfantMort\"", found, StringComparison.Ordinal);
        Assert.Contains("id=\"MyopiaRate\"", await visitor.GetStringAsync(To("/data?q=MYOPIA")), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"MyopiaRate\"", await visitor.GetStringAsync(To("/data?q=%3Cscript%3E")), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_county_that_has_published_nothing_is_on_the_map_and_hatched(string engine)
    {
        var (running, scene) = await Open(engine);
        await using var site = running;
        Assert.True((await scene.Step(scene.EastSheet, OneMetre.Indicators.Model.StepKind.Publish, scene.Bureau)).Ok);
        using var visitor = running.Visitor();
        var svg = await visitor.GetStringAsync(To("/data/MyopiaRate/map.svg"));
        foreach (var says in new[] { ">东区<", ">50<", ">西区<", "url(#map-none)" }) Assert.Contains(says, svg, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Nothing_that_is_only_locked_is_in_a_picture_or_in_sdmx(string engine)
    {
        var (running, _) = await Open(engine);
        await using var site = running;
        using var visitor = running.Visitor();
        foreach (var path in new[] { "/data/MyopiaRate/map.svg", "/data/MyopiaRate/chart.svg" }) Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(To(path))).StatusCode);
        Assert.DoesNotContain("om-drawn", await visitor.GetStringAsync(To("/embed/data/MyopiaRate")), StringComparison.Ordinal);
        Assert.Single((await visitor.GetStringAsync(To("/data/sdmx/figures.csv"))).Trim().Split('\n'));
        using var json = JsonDocument.Parse(await visitor.GetStringAsync(To("/data/sdmx/figures.json")));
        Assert.Equal(0, json.RootElement.GetProperty("data").GetProperty("dataSets").GetArrayLength());
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_page_may_stand_in_a_frame_of_others_and_no_other(string engine)
    {
        var (running, scene) = await Open(engine, published: true);
        await using var site = running;
        using var visitor = running.Visitor();
        static string Policy(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        foreach (var width in new[] { "", "?width=300", "?width=1200", "?width=1", "?width=x", "?width=99999999999", "?lang=en&width=640" })
        {
            using var framed = await visitor.GetAsync(To("/embed/data/MyopiaRate" + width));
            Assert.Equal(HttpStatusCode.OK, framed.StatusCode);
            Assert.Contains("frame-ancestors *", Policy(framed), StringComparison.Ordinal);
            Assert.Contains("default-src 'self'", Policy(framed), StringComparison.Ordinal);
            Assert.Equal("cross-origin", Assert.Single(framed.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.False(framed.Headers.Contains("Set-Cookie"));
            var html = await framed.Content.ReadAsStringAsync();
            Assert.Contains("om-drawn", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<nav", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        }
        foreach (var path in new[] { "/embed/data/NoSuch", "/data/MyopiaRate", "/data/MyopiaRate/chart.svg", "/", "/signin" })
        {
            using var fenced = await visitor.GetAsync(To(path));
            Assert.Contains("frame-ancestors 'none'", Policy(fenced), StringComparison.Ordinal);
        }
        var page = WebUtility.HtmlDecode(await visitor.GetStringAsync(To("/data/MyopiaRate?width=300")));
        Assert.Contains("/embed/data/MyopiaRate?lang=zh-CN&amp;width=300\" width=\"300\" height=\"560\"", page, StringComparison.Ordinal);
    }

    [Theory, InlineData(null, 640), InlineData("", 640), InlineData("x", 640), InlineData("-1", 640), InlineData("299", 300), InlineData("1201", 1200), InlineData("700", 700), InlineData("99999999999", 640)]
    public void A_width_that_does_not_work_becomes_one_that_does(string? asked, int width) => Assert.Equal(width, EmbedSize.Width(asked));

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Sdmx_says_the_same_as_the_open_data_in_both_its_forms(string engine)
    {
        var (running, _) = await Open(engine, published: true);
        await using var site = running;
        using var visitor = running.Visitor();
        using var answer = await visitor.GetAsync(To("/data/sdmx/figures.csv"));
        Assert.Equal("application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var rows = (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,CONF_STATUS", rows[0]);
        Assert.Contains($"dataflow,{SdmxData.Flow},I,A,{East},MyopiaRate,2026,50,%,A,F", rows);
        Assert.Contains($"dataflow,{SdmxData.Flow},I,A,{East},NeonatalMort,2026,,‰,Q,C", rows);
        var open = (await visitor.GetStringAsync(To("/data/open.csv"))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(open.Length, rows.Length);

        using var json = JsonDocument.Parse(await visitor.GetStringAsync(To("/data/sdmx/figures.json")));
        var data = json.RootElement.GetProperty("data");
        var structure = data.GetProperty("structures")[0];
        string Value(JsonElement group, string component, int at) => group.EnumerateArray().Single(d => d.GetProperty("id").GetString() == component).GetProperty("values")[at] is var v && v.TryGetProperty("id", out var id) ? id.GetString()! : v.GetProperty("value").GetString()!;
        var (series, observation) = (structure.GetProperty("dimensions").GetProperty("series"), structure.GetProperty("dimensions").GetProperty("observation"));
        var (ofSeries, ofObservation) = (structure.GetProperty("attributes").GetProperty("series"), structure.GetProperty("attributes").GetProperty("observation"));
        Assert.Equal([0, 1, 2, 3], series.EnumerateArray().Concat(observation.EnumerateArray()).Select(d => d.GetProperty("keyPosition").GetInt32()));
        var told = from one in data.GetProperty("dataSets")[0].GetProperty("series").EnumerateObject()
                   let key = one.Name.Split(':').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()
                   from seen in one.Value.GetProperty("observations").EnumerateObject()
                   let value = seen.Value[0].ValueKind == JsonValueKind.Null ? "" : seen.Value[0].GetDecimal().ToString("0.####", CultureInfo.InvariantCulture)
                   select string.Join(',', "dataflow", SdmxData.Flow, "I", Value(series, "FREQ", key[0]), Value(series, "REF_AREA", key[1]), Value(series, "INDICATOR", key[2]), Value(observation, "TIME_PERIOD", int.Parse(seen.Name, CultureInfo.InvariantCulture)), value,
                       Value(ofSeries, "UNIT_MEASURE", one.Value.GetProperty("attributes")[0].GetInt32()), Value(ofObservation, "OBS_STATUS", seen.Value[1].GetInt32()), Value(ofObservation, "CONF_STATUS", seen.Value[2].GetInt32()));
        Assert.Equal(rows.Skip(1).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }
}
