using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Pictures;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>A file that somebody gave, as it lies in the store: the sha-256 of its content, a name that is fit to be shown, and its bytes.</summary>
public sealed record Attachment(string Sha256, string Name, long Size);

/// <summary>
/// Takes the files that people put beside something, and hands them out again. Photographs are drawn anew; other files are kept as they came. Whose file it is and who may have it, the caller knows:
/// a record refers to the hash, and is asked first.
/// </summary>
public sealed class Attachments(FileStore files)
{
    public const int LargestMegabytes = 20;
    public const long Largest = LargestMegabytes * 1024L * 1024;

    /// <summary>Why a file cannot be taken, as far as that is known before it is read.</summary>
    public static Problem? Refused(IFormFile? given, string field) =>
        given is null || given.Length == 0 ? new("platform.file-missing", field)
        : given.Length > Largest ? new("platform.file-too-large", field, LargestMegabytes)
        : FileName.Fit(given.FileName).Length == 0 ? new("platform.file-name-unfit", field) : null;

    /// <summary>Puts the file into the store, in the caller's transaction. With <paramref name="papers"/> only PDF, Word, Excel and pictures that are what their names say.</summary>
    public async Task<Result<Attachment>> Take(IFormFile? given, string field, bool papers, CancellationToken ct)
    {
        if (Refused(given, field) is { } refused) return refused;
        var name = FileName.Fit(given!.FileName);
        using var content = new MemoryStream((int)given.Length);
        await using (var from = given.OpenReadStream()) await from.CopyToAsync(content, ct);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        if (papers && PaperKind.Refused(bytes, name, field) is { } other) return other;
        if (Picture.IsOne(bytes.Span, name))
        {
            var drawn = await Picture.DrawnAnew(bytes, field, ct);
            if (drawn.Value is not { } picture) return new Result<Attachment>(default, drawn.Problems);
            (bytes, name) = (picture.Content, FileName.Fit(Path.GetFileNameWithoutExtension(name) + picture.Extension));
        }
        var stored = await files.Put(bytes, ct);
        return new Attachment(stored.Sha256, name, stored.Size);
    }

    /// <summary>Takes a photograph and nothing else, with some areas made coarse before anything of it is stored; what came in is not kept.</summary>
    public async Task<Result<Attachment>> TakePicture(IFormFile? given, string field, IReadOnlyList<PictureArea> coarse, CancellationToken ct)
    {
        if (Refused(given, field) is { } refused) return refused;
        using var content = new MemoryStream((int)given!.Length);
        await using (var from = given.OpenReadStream()) await from.CopyToAsync(content, ct);
        var drawn = await Picture.DrawnAnew(content.GetBuffer().AsMemory(0, (int)content.Length), field, ct);
        if (drawn.Value is not { } picture) return new Result<Attachment>(default, drawn.Problems);
        if (coarse.Count > 0)
        {
            if (await picture.Coarse(coarse, ct) is not { } blurred) return new Problem("platform.picture-unreadable", field);
            picture = blurred;
        }
        var stored = await files.Put(picture.Content, ct);
        return new Attachment(stored.Sha256, FileName.Fit(Path.GetFileNameWithoutExtension(FileName.Fit(given.FileName)) + picture.Extension), stored.Size);
    }

    /// <summary>A picture that was drawn anew here, shown in a page: only what this code has written itself may be, and only to whom the caller has asked about.</summary>
    public IResult ShowPicture(Attachment? picture)
    {
        try
        {
            var kind = picture is null ? null : Path.GetExtension(picture.Name) switch { ".jpg" => "image/jpeg", ".png" => "image/png", ".webp" => "image/webp", _ => null };
            return kind is null ? TypedResults.NotFound() : TypedResults.File(files.Open(picture!.Sha256), kind);
        }
        catch (IOException)
        {
            return TypedResults.NotFound();
        }
    }

    /// <summary>The file as a download, never shown in our pages: what people upload does not run there. Not found when there is none, or when the store has lost it.</summary>
    public IResult HandOut(Attachment? file)
    {
        try
        {
            return file is null ? TypedResults.NotFound() : TypedResults.File(files.Open(file.Sha256), "application/octet-stream", file.Name);
        }
        catch (IOException)
        {
            return TypedResults.NotFound();
        }
    }
}
