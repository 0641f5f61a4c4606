using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;

namespace OneMetre.Web.Hosting;

/// <summary>Somebody signed in at a door that is not theirs: answered as always, and put down.</summary>
sealed class NotedRefusals : IAuthorizationMiddlewareResultHandler
{
    readonly AuthorizationMiddlewareResultHandler usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && context.RequestServices.GetRequiredService<CurrentUser>().PersonId is not null)
        {
            DateTime? hidden = null;
            foreach (var module in context.RequestServices.GetServices<IHeldBackAddress>())
                if (await module.Until(context.Request.Path, context.RequestAborted) is { } until && !(hidden > until)) hidden = until;
            await context.RequestServices.GetRequiredService<AuditLog>().Note(AuditKind.Refused, "platform_route", context.Request.Path, context.Request.Method, hiddenUntil: hidden, ct: context.RequestAborted);
        }
        await usual.HandleAsync(next, context, policy, authorizeResult);
    }
}
