using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Ui;

/// <summary>
/// Keeps a page that many look at all day (board, desk, calendar) for the one person who asked for it, for a few seconds and until anything is
/// written: opening it again from a link or by the back button then costs no query but that of the rights. Kept under the person, the post in force,
/// the form cookie to which the page's forms are bound, language, theme, the day and the count of all writes; who came in is looked at before each look (see Entrance).
/// </summary>
/// <param name="kept">What another process wrote is seen so late at most.</param>
public sealed class OwnPages(ModuleWrites writes, TimeProvider time, TimeSpan kept) : IOutputCachePolicy
{
    public const string Policy = "own";

    /// <summary>For pages of figures: whatever was accepted is in every chart within a second.</summary>
    public const string OfFigures = "own-figures";

    /// <summary>The cookie to which the antiforgery fields of a page's forms belong.</summary>
    public const string FormCookie = "onemetre-form";

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var user = http.RequestServices.GetRequiredService<CurrentUser>();
        var form = http.Request.Cookies[FormCookie];
        var keep = HttpMethods.IsGet(http.Request.Method) && user is { PersonId: not null, PostId: not null } && form is not null;
        (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (keep, keep, keep, keep);
        if (!keep) return ValueTask.CompletedTask;
        SharedRendering.OutlivesItsReader(http);

        context.ResponseExpirationTimeSpan = kept;
        var keys = context.CacheVaryByRules;
        keys.QueryKeys = "*";
        keys.VaryByValues["who"] = string.Create(CultureInfo.InvariantCulture, $"{user.PersonId:n}.{user.PostId:n}.{user.UnitId:n}.{user.Role}.{user.RegionPrefix}");
        keys.VaryByValues["form"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(form!)));
        keys.VaryByValues["face"] = $"{CultureInfo.CurrentUICulture.Name}.{http.Request.Cookies[Preferences.Theme]}";
        keys.VaryByValues["state"] = string.Create(CultureInfo.InvariantCulture, $"{ChinaTime.Today(time):yyyyMMdd}.{writes.All}");
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
