using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The door to supervision orders. The office sees all of its city; the posts of a unit see what their unit was notified of, and nothing before that day; nobody else sees any. What hangs on an order is seen
/// with it.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class SupervisionData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<SupervisionOrder> Orders
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return user.IsOffice ? db.Set<SupervisionOrder>() : db.Set<SupervisionOrder>().Where(o => unit != null && o.UnitId == unit && o.NotifiedOn != null);
        }
    }

    /// <summary>The chain of an order. What the office proposes and refuses among itself about criticism is not the unit's to read; what it decides is.</summary>
    public IQueryable<OrderStep> Steps => db.Set<OrderStep>().Where(s => (user.IsOffice || (s.Kind != OrderStepKind.ProposeCriticism && s.Kind != OrderStepKind.RefuseCriticism)) && Orders.Any(o => o.Id == s.OrderId));

    /// <summary>Every order, for the clock; never for a page.</summary>
    public IQueryable<SupervisionOrder> OrdersOfTheCity => db.Set<SupervisionOrder>();
    public IQueryable<OrderStep> StepsOfTheCity => db.Set<OrderStep>();

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    /// <summary>The people who hold a post of the office today.</summary>
    public IQueryable<Guid> PeopleOfTheOffice
    {
        get
        {
            var today = ChinaTime.Today(time);
            return db.Set<PostHolding>().HeldOn(today).Where(h => db.Set<Post>().Any(p => p.Id == h.PostId && p.Role == RoleCode.Office)).Select(h => h.PersonId).Distinct();
        }
    }

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Forget() => db.ChangeTracker.Clear();
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public Task<bool> SaveUnlessChanged(CancellationToken ct) => db.SaveUnlessChanged(ct);
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
