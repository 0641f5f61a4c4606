using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using OneMetre.Platform.Notices.Sending;

namespace OneMetre.Web.Hosting;

/// <summary>
/// The mail server and the robots of this site, from the environment, for a password is among it. Robots: where each kind of robot is reached; theirs are fixed, and only tests name others.
/// Site is the address under which people reach the console.
/// </summary>
sealed record NoticePostPlan(string? Host, int Port, string? User, string? Password, string? From, IReadOnlyDictionary<RouteKind, Uri> Robots, string? Site)
{
    const string Mail = "ONEMETRE_MAIL_", RobotsGiven = "ONEMETRE_ROBOTS", Address = "ONEMETRE_SITE";

    public static NoticePostPlan Closed { get; } = new(null, 0, null, null, null, new Dictionary<RouteKind, Uri>(), null);

    static readonly Dictionary<string, (RouteKind Kind, Uri Uri)> Known = new(StringComparer.Ordinal)
    {
        ["wecom"] = (RouteKind.WeCom, new("https://qyapi.weixin.qq.com/cgi-bin/webhook/send")),
        ["dingtalk"] = (RouteKind.DingTalk, new("https://oapi.dingtalk.com/robot/send")),
    };

    /// <summary>Clear text only where no network is between: a relay on this machine.</summary>
    public SecureSocketOptions Security => Host is "localhost" or "127.0.0.1" or "::1" ? SecureSocketOptions.StartTlsWhenAvailable : Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    /// <summary>Nothing is sent where nothing is named. What is named and cannot be so is said at the start.</summary>
    public static NoticePostPlan FromEnvironment() => Read(Environment.GetEnvironmentVariable);

    /// <param name="environment">The value of a name, or null.</param>
    public static NoticePostPlan Read(Func<string, string?> environment)
    {
        string? Given(string name) => environment(name) is { Length: > 0 } value ? value : null;
        var robots = (Given(RobotsGiven) ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(robots, r => !Known.ContainsKey(r)) is { } unknown) throw new InvalidOperationException($"{RobotsGiven}: '{unknown}' is none of {string.Join(", ", Known.Keys)}.");
        var site = Given(Address)?.TrimEnd('/');
        if (site is not null && (!Uri.TryCreate(site, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))) throw new InvalidOperationException($"{Address} must be the address of the console, https://….");
        var host = Given(Mail + "HOST");
        var port = 465;
        if (Given(Mail + "PORT") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)) throw new InvalidOperationException($"{Mail}PORT must be a port.");
        var from = Given(Mail + "FROM");
        if (host is not null && (from is null || !KeepRoute.IsMail(from))) throw new InvalidOperationException($"{Mail}FROM must be the mail address that notices come from, beside {Mail}HOST.");
        return new(host, port, Given(Mail + "USER"), Given(Mail + "PASSWORD_FILE") is { } file ? File.ReadAllText(file).Trim() : Given(Mail + "PASSWORD"), from, robots.ToDictionary(r => Known[r].Kind, r => Known[r].Uri), site);
    }
}

