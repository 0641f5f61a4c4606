using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>
/// Tells those who asked for it what waits in the console and has not been opened there, in one message for all of it. What is to be told is marked as told before it is sent, so that no death of the process and no second server
/// says anything twice; a message that could not be sent takes the mark back. The notice in the console is the record; a message is a courtesy.
/// </summary>
public sealed partial class SendNotices(RoutesData routes, INoticeTransport transport, NoticeBoard board, Vault.Vault vault, CitySettings settings, WorkCalendars calendars, Texts texts, TimeProvider time, ILogger<SendNotices> log)
{
    const int AtOnce = 50, MostNotices = 200;

    /// <summary>Failures in a row after which the person is told in the console.</summary>
    public const int Worry = 5;

    /// <summary>How many messages went out.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        await routes.Forget(ct);
        if (transport.Ways.Count == 0) return 0;
        var rules = await settings.Get(SendingRules.Key, new SendingRules(), ct);
        if (!rules.Awake(time.GetUtcNow().UtcDateTime, await calendars.Get(ct))) return 0;
        var sent = 0;
        foreach (var id in await routes.Due(AtOnce, ct))
        {
            ct.ThrowIfCancellationRequested();
            sent += await Tell(id, rules, ct) ? 1 : 0;
        }
        return sent;
    }

    async Task<bool> Tell(Guid id, SendingRules rules, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await routes.One(id, ct) is not { ConfirmedAt: not null, Address: { } address } route || route.NextAt > now || !transport.Ways.Contains(route.Kind)) return false;
        var (waiting, more) = await routes.Waiting(route, MostNotices, ct);
        if (waiting.Count == 0) return false;
        var (to, signing, message) = (vault.Open(route.Id, address), route.Signing is { } secret ? vault.Open(route.Id, secret) : null, Said(waiting, more, route.Language));
        var before = route.ToldTo;
        (route.ToldTo, route.NextAt, route.Version) = (waiting[^1].At, now.AddMinutes(rules.Between), route.Version + 1);
        if (!await routes.Save(ct)) return false; // another server was faster

        var outcome = await Sent(route.Kind, to, signing, message, ct);
        if (outcome == SendOutcome.Sent) (route.SentAt, route.Failures) = (now, 0);
        else
        {
            (route.ToldTo, route.Failures) = (before, route.Failures + 1);
            route.NextAt = now + SendingRules.After(outcome == SendOutcome.Refused ? route.Failures + Worry : route.Failures);
            if (route.Failures == Worry && await routes.Keeper(route, CancellationToken.None) is { } post) board.Tell(post, "platform.notice-sending-fails", SendingPage.Address, route.Shown);
        }
        route.Version++;
        await routes.Save(CancellationToken.None); // also when the site stops: what was not said comes again
        return outcome == SendOutcome.Sent;
    }

    /// <summary>Whatever goes wrong, and a site that stops meanwhile, is a message that was not sent.</summary>
    async Task<SendOutcome> Sent(RouteKind kind, string to, string? signing, OutwardMessage message, CancellationToken ct)
    {
        try
        {
            return await transport.Send(kind, to, signing, message, ct);
        }
        catch (Exception problem)
        {
            NotSent(kind, problem.GetType().Name);
            return SendOutcome.Later;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message by {Kind} was not sent: {Problem}")]
    partial void NotSent(RouteKind kind, string problem);

    OutwardMessage Said(IReadOnlyList<Notice> waiting, int more, string language)
    {
        var now = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return Digest.Of(waiting, texts, transport.Site, more);
        }
        finally
        {
            CultureInfo.CurrentUICulture = now;
        }
    }
}

/// <summary>Looks each minute whether somebody is to be told.</summary>
sealed class SendingClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<SendingClock> log) : Recurring(scopes, time, log)
{
    protected override Task Run(IServiceProvider services, CancellationToken ct) => services.GetRequiredService<SendNotices>().Run(ct);

    protected override TimeSpan Wait(TimeProvider time) => TimeSpan.FromMinutes(1);
}
