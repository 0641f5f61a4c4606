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
            Assert.Equal(actor == plan.Office ? HttpStatusCode.OK : HttpStatusCode.Found, (await browser.GetAsync(To("/settings"))).StatusCode);
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
