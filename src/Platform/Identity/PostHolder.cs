using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;

namespace OneMetre.Platform.Identity;

/// <summary>A post that somebody holds today.</summary>
public sealed class HeldPost
{
    public Guid Id { get; init; }
    public Guid UnitId { get; init; }
    public string UnitName { get; init; } = "";
    public RoleCode Role { get; init; }
    public string RegionCode { get; init; } = "";
    public DateOnly From { get; init; }
}

/// <summary>Somebody who holds a post in a unit today.</summary>
public sealed class UnitHolder
{
    public Guid Person { get; init; }
    public Guid Unit { get; init; }
    public RoleCode Role { get; init; }
}

/// <summary>Who has come in: what <see cref="CurrentUser"/> is made of. Post, unit, role and region are all null without a post.</summary>
sealed record Entered(
    Guid Person, string Name, bool MustChangePassword, bool TwoFactor, DateTime StartedAt, DateTime SeenAt, Guid? Post, Guid? Unit, string? UnitName, RoleCode? Role, string? RegionCode);

/// <summary>Finds the post in force today and puts it on <see cref="CurrentUser"/>: for a signed-in person, or for a job that works on a post's behalf.</summary>
#pragma warning disable RS0030 // This is the door to posts and holdings.
public sealed class PostHolder(CityDb db, CurrentUser user, Sessions sessions, SignInRules rules, TimeProvider time)
{
    /// <summary>
    /// The person in an open session, with the post held today; of several, the one asked for, else the oldest; without one, none. Null when the session has
    /// ended, been ended or lasted too long. One query, whatever the person may do.
    /// </summary>
    internal async Task<Entered?> Enter(Guid person, Guid session, Guid? wanted, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - rules.Longest;
        var found = await (
            from open in db.Set<Session>()
            where open.Id == session && open.PersonId == person && open.EndedAt == null && open.StartedAt > since
            join name in db.Set<Person>() on open.PersonId equals name.Id
            from held in HeldToday(person).DefaultIfEmpty()
            orderby held!.Id == wanted descending, held!.From, held!.Id
            select new Entered(person, name.DisplayName, name.MustChangePassword, name.TwoFactorEnabled, open.StartedAt, open.SeenAt,
                (Guid?)held!.Id, (Guid?)held.UnitId, held.UnitName, (RoleCode?)held.Role, held.RegionCode)).FirstOrDefaultAsync(ct);
        if (found is null || found.SeenAt <= now - rules.IdleOf(found.Role)) return null;
        await sessions.Seen(session, found.SeenAt, ct);
        return found;
    }

    /// <summary>The posts that the person holds today, the oldest first.</summary>
    public async Task<IReadOnlyList<HeldPost>> PostsOf(Guid person, CancellationToken ct) => await HeldToday(person).OrderBy(p => p.From).ThenBy(p => p.Id).ToListAsync(ct);

    /// <summary>Gives the person the rights of the post held today, without a session: for jobs and commands.</summary>
    public async Task TakePostOf(Guid person, Guid? wanted, CancellationToken ct)
    {
        var held = await HeldToday(person).OrderByDescending(p => p.Id == wanted).ThenBy(p => p.From).ThenBy(p => p.Id).FirstOrDefaultAsync(ct);
        var name = await db.Set<Person>().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        if (held is null) user.BecomePostless(person, name ?? "");
        else user.Become(person, name ?? "", held.Id, held.UnitId, held.UnitName, held.Role, RegionCode.Prefix(held.RegionCode));
    }

    IQueryable<HeldPost> HeldToday(Guid person)
    {
        var today = ChinaTime.Today(time);
        return
            from holding in db.Set<PostHolding>().HeldOn(today)
            where holding.PersonId == person
            join post in db.Set<Post>() on holding.PostId equals post.Id
            join unit in db.Set<Unit>() on post.UnitId equals unit.Id
            select new HeldPost { Id = post.Id, UnitId = post.UnitId, UnitName = unit.ShortName, Role = post.Role, RegionCode = post.RegionCode, From = holding.From };
    }

    /// <summary>The people who hold a post of the programme in a unit today, and those of the programme's office: who could take a step instead of whom.</summary>
    public async Task<IReadOnlyList<UnitHolder>> WhoServes(Guid unit, CancellationToken ct) => await Serving().Where(h => h.Unit == unit || h.Role == RoleCode.Office).ToListAsync(ct);

    /// <summary>Those of the units in which somebody holds a post of the programme today.</summary>
    public async Task<HashSet<Guid>> Served(IReadOnlyCollection<Guid> units, CancellationToken ct) => [.. await Serving().Where(h => units.Contains(h.Unit)).Select(h => h.Unit).Distinct().ToListAsync(ct)];

    IQueryable<UnitHolder> Serving()
    {
        var today = ChinaTime.Today(time);
        return
            from holding in db.Set<PostHolding>().HeldOn(today)
            join post in db.Set<Post>() on holding.PostId equals post.Id
            where Policies.Programme.Contains(post.Role)
            select new UnitHolder { Person = holding.PersonId, Unit = post.UnitId, Role = post.Role };
    }

    /// <summary>Lets a job act for the post that asked for it, in the name of whoever holds it now.</summary>
    public async Task TakePost(Guid? postId, CancellationToken ct)
    {
        if (postId is null) return;
        var today = ChinaTime.Today(time);
        var holder = await db.Set<PostHolding>().HeldOn(today).Where(h => h.PostId == postId)
            .OrderBy(h => h.From).Select(h => (Guid?)h.PersonId).FirstOrDefaultAsync(ct);
        if (holder is { } person) await TakePostOf(person, postId, ct);
    }
}
