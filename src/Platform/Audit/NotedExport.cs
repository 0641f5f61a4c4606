using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OneMetre.Platform.Audit;

/// <summary>What leaves the system as a file is put down before it leaves: who took what, with which filter.</summary>
public static class NotedExport
{
    /// <summary>Entity is the table that the file is made from; the key is the id in the address, if it has one.</summary>
    /// <param name="heldBack">Until when nobody may read that it was taken, because the filter would tell what they may not know yet.</param>
    public static RouteHandlerBuilder NotedAsExport(this RouteHandlerBuilder route, string entity, Func<IServiceProvider, CancellationToken, Task<DateTime?>>? heldBack = null) => route.AddEndpointFilter(async (call, next) =>
    {
        var answer = await next(call);
        if ((answer is INestedHttpResult nested ? nested.Result : answer) is IStatusCodeHttpResult { StatusCode: StatusCodes.Status404NotFound }) return answer;
        var http = call.HttpContext;
        await http.RequestServices.GetRequiredService<AuditLog>().Note(AuditKind.Export, entity, http.Request.RouteValues.TryGetValue("id", out var id) ? $"{id}" : "", Path.GetExtension(http.Request.Path).TrimStart('.') is { Length: > 0 and <= 12 } kind ? kind : "file",
            new { Path = http.Request.Path.Value, Query = http.Request.QueryString.Value }, hiddenUntil: heldBack is null ? null : await heldBack(http.RequestServices, http.RequestAborted), ct: http.RequestAborted);
        return answer;
    });
}
