using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneMetre.Platform.Files;

/// <summary>A file of the system's that goes away by itself, for what is too large for memory or needs a stream that can be wound back.</summary>
public static class TempFile
{
    public static FileStream Open() => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>Answers with what is written: packages are written here first and sent from here.</summary>
    public static PushStreamHttpResult Send(string contentType, string name, Func<Stream, Task> write) => TypedResults.Stream(async response =>
    {
        await using var file = Open();
        await write(file);
        file.Position = 0;
        await file.CopyToAsync(response);
    }, contentType, name);
}
