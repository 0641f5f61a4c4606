using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to the registers of projects, policies and expected results. Whoever carries the programme reads them whole: they are attachments of a plan that all of them have, and finance adds them up. A row is changed by
/// the office and by the unit that keeps it, nobody else.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class RegistersData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<KeyProject> Projects => db.Set<KeyProject>().Where(_ => user.InProgramme);
    public IQueryable<ProjectStep> Steps => db.Set<ProjectStep>().Where(_ => user.InProgramme);
    public IQueryable<ProjectFund> Funds => db.Set<ProjectFund>().Where(_ => user.InProgramme);
    public IQueryable<ProjectMilestone> Milestones => db.Set<ProjectMilestone>().Where(_ => user.InProgramme);
    public IQueryable<ExpectedResult> Results => db.Set<ExpectedResult>().Where(_ => user.InProgramme);
    public IQueryable<PublicPolicy> Policies => db.Set<PublicPolicy>().Where(_ => user.InProgramme);

    /// <summary>Those that the user may change.</summary>
    public IQueryable<KeyProject> OwnProjects
    {
        get
        {
            var unit = Keeper;
            return user.IsOffice ? db.Set<KeyProject>() : db.Set<KeyProject>().Where(p => unit != null && p.UnitId == unit);
        }
    }

    public IQueryable<PublicPolicy> OwnPolicies
    {
        get
        {
            var unit = Keeper;
            return user.IsOffice ? db.Set<PublicPolicy>() : db.Set<PublicPolicy>().Where(p => unit != null && p.UnitId == unit);
        }
    }

    public IQueryable<ExpectedResult> OwnResults
    {
        get
        {
            var unit = Keeper;
            return user.IsOffice ? db.Set<ExpectedResult>() : db.Set<ExpectedResult>().Where(r => unit != null && r.UnitId == unit);
        }
    }

    /// <summary>The user's unit where the post answers for it: those who only count figures change no register.</summary>
    Guid? Keeper => user.Role is RoleCode.DeptContact or RoleCode.UnitLeader or RoleCode.CountyOffice ? user.UnitId : null;

    public bool Keeps(RegisterRow row) => user.IsOffice || (row.UnitId is { } unit && unit == Keeper);

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    /// <summary>Every policy, for the clock; never for a page.</summary>
    public IQueryable<PublicPolicy> PoliciesOfTheCity => db.Set<PublicPolicy>();

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);

    /// <summary>Lets go of everything read and changed, as if it had not been touched.</summary>
    public void Forget() => db.ChangeTracker.Clear();
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
