using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>The door to guides and standards. They are issued to be read: whoever carries the programme reads those that were ever in force; the office also drafts.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class GuidesData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<Guide> Guides => db.Set<Guide>().Where(g => user.IsOffice || (user.InProgramme && g.State != GuideState.Draft));
    public IQueryable<GuideClause> Clauses => db.Set<GuideClause>().Where(c => Guides.Any(g => g.Id == c.GuideId));

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);

    /// <summary>Saves, does more, and saves again: both or neither.</summary>
    public Task<bool> SaveInTurn(Action then, CancellationToken ct) => db.SaveInTurn(Save, then, ct);
}
