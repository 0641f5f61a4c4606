using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneMetre.Platform.Identity;

/// <summary>Signing in by whatever way (password, code, key) begins a session; signing out ends it, wherever its cookie has been copied to.</summary>
public sealed class CitySignIn(
    UserManager<Person> people, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Person> claims, IOptions<IdentityOptions> options, ILogger<SignInManager<Person>> logger,
    IAuthenticationSchemeProvider schemes, IUserConfirmation<Person> confirmation, Sessions sessions)
    : SignInManager<Person>(people, http, claims, options, logger, schemes, confirmation)
{
    bool refreshing;

    /// <summary>Renews the cookie of the session that is open.</summary>
    public override async Task RefreshSignInAsync(Person user)
    {
        refreshing = true;
        await base.RefreshSignInAsync(user);
        refreshing = false;
    }

    public override async Task SignInWithClaimsAsync(Person user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var ct = Context.RequestAborted;
        var current = SessionOf(Context.User);
        var keep = refreshing && current is { } open && await sessions.IsOpen(open, user.Id, ct);
        // Whoever signs in where somebody is signed in takes their place: the old session has nobody left to end it.
        if (!keep && current is { } old && Guid.TryParse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var before)) await sessions.End(before, old, null, ct);
        var session = keep ? current!.Value : await sessions.Begin(user.Id, Context.Connection.RemoteIpAddress?.ToString() ?? "", Device.Of(Context.Request.Headers.UserAgent.ToString()), ct);
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims.Where(c => c.Type != Session.Claim).Append(new(Session.Claim, session.ToString())));
    }

    public override async Task SignOutAsync()
    {
        if (SessionOf(Context.User) is { } session && Guid.TryParse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var person))
            await sessions.End(person, session, null, Context.RequestAborted);
        await base.SignOutAsync();
    }

    public static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session.Claim), CultureInfo.InvariantCulture, out var session) ? session : null;
}

/// <summary>Browser and system in a few words, as a person would name them; the whole string of the browser is nobody's business.</summary>
static class Device
{
    static readonly (string Mark, string Name)[] Browsers = [("MicroMessenger", "WeChat"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    static readonly (string Mark, string Name)[] Systems = [("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static string Of(string agent) => string.Join(" · ", new[] { Named(Browsers, agent), Named(Systems, agent) }.OfType<string>());

    static string? Named((string Mark, string Name)[] known, string agent) => known.FirstOrDefault(k => agent.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