/// <summary>
/// Carries notices out: mail by SMTP over TLS (MailKit), robots by one POST to the address that the plan names. The only way out of the house beside the unified sign-in; what may go this way is decided in
/// Platform/Notices/Sending. What the other side says is never logged: it may repeat the key.
/// </summary>
#pragma warning disable RS0030 // One of the two places that may call another machine.
sealed partial class NoticePost(NoticePostPlan plan, TimeProvider time, ILogger<NoticePost> log) : INoticeTransport, IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    const int LongestAnswer = 16 * 1024;

    // No redirects, no proxy's cookies: a robot answers where it is asked or not at all.
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };

    public IReadOnlyList<RouteKind> Ways { get; } = [.. plan.Host is null ? Array.Empty<RouteKind>() : [RouteKind.Mail], .. plan.Robots.Keys.Order()];

    public string? Site => plan.Site;

    public async Task<SendOutcome> Send(RouteKind kind, string address, string? signing, OutwardMessage message, CancellationToken ct)
    {
        try
        {
            return kind == RouteKind.Mail ? await Mail(address, message, ct) : await Robot(kind, address, signing, message, ct);
        }
        catch (Exception problem) when (!ct.IsCancellationRequested) // whatever the other side does, it is tried again
        {
            NotSent(kind, problem.GetType().Name);
            return SendOutcome.Later;
        }
    }

    async Task<SendOutcome> Mail(string address, OutwardMessage message, CancellationToken ct)
    {
        // Nothing of a message tells the name of this machine.
        var domain = plan.From![(plan.From!.LastIndexOf('@') + 1)..];
        using var mail = new MimeMessage { MessageId = MimeKit.Utils.MimeUtils.GenerateMessageId(domain), Subject = message.Subject, Date = time.GetUtcNow(), Body = new TextPart("plain") { Text = Text(message) } };
        mail.From.Add(new MailboxAddress("", plan.From));
        mail.To.Add(new MailboxAddress("", address));
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no answering machine answers
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var smtp = new SmtpClient { LocalDomain = domain, Timeout = (int)Patience.TotalMilliseconds };
        await smtp.ConnectAsync(plan.Host!, plan.Port, plan.Security, patience.Token);
        if (plan.User is { } user) await smtp.AuthenticateAsync(user, plan.Password ?? "", patience.Token);
        try
        {
            await smtp.SendAsync(mail, patience.Token);
        }
        catch (SmtpCommandException refused) when (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
        {
            return (int)refused.StatusCode >= 500 ? SendOutcome.Refused : SendOutcome.Later;
        }
        await smtp.DisconnectAsync(true, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it has been taken; how the line ends is nobody's business
        return SendOutcome.Sent;
    }

    async Task<SendOutcome> Robot(RouteKind kind, string key, string? signing, OutwardMessage message, CancellationToken ct)
    {
        if (!plan.Robots.TryGetValue(kind, out var uri)) return SendOutcome.Refused;
        var query = kind == RouteKind.WeCom ? $"key={Uri.EscapeDataString(key)}" : $"access_token={Uri.EscapeDataString(key)}";
        if (kind == RouteKind.DingTalk && signing is not null)
        {
            // DingTalk's "加签": the base64 of HMAC-SHA-256 over "milliseconds, a line's end, secret", with the secret as key.
            var at = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            query += $"&timestamp={at}&sign={Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(signing), Encoding.UTF8.GetBytes($"{at}\n{signing}"))))}";
        }
        using var answer = await http.PostAsJsonAsync(new UriBuilder(uri) { Query = query }.Uri, new { msgtype = "text", text = new { content = Short(message) } }, ct);
        if (!answer.IsSuccessStatusCode) return (int)answer.StatusCode is >= 400 and < 500 and not 429 ? SendOutcome.Refused : SendOutcome.Later;
        using var said = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        return said.RootElement.ValueKind == JsonValueKind.Object && said.RootElement.TryGetProperty("errcode", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number switch
        {
            0 => SendOutcome.Sent,
            -1 or 45009 or 130101 => SendOutcome.Later, // busy; too many in a minute, as WeCom and DingTalk count
            _ => SendOutcome.Refused,
        } : SendOutcome.Later;
    }

    /// <summary>WeCom takes 2048 bytes and refuses the whole of what is longer: the oldest lines give way, subject and link stay.</summary>
    static string Short(OutwardMessage message)
    {
        var text = message.Subject + "\n" + Text(message);
        for (var lines = message.Lines.Count - 1; Encoding.UTF8.GetByteCount(text) > 2048 && lines >= 0; lines--) text = message.Subject + "\n" + Text(message with { Lines = [.. message.Lines.Take(lines)] });
        return text;
    }

    static string Text(OutwardMessage message) => string.Join("\n", message.Link is { } link ? message.Lines.Append(link) : message.Lines);

    public void Dispose() => http.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A notice could not be sent by {Way}: {Problem}")]
    partial void NotSent(RouteKind way, string problem);
}
