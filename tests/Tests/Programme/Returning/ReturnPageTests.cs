using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Notices;
using OneMetre.Programme.Board;
using OneMetre.Programme.Model;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Returning;

/// <summary>The pages themselves, over HTTP.</summary>
public partial class ReturnPageTests
{
    static readonly string[] Fields = ["was", "answer", "progress", "said", "problems", "next", "reached"];

    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<HttpResponseMessage> Send(HttpClient browser, string page, string handler, Dictionary<string, string> fields, string? seen = null)
    {
        var answer = await browser.GetAsync(To(page));
        var html = seen ?? await answer.Content.ReadAsStringAsync();
        fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        fields["_handler"] = handler;
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, To(page)) { Content = form };
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            request.Headers.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Concat(set.Select(c => c.Split(';')[0])));
        return await browser.SendAsync(request);
    }

    static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    static async Task<(RunningCity Running, ReturnScene Scene)> On(string engine)
    {
        var clock = new StoppedClock(ReturnScene.FirstOfOctober);
        var running = await RunningCity.On(engine, RunningCity.OpenGate, time: clock);
        return (running, await ReturnScene.In(running.City, clock));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Pages_answer_to_whom_they_concern(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        var (lead, county) = (await scene.Of(scene.Plan.Lead), await scene.Of(scene.Plan.County));
        foreach (var actor in scene.Plan.Everyone.Append(scene.LeadLeader))
        {
            using var browser = running.Entered(actor);
            async Task<HttpStatusCode> Get(string page) => (await browser.GetAsync(To(page))).StatusCode;
            var office = actor == scene.Plan.Office;
            Assert.Equal(HttpStatusCode.OK, await Get("/returns"));
            foreach (var page in new[] { "/returns/cycles", $"/returns/rounds/{scene.Round}", $"/returns/rounds/{scene.Round}?state=late&page=9", $"/returns/rounds/{scene.Round}.csv" })
                Assert.True((office ? HttpStatusCode.OK : HttpStatusCode.Forbidden) == await Get(page), $"{actor.UnitName} {page}");
            Assert.Equal(office || actor.Unit == scene.Plan.Lead.Unit ? HttpStatusCode.OK : HttpStatusCode.NotFound, await Get($"/returns/{lead.Id}"));
            Assert.Equal(office || actor == scene.Plan.County ? HttpStatusCode.OK : HttpStatusCode.NotFound, await Get($"/returns/{county.Id}"));
        }
        using var admin = running.Entered(scene.Plan.Office);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(To($"/returns/rounds/{Guid.CreateVersion7()}"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(To($"/returns/rounds/{Guid.CreateVersion7()}.csv"))).StatusCode);
        var csv = await admin.GetStringAsync(To($"/returns/rounds/{scene.Round}.csv"));
        Assert.Equal(5, csv.Trim().Split("\r\n").Length);
        Assert.Contains("栖山区人民政府", csv, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_tap_hands_a_partners_return_in_and_leads_the_lead_to_what_is_missing(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        using var county = running.Entered(scene.Plan.County);
        var sheet = await scene.Of(scene.Plan.County);
        var done = await Send(county, "/returns", "tap", new() { ["Sheet"] = $"{sheet.Id}|{sheet.Version}" });
        Assert.Equal("/returns?done=handin", done.Headers.Location!.PathAndQuery);
        Assert.Equal(ReturnState.Approved, (await scene.Of(scene.Plan.County)).State);
        // The same tap again, or a nonsensical one, does nothing.
        foreach (var again in new[] { $"{sheet.Id}|{sheet.Version}", "x", $"{Guid.CreateVersion7()}|0", "" })
            Assert.Equal(HttpStatusCode.OK, (await Send(county, "/returns", "tap", new() { ["Sheet"] = again })).StatusCode);

        using var lead = running.Entered(scene.Plan.Lead);
        var own = await scene.Of(scene.Plan.Lead);
        done = await Send(lead, "/returns", "tap", new() { ["Sheet"] = $"{own.Id}|{own.Version}" });
        Assert.Equal($"/returns/{own.Id}?done=plan", done.Headers.Location!.PathAndQuery);
        var html = WebUtility.HtmlDecode(await lead.GetStringAsync(To($"/returns/{own.Id}")));
        Assert.Contains("还有2家参与单位没有答复", html, StringComparison.Ordinal);
        Assert.Equal(ReturnState.Draft, (await scene.Of(scene.Plan.Lead)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_people_in_one_sheet_end_in_a_page_that_shows_both(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        await scene.OnPlan(scene.Plan.Lead);
        var sheet = await scene.Of(scene.Plan.Lead);
        var page = $"/returns/{sheet.Id}";
        using var mine = running.Entered(scene.Plan.Lead);
        var seen = await mine.GetStringAsync(To(page));
        var line = Regex.Match(seen, "name=\"was\\|([0-9a-f-]+)\" value=\"([0-9a-f]+)\"");
        Assert.True((await scene.Say(scene.LeadLeader, l => l.Said = "同事写的话")).Ok);

        var id = line.Groups[1].Value;
        Dictionary<string, string> Typed(string was) => new() { ["Form.Version"] = "1", ["Form.Do"] = "save", [$"was|{id}"] = was, [$"answer|{id}"] = "Advanced", [$"progress|{id}"] = "44", [$"said|{id}"] = "我写的话" };
        var both = await Text(await Send(mine, page, "sheet", Typed(line.Groups[2].Value)));
        Assert.Contains("同事写的话", both, StringComparison.Ordinal);
        Assert.Contains("我写的话", both, StringComparison.Ordinal);
        Assert.Equal("同事写的话", (await scene.Lines(sheet.Id))[0].Said);

        var was = Regex.Match(both, "name=\"was\\|[0-9a-f-]+\" value=\"([0-9a-f]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Found, (await Send(mine, page, "sheet", Typed(was))).StatusCode);
        Assert.Equal("我写的话", (await scene.Lines(sheet.Id))[0].Said);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Who_types_into_what_a_colleague_has_handed_in_or_changed_is_told_and_decides_nothing_for_them(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        var plan = scene.Plan;
        var sheet = await scene.Of(plan.Lead);
        var page = $"/returns/{sheet.Id}";
        using var mine = running.Entered(plan.Lead);
        Assert.True((await scene.Say(scene.LeadLeader, l => l.Problems = "两处未开工")).Ok); // not yet answered

        // From a page as it was before: neither is the colleague's line answered, nor the return handed in; and one tap says nothing that did not happen.
        var refused = await Text(await Send(mine, page, "sheet", new() { ["Form.Version"] = $"{sheet.Version}", ["Form.Do"] = "handin", ["Form.MissingWhy"] = "已电话核实" }));
        Assert.Contains("om-problems", refused, StringComparison.Ordinal);
        Assert.Equal((null, "两处未开工"), (await scene.Lines(sheet.Id))[0] is var line ? (line.Answer, line.Problems) : default);
        var tapped = await Send(mine, "/returns", "tap", new() { ["Sheet"] = $"{sheet.Id}|{sheet.Version}" });
        Assert.Equal(page, tapped.Headers.Location!.PathAndQuery);
        Assert.Equal(ReturnState.Draft, (await scene.Of(plan.Lead)).State);

        Assert.True((await scene.Say(scene.LeadLeader, l => l.Answer = "OnPlan")).Ok);
        Assert.True((await scene.Move(plan.Lead, ReturnMove.HandIn, scene.LeadLeader, f => f.MissingWhy = "已电话核实")).Ok);
        var late = await Send(mine, page, "sheet", new() { ["Form.Version"] = $"{sheet.Version}", ["Form.Do"] = "save", [$"was|{line.Id}"] = "x", [$"said|{line.Id}"] = "写了很久" });
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Contains("这份报送已经上报，不能再改", await Text(late), StringComparison.Ordinal);
        Assert.Null((await scene.Lines(sheet.Id))[0].Said);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_is_refused_stays_in_its_field_and_a_reader_who_opens_a_sheet_leaves_a_receipt(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        var sheet = await scene.Of(scene.Plan.Lead);
        var page = $"/returns/{sheet.Id}";
        Assert.Equal(4, (await scene.City.As(scene.Plan.Office, (RemindOwing remind) => remind.Run(scene.Round, default))).Value);
        using var lead = running.Entered(scene.Plan.Lead);
        var seen = await lead.GetStringAsync(To(page));
        Assert.All(await scene.Notices(scene.Plan.Lead), n => Assert.NotNull(n.ReadAt));
        Assert.Contains(await scene.Notices(scene.LeadLeader), n => n.ReadAt is null);

        var line = Regex.Match(seen, "name=\"was\\|([0-9a-f-]+)\" value=\"([0-9a-f]+)\"");
        var refused = await Text(await Send(lead, page, "sheet", new() { ["Form.Version"] = "0", ["Form.Do"] = "handin", [$"was|{line.Groups[1].Value}"] = line.Groups[2].Value, [$"answer|{line.Groups[1].Value}"] = "Advanced", [$"progress|{line.Groups[1].Value}"] = "很多", [$"said|{line.Groups[1].Value}"] = "<b>写了很久</b>" }));
        Assert.Contains("很多", refused, StringComparison.Ordinal);
        Assert.Contains("写了很久", refused, StringComparison.Ordinal);
        Assert.Null((await scene.Lines(sheet.Id))[0].Said);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Whatever_is_typed_into_a_sheet_a_step_or_a_cycle_the_page_answers(string engine)
    {
        var (running, scene) = await On(engine);
        await using var site = running;
        using var lead = running.Entered(scene.Plan.Lead);
        using var office = running.Entered(scene.Plan.Office);
        var sheet = await scene.Of(scene.Plan.Lead);
        var line = (await scene.Lines(sheet.Id))[0].Id;
        string[] cycle = ["Id", "Version", "Name", "Kind", "Plan", "OpensAfter", "DueAfter", "GraceDays", "EscalatesAfter", "From", "Until"];
        string[] step = ["Do", "Version", "Reason", "NewDue", "MissingWhy"];
        string[] lines = [.. Fields.Select(n => $"{n}|{line}"), $"figure|{line}|{scene.Plan.Target}", "Form.Version", "Form.Do"];
        foreach (var hostile in new[] { "x", "-1", "99999999999", "9999-12-31", "0001-01-01", "2026-99-99", "", new string('a', 3000), "\u202E", "<b>儿童</b>", "\ud83d", "SchoolYear", "handin", "Reopen" })
            foreach (var (browser, page, handler, names) in new[]
            {
                (lead, $"/returns/{sheet.Id}", "sheet", lines), (lead, $"/returns/{sheet.Id}", "step", [.. step.Select(s => $"Step.{s}")]), (office, $"/returns/{sheet.Id}", "step", [.. step.Select(s => $"Step.{s}")]),
                (office, "/returns/cycles", "cycle", [.. cycle.Select(c => $"Form.{c}")]), (office, $"/returns/rounds/{scene.Round}", "remind", ["Form.Do"]), (lead, "/returns", "tap", ["Sheet"]),
            })
            {
                using var all = await Send(browser, page, handler, names.ToDictionary(n => n, _ => hostile));
                Assert.True((int)all.StatusCode < 500, $"{page} {handler} {hostile}");
            }
        foreach (var query in new[] { "page=99999999999&state=x&cycle=x&reminded=x&done=x", "page=-1&state=99&cycle=&reminded=-1&done=", "page=0&state=ACCEPTED" })
            foreach (var page in new[] { "/returns", "/returns/cycles", $"/returns/rounds/{scene.Round}", $"/returns/rounds/{scene.Round}.csv", $"/returns/{sheet.Id}" })
                Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(To($"{page}?{query}"))).StatusCode);
        Assert.Equal(ReturnState.Draft, (await scene.Of(scene.Plan.Lead)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Lists_and_sheets_cost_the_same_few_queries_however_many_tasks_there_are(string engine)
    {
        var (count, clock) = (new CountCommands(), new StoppedClock(ReturnScene.FirstOfOctober));
        await using var scene = await ReturnScene.In(await City.On(engine, clock, count.Listen), clock);
        async Task<int[]> Cost(Guid round)
        {
            var (sheet, costs) = ((await scene.Of(scene.Plan.Lead, round)).Id, new List<int>());
            foreach (var read in new Func<Task>[]
            {
                () => scene.City.As(scene.Plan.Lead, (ReadReturn read) => read.Run(sheet, default)), () => scene.City.As(scene.Plan.Office, (ReadReturns read) => read.Run(1, default)),
                () => scene.City.As(scene.Plan.Office, (ReadRounds read) => read.One(round, null, 1, default)), () => scene.City.As(scene.Plan.Office, (ReadRounds read) => read.All(20, default)),
                () => scene.City.As(scene.Plan.Lead, (ReadReturns read) => read.Count(default)),
            })
            {
                count.Start();
                await read();
                costs.Add(count.Commands);
            }
            return [.. costs];
        }
        var few = await Cost(scene.Round);
        for (var i = 2; i < 9; i++) await scene.Plan.Add(scene.City, i, $"任务{i}", TaskState.InProgress, groups: [scene.Plan.Counties], target: (">=", i, "个"));
        await scene.Set(ReturnScene.Quarterly(f => (f.Name, f.Kind) = ("月报", "Month")));
        var month = await scene.City.Use((CityDb db) => db.Set<ReturnRound>().Where(r => r.Name == "月报").Select(r => r.Id).FirstAsync());
        Assert.Equal(few, await Cost(month));
        Assert.Equal(1, few[^1]); // behind the menu's number
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
