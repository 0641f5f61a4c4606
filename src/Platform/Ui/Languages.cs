using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OneMetre.Platform.Ui;

/// <summary>
/// Which language a page is in: what its address asks (?lang=), else what this reader chose before, else Chinese.
/// Only the public portal also listens to the browser: a guardian whose browser reads English and no Chinese gets English.
/// </summary>
static class Languages
{
    public const string Cookie = "lang";
    public const string Chinese = "zh-CN";
    public const string English = "en";

    public static RequestLocalizationOptions Options => new RequestLocalizationOptions
    {
        ApplyCurrentCultureToResponseHeaders = true,
        RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Known(http.Request.Query["lang"])),
            new CustomRequestCultureProvider(http => Known(http.Request.Cookies[Cookie])),
            new CustomRequestCultureProvider(http => Known(OnPortal(http) ? OfBrowser(http) : null)),
        ],
    }.SetDefaultCulture(Chinese).AddSupportedCultures(Chinese, English).AddSupportedUICultures(Chinese, English);

    public static bool IsKnown(string? name) => name is Chinese or English;

    public static bool OnPortal(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<LayoutAttribute>()?.LayoutType == typeof(PortalFrame);

    static Task<ProviderCultureResult?> Known(string? name) =>
        Task.FromResult(IsKnown(name) ? new ProviderCultureResult(name) : null);

    static string? OfBrowser(HttpContext http)
    {
        var wanted = http.Request.GetTypedHeaders().AcceptLanguage.Select(l => l.Value.ToString()).ToList();
        return wanted.Any(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) ? Chinese
            : wanted.Any(l => l.StartsWith("en", StringComparison.OrdinalIgnoreCase)) ? English
            : null;
    }
}

/// <summary>What a reader may choose about how pages look, kept in a cookie of its own so that it works before signing in and without script.</summary>
static class Preferences
{
    public const string Theme = "theme";
    public const string OneMetre = "one-metre";

    /// <summary>Addresses that only keep a choice and go back to where the reader was.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Choice("/lang/{choice}", Languages.Cookie, Languages.IsKnown);
        Choice("/theme/{choice}", Theme, choice => choice is "light" or "dark" or "auto");
        Choice("/one-metre/{choice}", OneMetre, choice => choice is "on" or "off");

        void Choice(string path, string cookie, Func<string, bool> known) =>
            routes.MapGet(path, IResult (string choice, string? back, HttpContext http) =>
            {
                if (!known(choice)) return TypedResults.NotFound();
                http.Response.Cookies.Append(cookie, choice, new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, IsEssential = true });
                return TypedResults.LocalRedirect(Here.IsLocal(back) ? back! : "/");
            }).AllowAnonymous();
    }
}
