using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;

namespace OneMetre.Web.Hosting;

/// <summary>Who gets in: by which names the site may be called, how often one address may try to sign in, and how much the server takes on at once.</summary>
sealed record SiteGate
{
    /// <summary>Names of the site besides those of this machine and of the address it listens on.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Proxies on other machines, whose word on who asks, and whether by TLS, is believed.</summary>
    public IReadOnlyList<IPAddress> Proxies { get; init; } = [];

    /// <summary>How many times one address may send the sign-in form within <see cref="SignInsWithin"/>.</summary>
    public int SignIns { get; init; } = 20;
    public TimeSpan SignInsWithin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests answered at the same time, how many of them for one address, and how many more may wait; whoever comes then gets 503.</summary>
    public int Requests { get; init; } = 256;
    public int RequestsOfOne { get; init; } = 96;
    public int Waiting { get; init; } = 1024;

    /// <summary>Connections that may be open at once, most of them idle.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>How long a client may take to say what it wants, and how long it may send next to nothing of its body.</summary>
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of a body where nothing is uploaded; pages that take files say so themselves.</summary>
    public long LargestBody { get; init; } = 1024 * 1024;

    /// <summary>Below these bytes the disk counts as full, and the server as not ready.</summary>
    public long LeastFreeDisk { get; init; } = 256L * 1024 * 1024;

    /// <summary>Whoever brings this may read the metrics from anywhere; without one, only programs on this machine.</summary>
    public string? MetricsToken { get; init; }
}

/// <summary>How the site keeps its gate.</summary>
static class Gate
{
    /// <summary>Sign-ins are counted by address under this name.</summary>
    public const string SignIns = "sign-ins";

    static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];
    static readonly string[] Everywhere = ["*", "+", "0.0.0.0", "[::]"];

    public static IServiceCollection AddGate(this IServiceCollection services, SiteGate gate, string url)
    {
        // The proxy alone knows who asks, and whether by TLS. Believed are the one on this machine, and those that were named.
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in gate.Proxies) o.KnownProxies.Add(proxy);
        });
        // Links that leave the site (shared pages, calendars) are built from the name it was called by: so it answers to its own names only. ASP.NET puts this filter before everything else by itself.
        services.Configure<HostFilteringOptions>(o =>
        {
            o.AllowedHosts = [.. ThisMachine, .. BoundTo(url), .. gate.Hosts];
            o.AllowEmptyHosts = o.IncludeFailureMessage = false;
        });
        // A passkey belongs to one name, and works at no other: the first by which the site is called, whatever a request says its host is. Addresses of numbers have none.
        var name = gate.Hosts.Concat(BoundTo(url)).FirstOrDefault(h => !IPAddress.TryParse(h, out _)) ?? "localhost";
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = name;
            o.ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && Uri.TryCreate(asked.Origin, UriKind.Absolute, out var origin)
                && origin.Host.Equals(name, StringComparison.OrdinalIgnoreCase) && (origin.Scheme == Uri.UriSchemeHttps || origin.IsLoopback));
        });
        return services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.GlobalLimiter = Overload.Limiter(gate);
            o.OnRejected = async (rejected, ct) =>
            {
                // Only a count within a time says when to come again; what is full of requests does not.
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                else await Overload.Refuse(rejected.HttpContext, ct);
            };
            o.AddPolicy(SignIns, http => RateLimitPartition.GetFixedWindowLimiter(Neighbourhood(http.Connection.RemoteIpAddress),
                _ => new() { PermitLimit = gate.SignIns, Window = gate.SignInsWithin }));
        });
    }

    /// <summary>The name in the address that the site listens on; none when it listens on all, for then it says nothing about names.</summary>
    public static IEnumerable<string> BoundTo(string url) => url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(each => BindingAddress.Parse(each).Host).Except(Everywhere, StringComparer.Ordinal);

    /// <summary>One household with IPv6 has 2^64 addresses; they count as one.</summary>
    public static string Neighbourhood(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
