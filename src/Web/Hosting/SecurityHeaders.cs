using OneMetre.Platform.Ui;

namespace OneMetre.Web.Hosting;

/// <summary>Every answer tells the browser to run nothing that is not ours, to show nothing inside other sites (but for the page that is made for it), not to guess, and to keep nothing of what is shown to somebody who is signed in.</summary>
sealed class SecurityHeaders(RequestDelegate next)
{
    public Task Invoke(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // One year, for this name alone: what else a city runs under its domain is not ours to decide.
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        // What is shown to somebody who is signed in stays with them: no browser or proxy keeps a copy, unless the page says how.
        context.Response.OnStarting(() =>
        {
            if (context.User.Identity?.IsAuthenticated == true && headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            // The one page that is made for other sites: a published chart. Its errors are not.
            if (context.Response.StatusCode == StatusCodes.Status200OK && context.GetEndpoint()?.Metadata.GetMetadata<MayBeFramedAttribute>() is not null)
            {
                headers.ContentSecurityPolicy = headers.ContentSecurityPolicy.ToString().Replace("frame-ancestors 'none'", "frame-ancestors *", StringComparison.Ordinal);
                headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            }
            // What people uploaded never runs with our rights, even where a browser opens it in spite of being told to save it.
            if (headers.ContentDisposition.Count > 0) headers.ContentSecurityPolicy += "; sandbox";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
