using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;

namespace OneMetre.Web.Hosting;

/// <summary>
/// Signing in by the city's unified sign-in, and binding its subject to an account. A subject is bound by the person, signed in, who has just shown the password;
/// never by itself, and never because a name or an address is the same.
/// </summary>
static class UnifiedEndpoints
{
    // Says for five minutes that the person at this session has shown the password, and wants to bind.
    const string BindCookie = "onemetre-bind", Bind = "bind";
    static readonly TimeSpan BindWithin = TimeSpan.FromMinutes(5);

    public static void MapUnified(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/signin/unified", Go).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        routes.MapGet("/signin/unified/done", Done).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        routes.MapPost("/account/unified", Prepare).RequireAuthorization("web.account");
    }

    static IResult Go(string? back, string? bind, UnifiedDoor door, HttpContext context, CitySignIn signIn)
    {
        if (door.Now is null) return Results.NotFound();
        var properties = signIn.ConfigureExternalAuthenticationProperties(UnifiedSignIn.Scheme, "/signin/unified/done" + QueryString.Create("back", Here.IsLocal(back) ? back! : ""));
        if (bind is not null)
        {
            if (Ready(context) is not { } who) return Results.LocalRedirect("/account?problem=unified#unified");
            context.Response.Cookies.Delete(BindCookie, new() { Path = "/signin/unified" });
            properties.Items[Bind] = who;
        }
        return Results.Challenge(properties, [UnifiedSignIn.Scheme]);
    }

    static async Task<IResult> Done(string? back, UnifiedDoor door, HttpContext context, CitySignIn signIn, UserManager<Person> people, AuditLog audit)
    {
        if (door.Now is not { } unified) return Results.NotFound();
        var outside = await signIn.GetExternalLoginInfoAsync();
        await context.SignOutAsync(IdentityConstants.ExternalScheme);
        if (outside is null) return Results.LocalRedirect("/signin?problem=unified-failed");
        var ct = context.RequestAborted;
        if (outside.AuthenticationProperties?.Items.TryGetValue(Bind, out var who) == true)
        {
            if (who != Place(context) || await people.GetUserAsync(context.User) is not { } own) return Results.LocalRedirect("/signin?problem=unified-failed");
            var bound = (await people.GetLoginsAsync(own)).Any(l => l.LoginProvider == unified.Provider)
                || !(await people.AddLoginAsync(own, new(unified.Provider, outside.ProviderKey, unified.Name))).Succeeded;
            if (bound) return Results.LocalRedirect("/account?problem=unified-taken#unified");
            await audit.Note(AuditKind.Permission, "platform_person_login", own.Id.ToString(), "bound", new { provider = unified.Provider }, ct: ct);
            return Results.LocalRedirect("/account#unified");
        }

        if (await people.FindByLoginAsync(unified.Provider, outside.ProviderKey) is not { } person)
        {
            await audit.Note(AuditKind.Refused, "platform_person_login", "", "unknown", new { provider = unified.Provider }, ct: ct);
            return Results.LocalRedirect("/signin?problem=unified-unknown");
        }
        if (await people.IsLockedOutAsync(person)) return Results.LocalRedirect("/signin?problem=unified-rests");
        var both = outside.Principal.Claims.Any(c => c.Type is "amr" or "acr" && unified.SecondFactors.Contains(c.Value));
        var result = await signIn.Vouched(person, UnifiedSignIn.Scheme, both);
        var safe = Here.IsLocal(back) ? back! : "";
        return Results.LocalRedirect(result.RequiresTwoFactor ? "/signin/code" + QueryString.Create("back", safe) : !result.Succeeded ? "/signin?problem=unified-failed" : safe.Length > 0 ? safe : "/start");
    }

    /// <summary>Begins or ends the binding, once the password is shown. The way to the provider is a link then: a form may lead nowhere outside.</summary>
    static async Task<IResult> Prepare([FromForm] string? password, [FromForm] string? what, UnifiedDoor door, HttpContext context, CitySignIn signIn, UserManager<Person> people, AuditLog audit, IDataProtectionProvider protection)
    {
        if (door.Now is not { } unified) return Results.NotFound();
        if (await people.GetUserAsync(context.User) is not { } person || !await signIn.Proves(person, password)) return Results.LocalRedirect("/account?problem=unified-password#unified");
        if (what == "remove")
        {
            foreach (var login in await people.GetLoginsAsync(person)) await people.RemoveLoginAsync(person, login.LoginProvider, login.ProviderKey);
            await audit.Note(AuditKind.Permission, "platform_person_login", person.Id.ToString(), "removed", new { provider = unified.Provider }, ct: context.RequestAborted);
            await signIn.RefreshSignInAsync(person);
            return Results.LocalRedirect("/account#unified");
        }
        context.Response.Cookies.Append(BindCookie, Protector(protection).Protect(Place(context)!, BindWithin), new() { MaxAge = BindWithin, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/signin/unified", IsEssential = true });
        return Results.LocalRedirect("/account?done=unified#unified");
    }

    /// <summary>The person and the session: what was shown in one session holds in no other.</summary>
    static string? Place(HttpContext context) => CitySignIn.SessionOf(context.User) is { } session ? string.Create(CultureInfo.InvariantCulture, $"{context.User.FindFirstValue(ClaimTypes.NameIdentifier)} {session}") : null;

    static string? Ready(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[BindCookie] is { Length: > 0 } kept && Protector(context.RequestServices.GetRequiredService<IDataProtectionProvider>()).Unprotect(kept) is var who && who == Place(context) ? who : null;
        }
        catch (CryptographicException)
        {
            return null; // too old, or of nobody here
        }
    }

    static ITimeLimitedDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("bind unified sign-in").ToTimeLimitedDataProtector();
}
