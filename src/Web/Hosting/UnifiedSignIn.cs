using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace OneMetre.Web.Hosting;

/// <summary>The city's own unified sign-in (OpenID Connect): where it is, as whom we are known there, and how its button is called. Configured by the environment, for a secret is among it.</summary>
sealed record UnifiedSignIn(Uri Authority, string Client, string Secret, string Name, string EnglishName)
{
    public const string Scheme = "unified";
    const string Variable = "ONEMETRE_UNIFIED_";

    /// <summary>Values of amr or acr that mean that the provider itself has asked for a second factor; none unless configured, and then it asks for ours.</summary>
    public IReadOnlyCollection<string> SecondFactors { get; init; } = [];

    /// <summary>How the provider is named beside a bound subject: another provider's subjects are others.</summary>
    public string Provider => Authority.AbsoluteUri.TrimEnd('/');

    public string NameNow => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? EnglishName : Name;

    /// <summary>Null where no provider is named. What is named and cannot be so is said at the start.</summary>
    public static UnifiedSignIn? FromEnvironment()
    {
        if (Given("AUTHORITY") is not { } authority) return null;
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)) throw new InvalidOperationException($"{Variable}AUTHORITY must be an https address.");
        var secret = Given("SECRET_FILE") is { } file ? File.ReadAllText(file).Trim() : Given("SECRET");
        if (Given("CLIENT") is not { } client || secret is not { Length: > 0 }) throw new InvalidOperationException($"{Variable}CLIENT and {Variable}SECRET_FILE (or {Variable}SECRET) must be set beside {Variable}AUTHORITY.");
        var name = Given("NAME") ?? "统一身份认证";
        return new(uri, client, secret, name, Given("NAME_EN") ?? "the city's sign-in") { SecondFactors = Given("SECOND_FACTORS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [] };
    }

    static string? Given(string name) => Environment.GetEnvironmentVariable(Variable + name) is { Length: > 0 } value ? value : null;
}

/// <summary>Whether this site has a unified sign-in; pages ask it.</summary>
sealed record UnifiedDoor(UnifiedSignIn? Now);

sealed class UnifiedOptions : OAuthOptions
{
    public ConfigurationManager<OpenIdConnectConfiguration> Discovery { get; set; } = default!;
    public string Authority { get; set; } = "";
}

/// <summary>
/// OpenID Connect on the code flow that ASP.NET Core has in itself (state, PKCE, back channel): discovery, nonce and the checks of the ID token (OpenID Connect Core 1.0,
/// §3.1.3.7) are added with Microsoft's IdentityModel. The provider is asked first when somebody signs in by it: the site starts without it.
/// </summary>
sealed class UnifiedHandler(IOptionsMonitor<UnifiedOptions> options, ILoggerFactory logger, UrlEncoder encoder) : OAuthHandler<UnifiedOptions>(options, logger, encoder)
{
    const string Nonce = "nonce";
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);
    static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (await Discovered() is null)
        {
            Response.Redirect("/signin?problem=unified-down");
            return;
        }
        properties.Items[Nonce] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri) =>
        QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), Nonce, properties.Items[Nonce]!);

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context) =>
        await Discovered() is null ? OAuthTokenResponse.Failed(new AuthenticationFailureException("The provider does not answer.")) : await base.ExchangeCodeAsync(context);

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var token = tokens.Response!.RootElement.TryGetProperty("id_token", out var given) ? given.GetString() : null;
        var found = await Validated(token);
        if (found.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            Options.Discovery.RequestRefresh(); // the provider has changed its keys
            found = await Validated(token);
        }
        if (!found.IsValid || found.SecurityToken is not JsonWebToken { Subject.Length: > 0 } proof) throw new AuthenticationFailureException("The ID token does not hold.", found.Exception);
        var asked = properties.Items.TryGetValue(Nonce, out var kept) ? kept ?? "" : "";
        if (asked.Length == 0 || !proof.TryGetPayloadValue<string>(Nonce, out var said) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(asked))) throw new AuthenticationFailureException("The ID token answers another question.");
        if (proof.TryGetPayloadValue<string>("azp", out var party) && party != Options.ClientId) throw new AuthenticationFailureException("The ID token is for somebody else.");

        identity.AddClaim(new(ClaimTypes.NameIdentifier, proof.Subject));
        foreach (var claim in proof.Claims.Where(c => c.Type is "amr" or "acr")) identity.AddClaim(new(claim.Type, claim.Value));
        return new(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }

    async Task<TokenValidationResult> Validated(string? token)
    {
        if (await Discovered() is not { } known) throw new AuthenticationFailureException("The provider does not answer.");
        var now = TimeProvider.GetUtcNow().UtcDateTime;
        return await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new()
        {
            ValidIssuer = known.Issuer,
            ValidAudience = Options.ClientId,
            IssuerSigningKeys = known.SigningKeys,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = (begins, ends, _, _) => ends is { } end && now < end + Skew && (begins is not { } begin || now >= begin - Skew),
        });
    }

    /// <summary>What the provider says about itself; null while it does not answer, or speaks for somebody else.</summary>
    async Task<OpenIdConnectConfiguration?> Discovered()
    {
        try
        {
            var known = await Options.Discovery.GetConfigurationAsync(Context.RequestAborted);
            var way = new Uri(Options.Authority).Scheme + "://";
            if (known.Issuer?.TrimEnd('/') != Options.Authority || known.TokenEndpoint?.StartsWith(way, StringComparison.Ordinal) != true || known.AuthorizationEndpoint?.StartsWith(way, StringComparison.Ordinal) != true) return null;
            (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (known.AuthorizationEndpoint, known.TokenEndpoint);
            return known;
        }
        catch (Exception down) when (down is InvalidOperationException or IOException or HttpRequestException)
        {
            Logger.LogWarning("The unified sign-in at {Authority} does not answer: {Problem}", Options.Authority, down.InnerException?.GetType().Name ?? down.GetType().Name);
            return null;
        }
    }
}

static class Unified
{
    public static IServiceCollection AddUnified(this IServiceCollection services, UnifiedSignIn? unified)
    {
        services.AddSingleton(new UnifiedDoor(unified));
        if (unified is null) return services;
        // To the configured address and nowhere else; a provider that hangs must not hold a reader up.
#pragma warning disable RS0030 // The one way out of the product: to the provider that the city has named in its settings, never to an address from input.
        static SocketsHttpHandler Line() => new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var documents = new HttpDocumentRetriever(new HttpClient(Line()) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1024 * 1024 }) { RequireHttps = !unified.Authority.IsLoopback };
#pragma warning restore RS0030
        services.AddAuthentication().AddOAuth<UnifiedOptions, UnifiedHandler>(UnifiedSignIn.Scheme, o =>
        {
            (o.ClientId, o.ClientSecret, o.Authority) = (unified.Client, unified.Secret, unified.Provider);
            o.Discovery = new(unified.Provider + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), documents);
            o.AuthorizationEndpoint = o.TokenEndpoint = unified.Provider; // until the provider has told its own
            o.SignInScheme = IdentityConstants.ExternalScheme;
            o.CallbackPath = "/signin/unified/back";
            o.UsePkce = true;
            o.Scope.Add("openid");
            o.BackchannelHttpHandler = Line();
            o.BackchannelTimeout = TimeSpan.FromSeconds(10);
            (o.CorrelationCookie.SameSite, o.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            o.Events.OnRemoteFailure = failed =>
            {
                failed.Response.Redirect("/signin?problem=unified-failed");
                failed.HandleResponse();
                return Task.CompletedTask;
            };
        });
        return services;
    }
}
