using System.Globalization;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>A person gives the mail to be told by, or ties the robot of the unit's group chat to the console; confirms it; takes it away.</summary>
public sealed class KeepRoute(RoutesData routes, INoticeTransport transport, CurrentUser user, CitySettings settings, AuditLog audit, Texts texts, TimeProvider time)
{
    public const int MostMails = 2, MostRobots = 3, MostADay = 5, MostTries = 5, CodeMinutes = 30, LongestMail = 100;

    public static readonly Problem NoSuch = new("platform.sending-no-such"), Changed = new("platform.sending-changed");

    /// <summary>Keeps the mail and sends it a code; nothing else goes there before the code came back.</summary>
    public async Task<Result<Guid>> Mail(string? typed, CancellationToken ct)
    {
        if (user.PersonId is not { } person || user.Role is null) return NoSuch;
        var address = (typed ?? "").Trim();
        if (!transport.Ways.Contains(RouteKind.Mail)) return new Problem("platform.sending-no-way");
        if (!IsMail(address)) return new Problem("platform.sending-not-a-mail", "address");
        if (await routes.Own.CountAsync(ct) >= MostMails) return new Problem("platform.sending-enough", "address", MostMails);
        var (now, code) = (time.GetUtcNow().UtcDateTime, RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", CultureInfo.InvariantCulture));
        var route = new NoticeRoute { Id = routes.NewId(), Kind = RouteKind.Mail, PersonId = person, Address = Secret.Of(address), Shown = ShownMail(address), Language = CultureInfo.CurrentUICulture.Name, AddedBy = user.PostId, AddedAt = now, ToldTo = now, NextAt = now, CodeUntil = now.AddMinutes(CodeMinutes) };
        route.Code = Hash(route.Id, code);
        if (await Kept(route, "address", ct) is { } refused) return refused;
        var sent = await transport.Send(RouteKind.Mail, address, null, new(texts["platform.sending-code-subject"], [texts["platform.sending-code-is", code, CodeMinutes], texts["platform.sending-code-not-you"]], null), ct);
        if (sent == SendOutcome.Sent) return await Noted(route, "added", ct);
        return await End(route.Id, ct) is { Ok: true } ? new Problem(sent == SendOutcome.Refused ? "platform.sending-refused" : "platform.sending-not-sent", "address") : Changed;
    }

    public async Task<Result<Guid>> Confirm(Guid id, string? code, CancellationToken ct)
    {
        if (await routes.Own.FirstOrDefaultAsync(r => r.Id == id, ct) is not { ConfirmedAt: null } route) return NoSuch;
        var now = time.GetUtcNow().UtcDateTime;
        if (route.Code is null || route.CodeUntil < now || route.CodeTries >= MostTries) return new Problem("platform.sending-code-over", "code");
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(id, (code ?? "").Trim())), Encoding.ASCII.GetBytes(route.Code));
        route.CodeTries++;
        route.Version++;
        if (right) (route.ConfirmedAt, route.Code, route.CodeUntil, route.ToldTo) = (now, null, null, now);
        if (!await routes.Save(ct)) return Changed;
        return right ? new Result<Guid>(await Noted(route, "confirmed", ct), []) : new Problem("platform.sending-code-wrong", "code", MostTries - route.CodeTries);
    }

    /// <summary>Ties the robot whose address was pasted, by a first message that says who tied it.</summary>
    /// <param name="signing">The secret of a DingTalk robot that wants signed messages; blank where it does not.</param>
    public async Task<Result<Guid>> Robot(string? pasted, string? signing, CancellationToken ct)
    {
        if (user.UnitId is not { } unit || !routes.TiesGroups) return NoSuch;
        if (Key(pasted) is not var (kind, key)) return new Problem("platform.sending-not-a-robot", "robot");
        if (!transport.Ways.Contains(kind)) return new Problem("platform.sending-no-way", "robot");
        var secret = (signing ?? "").Trim();
        if (secret.Length > 0 && (kind != RouteKind.DingTalk || secret.Length > 120 || !secret.All(c => char.IsAsciiLetterOrDigit(c)))) return new Problem("platform.sending-not-a-secret", "signing");
        if (await routes.OfUnit.CountAsync(ct) >= MostRobots) return new Problem("platform.sending-enough", "robot", MostRobots);
        var now = time.GetUtcNow().UtcDateTime;
        var route = new NoticeRoute { Id = routes.NewId(), Kind = kind, UnitId = unit, Address = Secret.Of(key), Signing = Secret.Of(secret), Shown = "…" + key[^4..], Language = CultureInfo.CurrentUICulture.Name, AddedBy = user.PostId, AddedAt = now, ToldTo = now, NextAt = now };
        if (await Kept(route, "robot", ct) is { } refused) return refused;
        var sent = await transport.Send(kind, key, secret.Length == 0 ? null : secret, new(texts["platform.sending-tied-subject"], [texts["platform.sending-tied", user.UnitName, user.Name]], transport.Site), ct);
        if (sent != SendOutcome.Sent) return await End(route.Id, ct) is { Ok: true } ? new Problem(sent == SendOutcome.Refused ? "platform.sending-robot-refused" : "platform.sending-not-sent", "robot") : Changed;
        (route.ConfirmedAt, route.Version) = (now, route.Version + 1);
        return await routes.Save(ct) ? await Noted(route, "added", ct) : Changed;
    }

    public async Task<Result<Guid>> End(Guid id, CancellationToken ct)
    {
        if (await routes.Mine.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } route) return NoSuch;
        (route.EndedAt, route.Address, route.Signing, route.Shown, route.Code, route.Version) = (time.GetUtcNow().UtcDateTime, null, null, "", null, route.Version + 1);
        return await routes.Save(ct) ? await Noted(route, "ended", ct) : Changed;
    }

    async Task<Guid> Noted(NoticeRoute route, string action, CancellationToken ct)
    {
        await audit.Note(AuditKind.Write, "platform_notice_route", route.Id.ToString(), action, new { Kind = route.Kind.ToString() }, ct: ct);
        return route.Id;
    }

    /// <summary>The office chooses the hours. Hours 0 to 24, minutes 15 to a day.</summary>
    public async Task<Result<Guid>> Hours(string? from, string? until, string? between, bool restDays, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuch;
        var problems = new List<Problem>();
        int Whole(string? text, int least, int most, string field)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
            problems.Add(new("platform.sending-not-a-number", field, least, most));
            return least;
        }
        var rules = new SendingRules(Whole(from, 0, 24, "from"), Whole(until, 0, 24, "until"), restDays, Whole(between, 15, 24 * 60, "between"));
        if (problems.Count > 0) return new Result<Guid>(default, problems);
        await settings.Set(SendingRules.Key, rules, ct);
        return await routes.Save(ct) ? Guid.Empty : Changed;
    }

    // One at a time, or many at once would all find room and a stranger's mailbox be flooded with codes.
    static readonly SemaphoreSlim Turn = new(1);

    /// <summary>Counts and keeps in one turn; a problem where too many were asked for in a day.</summary>
    async Task<Problem?> Kept(NoticeRoute route, string field, CancellationToken ct)
    {
        await Turn.WaitAsync(ct);
        try
        {
            if (await routes.AskedSince(time.GetUtcNow().UtcDateTime.AddDays(-1), route.Kind, ct) >= MostADay) return new("platform.sending-flood", field, MostADay);
            routes.Add(route);
            return await routes.Save(ct) ? null : Changed;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>One plain address: no name beside it, no quotes, a domain with a dot.</summary>
    public static bool IsMail(string address) => address.Length is > 3 and <= LongestMail && !address.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '"' or '<' or '>' or ',' or ';' or '[' or ']' or '(' or ')')
        && MailAddress.TryCreate(address, out var read) && read.Address == address && read.Host.IndexOf('.', StringComparison.Ordinal) > 0 && !read.Host.EndsWith('.');

    /// <summary>The first letter and the domain; of a name of one or two letters none.</summary>
    public static string ShownMail(string address)
    {
        var at = address.LastIndexOf('@');
        return (new StringInfo(address[..at]).LengthInTextElements > 2 ? StringInfo.GetNextTextElement(address) : "") + "***" + address[at..];
    }

    /// <summary>
    /// The key in the address of a robot, as WeCom (…/cgi-bin/webhook/send?key=…) and DingTalk (…/robot/send?access_token=…) give it; null for anything else. Only the key is kept: where a message goes is never what somebody typed.
    /// </summary>
    public static (RouteKind Kind, string Key)? Key(string? pasted)
    {
        if (!Uri.TryCreate((pasted ?? "").Trim(), UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps) return null;
        var (kind, name) = (uri.Host, uri.AbsolutePath) switch
        {
            ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send") => (RouteKind.WeCom, "key"),
            ("oapi.dingtalk.com", "/robot/send") => (RouteKind.DingTalk, "access_token"),
            _ => (RouteKind.Mail, ""),
        };
        if (name.Length == 0) return null;
        var key = uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).FirstOrDefault(p => p[0] == name && p.Length == 2)?[1];
        return key is { Length: >= 16 and <= 128 } && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? (kind, key) : null;
    }

    static string Hash(Guid id, string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id:N} {code}")));
}
