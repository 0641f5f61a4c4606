using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using OneMetre.Platform.Data;
using OneMetre.Platform.Ui;

namespace OneMetre.Portal;

/// <summary>
/// Keeps portal pages for readers without a session, so that a page that goes round the city's phones costs the database nothing. A page is kept
/// under the count of the programme's writes, by language and reader's choices; it is gone with the next write, and after half a minute in any case.
/// Signed-in staff and free searches always get a fresh one.
/// </summary>
sealed class PortalCache(ModuleWrites writes, TimeProvider time) : IOutputCachePolicy
{
    public const string Policy = "portal";
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    static readonly string[] Choices = ["one-metre", "theme"];
    static readonly string[] Asked = ["plan", "domain", "light", "field", "page", "lang", "year", "width"];
    long rendered;

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        // Links on a page repeat its whole address: with a parameter that is no part of the key, one reader's address would be served to all.
        var keep = HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated != true && http.Request.Query.Keys.All(k => Asked.Contains(k, StringComparer.Ordinal));
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, keep, keep, keep);
        context.ResponseExpirationTimeSpan = Kept;
        if (keep) SharedRendering.OutlivesItsReader(http);

        var keys = context.CacheVaryByRules;
        keys.QueryKeys = Asked;
        keys.VaryByValues["language"] = CultureInfo.CurrentUICulture.Name;
        keys.VaryByValues["writes"] = string.Create(CultureInfo.InvariantCulture, $"{writes.Of("programme")}.{writes.Of("indicators")}");
        foreach (var choice in Choices) keys.VaryByValues[choice] = http.Request.Cookies[choice] is "on" or "dark" or "light" ? http.Request.Cookies[choice]! : "";

        // Browsers ask again each time, and are told "unchanged" as long as this very rendering is the one that is kept. Set before rendering,
        // because a kept page keeps the headers it began with.
        var headers = http.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Cookie, Accept-Language";
        if (keep) headers.ETag = string.Create(CultureInfo.InvariantCulture, $"W/\"{time.GetUtcNow().Ticks:x}-{Interlocked.Increment(ref rendered):x}\"");
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0) context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }
}
