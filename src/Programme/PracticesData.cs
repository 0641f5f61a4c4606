using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to good practices. What is published everybody in the programme reads, to take it over; the rest the office and the unit that writes it. Steps and marks name people: office and unit alone.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class PracticesData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<GoodPractice> Practices => db.Set<GoodPractice>().Where(p => Own.Any(o => o.Id == p.Id) || (user.InProgramme && p.State == PracticeState.Published));

    /// <summary>Those that the user works on: the unit's own, or all of them for the office.</summary>
    public IQueryable<GoodPractice> Own
    {
        get
        {
            var unit = Writes ? user.UnitId : null;
            return user.IsOffice ? db.Set<GoodPractice>() : db.Set<GoodPractice>().Where(p => unit != null && p.UnitId == unit);
        }
    }

    /// <summary>Whether the post speaks for its unit, or is the office.</summary>
    public bool Writes => user.Role is RoleCode.Office or RoleCode.DeptContact or RoleCode.UnitLeader or RoleCode.CountyOffice;

    public IQueryable<PracticeStep> Steps => db.Set<PracticeStep>().Where(s => Own.Any(p => p.Id == s.PracticeId));
    public IQueryable<ProofMark> Marks => db.Set<ProofMark>().Where(m => Own.Any(p => p.Id == m.PracticeId));
    public IQueryable<PracticePhoto> Photos => db.Set<PracticePhoto>().Where(x => Practices.Any(p => p.Id == x.PracticeId));
    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
