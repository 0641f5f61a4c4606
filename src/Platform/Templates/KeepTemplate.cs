using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Templates;

/// <summary>A template that was brought back, with what is other in it.</summary>
sealed class TemplateForm
{
    public IFormFile? File { get; set; }
    public string? Note { get; set; }
}

/// <summary>The office gives a type of paper a template, puts it into force once it was looked at, and goes back to an earlier one or to ours.</summary>
sealed class KeepTemplate(TemplatesData templates, FileStore files, CurrentUser user, TimeProvider time)
{
    public static readonly Problem NoSuch = new("platform.template-no-such"), Changed = new("platform.template-changed");

    /// <summary>Checks the file and keeps it as the next version, to be tried. Nothing of a file that is refused is kept.</summary>
    public async Task<Result<Guid>> Add(IPaperType type, IFormFile? file, string? note, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuch;
        var said = (note ?? "").Trim();
        if (said.Length > PaperTemplate.LongestNote) return new Problem("platform.template-note-long", "Note", PaperTemplate.LongestNote);
        if (Attachments.Refused(file, "File") is { } refused) return refused;
        if (file!.Length > TemplateCheck.LargestMegabytes * 1024L * 1024) return new Problem("platform.file-too-large", "File", TemplateCheck.LargestMegabytes);
        using var content = new MemoryStream((int)file.Length);
        await using (var from = file.OpenReadStream()) await from.CopyToAsync(content, ct);
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        if (TemplateCheck.Of(bytes, type.Shape, type.Must) is { Count: > 0 } problems) return new Result<Guid>(default, problems);
        var name = FileName.Fit(Path.GetFileNameWithoutExtension(file.FileName)) + ".docx";
        var stored = await files.Put(bytes, ct);
        var template = new PaperTemplate
        {
            Id = templates.NewId(),
            Type = type.Key,
            Number = (await templates.Kept.Where(t => t.Type == type.Key).MaxAsync(t => (int?)t.Number, ct) ?? 0) + 1,
            FileSha256 = stored.Sha256,
            FileName = name,
            FileSize = stored.Size,
            Note = said,
            AddedAt = time.GetUtcNow().UtcDateTime,
            AddedBy = user.PostId,
        };
        templates.Add(template);
        return await templates.Save(ct) ? template.Id : Changed;
    }

    /// <summary>From now on papers are written with it; with ours where <paramref name="id"/> is null.</summary>
    public async Task<Result<bool>> PutInForce(IPaperType type, Guid? id, CancellationToken ct)
    {
        if (!user.IsOffice) return NoSuch;
        var all = await templates.Kept.Where(t => t.Type == type.Key && (t.Id == id || t.State == TemplateState.InForce)).ToListAsync(ct);
        var chosen = all.Find(t => t.Id == id);
        if (id is not null && chosen is null) return NoSuch;
        if (chosen is { State: TemplateState.InForce }) return true;
        foreach (var before in all.Where(t => t != chosen)) (before.State, before.Version) = (TemplateState.Replaced, before.Version + 1);
        if (chosen is null) return await templates.Save(ct) ? true : Changed;
        return await templates.SaveInTurn(() => (chosen.State, chosen.InForceAt, chosen.Version) = (TemplateState.InForce, time.GetUtcNow().UtcDateTime, chosen.Version + 1), ct) ? true : Changed;
    }
}
