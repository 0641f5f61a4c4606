using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace OneMetre.Web.Hosting;

/// <summary>Requests that browsers do not send, but programs do: they get a plain answer, never a failure of ours.</summary>
static class Requests
{
    /// <summary>
    /// What GET answers, HEAD answers too; the server itself leaves the body out. And an error page is a page to read, also when what failed
    /// was the sending of a form.
    /// </summary>
    public static Task TakeAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method) || IsShownAgain(context)) context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>There are two ways to come to a site. A proxy that passes on what its caller said must not make a third of it: links are built from the scheme.</summary>
    public static Task KnowScheme(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Scheme is not ("http" or "https")) context.Request.Scheme = "http";
        return next(context);
    }

    /// <summary>A Host whose port no address can have: pages build their own address from it, and so would the page that says what failed.</summary>
    public static Task RefusePort(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Port is not (< 0 or > ushort.MaxValue)) return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    /// <summary>Blazor names the type of a page before it refuses a form without one; then nobody would show the page that says what happened.</summary>
    public static async Task LeaveRoomForErrors(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response is { HasStarted: false, StatusCode: >= 400 } && !IsShownAgain(context)) context.Response.ContentType = null;
    }

    /// <summary>A value with a NUL is no text, and PostgreSQL cannot look for it: an address that has one is read as if it had not.</summary>
    public static Task DropUnreadable(HttpContext context, RequestDelegate next)
    {
        var query = context.Request.QueryString.Value;
        if (query?.Contains("%00", StringComparison.Ordinal) == true)
            context.Request.QueryString = QueryString.Create(QueryHelpers.ParseQuery(query).Where(p => !p.Key.Contains('\0') && !p.Value.ToString().Contains('\0')));
        return next(context);
    }

    /// <summary>
    /// A form that cannot be read, or that carries a NUL, is refused as a whole: what a person wrote is not to be stored in part.
    /// Stands after authorization, so that a stranger's upload is not read at all.
    /// </summary>
    public static async Task RefuseUnreadable(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && await Refusal(context) is { } refusal)
        {
            context.Response.StatusCode = refusal;
            return;
        }
        await next(context);
    }

    static async Task<int?> Refusal(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.Any(f => f.Key.Contains('\0') || f.Value.ToString().Contains('\0')) ? StatusCodes.Status400BadRequest : null;
        }
        catch (BadHttpRequestException bad)
        {
            return bad.StatusCode;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    static bool IsShownAgain(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerPathFeature>() is not null;
}
