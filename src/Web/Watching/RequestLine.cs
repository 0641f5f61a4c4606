using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace OneMetre.Web.Watching;

/// <summary>Each request leaves one line in the log: the pattern of its route, never its address; and is counted in <see cref="Traffic"/>. Files of the site itself, health and metrics leave none.</summary>
sealed partial class RequestLine(RequestDelegate next, Traffic traffic, TimeProvider time, ILogger<RequestLine> log)
{
    static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

    static readonly object Asked = new();

    /// <summary>Stands after routing.</summary>
    public static Task Remember(HttpContext context, RequestDelegate next)
    {
        context.Items.TryAdd(Asked, context.GetEndpoint());
        return next(context);
    }

    public async Task Invoke(HttpContext context)
    {
        var start = time.GetTimestamp();
        var method = Methods.FirstOrDefault(m => m == context.Request.Method) ?? "OTHER"; // a stranger may send any word
        var broke = true;
        try
        {
            await next(context);
            broke = false;
        }
        finally
        {
            // After a failure the endpoint is that of the error page: what was asked for is put back, for this line and for the metrics of the framework.
            if (context.Items.TryGetValue(Asked, out var asked)) context.SetEndpoint(asked as Endpoint);
            if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<IDisableHttpMetricsMetadata>() is null)
            {
                var took = time.GetElapsedTime(start);
                var status = broke && !context.Response.HasStarted ? 499 : context.Response.StatusCode; // gone before the answer
                traffic.Add(took);
                var (route, ms) = ($"/{endpoint.RoutePattern.RawText?.TrimStart('/')}", Math.Round(took.TotalMilliseconds, 1));
                Answered(method, route, status, ms);
                // The span is the framework's own; what it is about, the framework leaves to others.
                if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
                    span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Ms}")]
    partial void Answered(string method, string route, int status, double ms);
}
