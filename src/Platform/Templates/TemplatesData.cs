using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.Templates;

/// <summary>The door to templates. The office keeps them; a paper is written with the one in force, whoever takes it.</summary>
#pragma warning disable RS0030 // This is the door to platform_paper_template.
public sealed class TemplatesData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<PaperTemplate> Kept => db.Set<PaperTemplate>().Where(_ => user.IsOffice);

    /// <summary>The hash of the file of the template in force; null where it is ours.</summary>
    public Task<string?> InForce(string type, CancellationToken ct) => db.Set<PaperTemplate>().Where(t => t.Type == type && t.State == TemplateState.InForce).Select(t => t.FileSha256).SingleOrDefaultAsync(ct);

    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    public void Add(PaperTemplate template) => db.Add(template);

    /// <summary>False when somebody else was quicker: nothing is written then.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);

    /// <summary>First what was in force goes, then <paramref name="then"/>: one is in force, and the index says so at every moment.</summary>
    public Task<bool> SaveInTurn(Action then, CancellationToken ct) => db.SaveInTurn(Save, then, ct);
}
