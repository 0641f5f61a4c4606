using System.Net;
using System.Net.Sockets;
using System.Text;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Watching;

/// <summary>More than the server can do, on a real Kestrel on loopback: nobody holds it up, and it says so when it is full.</summary>
public class OverloadTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    static Uri To(string path) => new(path, UriKind.Relative);

    /// <summary>A client that speaks bytes.</summary>
    sealed class Caller(Uri address) : IDisposable
    {
        readonly TcpClient client = new(address.Host, address.Port);

        public Task Say(string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

        /// <summary>Everything until the server hangs up; fails when it does not.</summary>
        public async Task<string> Heard()
        {
            using var patience = new CancellationTokenSource(Patience);
            var heard = new StringBuilder();
            var buffer = new byte[8192];
            try
            {
                int got;
                while ((got = await client.GetStream().ReadAsync(buffer, patience.Token)) > 0) heard.Append(Encoding.UTF8.GetString(buffer, 0, got));
            }
            catch (IOException) { } // hung up at once
            return heard.ToString();
        }

        public void Dispose() => client.Dispose();
    }

    static string Head(string path, long length, string host = "localhost") =>
        $"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n";

    [Fact]
    public async Task A_client_that_speaks_too_slowly_is_cut_off_and_others_are_served()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { HeadersWithin = TimeSpan.FromSeconds(2) });
        using Caller silent = new(running.Address), stuck = new(running.Address);
        await silent.Say("GET / HTTP/1.1\r\nHost: local");
        await stuck.Say(Head("/signin", 1000) + "name=");
        using var visitor = running.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(To("/signin"))).StatusCode);
        Assert.StartsWith("HTTP/1.1 408", await silent.Heard(), StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 200", await stuck.Heard(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/signin", 1L << 30)]
    [InlineData("/signin", 2 * 1024 * 1024)]
    [InlineData("/nowhere", 1L << 30)]
    [InlineData("/plans/import", 1L << 30)]
    [InlineData("/health/live", 1L << 30)]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_sent(string path, long length)
    {
        await using var running = await RunningCity.On("Sqlite");
        using var caller = new Caller(running.Address);
        await caller.Say(Head(path, length));
        Assert.StartsWith("HTTP/1.1 413", await caller.Heard(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_hides_its_length_is_cut_off_at_the_limit()
    {
        await using var running = await RunningCity.On("Sqlite");
        using var visitor = running.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Post, To("/signin")) { Content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes("name=" + new string('a', 2 * 1024 * 1024)))) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await visitor.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Only_pages_that_take_files_take_more_than_a_megabyte()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var office = running.Entered(plan.Office);
        var said = "";
        async Task<HttpStatusCode> Sent(string path, int megabytes)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[megabytes * 1024 * 1024]), "file", "plan.txt" } };
            var answer = await office.PostAsync(To(path), form);
            said = System.Text.RegularExpressions.Regex.Match(await answer.Content.ReadAsStringAsync(), "[0-9]+ MB").Value;
            return answer.StatusCode;
        }
        // Without an anti-forgery field they are refused all the same, but not for their size.
        Assert.Equal(HttpStatusCode.BadRequest, await Sent("/plans/import", 5));
        Assert.Equal(HttpStatusCode.BadRequest, await Sent($"/tasks/{plan.Task}", 5));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "1 MB"), (await Sent("/settings", 5), said));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "25 MB"), (await Sent("/plans/import", 26), said));
    }

    [Theory]
    [InlineData("zh-CN", "现在访问的人太多", "请等 5 秒")]
    [InlineData("en", "Too many people at once", "wait 5 seconds")]
    public async Task A_full_server_says_when_to_come_again_and_stays_healthy(string language, string title, string says)
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { Requests = 1, RequestsOfOne = 1, Waiting = 32, HeadersWithin = Patience });
        using var visitor = running.Visitor();
        visitor.DefaultRequestHeaders.Add("Cookie", $"lang={language}");
        using var slow = new Caller(running.Address);
        await slow.Say(Head("/signin", 2000) + "name=a"); // holds the one place

        var asked = new List<Task<HttpResponseMessage>>();
        HttpResponseMessage? refused = null;
        for (var round = 0; refused is null && round < 200; round++)
        {
            // More than may wait: once the slow one is in, the first answer to come is a refusal.
            var many = Enumerable.Range(0, 40).Select(_ => visitor.GetAsync(To("/about"))).ToList();
            asked.AddRange(many);
            refused = await await Task.WhenAny(many) is { StatusCode: HttpStatusCode.ServiceUnavailable } first ? first : null;
        }

        Assert.NotNull(refused);
        Assert.Equal((TimeSpan.FromSeconds(5), true), (refused.Headers.RetryAfter!.Delta!.Value, refused.Headers.CacheControl!.NoStore));
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains(says, page, StringComparison.Ordinal);
        foreach (var path in new[] { "/health/live", "/health/ready", "/metrics", "/lib/onemetre.css" }) Assert.True(HttpStatusCode.OK == (await visitor.GetAsync(To(path))).StatusCode, path);
        var metrics = await visitor.GetStringAsync(To("/metrics"));
        Assert.DoesNotContain("onemetre_overload_refused_total 0\n", metrics, StringComparison.Ordinal);

        slow.Dispose();
        foreach (var answer in await Task.WhenAll(asked)) Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(To("/about"))).StatusCode);
    }

    [Fact]
    public async Task Thousands_of_open_connections_do_no_harm()
    {
        const int Open = 2000;
        await using var running = await RunningCity.On("Sqlite");
        var idle = new List<Caller>();
        try
        {
            for (var i = 0; i < Open; i++) idle.Add(new(running.Address));
            using var visitor = running.Visitor();
            foreach (var path in new[] { "/about", "/signin", "/health/ready" }) Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(To(path))).StatusCode);
            // The last to come is served as well as the first.
            foreach (var caller in new[] { idle[0], idle[^1] })
            {
                await caller.Say("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                Assert.StartsWith("HTTP/1.1 200", await caller.Heard(), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var caller in idle) caller.Dispose();
        }
    }

    [Fact]
    public async Task Beyond_the_most_connections_the_next_is_hung_up_on()
    {
        await using var running = await RunningCity.On("Sqlite", RunningCity.OpenGate with { Connections = 2 });
        using Caller one = new(running.Address), two = new(running.Address);
        foreach (var caller in new[] { one, two }) await caller.Say("GET /health/live HTTP/1.1\r\nHost: localhost\r\n"); // both are in, unfinished
        using var three = new Caller(running.Address);
        Assert.Equal("", await three.Heard());
    }
}
