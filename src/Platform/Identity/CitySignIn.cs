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
    IAuthenticationSchemeProvider schemes, IUserConfirmation<Person> confirmation, Sessions sessions, Passkeys passkeys)
    : SignInManager<Person>(people, http, claims, options, logger, schemes, confirmation)
{
    // As SignInManager names them in the cookie in which a challenge is kept.
    const string Operation = "PasskeyOperation", Attestation = "Attestation", Assertion = "Assertion";

    bool refreshing;

    /// <summary>Whoever has a second factor is asked for it, whichever it is; ASP.NET by itself knows of codes only, and would let those with a passkey in by password.</summary>
    public override Task<bool> IsTwoFactorEnabledAsync(Person user) => Task.FromResult(user.TwoFactorEnabled);

    /// <summary>
    /// Whether the person at this session knows the password of the account: asked before what would outlive the session. Whoever found an open session must not be
    /// able to guess on: wrong attempts count, and an account that rests is not asked.
    /// </summary>
    public async Task<bool> Proves(Person person, string? password)
    {
        if (await UserManager.IsLockedOutAsync(person)) return false;
        if (await UserManager.CheckPasswordAsync(person, password ?? ""))
        {
            await UserManager.ResetAccessFailedCountAsync(person);
            return true;
        }
        await UserManager.AccessFailedAsync(person);
        return false;
    }

    /// <summary>
    /// Signs in with a passkey. It has verified its owner by finger, face or PIN: having and knowing in one, and so both factors at once. An account that rests
    /// does so for keys too.
    /// </summary>
    public async Task<bool> WithPasskey(string credential)
    {
        if (credential.Length == 0 || await AskedAt(Assertion) is not { } asked) return false;
        var found = await PerformPasskeyAssertionAsync(credential);
        if (!found.Succeeded || !found.Passkey.IsUserVerified || await UserManager.IsLockedOutAsync(found.User)) return false;
        // A signature opens once: to a challenge from before the last one it is a copy. Of two at the same time the second finds the account changed.
        if (await passkeys.UsedSince(found.Passkey.CredentialId, asked, Context.RequestAborted) || !(await UserManager.AddOrUpdatePasskeyAsync(found.User, found.Passkey)).Succeeded) return false;
        await SignInAsync(found.User, isPersistent: false, "passkey");
        return true;
    }

    /// <summary>Signs in somebody for whom another site vouches. Unless it has asked for both factors, ours is asked for after it, as after a password.</summary>
    public Task<SignInResult> Vouched(Person person, string provider, bool both) => SignInOrTwoFactorAsync(person, isPersistent: false, provider, bypassTwoFactor: both);

    /// <summary>The new passkey that answers to the challenge made for this person; null when it does not.</summary>
    public async Task<UserPasskeyInfo?> NewPasskey(Person person, string credential) =>
        credential.Length > 0 && await AskedAt(Attestation) is not null && await PerformPasskeyAttestationAsync(credential) is { Succeeded: true, UserEntity.Id: var id } made && id == person.Id.ToString() ? made.Passkey : null;

    /// <summary>When the challenge was made to which the browser now answers; null when none was, or for something else.</summary>
    async Task<DateTime?> AskedAt(string operation) =>
        (await Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Properties is { IssuedUtc: { } at } kept && kept.Items.TryGetValue(Operation, out var named) && named == operation ? at.UtcDateTime : null;

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
        var session = keep ? current!.Value : await sessions.Begin(user.Id, Context.Connection.RemoteIpAddress?.ToString() ?? "", Device.Of(Context.Request.Headers.UserAgent.ToString()), By(additionalClaims), ct);
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims.Where(c => c.Type != Session.Claim).Append(new(Session.Claim, session.ToString())));
    }

    public override async Task SignOutAsync()
    {
        if (SessionOf(Context.User) is { } session && Guid.TryParse(Context.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var person))
            await sessions.End(person, session, null, Context.RequestAborted);
        await base.SignOutAsync();
    }

    // pwd, mfa (password and code), passkey, or the name of another site that vouches.
    static string By(IEnumerable<Claim> claims) => claims.FirstOrDefault(c => c.Type is ClaimTypes.AuthenticationMethod or "amr")?.Value ?? "";

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
