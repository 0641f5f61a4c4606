using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to child impact assessments. The office sees all of its city; the posts of a unit see their unit's own, those that are open for comment, and those that everybody may read. The chain, which names
/// people, is seen by the office and the unit alone.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class ImpactData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<ImpactAssessment> Impacts
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return user.IsOffice ? db.Set<ImpactAssessment>()
                : db.Set<ImpactAssessment>().Where(a => unit != null && (a.UnitId == unit || a.State == ImpactState.Consultation || a.PublishedOn != null));
        }
    }

    /// <summary>Those that the user works on: the unit's own, or all of them for the office.</summary>
    public IQueryable<ImpactAssessment> Own
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return user.IsOffice ? db.Set<ImpactAssessment>() : db.Set<ImpactAssessment>().Where(a => unit != null && a.UnitId == unit);
        }
    }

    public IQueryable<ImpactStep> Steps => db.Set<ImpactStep>().Where(s => Own.Any(a => a.Id == s.ImpactId));

    /// <summary>Other units see what is cited; the papers only while they are asked for comment.</summary>
    public IQueryable<ImpactEvidence> Evidence => db.Set<ImpactEvidence>().Where(e => Own.Any(a => a.Id == e.ImpactId) || Impacts.Any(a => a.Id == e.ImpactId && (e.Kind != ImpactEvidenceKind.Paper || a.State == ImpactState.Consultation)));

    /// <summary>Other units are not told of so few children that one of them could be known, as the public is not.</summary>
    public IQueryable<ImpactHearing> Hearings => db.Set<ImpactHearing>().Where(h => Own.Any(a => a.Id == h.ImpactId) || (h.Number >= Contract.PublicHearing.Few && Impacts.Any(a => a.Id == h.ImpactId)));
    public IQueryable<ImpactRow> Rows => db.Set<ImpactRow>().Where(r => Impacts.Any(a => a.Id == r.ImpactId));
    public IQueryable<ImpactComment> Comments => db.Set<ImpactComment>().Where(c => Impacts.Any(a => a.Id == c.ImpactId));

    /// <summary>Every assessment and step, for the clock; never for a page.</summary>
    public IQueryable<ImpactAssessment> ImpactsOfTheCity => db.Set<ImpactAssessment>();
    public IQueryable<ImpactStep> StepsOfTheCity => db.Set<ImpactStep>();

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
