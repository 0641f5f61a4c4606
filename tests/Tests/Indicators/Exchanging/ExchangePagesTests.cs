using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Indicators.Exchanging;

/// <summary>The same over the wire: files out and in through a browser, figures through a program.</summary>
public partial class ExchangePagesTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<(string Token, string Cookie)> Token(HttpClient browser, string page)
    {
        using var answer = await browser.GetAsync(To(page));
        return (TokenField().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value, answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.First().Split(';')[0] : "");
    }

    static async Task<HttpResponseMessage> Send(HttpClient browser, string path, HttpContent content, bool withToken = true)
    {
        var (token, cookie) = await Token(browser, "/account");
        using var request = new HttpRequestMessage(HttpMethod.Post, To(path)) { Content = content };
        request.Headers.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Append(cookie).Where(c => c.Length > 0));
        if (withToken) request.Headers.Add("RequestVerificationToken", token);
        return await browser.SendAsync(request);
    }

    static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_form_is_taken_filled_in_and_handed_back_through_the_browser(string engine)
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        using var clerk = running.Entered(scene.EastClerk);
        using var taken = await clerk.GetAsync(To($"/reports/{scene.EastSheet}/sheet.xlsx"));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", taken.Content.Headers.ContentType!.MediaType);
        var file = await taken.Content.ReadAsByteArrayAsync();

        async Task<HttpResponseMessage> Hand(byte[] content)
        {
            // As the form on the page of the submission sends it.
            using var page = await clerk.GetAsync(To($"/reports/{scene.EastSheet}"));
            var html = await page.Content.ReadAsStringAsync();
            var form = Regex.Match(html, $"<form[^>]*action=\"/reports/{scene.EastSheet}/sheet\".*?</form>", RegexOptions.Singleline).Value;
            using var parts = new MultipartFormDataContent { { new StringContent(TokenField().Match(form).Groups[1].Value), "__RequestVerificationToken" }, { new StringContent("sheet-file"), "_handler" }, { new ByteArrayContent(content), "file", "儿童健康.xlsx" } };
            Assert.Contains("name=\"_handler\" value=\"sheet-file\"", form, StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Post, To($"/reports/{scene.EastSheet}/sheet")) { Content = parts };
            request.Headers.Add("Cookie", clerk.DefaultRequestHeaders.GetValues("Cookie").Concat(page.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []));
            return await clerk.SendAsync(request);
        }

        using (var well = await Hand(SheetBook.With(file, ("deaths.infant", "value|", 5))))
            Assert.Equal((HttpStatusCode.Found, $"/reports/{scene.EastSheet}?done=read"), (well.StatusCode, new Uri(running.Address, well.Headers.Location!).PathAndQuery));
        using (var wrong = await Hand(SheetBook.With(file, ("sight.myopic", "value|", "很多<b>"))))
        {
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            var said = await wrong.Content.ReadAsStringAsync();
            Assert.Contains(SheetBook.PlaceOf(file, "sight.myopic", "value|"), said, StringComparison.Ordinal);
            Assert.Contains("很多<b>", WebUtility.HtmlDecode(said), StringComparison.Ordinal);
            Assert.DoesNotContain("很多<b>", said, StringComparison.Ordinal);
        }
        Assert.Equal(5m, await running.City.Use((CityDb db) => db.Set<SubmissionCell>().Where(c => c.SubmissionId == scene.EastSheet && c.ElementId == "deaths.infant").Select(c => c.Number).SingleAsync()));
        Assert.Contains(await running.City.Use((CityDb db) => db.Set<AuditEntry>().Where(a => a.Kind == AuditKind.Export).Select(a => a.Key).ToListAsync()), k => k == scene.EastSheet.ToString());

        using var west = running.Entered(scene.WestClerk);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync(To($"/reports/{scene.EastSheet}/sheet.xlsx"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await west.GetAsync(To($"/reports/{scene.EastSheet}/sheet"))).StatusCode);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_program_sends_figures_and_is_told_row_by_row_what_became_of_them(string engine)
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        using var clerk = running.Entered(scene.EastClerk);
        var body = new { values = new[] { new { element = "deaths.infant", region = FiguresScene.East, period = "2026", value = "5" }, new { element = "no.such", region = FiguresScene.East, period = "2026", value = "5" } } };

        Assert.Equal(HttpStatusCode.BadRequest, (await Send(clerk, "/api/data-values", Json(body), withToken: false)).StatusCode);
        foreach (var query in new[] { "dryRun=maybe", "mode=some", "overwrite=1" }) Assert.Equal(HttpStatusCode.BadRequest, (await Send(clerk, "/api/data-values?" + query, Json(body))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Send(clerk, "/api/data-values", new StringContent("x"))).StatusCode);

        using var refused = await Send(clerk, "/api/data-values", Json(body));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        using (var said = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()))
        {
            var conflict = said.RootElement.GetProperty("conflicts")[0];
            Assert.Equal(("refused", 0, 2, 2, "indicators.row-no-element", "element"), (said.RootElement.GetProperty("status").GetString(), said.RootElement.GetProperty("imported").GetInt32(), said.RootElement.GetProperty("ignored").GetInt32(),
                conflict.GetProperty("row").GetInt32(), conflict.GetProperty("code").GetString(), conflict.GetProperty("field").GetString()));
        }
        using var dry = await Send(clerk, "/api/data-values?mode=rows&dryRun=true", Json(body));
        Assert.Contains("\"imported\":1", await dry.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await running.City.Use((CityDb db) => db.Set<SubmissionCell>().CountAsync(c => c.State == CellState.Known)));
        await Send(clerk, "/api/data-values?mode=rows", Json(body));
        Assert.Equal(1, await running.City.Use((CityDb db) => db.Set<SubmissionCell>().CountAsync(c => c.State == CellState.Known)));

        using var adx = new StringContent("<adx xmlns=\"urn:ihe:qrph:adx:2015\" exported=\"2026-11-10T08:12:44Z\"><group orgUnit=\"990102000000\" period=\"2026-01-01/P1Y\"><dataValue dataElement=\"births.live\" sex=\"f\" value=\"900\"/></group></adx>", Encoding.UTF8, "application/adx+xml");
        Assert.Equal(HttpStatusCode.OK, (await Send(clerk, "/api/data-values", adx)).StatusCode);

        using var large = new ByteArrayContent(new byte[21 * 1024 * 1024]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Send(clerk, "/api/data-values", large)).StatusCode);

        // What names mean is the bureau's to say.
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(clerk, "/api/data-values/names", Json(new { OU = FiguresScene.East }))).StatusCode);
        using var bureau = running.Entered(scene.Bureau);
        Assert.Equal(HttpStatusCode.OK, (await Send(bureau, "/api/data-values/names", Json(new { OU = FiguresScene.East }))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Send(bureau, "/api/data-values/names", Json(new { OU = "elsewhere" }))).StatusCode);
        Assert.Equal("{\"OU\":\"990102000000\"}", await clerk.GetStringAsync(To("/api/data-values/names")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_the_pages_show_is_taken_along_as_a_table(string engine)
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        await scene.Lock(scene.EastSheet);
        using var bureau = running.Entered(scene.Bureau);
        var text = await bureau.GetStringAsync(To("/indicators/figures.csv?period=2026&region=" + FiguresScene.East));
        var rows = OneMetre.Platform.Files.CsvText.Records(text.TrimStart('\uFEFF')).ToList();
        var shown = rows.Where(r => r[5].Length > 0).ToList();
        Assert.NotEmpty(shown);
        Assert.All(shown.Skip(1), r => Assert.Equal("东区", r[3]));
        // The same list as the page under the same filter.
        var narrowed = OneMetre.Platform.Files.CsvText.Records(await bureau.GetStringAsync(To("/indicators/figures.csv?q=" + Uri.EscapeDataString("近视")))).Count();
        Assert.InRange(narrowed, 2, rows.Count - 1);

        using var book = await bureau.GetAsync(To("/indicators/figures.xlsx"));
        var cells = WorkbookReader.Read(await book.Content.ReadAsByteArrayAsync()).Value![0].Cells;
        Assert.Equal(rows.Count, cells.Select(c => c.Row).Distinct().Count());

        var id = await running.City.Use((CityDb db) => db.Set<Indicator>().Where(i => i.Name.Contains("婴儿死亡率")).Select(i => i.Id).FirstAsync());
        var series = OneMetre.Platform.Files.CsvText.Records((await bureau.GetStringAsync(To($"/indicators/{id}/series.csv"))).TrimStart('\uFEFF')).ToList();
        Assert.Equal(["示范市", "东区", "西区"], series.Skip(1).Select(r => r[0]));
        Assert.Contains("1/2", series[1][^1], StringComparison.Ordinal); // only one county has reported
        using var pages = await bureau.GetAsync(To($"/indicators/{id}/series.xlsx"));
        Assert.True(WorkbookReader.Read(await pages.Content.ReadAsByteArrayAsync()).Value!.Count >= 2);
        Assert.Equal(HttpStatusCode.NotFound, (await bureau.GetAsync(To("/indicators/none/series.csv"))).StatusCode);
        Assert.True(await running.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(a => a.Kind == AuditKind.Export && a.Entity == "indicators_value")) >= 5);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
