using System.IO.Compression;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Words that want to be read as something else: as SQL, as markup, as a header, as a formula.</summary>
static class Injection
{
    const string Kind = "Injection";

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "`' OR 1=1 --` in the search of the board", "It is a word that no task has: no row", async t => Assert.Equal(0, await Found(t, "' OR 1=1 --"))),
        new(Kind, "`'; DROP TABLE programme_task; --` in the search of the board", "No row, and every task still stands there", async t =>
        {
            var before = await t.Db(db => db.Set<ProgrammeTask>().CountAsync());
            Assert.Equal(0, await Found(t, "'; DROP TABLE programme_task; --"));
            Assert.Equal(before, await t.Db(db => db.Set<ProgrammeTask>().CountAsync()));
        }),
        new(Kind, "`%` and `_` in the search of the board, to find everything", "They are themselves: no row", async t =>
        {
            foreach (var wild in new[] { "%", "_", "%%", "任_1", "\\%" }) Assert.Equal(0, await Found(t, wild));
            Assert.NotEqual(0, await Found(t, "任务"));
        }),
        new(Kind, "`%` in the search for people", "Nobody is found", async t =>
        {
            using var security = t.As(await t.Somebody(RoleCode.SecurityAdmin, "安全员甲"));
            Assert.DoesNotContain("/people/0", await Target.Html(security, "/people?q=%25"), StringComparison.Ordinal);
            Assert.Contains("/people/0", await Target.Html(security, "/people?q=" + Uri.EscapeDataString("安全员甲")), StringComparison.Ordinal);
        }),
        new(Kind, "`%` and SQL in the filter of the audit record", "No entry is found", async t =>
        {
            using var audit = t.As(await t.Somebody(RoleCode.AuditAdmin, "审计员"));
            foreach (var word in new[] { "%", "_", "' OR ''='" })
                Assert.Single((await Target.Html(audit, "/audit.csv?who=" + Uri.EscapeDataString(word))).TrimEnd().Split("\r\n"));
        }),
        new(Kind, "`%` and SQL in the public search for promises", "No promise is found", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var word in new[] { "%", "_", "' OR 1=1 --" })
                Assert.DoesNotContain("href=\"/promises/0", await Target.Html(visitor, "/promises?q=" + Uri.EscapeDataString(word)), StringComparison.Ordinal);
        }),
        new(Kind, "SQL in the name at sign-in", "The answer of an unknown name", async t =>
        {
            foreach (var name in new[] { "' OR '1'='1", "office'--", "office' AND 1=1; --" })
            {
                using var visitor = t.Visitor();
                var answer = await Target.Send(visitor, "/signin", "/signin", new() { ["name"] = name, ["password"] = "' OR '1'='1" });
                Assert.Contains("problem=wrong", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            }
        }),
        new(Kind, "A script in a search word", "It is shown as text", async t =>
        {
            using var office = t.As(t.Plan.Office);
            using var visitor = t.Visitor();
            const string script = "\"><script>alert(1)</script>";
            foreach (var (browser, page) in new[] { (office, "/board?q="), (office, "/units?q="), (visitor, "/promises?q=") })
                Assert.DoesNotContain("<script>alert(1)", await Target.Html(browser, page + Uri.EscapeDataString(script)), StringComparison.OrdinalIgnoreCase);
        }),
        new(Kind, "A script, a template and a link with `javascript:` in a comment on a task", "They are shown as text", async t =>
        {
            await using var own = await t.Another();
            using var lead = own.As(own.Plan.Lead);
            const string text = "<img src=x onerror=alert(1)>{{7*7}}@(7*7)${7*7}[x](javascript:alert(1))";
            var answer = await Target.Send(lead, $"/tasks/{own.Plan.Task}", $"/tasks/{own.Plan.Task}", new() { ["Form.Say"] = text }, "comment");
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            var html = await Target.Html(lead, $"/tasks/{own.Plan.Task}");
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript:", html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(text, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        }),
        new(Kind, "A line break and a header in every address to go back to", "No such header; the way leads to the start", async t =>
        {
            using var visitor = t.Visitor();
            foreach (var choice in new[] { "/lang/en", "/theme/dark", "/one-metre/on" })
                foreach (var value in new[] { "%2F%0D%0ASet-Cookie:%20x=1", "%2F%0AX-Own:%201", "%2F%E5%98%8A%E5%98%8DX-Own:1" })
                {
                    var raw = await t.Raw($"GET {choice}?back={value} HTTP/1.1\r\nHost: {t.Host}\r\nConnection: close\r\n\r\n");
                    Assert.Contains("\r\nLocation: /\r\n", raw, StringComparison.Ordinal);
                    Assert.DoesNotContain("X-Own", raw, StringComparison.Ordinal);
                    Assert.DoesNotContain("x=1", raw, StringComparison.Ordinal);
                }
        }),
        new(Kind, "A line break in the title of a task that goes into a calendar", "The calendar has no line of the attacker's", async t =>
        {
            await using var own = await t.Another();
            await own.Plan.Add(own.City, 7, "开放日\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nURL:https://evil.example", TaskState.InProgress, due: new(2026, 12, 24));
            using var office = own.As(own.Plan.Office);
            var feed = await own.City.As(own.Plan.Office, (OneMetre.Programme.Calendar.FeedLinks links) => links.Make(default));
            using var visitor = own.Visitor();
            var text = await Target.Html(visitor, feed);
            Assert.Contains("开放日", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\r\nURL:https://evil.example", text, StringComparison.Ordinal);
        }),
        new(Kind, "A formula (`=`, `+`, `-`, `@`, tab, line break, and their full-width twins) in what goes into a CSV", "An apostrophe stands before it: spreadsheets show it and do not run it", async t =>
        {
            await using var own = await t.Another();
            string[] formulas = ["=HYPERLINK(\"https://evil.example\")", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", "＋1", "－1", "＠x"];
            foreach (var (formula, i) in formulas.Select((f, i) => (f, i))) await own.Plan.Add(own.City, 20 + i, formula, TaskState.InProgress);
            using var office = own.As(own.Plan.Office);
            var csv = await Target.Html(office, "/board.csv");
            Assert.All(formulas, f => Assert.Contains("'" + f.Replace("\"", "\"\"", StringComparison.Ordinal), csv, StringComparison.Ordinal));
            Assert.All(new[] { "=1", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\u200B=1", "\uFEFF=1" }, cell => Assert.StartsWith("'", CsvText.Harmless(cell), StringComparison.Ordinal));
            Assert.Equal("5—6 岁", CsvText.Harmless("5—6 岁"));
        }),
        new(Kind, "A formula in what goes into a worksheet", "It is a cell of text; the sheet has no formula", async t =>
        {
            await using var own = await t.Another();
            await own.Plan.Add(own.City, 30, "=HYPERLINK(\"https://evil.example\")", TaskState.InProgress);
            using var office = own.As(own.Plan.Office);
            using var zip = new ZipArchive(new MemoryStream(await office.GetByteArrayAsync(Target.To("/board.xlsx"))));
            using var sheet = new StreamReader(zip.Entries.Single(e => e.FullName.Contains("worksheets/", StringComparison.Ordinal) && e.Name.EndsWith(".xml", StringComparison.Ordinal)).Open());
            var xml = await sheet.ReadToEndAsync();
            Assert.Contains("=HYPERLINK", xml, StringComparison.Ordinal);
            Assert.DoesNotMatch("<(x:)?f[ >]", xml);
        }),
        new(Kind, "A text code in a notice's place, to show other texts", "A notice of an unknown code shows its code and nothing else", async t =>
        {
            var reader = await t.Somebody(RoleCode.DeptContact, "收通知的单位");
            await t.City.As(t.Plan.Office, async (NoticeBoard board) => board.Tell(reader.Post, "<b>{0}</b>", "/desk", "{0}{1}<script>"));
            using var browser = t.As(reader);
            Assert.DoesNotContain("<b>{0}", await Target.Html(browser, "/notices"), StringComparison.Ordinal);
        }),
    ];

    /// <summary>How many tasks the office finds by a word.</summary>
    static async Task<int> Found(Target t, string word)
    {
        using var office = t.As(t.Plan.Office);
        return (await Target.Html(office, "/board.csv?q=" + Uri.EscapeDataString(word))).TrimEnd('\r', '\n').Split("\r\n").Length - 1;
    }
}
