using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using OneMetre.Web.Watching;

namespace OneMetre.Tests.Watching;

/// <summary>What stands in the log of a running server, and what must never stand there.</summary>
public class LogTests
{
    /// <summary>The text of one line for one message.</summary>
    static JsonElement Line(string source, Action<ILogger> say)
    {
        using var text = new StringWriter();
        say(new Written(new LogLines(new StoppedClock(City.Noon)), source, text));
        return JsonDocument.Parse(text.ToString()).RootElement;
    }

    sealed class Written(LogLines lines, string source, TextWriter text) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Write(new LogEntry<TState>(logLevel, source, eventId, state, exception, formatter), null, text);
    }

    static Exception Thrown(Exception thrown)
    {
        try
        {
            throw thrown;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    [Fact]
    public void Of_an_exception_the_type_and_the_stack_are_told_but_not_its_words()
    {
        var line = Line("Microsoft.AspNetCore.Diagnostics", log => log.LogError(Thrown(new InvalidOperationException("小明 was typed", new FormatException("'小明' is no number"))), "It broke"));
        Assert.DoesNotContain("小明", line.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["System.InvalidOperationException", "System.FormatException"], line.GetProperty("error").EnumerateArray().Select(e => e.GetProperty("type").GetString()));
        Assert.Contains(nameof(Thrown), line.GetProperty("error")[0].GetProperty("stack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_message_of_others_only_the_template_is_told()
    {
        var line = Line("Microsoft.EntityFrameworkCore.Database.Command", log => log.LogError("Failed executing {Kind} {CommandText}", "查询", "SELECT 小明"));
        Assert.Equal("Failed executing {Kind} {CommandText}", line.GetProperty("says").GetString());
        Assert.Equal(["at", "level", "source", "says"], line.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Of_our_own_messages_only_named_fields_are_told()
    {
        var line = Line("OneMetre.Platform.Jobs.JobHost", log => log.LogWarning("Job {Kind} of {Name} broke after {Ms}", "programme.read-plan", "小明", 12.5));
        Assert.Equal(("programme.read-plan", 12.5), (line.GetProperty("kind").GetString(), line.GetProperty("ms").GetDouble()));
        Assert.DoesNotContain("小明", line.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_a_template_tells_nothing()
    {
        var line = Line("OneMetre.Anything", log => log.Log(LogLevel.Error, new EventId(3, "Put together"), "小明", null, (state, _) => state));
        Assert.Equal("Put together", line.GetProperty("says").GetString());
        Assert.DoesNotContain("小明", line.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_anybody_typed_or_is_called_stands_in_the_log()
    {
        await using var city = await City.On("Sqlite");
        var plan = await SmallPlan.In(city);
        var admin = await city.Actor(RoleCode.SecurityAdmin, "保密局甲", "欧阳测试");
        await city.Use(async (CityDb db) =>
        {
            await db.Set<Person>().Where(p => p.Id == admin.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.TwoFactorEnabled, false));
            // A demo city asks nobody for a second factor.
            db.Add(new Setting { Key = "city", Value = JsonSerializer.Serialize(new CityFace { Demo = true }) });
            await db.SaveChangesAsync();
        });
        await city.Use(async (Microsoft.AspNetCore.Identity.UserManager<Person> people) =>
        {
            foreach (var actor in new[] { admin, plan.Office }) Assert.True((await people.AddPasswordAsync((await people.FindByIdAsync(actor.Person.ToString()))!, RunningCity.Password)).Succeeded);
        });

        var typed = new List<string>
        {
            RunningCity.Password, admin.Name, admin.UnitName, plan.Office.Name, plan.Office.UnitName, "127.0.0.1",
            admin.Person.ToString(), admin.Person.ToString("N"), plan.Office.Person.ToString(), plan.Office.Person.ToString("N"), plan.Task.ToString(),
        };
        string Mark(string of)
        {
            typed.Add($"mark{typed.Count}{of}");
            return typed[^1];
        }

        await using var server = await ServerProcess.Of(city);
        foreach (var (actor, pages) in new (Actor, string[])[] { (admin, ["/people", $"/people/{admin.Person}", $"/people?q={Mark("find")}"]), (plan.Office, ["/desk", $"/tasks/{plan.Task}", $"/board?q={Mark("'--")}", $"/search?q={Mark("search")}"]) })
        {
            using var browser = server.Browser();
            var failed = await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = Mark("name"), ["password"] = Mark("password") });
            Assert.Equal(HttpStatusCode.Found, failed.StatusCode);
            failed = await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = Mark("password") });
            Assert.Equal(HttpStatusCode.Found, failed.StatusCode);
            var entered = await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = RunningCity.Password, ["back"] = $"/{Mark("back")}" });
            Assert.Equal($"/{typed[^1]}", entered.Headers.Location!.OriginalString);
            foreach (var page in pages) Assert.True(await browser.GetAsync(new Uri(page, UriKind.Relative)) is { StatusCode: HttpStatusCode.OK or HttpStatusCode.Found }, page);
            await RunningCity.Post(browser, "/account", $"/account/sessions?session={Mark("query")}", new() { ["session"] = Mark("no-guid") });
            await RunningCity.Post(browser, "/account", "/account/password", new() { ["current"] = Mark("current"), ["fresh"] = Mark("fresh") });
        }
        using (var stranger = server.Browser())
        {
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Mark("agent"));
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", $"onemetre={Mark("cookie")}; onemetre-form={Mark("form")}");
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.77");
            stranger.DefaultRequestHeaders.TryAddWithoutValidation("Referer", $"http://{Mark("referer")}.example/");
            typed.Add("203.0.113.77");
            foreach (var path in new[] { $"/nowhere/{Mark("path")}", $"/promises?q={Mark("%27%20OR%201=1--")}", $"/calendar/feed/{Mark("secret")}.ics", $"/tasks/{Mark("id")}", $"/lang/{Mark("choice")}" }) await stranger.GetAsync(new Uri(path, UriKind.Relative));
            using var odd = new HttpRequestMessage(new HttpMethod(Mark("METHOD")), new Uri($"/signin?back={Mark("back")}", UriKind.Relative)) { Content = new StringContent(Mark("body")) };
            await stranger.SendAsync(odd);
            using var wrongHost = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
            wrongHost.Headers.Host = $"{Mark("host")}.example";
            Assert.Equal(HttpStatusCode.BadRequest, (await stranger.SendAsync(wrongHost)).StatusCode);
        }
        await Garbage(server.Address, $"GET /{Mark("garbage")} nonsense\r\n\r\n");

        using (var browser = server.Browser())
        {
            await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = plan.Office.Person.ToString("N"), ["password"] = RunningCity.Password });
            await city.Use((CityDb db) => db.Database.ExecuteSqlRawAsync("ALTER TABLE programme_task RENAME TO programme_gone"));
            Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetAsync(new Uri($"/board?q={Mark("broken")}", UriKind.Relative))).StatusCode);
        }

        var log = await server.Stopped();
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([], typed.Where(t => log.Contains(t, StringComparison.OrdinalIgnoreCase)));
        var answered = lines.Where(l => l.TryGetProperty("route", out _)).Select(l => $"{l.GetProperty("method")} {l.GetProperty("route")} {l.GetProperty("status")}").ToList();
        foreach (var expected in new[] { "GET /people/{Id:guid} 200", "POST /signin 302", "GET /tasks/{Id:guid} 200", "GET /{*path} 404", "GET /board 200", "GET /board 500" }) Assert.Contains(expected, answered);
        Assert.Contains(lines, l => l.TryGetProperty("error", out var error) && error[0].GetProperty("type").GetString() == "Microsoft.Data.Sqlite.SqliteException" && error[0].TryGetProperty("code", out _));
        Assert.All(lines.Where(l => l.TryGetProperty("route", out _)), l => Assert.Equal(32, l.GetProperty("trace").GetString()!.Length));
    }

    static async Task Garbage(Uri address, string said)
    {
        using var client = new TcpClient(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(said));
        var buffer = new byte[4096];
        while (await client.GetStream().ReadAsync(buffer) > 0) { }
    }
}
