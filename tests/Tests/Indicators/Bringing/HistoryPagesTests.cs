using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Files;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using static OneMetre.Tests.Indicators.Bringing.BringingScene;

namespace OneMetre.Tests.Indicators.Bringing;

/// <summary>The same through a browser: a file handed in, decided about, published, and read by a visitor.</summary>
public partial class HistoryPagesTests
{
    const string Pages = "/indicators/history";
    static Uri To(string path) => new(path, UriKind.Relative);

    /// <summary>Sends the form of that name as its page shows it, hidden fields and all.</summary>
    static async Task<HttpResponseMessage> Send(HttpClient browser, string page, string name, Dictionary<string, string>? typed = null, byte[]? file = null)
    {
        using var shown = await browser.GetAsync(To(page));
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync());
        var form = Forms().Matches(html).Select(m => m.Value).Single(f => f.Contains($"name=\"_handler\" value=\"{name}\"", StringComparison.Ordinal));
        using var parts = new MultipartFormDataContent();
        foreach (Match hidden in Hidden().Matches(form))
            if (typed?.ContainsKey(hidden.Groups[1].Value) != true) parts.Add(new StringContent(hidden.Groups[2].Value), hidden.Groups[1].Value);
        foreach (var (key, value) in typed ?? []) parts.Add(new StringContent(value), key);
        if (file is not null) parts.Add(new ByteArrayContent(file), "file", "旧数.csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, To(Action().Match(form).Groups[1].Value)) { Content = parts };
        request.Headers.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Concat(shown.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]) : []));
        return await browser.SendAsync(request);
    }

    static string Path(RunningCity running, HttpResponseMessage answer) => new Uri(running.Address, answer.Headers.Location!).PathAndQuery;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_file_goes_from_the_officers_hand_to_the_portal(string engine)
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        using var bureau = running.Entered(scene.Bureau);
        var file = Csv($"births.live,{FiguresScene.East},2022,,2000,", $"deaths.neonatal,{FiguresScene.East},2022,,41,", $"deaths.neonatal,{FiguresScene.West},2022,,<b>9</b>,", $"<i>unknown</i>,{FiguresScene.East},2022,,5,", $"births.live,{FiguresScene.West},2022,,1800,", $"deaths.neonatal,{FiguresScene.West},2022,,3,");
        using var handed = await Send(bureau, Pages, "look", file: file);
        Assert.Equal(HttpStatusCode.Found, handed.StatusCode);
        var page = Path(running, handed);

        var html = await bureau.GetStringAsync(To(page));
        Assert.Contains("&lt;i&gt;unknown", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>unknown", html, StringComparison.Ordinal);
        Assert.Empty(await scene.Values());
        var findings = CsvText.Records((await bureau.GetStringAsync(To(page + "/findings.csv"))).TrimStart('\uFEFF')).Skip(1).ToList();
        Assert.Equal(["4", "5", "7"], findings.Select(f => f[0]));

        using (var named = await Send(bureau, page, "names", new() { ["mean-0"] = "no such thing" })) Assert.Contains("no such thing", await named.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using (var named = await Send(bureau, page, "names", new() { ["mean-0"] = "deaths.infant" })) Assert.EndsWith("done=named", Path(running, named), StringComparison.Ordinal);
        using (var refused = await Send(bureau, page, "bring", new() { ["Form.Mode"] = "all" })) Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        foreach (var wrong in new[] { "x", "-1", "99999999999999999999" })
            using (var stale = await Send(bureau, page, "bring", new() { ["Form.Mode"] = "rows", ["Form.Version"] = wrong })) Assert.NotEqual(HttpStatusCode.Found, stale.StatusCode);
        Assert.Empty(await scene.Values());
        using (var brought = await Send(bureau, page, "bring", new() { ["Form.Mode"] = "rows" })) Assert.Equal(page + "?done=in", Path(running, brought));
        Assert.Equal(4, (await scene.Values()).Count);
        Assert.Contains("旧数.csv", await bureau.GetStringAsync(To(Pages)), StringComparison.Ordinal);

        // The office publishes, and hands nothing in.
        using var office = running.Entered(scene.Office);
        Assert.DoesNotContain("type=\"file\"", await office.GetStringAsync(To(Pages)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync(To(page))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync(To(page + "/findings.csv"))).StatusCode);
        var period = Pages + "/periods/2022";
        using (var stale = await Send(office, period, "publish", new() { ["seal"] = "1-1" })) Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        using (var published = await Send(office, period, "publish")) Assert.StartsWith(period + "?shown=4&hidden=", Path(running, published), StringComparison.Ordinal);
        using (var empty = await office.GetAsync(To(period))) Assert.Equal(HttpStatusCode.OK, empty.StatusCode);
        using var visitor = running.Visitor();
        Assert.Contains("20.5", await visitor.GetStringAsync(To("/data/NeonatalMort")), StringComparison.Ordinal);
        Assert.Equal(1, await running.City.Use((CityDb db) => db.Set<AuditEntry>().CountAsync(a => a.Action == "published")));
    }

    [Fact]
    public async Task Only_office_and_bureau_come_here_and_what_is_no_page_is_none()
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        await scene.BringAll($"births.live,{FiguresScene.East},2022,,2000,");
        string[] all = [Pages, Pages + "/template.xlsx", Pages + "/template.csv", Pages + "/periods/2022", $"{Pages}/{Guid.CreateVersion7()}", $"{Pages}/{Guid.CreateVersion7()}/findings.csv"];
        foreach (var actor in new[] { scene.EastClerk, scene.Department })
        {
            using var browser = running.Entered(actor);
            foreach (var address in all) Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync(To(address))).StatusCode);
            using var token = await browser.GetAsync(To("/account"));
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "publish", ["seal"] = "1-1", ["__RequestVerificationToken"] = Hidden().Match(await token.Content.ReadAsStringAsync()).Groups[2].Value });
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(To(Pages + "/periods/2022"), form)).StatusCode);
        }
        Assert.DoesNotContain(await scene.Values(), v => v.Published);
        using var bureau = running.Entered(scene.Bureau);
        foreach (var address in new[] { Pages + "/periods/soon", Pages + "/periods/99999", $"{Pages}/{Guid.CreateVersion7()}", $"{Pages}/{Guid.CreateVersion7()}/findings.csv", Pages + "/x" })
            Assert.Equal(HttpStatusCode.NotFound, (await bureau.GetAsync(To(address))).StatusCode);
        foreach (var address in new[] { Pages + "?page=x&periods=99999999999", Pages + "/periods/2022?page=-1&shown=x&hidden=y", Pages + "/periods/1999" })
            Assert.Equal(HttpStatusCode.OK, (await bureau.GetAsync(To(address))).StatusCode);
    }

    [Theory, InlineData("zh-CN"), InlineData("en")]
    public async Task The_template_is_filled_in_and_read_in_either_language(string language)
    {
        FiguresScene scene = null!;
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate, async city => scene = await FiguresScene.In(city));
        using var bureau = running.Entered(scene.Bureau);
        bureau.DefaultRequestHeaders.Add("Accept-Language", language);
        var pages = WorkbookReader.Read(await bureau.GetByteArrayAsync(To(Pages + "/template.xlsx"))).Value!;
        Assert.Equal(4, pages.Count);
        var titles = pages[0].Cells.Select(c => c.Text).ToArray();
        Assert.Equal(6, titles.Length);
        Assert.Contains(pages[1].Cells, c => c.Text == "births.live");
        Assert.Equal(titles, CsvText.Records((await bureau.GetStringAsync(To(Pages + "/template.csv"))).TrimStart('\uFEFF')).Single());
        // Elements, regions and parts as the other pages name them, in words and as codes.
        string Named(int page, string code, int column) => pages[page].Cells.Single(c => c.Column == column && c.Row == pages[page].Cells.Single(k => k.Column == 1 && k.Text == code).Row).Text;
        var file = Book(titles, [Named(1, "births.live", 2), Named(2, FiguresScene.East, 2), 2022, Named(3, "sex:f", 2), 900], [Named(1, "births.live", 3), FiguresScene.East, "2022", "sex:m", 1000]);
        var report = (await scene.Seen((await scene.Hand(file)).Value)).Report;
        Assert.Equal((2, 0), (report.New, report.Refused));
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();
    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();
}
