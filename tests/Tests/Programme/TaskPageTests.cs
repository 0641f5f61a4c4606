using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OneMetre.Programme.Board;
using OneMetre.Programme.Calendar;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

/// <summary>The pages themselves, over HTTP: who gets an answer, and that a form does what it says.</summary>
public partial class TaskPageTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    static async Task<HttpResponseMessage> Send(HttpClient browser, string page, string handler, Dictionary<string, string> fields)
    {
        var answer = await browser.GetAsync(To(page));
        var html = await answer.Content.ReadAsStringAsync();
        fields["__RequestVerificationToken"] = Token().Match(html).Groups[1].Value;
        fields["_handler"] = handler;
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, To(page)) { Content = form };
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            request.Headers.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Concat(set.Select(c => c.Split(';')[0])));
        return await browser.SendAsync(request);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Every_page_answers_to_every_role_and_a_task_only_to_those_who_have_a_part(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        foreach (var actor in plan.Everyone)
        {
            using var browser = running.Entered(actor);
            foreach (var page in new[] { "/desk", "/board", "/board?group=unit", "/calendar", "/units", "/notices", "/board.csv", "/board.xlsx", $"/plans/{plan.Plan}/breakdown.docx", $"/plans/{plan.Plan}/breakdown.xlsx" })
                Assert.True(HttpStatusCode.OK == (await browser.GetAsync(To(page))).StatusCode, $"{actor.UnitName} {page}");
            Assert.Equal(actor == plan.Outsider ? HttpStatusCode.NotFound : HttpStatusCode.OK, (await browser.GetAsync(To($"/tasks/{plan.Task}"))).StatusCode);
            Assert.Equal(actor == plan.Office ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await browser.GetAsync(To("/settings"))).StatusCode);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_office_assigns_from_the_page_and_a_stale_form_is_shown_what_happened(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var office = running.Entered(plan.Office);
        var page = $"/tasks/{plan.Task}";
        var done = await Send(office, page, "decide", new() { ["Form.Version"] = "0", ["Form.Action"] = "Assign" });
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.Equal(TaskState.Assigned, (await plan.Read(running.City)).State);

        var stale = await Send(office, page, "decide", new() { ["Form.Version"] = "0", ["Form.Action"] = "Suspend", ["Form.Reason"] = "等上级文件下来" });
        var html = WebUtility.HtmlDecode(await stale.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        Assert.Contains("别人改动了这项任务", html, StringComparison.Ordinal);
        Assert.Contains("等上级文件下来", html, StringComparison.Ordinal);
        Assert.Equal(TaskState.Assigned, (await plan.Read(running.City)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Evidence_goes_in_through_the_page_and_out_only_to_those_who_see_the_task(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var content = Encoding.UTF8.GetBytes("托育机构备案台账");
        var id = await running.City.As(plan.Lead, async (AddEvidence add) =>
        {
            using var stream = new MemoryStream(content);
            var file = new Microsoft.AspNetCore.Http.FormFile(stream, 0, content.Length, "File", "..\\台账.txt");
            return (await add.Run(plan.Task, new() { File = file, ShowsChildren = true }, default)).Value;
        });
        foreach (var actor in plan.Everyone)
        {
            using var browser = running.Entered(actor);
            var answer = await browser.GetAsync(To($"/tasks/{plan.Task}/evidence/{id}"));
            Assert.Equal(actor == plan.Outsider ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
            if (actor == plan.Outsider) continue;
            Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        }
        using var outsider = running.Entered(plan.Outsider);
        var stolen = await running.City.As(plan.Outsider, async (AddEvidence add) =>
            await add.Run(plan.Task, new() { File = new Microsoft.AspNetCore.Http.FormFile(new MemoryStream(content), 0, content.Length, "File", "x.txt") }, default));
        Assert.False(stolen.Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Evidence_is_kept_shown_and_handed_out_under_a_name_that_reads_as_it_is(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var lead = running.Entered(plan.Lead);
        var page = $"/tasks/{plan.Task}";
        var open = await lead.GetAsync(To(page));
        var token = Token().Match(await open.Content.ReadAsStringAsync()).Groups[1].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("evidence"), "_handler" } };
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes("台账"));
        file.Headers.TryAddWithoutValidation("Content-Disposition", "form-data; name=\"Form.File\"; filename*=UTF-8''" + Uri.EscapeDataString("..\\..\\台账\u202E \"一\".txt.exe"));
        form.Add(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, To(page)) { Content = form };
        request.Headers.Add("Cookie", lead.DefaultRequestHeaders.GetValues("Cookie").Concat(open.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0])));
        var sent = await lead.SendAsync(request);
        Assert.True(sent.StatusCode == HttpStatusCode.Found, WebUtility.HtmlDecode(await sent.Content.ReadAsStringAsync()));

        const string fit = "台账 \"一\".txt.exe";
        var html = await lead.GetStringAsync(To(page));
        Assert.Contains(fit, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', WebUtility.HtmlDecode(html));
        var link = Regex.Match(html, $"{page}/evidence/[0-9a-f-]+").Value;
        var answer = await lead.GetAsync(To(link));
        var disposition = Assert.Single(answer.Content.Headers.GetValues("Content-Disposition"));
        Assert.Contains($"filename*=UTF-8''{Uri.EscapeDataString(fit)}", disposition, StringComparison.Ordinal);
        Assert.All(disposition, c => Assert.True(char.IsAscii(c) && !char.IsControl(c)));
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_report_that_cannot_be_read_comes_back_with_all_that_was_typed(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        await plan.Set(running.City, TaskState.InProgress, 40);
        var version = (await plan.Read(running.City)).Version;
        using var lead = running.Entered(plan.Lead);
        foreach (var (field, wrong, said) in new[]
        {
            ("Progress", "abc", "0 到 100"), ("Progress", "99999999999999999999999999999", "0 到 100"), ("On", "2026-99-99", "日期"),
            ("Readings[0].Value", "abc", "数"), ("Readings[0].Value", "99999999999999999999999999999", "数"), ("Readings[0].Value", "-99999999999", "数"),
        })
        {
            var fields = new Dictionary<string, string>
            {
                ["Form.Version"] = $"{version}",
                ["Form.Progress"] = "55",
                ["Form.On"] = "2026-11-19",
                ["Form.Text"] = "新增 320 个",
                ["Form.Readings[0].Target"] = $"{plan.Target}",
                ["Form.Readings[0].Value"] = "3.4",
                [$"Form.{field}"] = wrong,
            };
            var answer = await Send(lead, $"/tasks/{plan.Task}", "report", fields);
            var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{field}={wrong}: {answer.StatusCode}");
            foreach (var typed in fields.Where(f => f.Key is not ("Form.Version" or "__RequestVerificationToken" or "_handler" or "Form.Readings[0].Target"))) Assert.Contains(typed.Value, html, StringComparison.Ordinal);
            Assert.Contains(said, Regex.Match(html, $"id=\"problem-{Regex.Escape(field)}\".*?</div>\\s*</div>", RegexOptions.Singleline).Value, StringComparison.Ordinal);
        }
        Assert.Equal(40, (await plan.Read(running.City)).Progress);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_desk_holds_what_its_post_owes(string engine)
    {
        await using var city = await City.On(engine);
        var plan = await SmallPlan.In(city);
        async Task<string> Owed(Actor actor) => string.Join(' ', (await city.As(actor, (ReadDesk read) => read.Run(default))).Owed.Select(i => i.Do));

        Assert.Equal("Assign", await Owed(plan.Office));
        await plan.Set(city, TaskState.Assigned);
        foreach (var actor in new[] { plan.Lead, plan.Cooperating, plan.County, plan.OtherCounty }) Assert.Equal("Confirm", await Owed(actor));
        var version = (await plan.Read(city)).Version;
        Assert.True((await city.As(plan.County, (ConfirmTask t) => t.Run(plan.Task, new() { Version = version }, default))).Ok);
        Assert.Equal("", await Owed(plan.County));
        Assert.Equal("Confirm", await Owed(plan.OtherCounty));
        Assert.Equal("", await Owed(plan.Outsider));
        await plan.Set(city, TaskState.AwaitingAcceptance, 90);
        Assert.Equal("Accept", await Owed(plan.Office));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_secret_link_gives_the_days_of_its_post_until_it_is_withdrawn(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        await plan.Add(running.City, 2, "很长的任务名称，含有逗号,分号;和反斜杠\\，一直写到需要在七十五个八位字节之后折行为止才算完", TaskState.InProgress, due: new(2026, 12, 1));
        await plan.Add(running.City, 3, "民政自己的任务", TaskState.InProgress, lead: plan.Outsider, cooperating: plan.Outsider);
        using var program = running.Visitor();

        var link = await running.City.As(plan.Lead, (FeedLinks feeds) => feeds.Make(default));
        var ics = await program.GetStringAsync(To(link));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", ics, StringComparison.Ordinal);
        Assert.EndsWith("END:VCALENDAR\r\n", ics, StringComparison.Ordinal);
        Assert.All(ics.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        var unfolded = ics.Replace("\r\n ", "", StringComparison.Ordinal);
        Assert.Contains("含有逗号\\,分号\\;和反斜杠\\\\", unfolded, StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20261201", unfolded, StringComparison.Ordinal);
        Assert.DoesNotContain("民政自己的任务", unfolded, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Lead.Name, unfolded, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(unfolded, "BEGIN:VEVENT"));

        var renewed = await running.City.As(plan.Lead, (FeedLinks feeds) => feeds.Make(default));
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(To(link))).StatusCode);
        string[] Uids(string text) => [.. Regex.Matches(text, "UID:.*").Select(m => m.Value)];
        Assert.Equal(Uids(ics), Uids(await program.GetStringAsync(To(renewed))));
        await running.City.As(plan.Lead, (FeedLinks feeds) => feeds.Withdraw(default));
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(To(renewed))).StatusCode);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
