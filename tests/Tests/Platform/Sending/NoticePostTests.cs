using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Hosting;

namespace OneMetre.Tests.Platform.Sending;

/// <summary>What goes over the line to a mail server and to robots, and what is made of their answers.</summary>
public sealed class NoticePostTests
{
    static readonly OutwardMessage Message = new("一米：有2件新事项", ["督办1号：校门口加护栏", "填报：2026年下半年"], "https://city.example/notices");

    static NoticePost Post(string? host = null, int port = 0, Dictionary<RouteKind, Uri>? robots = null, ILogger<NoticePost>? log = null) =>
        new(new(host, port, null, null, "onemetre@city.example", robots ?? [], "https://city.example"), new StoppedClock(City.Noon), log ?? NullLogger<NoticePost>.Instance);

    [Theory]
    [InlineData("mail.city.example", 465, SecureSocketOptions.SslOnConnect)]
    [InlineData("mail.city.example", 587, SecureSocketOptions.StartTls)]
    [InlineData("mail.city.example", 25, SecureSocketOptions.StartTls)]
    [InlineData("localhost.city.example", 25, SecureSocketOptions.StartTls)]
    [InlineData("127.0.0.1", 25, SecureSocketOptions.StartTlsWhenAvailable)]
    public void Nothing_goes_over_a_network_in_clear_text(string host, int port, SecureSocketOptions security) =>
        Assert.Equal(security, (NoticePostPlan.Closed with { Host = host, Port = port }).Security);

    [Theory]
    [InlineData("ONEMETRE_MAIL_HOST=mail.city.example;ONEMETRE_MAIL_FROM=office@city.example;ONEMETRE_MAIL_PORT=587;ONEMETRE_SITE=https://city.example/;ONEMETRE_ROBOTS=wecom", "mail.city.example 587 https://city.example WeCom")]
    [InlineData("ONEMETRE_ROBOTS=wecom, dingtalk", " 465  WeCom DingTalk")]
    [InlineData("", " 465  ")]
    [InlineData("ONEMETRE_MAIL_HOST=mail.city.example", "ONEMETRE_MAIL_FROM")]
    [InlineData("ONEMETRE_MAIL_HOST=m;ONEMETRE_MAIL_FROM=x", "ONEMETRE_MAIL_FROM")]
    [InlineData("ONEMETRE_MAIL_PORT=99999", "ONEMETRE_MAIL_PORT")]
    [InlineData("ONEMETRE_ROBOTS=pager", "ONEMETRE_ROBOTS")]
    [InlineData("ONEMETRE_SITE=ftp://city.example", "ONEMETRE_SITE")]
    public void What_is_named_is_used_and_what_cannot_be_so_is_said_by_its_name(string given, string outcome)
    {
        var environment = given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(g => g.Split('=', 2)).ToDictionary(g => g[0], g => g[1]);
        if (outcome.StartsWith("ONEMETRE", StringComparison.Ordinal))
        {
            Assert.StartsWith(outcome, Assert.Throws<InvalidOperationException>(() => NoticePostPlan.Read(environment.GetValueOrDefault)).Message, StringComparison.Ordinal);
            return;
        }
        var plan = NoticePostPlan.Read(environment.GetValueOrDefault);
        Assert.Equal(outcome, $"{plan.Host} {plan.Port} {plan.Site} {string.Join(' ', plan.Robots.Keys.Order())}");
    }

