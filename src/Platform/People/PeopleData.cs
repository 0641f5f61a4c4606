using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
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

/// <summary>An administrator in office.</summary>
sealed class Administrator
{
    public Guid Person { get; init; }
    public Guid Post { get; init; }
    public RoleCode Role { get; init; }
}

/// <summary>The door to people and what they hold: the security administrator's alone, for anyone else there is nobody behind it; the three administrators see what waits for a second person.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class PeopleData(CityDb db, CurrentUser user)
{
    /// <summary>A second person has just confirmed what is being done.</summary>
    public bool Confirmed { get; private set; }

    public bool MayAct => user.Role == RoleCode.SecurityAdmin || Confirmed;

    bool IsAdministrator => user.Role is { } role && Policies.Administrators.Contains(role);

    /// <summary>Nobody acts on the own person: neither gives rights to themselves nor takes the account of another through their own.</summary>
    public bool MayTouch(Guid person) => MayAct && person != user.PersonId;

    public IQueryable<Person> People => db.Set<Person>().Where(_ => MayAct);
    public IQueryable<Post> Posts => db.Set<Post>().Where(_ => MayAct);
    public IQueryable<PostHolding> Holdings => db.Set<PostHolding>().Where(_ => MayAct);

    /// <summary>The units in force, in the order of the register.</summary>
    public IQueryable<Unit> Units => db.Set<Unit>().AsNoTracking().Where(u => MayAct && u.ValidTo == null).OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName);

    /// <summary>Of every time, or of those who hold on a day.</summary>
    public IQueryable<Held> Held(Expression<Func<PostHolding, bool>> which, DateOnly? day = null) =>
        from holding in (day is { } one ? Holdings.HeldOn(one) : Holdings).AsNoTracking().Where(which)
        join post in db.Set<Post>() on holding.PostId equals post.Id
        join unit in db.Set<Unit>() on post.UnitId equals unit.Id
        select new Held { Person = holding.PersonId, Id = holding.Id, Unit = unit.ShortName, Role = post.Role, Title = post.Title, From = holding.From, Until = holding.Until };

    public IQueryable<FourEyesRequest> Requests => db.Set<FourEyesRequest>().Where(_ => IsAdministrator);

    /// <summary>Who holds the three offices on the day.</summary>
    public IQueryable<Administrator> AdministratorsOn(DateOnly day) =>
        from holding in db.Set<PostHolding>().HeldOn(day).AsNoTracking()
        where IsAdministrator
        join post in db.Set<Post>() on holding.PostId equals post.Id
        where Policies.Administrators.Contains(post.Role)
        select new Administrator { Person = holding.PersonId, Post = post.Id, Role = post.Role };

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyList<Guid> people, CancellationToken ct) =>
        await db.Set<Person>().Where(p => IsAdministrator && people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);

    /// <summary>Carries out what two people want: one asked for it, the other is the user.</summary>
    public async Task<T> ForBoth<T>(Func<Task<T>> act)
    {
        Confirmed = true;
        try { return await act(); }
        finally { Confirmed = false; }
    }

    public void Add(FourEyesRequest request) => db.Add(request);

    public void Add(Post post)
    {
        if (db.Entry(post).State == EntityState.Detached) db.Add(post);
    }

    public void Add(PostHolding holding) => db.Add(holding);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>One change of posts at a time in the whole city: what the rules look at must still be so when the change is written.</summary>
    public async Task<Result<T>> InTurn<T>(Func<Task<Result<T>>> change, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is not null) return await change(); // as a part of another
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.people', 0))", ct);
        var done = await change();
        if (done.Ok) await transaction.CommitAsync(ct);
        return done;
    }
}
