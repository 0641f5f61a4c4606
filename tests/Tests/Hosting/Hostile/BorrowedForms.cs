using System.Net;
using Microsoft.AspNetCore.Authorization;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Forms without their token, with somebody else's, or sent a second time.</summary>
static class BorrowedForms
{
    const string Kind = "Borrowed and replayed forms";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "Every address that takes a form, sent without its token", "400 (or 403, 404) for each; nothing is written", async t =>
        {
            using var office = t.As(t.Plan.Office);
            var before = await t.Writes();
            var taken = new List<string>();
            foreach (var (endpoint, _) in t.Site.Endpoints("POST").ToList())
            {
                using var answer = await Target.Post(office, await t.Site.Address(endpoint, office), new() { ["name"] = "x", ["Form.Say"] = "x", ["version"] = "0" });
                if ((int)answer.StatusCode is not (400 or 403 or 404)) taken.Add($"{endpoint.RoutePattern.RawText}: {answer.StatusCode}");
            }
            Assert.Empty(taken);
            Assert.Equal(before, await t.Writes());
        }),
        new(Kind, "The token and the form cookie of another person", "400: the token names its person", t => Borrowed(t, (mine, theirs) => (theirs.Token, theirs.Cookie))),
        new(Kind, "The token of another person with one's own form cookie", "400", t => Borrowed(t, (mine, theirs) => (theirs.Token, mine.Cookie))),
        new(Kind, "One's own token with the form cookie of another", "400", t => Borrowed(t, (mine, theirs) => (mine.Token, theirs.Cookie))),
        new(Kind, "A token from before signing in (set in the browser by somebody else) afterwards", "400", async t =>
        {
            using var visitor = t.Visitor();
            var before = await Target.FormOf(visitor, "/signin");
            using var lead = t.As(t.Plan.Lead);
            using var bare = t.Bare();
            var answer = await Target.Post(bare, $"/tasks/{t.Plan.Task}", new() { ["__RequestVerificationToken"] = before.Token, ["Form.Say"] = "x" }, $"{Own(lead)}; {before.Cookies}", "comment");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }),
        new(Kind, "The token in the address in place of the form", "400", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            var (token, cookies) = await Target.FormOf(lead, "/account");
            Assert.Equal(HttpStatusCode.BadRequest, (await Target.Post(lead, $"/tasks/{t.Plan.Task}?__RequestVerificationToken={Uri.EscapeDataString(token)}", new() { ["Form.Say"] = "x" }, cookies, "comment")).StatusCode);
        }),
        new(Kind, "A form of a session that has been ended", "To the sign-in page; nothing is written", async t =>
        {
            var actor = await t.Somebody(RoleCode.DeptContact, "离席的单位");
            using var browser = t.As(actor);
            var (token, cookies) = await Target.FormOf(browser, "/account");
            await Target.Post(browser, "/signout", new() { ["__RequestVerificationToken"] = token }, cookies);
            var answer = await Target.Post(browser, "/account/post", new() { ["__RequestVerificationToken"] = token, ["post"] = actor.Post.ToString() }, cookies);
            Assert.Contains("/signin", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }),
        new(Kind, "A report sent a second time, byte for byte", "It is shown what has happened since; one report stands", async t =>
        {
            await using var own = await t.Another();
            await own.Plan.Set(own.City, TaskState.InProgress, 40);
            using var lead = own.As(own.Plan.Lead);
            var page = $"/tasks/{own.Plan.Task}";
            var (token, cookies) = await Target.FormOf(lead, page);
            var fields = new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["Form.Version"] = $"{(await own.Plan.Read(own.City)).Version}", ["Form.Progress"] = "55", ["Form.On"] = "2026-11-19", ["Form.Text"] = "已开工" };
            Assert.Equal(HttpStatusCode.Found, (await Target.Post(lead, page, fields, cookies, "report")).StatusCode);
            var written = await own.Writes(own.Plan.Lead.Person);
            Assert.NotEqual(HttpStatusCode.Found, (await Target.Post(lead, page, fields, cookies, "report")).StatusCode);
            Assert.Equal(written, await own.Writes(own.Plan.Lead.Person));
        }),
        new(Kind, "A plan put into force twice", "The second finds it in force; one plan stands", async t =>
        {
            await using var own = await t.Another();
            using var office = own.As(own.Plan.Office);
            var import = await own.Db(async db => await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.FirstAsync(db.Set<PlanImport>().Where(i => i.State == ImportState.Reviewing).Select(i => i.Id)));
            var (token, cookies) = await Target.FormOf(office, "/account");
            var plans = await own.Db(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.Set<Plan>()));
            for (var i = 0; i < 2; i++) await Target.Post(office, $"/plans/import/{import}/apply", new() { ["__RequestVerificationToken"] = token }, cookies);
            Assert.InRange(await own.Db(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.Set<Plan>())), plans, plans + 1);
        }),
        new(Kind, "A form in JSON, in XML, as plain text or of no type", "400, 404 or 415; nothing is written", async t =>
        {
            using var lead = t.As(t.Plan.Lead);
            var (token, cookies) = await Target.FormOf(lead, "/account");
            var before = await t.Writes();
            var deep = new string('[', 100_000) + new string(']', 100_000);
            foreach (var type in new[] { "application/json", "application/xml", "text/plain", "application/x-yaml" })
                foreach (var body in new[] { "{\"Form\":{\"Say\":\"x\"}}", deep, $"__RequestVerificationToken={token}&Form.Say=x" })
                    foreach (var address in new[] { $"/tasks/{t.Plan.Task}", "/signin", "/account/post" })
                    {
                        using var request = new HttpRequestMessage(HttpMethod.Post, Target.To(address)) { Content = new StringContent(body, null, type) };
                        request.Headers.Add("Cookie", cookies);
                        using var answer = await lead.SendAsync(request);
                        Assert.True((int)answer.StatusCode is 400 or 404 or 415, $"{address} {type}: {answer.StatusCode} {answer.Headers.Location}");
                    }
            Assert.Equal(before, await t.Writes());
        }),
    ];

    static string Own(HttpClient browser) => string.Join("; ", browser.DefaultRequestHeaders.GetValues("Cookie"));

    static async Task Borrowed(Target t, Func<(string Token, string Cookie), (string Token, string Cookie), (string Token, string Cookie)> mix)
    {
        using var lead = t.As(t.Plan.Lead);
        using var other = t.As(t.Plan.Cooperating);
        async Task<(string Token, string Cookie)> Form(HttpClient browser)
        {
            var (token, cookies) = await Target.FormOf(browser, "/account");
            return (token, cookies.Split("; ")[^1]);
        }
        var (mine, theirs) = (await Form(lead), await Form(other));
        var (token, cookie) = mix(mine, theirs);
        using var bare = t.Bare();
        async Task<HttpStatusCode> Send(string token, string cookie, string say) =>
            (await Target.Post(bare, $"/tasks/{t.Plan.Task}", new() { ["__RequestVerificationToken"] = token, ["Form.Say"] = say }, $"{Own(lead)}; {cookie}", "comment")).StatusCode;
        Assert.Equal(HttpStatusCode.BadRequest, await Send(token, cookie, "一句话"));
        Assert.Equal(HttpStatusCode.OK, await Send(mine.Token, mine.Cookie, "")); // the form itself is read: with nothing in it, it comes back
    }
}
