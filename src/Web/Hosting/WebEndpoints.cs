using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using OneMetre.Platform.Identity;

namespace OneMetre.Web.Hosting;

/// <summary>Signing in and out, and the sign of life.</summary>
static class WebEndpoints
{
    public static void MapWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/signin", SignIn).AllowAnonymous();
        routes.MapPost("/signout", SignOut).AllowAnonymous();
        // An address that nothing answers is not found, for everyone: asking to sign in would promise that there is something.
        routes.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
        routes.MapPost("/account/password", ChangePassword).RequireAuthorization("web.account");
        routes.MapGet("/search", (string? q) => Results.LocalRedirect("/board" + QueryString.Create("q", q ?? ""))).RequireAuthorization("programme.read");
        routes.MapGet("/health", () => Results.Text("ok")).AllowAnonymous();
    }

    static async Task<IResult> SignIn([FromForm] string? name, [FromForm] string? password, [FromForm] string? back, SignInManager<Person> signIn)
    {
        // An unknown name costs as much time as a known one, or the clock would tell which names exist.
        if (await signIn.UserManager.FindByNameAsync(name?.Trim() ?? "") is null) signIn.UserManager.PasswordHasher.HashPassword(new(), password ?? "");
        var result = await signIn.PasswordSignInAsync(name?.Trim() ?? "", password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded) return Results.LocalRedirect(IsLocal(back) ? back! : "/desk");
        var problem = result.IsLockedOut ? "locked" : "wrong";
        return Results.LocalRedirect($"/signin?problem={problem}&name={Uri.EscapeDataString(name?.Trim() ?? "")}&back={Uri.EscapeDataString(IsLocal(back) ? back! : "")}");
    }

    // The new password ends every other session of the person: the stamp in their cookies no longer fits.
    static async Task<IResult> ChangePassword([FromForm] string? current, [FromForm] string? fresh, HttpContext context, UserManager<Person> people, SignInManager<Person> signIn)
    {
        if (await people.GetUserAsync(context.User) is not { } person) return Results.LocalRedirect("/signin");
        var changed = await people.ChangePasswordAsync(person, current ?? "", fresh ?? "");
        if (!changed.Succeeded) return Results.LocalRedirect($"/account?problem={(changed.Errors.Any(e => e.Code == "PasswordMismatch") ? "wrong" : "short")}#password");
        await signIn.RefreshSignInAsync(person);
        return Results.LocalRedirect("/account?done=true#password");
    }

    static async Task<IResult> SignOut(HttpContext context, IAntiforgery antiforgery, SignInManager<Person> signIn)
    {
        await antiforgery.ValidateRequestAsync(context);
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    static bool IsLocal(string? path) => path is { Length: > 1 } && path[0] == '/' && path[1] is not ('/' or '\\') && !path.Any(c => char.IsControl(c) || !char.IsAscii(c));
}
