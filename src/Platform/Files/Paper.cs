using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Files;

/// <summary>
/// A paper that the product writes. It is taken as .docx or, where an office program is installed on the server, as .pdf: one handler answers both addresses, and the end of the address says which.
/// A PDF that could not be made in its time is 503; the .docx is always there.
/// </summary>
/// <param name="name">Without an extension; made fit for a file here.</param>
/// <param name="write">Writes the .docx.</param>
public sealed partial class Paper(string name, Func<Stream, Task> write) : IResult
{
    public const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", PdfType = "application/pdf";

    public Paper(string name, Action<Stream> write) : this(name, file => { write(file); return Task.CompletedTask; })
    {
    }

    /// <summary>Where this installation is, for the links on a paper.</summary>
    public static Uri RootOf(HttpRequest request) => new($"{request.Scheme}://{request.Host}");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (httpContext.Request.Path.Value?.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) != true)
        {
            await TempFile.Send(DocxType, FileName.Fit(name) + ".docx", write).ExecuteAsync(httpContext);
            return;
        }
        await using var docx = TempFile.Open();
        await write(docx);
        docx.Position = 0;
        if (await httpContext.RequestServices.GetRequiredService<PaperPress>().Press(docx, httpContext.RequestAborted) is { } pdf) await TypedResults.Bytes(pdf, PdfType, FileName.Fit(name) + ".pdf").ExecuteAsync(httpContext);
        else
        {
            NotPressed(httpContext.RequestServices.GetRequiredService<ILogger<Paper>>());
            httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            httpContext.Response.Headers.RetryAfter = "30";
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The office program made no PDF of a paper")]
    static partial void NotPressed(ILogger log);
}

public static class PaperRoutes
{
    /// <summary>Both addresses of a paper: address.docx and address.pdf. The handler answers with a <see cref="Paper"/> or 404; that it was taken is put down.</summary>
    public static void MapPaper(this IEndpointRouteBuilder routes, string address, Delegate handler, string policy, string entity)
    {
        routes.MapGet(address + ".docx", handler).RequireAuthorization(policy).NotedAsExport(entity);
        routes.MapGet(address + ".pdf", handler).RequireAuthorization(policy).NotedAsExport(entity)
            .AddEndpointFilter((call, next) => call.HttpContext.RequestServices.GetRequiredService<PaperPress>().Works ? next(call) : ValueTask.FromResult<object?>(TypedResults.NotFound()));
    }
}
