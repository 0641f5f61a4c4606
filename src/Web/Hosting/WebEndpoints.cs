using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Watching;

namespace OneMetre.Web.Hosting;

/// <summary>Signing in and out.</summary>
static class WebEndpoints
{
    /// <summary>Which of several posts a person works in now. One that is not held changes nothing.</summary>
    public const string PostCookie = "post";

    /// <summary>The name typed at a sign-in that failed, for the form to show again: in an address it would be kept by the browser and every proxy.</summary>
    public const string NameCookie = "onemetre-name";

    const int LongestName = 80;

    public static void MapWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/signin", SignIn).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        routes.MapPost("/signin/code", SignInWithCode).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        // Reads its form only so that the form must be ours.
        routes.MapPost("/signin/passkey/options", async ([FromForm] string? back, CitySignIn signIn) => Results.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        routes.MapPost("/signin/passkey", SignInWithPasskey).AllowAnonymous().RequireRateLimiting(Gate.SignIns);
        routes.MapPost("/signout", SignOut).AllowAnonymous();
        // An address that nothing answers is not found, for everyone: asking to sign in would promise that there is something.
        routes.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
        routes.MapPost("/account/password", ChangePassword).RequireAuthorization("web.account");
        routes.MapPost("/account/passkey/options", NewPasskeyOptions).RequireAuthorization("web.account");
        routes.MapPost("/account/sessions", EndSession).RequireAuthorization("web.account");
        routes.MapPost("/account/post", ChoosePost).RequireAuthorization("web.account");
        routes.MapGet("/start", Start).RequireAuthorization("web.account");
        routes.MapGet("/search", (string? q) => Results.LocalRedirect("/board" + QueryString.Create("q", q ?? ""))).RequireAuthorization("programme.read");
    }

