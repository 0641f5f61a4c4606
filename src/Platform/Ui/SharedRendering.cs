using Microsoft.AspNetCore.Http;

namespace OneMetre.Platform.Ui;

/// <summary>A kept page is rendered once for all who ask at that moment; the first of them renders it.</summary>
public static class SharedRendering
{
    /// <summary>Who rendered may close their browser: the others who wait for the same page would get an error in its place. A query still ends with the time limit of its command.</summary>
    public static void OutlivesItsReader(HttpContext http) => http.RequestAborted = CancellationToken.None;
}
