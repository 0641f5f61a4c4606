namespace OneMetre.Platform.Notices.Sending;

/// <summary>Sent; not sent, and worth another try; or refused for good: no such address, a key that is no longer good.</summary>
public enum SendOutcome { Sent, Later, Refused }

/// <summary>One message in words. Link leads to the console; null where the city has not said under which address it is reached.</summary>
public sealed record OutwardMessage(string Subject, IReadOnlyList<string> Lines, string? Link);

/// <summary>What carries a message out of the house. Ways are those that whoever runs the site has opened; none unless configured.</summary>
public interface INoticeTransport
{
    IReadOnlyList<RouteKind> Ways { get; }

    /// <summary>Where the console is reached from outside, without a slash at its end; null where that was not said.</summary>
    string? Site { get; }

    /// <summary>Never throws for what the other side does; <see cref="OperationCanceledException"/> when the site stops.</summary>
    Task<SendOutcome> Send(RouteKind kind, string address, string? signing, OutwardMessage message, CancellationToken ct);
}