    static async Task<IResult> SignIn([FromForm] string? name, [FromForm] string? password, [FromForm] string? back, HttpContext context, SignInManager<Person> signIn, AuditLog audit, CityMeter meter)
    {
        var asked = (name ?? "").Trim();
        if (asked.Length > LongestName) asked = asked[..LongestName];
        var people = signIn.UserManager;
        // A name that is unknown, rests after wrong attempts or has no password yet gets the answer of a wrong password, and costs the same work: one hash and one
        // entry in the record. Neither the words nor the clock tell which names exist.
        if (await people.FindByNameAsync(asked) is not { PasswordHash: not null } person || await people.IsLockedOutAsync(person))
        {
            people.PasswordHasher.HashPassword(new(), password ?? "");
            await audit.Note(AuditKind.Refused, "platform_person", "", "signin", ct: context.RequestAborted);
        }
        else
        {
            var result = await signIn.PasswordSignInAsync(person, password ?? "", isPersistent: false, lockoutOnFailure: true);
            if (result.Succeeded) return Results.LocalRedirect(Here.IsLocal(back) ? back! : "/start");
            if (result.RequiresTwoFactor) return Results.LocalRedirect($"/signin/code?back={Uri.EscapeDataString(Here.IsLocal(back) ? back! : "")}");
        }
        meter.SignInFailed();
        context.Response.Cookies.Append(NameCookie, asked, new() { MaxAge = TimeSpan.FromMinutes(1), HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/signin", IsEssential = true });
        return Results.LocalRedirect($"/signin?problem=wrong&back={Uri.EscapeDataString(Here.IsLocal(back) ? back! : "")}");
    }

    /// <summary>The second step: six digits from the telephone, or one of the recovery codes. Wrong ones count toward the lock as wrong passwords do.</summary>
    static async Task<IResult> SignInWithCode([FromForm] string? code, [FromForm] string? back, SignInManager<Person> signIn, CityMeter meter)
    {
        var typed = new string([.. (code ?? "").Where(c => !char.IsWhiteSpace(c))]);
        var people = signIn.UserManager;
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { TwoFactorEnabled: true } person) return Results.LocalRedirect("/signin");
        var succeeded = false;
        if (typed.Length == 6 && typed.All(char.IsAsciiDigit) && person.HasAuthenticator) succeeded = (await signIn.TwoFactorAuthenticatorSignInAsync(typed, isPersistent: false, rememberClient: false)).Succeeded;
        else if (!await people.IsLockedOutAsync(person))
        {
            succeeded = (await signIn.TwoFactorRecoveryCodeSignInAsync(typed)).Succeeded;
            if (!succeeded) await people.AccessFailedAsync(person); // ASP.NET counts wrong codes only, not wrong recovery codes
        }
        if (!succeeded) meter.SignInFailed();
        return Results.LocalRedirect(succeeded ? Here.IsLocal(back) ? back! : "/start" : $"/signin/code?problem=wrong&back={Uri.EscapeDataString(Here.IsLocal(back) ? back! : "")}");
    }

    static async Task<IResult> SignInWithPasskey([FromForm] string? credential, [FromForm] string? back, CitySignIn signIn, CityMeter meter)
    {
        if (await signIn.WithPasskey(credential ?? "")) return Results.LocalRedirect(Here.IsLocal(back) ? back! : "/start");
        meter.SignInFailed();
        return Results.LocalRedirect($"/signin?problem=passkey&back={Uri.EscapeDataString(Here.IsLocal(back) ? back! : "")}");
    }

    /// <summary>What the browser needs for making a new passkey; whoever asks knows the password, not only a session that somebody left open.</summary>
    static async Task<IResult> NewPasskeyOptions([FromForm(Name = "Key.Password")] string? password, HttpContext context, UserManager<Person> people, CitySignIn signIn, Texts texts)
    {
        if (await people.GetUserAsync(context.User) is not { } person || !await signIn.Proves(person, password)) return Results.Text(texts["web.password-wrong"], statusCode: StatusCodes.Status422UnprocessableEntity);
        return Results.Text(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = person.Id.ToString(), Name = person.UserName!, DisplayName = person.DisplayName }), "application/json");
    }

    /// <summary>Where the day begins: each administrator at the own desk, everyone else at theirs.</summary>
    static IResult Start(CurrentUser user) => Results.LocalRedirect(user.Role switch
    {
        RoleCode.SecurityAdmin => "/people",
        RoleCode.AuditAdmin => "/audit",
        RoleCode.SystemAdmin => "/operations",
        RoleCode.ChildDirector or RoleCode.ChildSupervisor or RoleCode.School => "/children",
        not null when !user.InProgramme => "/account",
        _ => "/desk",
    });

    static IResult ChoosePost([FromForm] Guid? post, HttpContext context)
    {
        if (post is { } chosen) context.Response.Cookies.Append(PostCookie, chosen.ToString(), new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });
        return Results.LocalRedirect("/start");
    }

    static async Task<IResult> EndSession([FromForm] Guid? session, HttpContext context, CurrentUser user, Sessions sessions)
    {
        var own = CitySignIn.SessionOf(context.User);
        // Without a session named: all others.
        await sessions.End(user.PersonId!.Value, session, session is null ? own : null, context.RequestAborted);
        return Results.LocalRedirect(session is not null && session == own ? "/" : "/account#sessions");
    }

    // The new password ends every other session of the person.
    static async Task<IResult> ChangePassword([FromForm] string? current, [FromForm] string? fresh, HttpContext context, UserManager<Person> people, CitySignIn signIn, Sessions sessions)
    {
        if (await people.GetUserAsync(context.User) is not { } person) return Results.LocalRedirect("/signin");
        if (!await signIn.Proves(person, current)) return Results.LocalRedirect("/account?problem=wrong#password");
        if (fresh == current) return Results.LocalRedirect("/account?problem=same#password");
        var changed = await people.ChangePasswordAsync(person, current ?? "", fresh ?? "");
        if (!changed.Succeeded) return Results.LocalRedirect($"/account?problem={changed.Errors.First().Code}#password");
        if (person.MustChangePassword)
        {
            person.MustChangePassword = false;
            await people.UpdateAsync(person);
            if (!person.HasAuthenticator) await people.ResetAuthenticatorKeyAsync(person); // whoever handed the password over knows no key either
        }
        await sessions.End(person.Id, null, CitySignIn.SessionOf(context.User), context.RequestAborted);
        await signIn.RefreshSignInAsync(person);
        return Results.LocalRedirect("/account?done=true#password");
    }

    static async Task<IResult> SignOut(HttpContext context, IAntiforgery antiforgery, SignInManager<Person> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest();
        await signIn.SignOutAsync();
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\""; // on a shared computer the next person finds no page of this one
        return Results.LocalRedirect("/");
    }
}
