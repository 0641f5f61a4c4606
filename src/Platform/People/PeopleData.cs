using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;

namespace OneMetre.Platform.People;

/// <summary>A holding with its post and unit, as lists and rules need it.</summary>
sealed class Held
{
    public Guid Person { get; init; }
    public Guid Id { get; init; }
    public string Unit { get; init; } = "";
    public RoleCode Role { get; init; }
    public string Title { get; init; } = "";
    public DateOnly From { get; init; }
    public DateOnly? Until { get; init; }
}

/// <summary>The door to people and what they hold: the security administrator's alone, for anyone else there is nobody behind it.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class PeopleData(CityDb db, CurrentUser user)
{
    public bool MayAct => user.Role == RoleCode.SecurityAdmin;

    /// <summary>Nobody acts on the own person: neither gives rights to themselves nor takes the account of another through their own.</summary>
    public bool MayTouch(Guid person) => MayAct && person != user.PersonId;

    public IQueryable<Person> People => db.Set<Person>().Where(_ => user.Role == RoleCode.SecurityAdmin);
    public IQueryable<Post> Posts => db.Set<Post>().Where(_ => user.Role == RoleCode.SecurityAdmin);
    public IQueryable<PostHolding> Holdings => db.Set<PostHolding>().Where(_ => user.Role == RoleCode.SecurityAdmin);

    /// <summary>The units in force, in the order of the register.</summary>
    public IQueryable<Unit> Units => db.Set<Unit>().AsNoTracking().Where(u => user.Role == RoleCode.SecurityAdmin && u.ValidTo == null).OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName);

    public IQueryable<Held> Held(Expression<Func<PostHolding, bool>> which) =>
        from holding in Holdings.AsNoTracking().Where(which)
        join post in db.Set<Post>() on holding.PostId equals post.Id
        join unit in db.Set<Unit>() on post.UnitId equals unit.Id
        select new Held { Person = holding.PersonId, Id = holding.Id, Unit = unit.ShortName, Role = post.Role, Title = post.Title, From = holding.From, Until = holding.Until };

    public void Add(Post post)
    {
        if (db.Entry(post).State == EntityState.Detached) db.Add(post);
    }

    public void Add(PostHolding holding) => db.Add(holding);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>One change of posts at a time in the whole city: what the rules look at must still be so when the change is written.</summary>
    public async Task<Result<T>> InTurn<T>(Func<Task<Result<T>>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.people', 0))", ct);
        var done = await change();
        if (done.Ok) await transaction.CommitAsync(ct);
        return done;
    }
}
