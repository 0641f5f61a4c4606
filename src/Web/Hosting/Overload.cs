using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Watching;

namespace OneMetre.Web.Hosting;

/// <summary>
/// What the server does when more is asked of it than it can give: so many requests at once, so many waiting, and beyond that a plain answer that costs nothing.
/// Health, metrics and the files of the site itself are answered before any of this.
/// </summary>
static class Overload
{
    static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);
    static readonly object Most = new();
    const long LetRunOut = 100 * 1024 * 1024;

    /// <summary>Connections that say nothing, speak slowly, or send too much. A connection that waits costs a few kilobytes and no thread.</summary>
    public static void Limit(KestrelServerLimits limits, SiteGate gate)
    {
        limits.MaxRequestBodySize = gate.LargestBody;
        limits.MaxConcurrentConnections = limits.MaxConcurrentUpgradedConnections = gate.Connections;
        limits.RequestHeadersTimeout = gate.HeadersWithin;
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: gate.HeadersWithin);
    }

    /// <summary>
    /// One address may have a part of the places only: somebody who sends slowly on many connections keeps out nobody but the own neighbourhood.
    /// </summary>
    public static PartitionedRateLimiter<HttpContext> Limiter(SiteGate gate) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetConcurrencyLimiter(Gate.Neighbourhood(http.Connection.RemoteIpAddress),
            _ => new() { PermitLimit = gate.RequestsOfOne, QueueLimit = gate.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })),
        PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter("",
            _ => new() { PermitLimit = gate.Requests, QueueLimit = gate.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })));

    /// <summary>A page without layout and without the database, in the reader's language.</summary>
    public static Task Refuse(HttpContext http, CancellationToken ct) => Refuse(http, "web.error-503", ct);

    /// <summary>The same with other words: code-title, and code-says with the seconds to wait.</summary>
    public static async Task Refuse(HttpContext http, string code, CancellationToken ct)
    {
        http.RequestServices.GetRequiredService<CityMeter>().Refused();
        if (http.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
        var (texts, seconds) = (http.RequestServices.GetRequiredService<Texts>(), ComeAgain.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        string Said(string text, params object?[] args) => WebUtility.HtmlEncode(texts[text, args]);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = seconds;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync($"""
            <!DOCTYPE html><html lang="{CultureInfo.CurrentUICulture.Name}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{Said(code + "-title")}</title><link rel="stylesheet" href="/lib/onemetre.css"></head>
            <body><main class="om-wrap om-quiet"><div class="card card-body"><p class="ink-2 mb-1">503</p><h1>{Said(code + "-title")}</h1><p>{Said(code + "-says", seconds)}</p></div></main></body></html>
            """, ct);
    }

    /// <summary>
    /// A body that says beforehand that it is too large is refused before a byte of it is read; one that does not say so is cut off by the server. Stands after
    /// routing: the route decides what it takes. Browsers read no answer while they send: what is not absurdly large is let run out for some seconds, unread.
    /// </summary>
    public static Task RefuseOversize(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null
            || context.Request.ContentLength is not { } length || context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { MaxRequestBodySize: { } most } limit || length <= most) return next(context);
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        context.Items[Most] = most;
        if (length <= LetRunOut && !limit.IsReadOnly) limit.MaxRequestBodySize = length;
        else context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    /// <summary>The largest body, in bytes, that this request might have had.</summary>
    public static long MostOf(HttpContext context) => context.Items[Most] as long? ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0;
}