    sealed class Lines : ILogger<NoticePost>
    {
        public List<string> Said { get; } = [];
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception) + exception);
    }

    static readonly string[] Secret = ["wei@", "key-of-the-robot", "SECabc", "护栏"];

    [Fact]
    public async Task What_went_wrong_is_logged_without_key_and_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var free = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var log = new Lines();
        using var post = Post("127.0.0.1", free, new() { [RouteKind.WeCom] = new($"http://127.0.0.1:{free}/send") }, log);
        Assert.Equal(SendOutcome.Later, await post.Send(RouteKind.Mail, "wei@city.example", null, Message, default));
        Assert.Equal(SendOutcome.Later, await post.Send(RouteKind.WeCom, "key-of-the-robot", "SECabc", Message, default));
        Assert.Equal(2, log.Said.Count);
        Assert.DoesNotContain(log.Said, l => Secret.Any(s => l.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_mail_arrives_as_it_was_said()
    {
        await using var server = new MailServer();
        using var post = Post("127.0.0.1", server.Port);
        Assert.Equal([RouteKind.Mail], post.Ways);
        Assert.Equal(SendOutcome.Sent, await post.Send(RouteKind.Mail, "wei@city.example", null, Message, default));
        using var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(server.Mails))));
        Assert.Equal(("一米：有2件新事项", "wei@city.example", "onemetre@city.example"), (mail.Subject, mail.To.Mailboxes.Single().Address, mail.From.Mailboxes.Single().Address));
        Assert.Equal("督办1号：校门口加护栏\n填报：2026年下半年\nhttps://city.example/notices", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.EndsWith("@city.example", mail.MessageId, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task A_dead_address_is_refused_and_a_dead_server_is_tried_again()
    {
        await using (var server = new MailServer { Recipient = "550 5.1.1 no such user" })
        {
            using var post = Post("127.0.0.1", server.Port);
            Assert.Equal(SendOutcome.Refused, await post.Send(RouteKind.Mail, "nobody@city.example", null, Message, default));
            server.Recipient = "451 later";
            Assert.Equal(SendOutcome.Later, await post.Send(RouteKind.Mail, "busy@city.example", null, Message, default));
            Assert.Empty(server.Mails);
        }
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var free = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var none = Post("127.0.0.1", free);
        Assert.Equal(SendOutcome.Later, await none.Send(RouteKind.Mail, "wei@city.example", null, Message, default));
    }

    [Theory]
    [InlineData(200, "{\"errcode\":0,\"errmsg\":\"ok\"}", SendOutcome.Sent)]
    [InlineData(200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}", SendOutcome.Refused)]
    [InlineData(200, "{\"errcode\":45009}", SendOutcome.Later)]
    [InlineData(200, "not json", SendOutcome.Later)]
    [InlineData(200, "[]", SendOutcome.Later)]
    [InlineData(200, "{\"errcode\":\"0\"}", SendOutcome.Later)]
    [InlineData(200, "{\"errcode\":-1}", SendOutcome.Later)]
    [InlineData(404, "", SendOutcome.Refused)]
    [InlineData(429, "", SendOutcome.Later)]
    [InlineData(503, "", SendOutcome.Later)]
    [InlineData(302, "", SendOutcome.Later)]
    public async Task A_robot_is_posted_to_and_believed_only_when_it_says_so(int status, string answer, SendOutcome outcome)
    {
        var asked = new List<(string Query, string Body)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var robot = builder.Build();
        robot.Urls.Add("http://127.0.0.1:0");
        robot.MapPost("/send", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            lock (asked) asked.Add((context.Request.QueryString.Value!, reader.ReadToEndAsync().Result));
            context.Response.StatusCode = status;
            if (status == 302) context.Response.Headers.Location = "/elsewhere";
            await context.Response.WriteAsync(answer);
        });
        robot.MapFallback(() => Results.Json(new { errcode = 0 }));
        await robot.StartAsync();
        var address = new Uri(robot.Urls.First() + "/send");
        using var post = Post(robots: new() { [RouteKind.WeCom] = address, [RouteKind.DingTalk] = address });
        Assert.Equal([RouteKind.WeCom, RouteKind.DingTalk], post.Ways);
        Assert.Equal(outcome, await post.Send(RouteKind.WeCom, "key-of-the-robot", null, Message, default));
        Assert.Equal(outcome, await post.Send(RouteKind.DingTalk, "token", "SECabc", Message, default));
        Assert.Equal(2, asked.Count);
        Assert.Equal("?key=key-of-the-robot", asked[0].Query);
        // As DingTalk's description of the signature has it, worked out beside the product with openssl.
        Assert.Equal($"?access_token=token&timestamp={City.Noon.ToUnixTimeMilliseconds()}&sign={Uri.EscapeDataString("h2ec/TOLWwpcXLobP5Rcrw5F9lnnKUDOzi+GYnvq9Xg=")}", asked[1].Query);
        using var body = System.Text.Json.JsonDocument.Parse(asked[0].Body);
        Assert.Equal("text", body.RootElement.GetProperty("msgtype").GetString());
        Assert.StartsWith("一米：有2件新事项\n督办1号", body.RootElement.GetProperty("text").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    /// <summary>As much of SMTP (RFC 5321) as one message needs.</summary>
    sealed class MailServer : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly Task served;

        public MailServer()
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
            served = Serve();
        }

        public int Port { get; }
        public List<string> Mails { get; } = [];
        public string Recipient { get; set; } = "250 ok";

        async Task Serve()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    using var reader = new StreamReader(stream, Encoding.UTF8);
                    await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                    await writer.WriteLineAsync("220 mail.city.example");
                    while (await reader.ReadLineAsync() is { } line)
                    {
                        if (line.StartsWith("DATA", StringComparison.Ordinal))
                        {
                            await writer.WriteLineAsync("354 go on");
                            var mail = new StringBuilder();
                            while (await reader.ReadLineAsync() is { } text && text != ".") mail.Append(text.StartsWith("..", StringComparison.Ordinal) ? text[1..] : text).Append("\r\n");
                            Mails.Add(mail.ToString());
                            await writer.WriteLineAsync("250 taken");
                        }
                        else if (line.StartsWith("QUIT", StringComparison.Ordinal))
                        {
                            await writer.WriteLineAsync("221 bye");
                            break;
                        }
                        else await writer.WriteLineAsync(line.StartsWith("RCPT", StringComparison.Ordinal) ? Recipient : "250 ok");
                    }
                }
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                // the test is over
            }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await served;
        }
    }
}
