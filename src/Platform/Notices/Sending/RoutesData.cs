using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>The door to routes: a person's own, those of the unit for whoever carries its part in the programme; and, for the clock alone, all that are due.</summary>
#pragma warning disable RS0030 // This is the door to platform_notice_route.
public sealed class RoutesData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Posts that may tie their unit's group chat to the console.</summary>
    public bool TiesGroups => user.Role is { } role && Ties.Contains(role);

    static readonly RoleCode[] Ties = [RoleCode.Office, RoleCode.UnitLeader, RoleCode.DeptContact, RoleCode.CountyOffice, RoleCode.StatOfficer];

    public IQueryable<NoticeRoute> Own => db.Set<NoticeRoute>().Where(r => r.EndedAt == null && r.PersonId != null && r.PersonId == user.PersonId);
    public IQueryable<NoticeRoute> OfUnit => db.Set<NoticeRoute>().Where(r => r.EndedAt == null && r.UnitId != null && r.UnitId == user.UnitId && TiesGroups);
    public IQueryable<NoticeRoute> Mine => db.Set<NoticeRoute>().Where(r => r.EndedAt == null && ((r.PersonId != null && r.PersonId == user.PersonId) || (r.UnitId != null && r.UnitId == user.UnitId && TiesGroups)));

    /// <summary>A notice bears the moment at which it was written, and is seen once its transaction has ended: only older ones are told, or one that came late would be passed over for ever.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(2);

    /// <summary>How many mails the person, or robots somebody of the unit, has asked for since; those that were taken away included.</summary>
    public Task<int> AskedSince(DateTime since, RouteKind kind, CancellationToken ct) => db.Set<NoticeRoute>().CountAsync(r => r.AddedAt > since
        && (kind == RouteKind.Mail ? r.PersonId != null && r.PersonId == user.PersonId : r.UnitId != null && r.UnitId == user.UnitId), ct);

    /// <summary>Confirmed routes whose time has come and for which something unread is newer than what was told; the longest waiting first.</summary>
    public async Task<IReadOnlyList<Guid>> Due(int most, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var open = db.Set<NoticeRoute>().AsNoTracking().Where(r => r.EndedAt == null && r.ConfirmedAt != null && r.NextAt <= now);
        var held = Held();
        // From the route over its posts to their notices: each step goes by an index, whatever has gathered in the table.
        var settled = now - Settled;
        var (posts, unread) = (db.Set<Post>(), db.Set<Notice>().Where(n => n.ReadAt == null && n.At <= settled));
        return await open.Where(r => (r.PersonId != null && held.Any(h => h.PersonId == r.PersonId && unread.Any(n => n.PostId == h.PostId && n.At > r.ToldTo)))
                || (r.UnitId != null && posts.Any(p => p.UnitId == r.UnitId && held.Any(h => h.PostId == p.Id) && unread.Any(n => n.PostId == p.Id && n.ToUnit && n.At > r.ToldTo))))
            .OrderBy(r => r.NextAt).ThenBy(r => r.Id).Select(r => r.Id).Take(most).ToListAsync(ct);
    }

    public Task<NoticeRoute?> One(Guid id, CancellationToken ct) => db.Set<NoticeRoute>().FirstOrDefaultAsync(r => r.Id == id && r.EndedAt == null, ct);

    /// <summary>Whoever is told in the console that a route fails: the person by a post held today; of a unit's robot who tied it, or another who may, as long as they hold a post there.</summary>
    public async Task<Guid?> Keeper(NoticeRoute route, CancellationToken ct)
    {
        var held = Held();
        var posts = db.Set<Post>().Where(p => route.PersonId != null ? held.Any(h => h.PostId == p.Id && h.PersonId == route.PersonId) : p.UnitId == route.UnitId && Ties.Contains(p.Role) && held.Any(h => h.PostId == p.Id));
        return await posts.OrderByDescending(p => p.Id == route.AddedBy).ThenBy(p => p.Id).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>What waits unread for a route and was not told yet, the oldest first, and how many older ones there are besides; a group chat is told what was said to its unit, never what was said to one post of it.</summary>
    public async Task<(IReadOnlyList<Notice> Newest, int More)> Waiting(NoticeRoute route, int most, CancellationToken ct)
    {
        var held = Held();
        var settled = time.GetUtcNow().UtcDateTime - Settled;
        var notices = db.Set<Notice>().AsNoTracking().Where(n => n.ReadAt == null && n.At > route.ToldTo && n.At <= settled);
        notices = route.PersonId is { } person ? notices.Where(n => held.Any(h => h.PersonId == person && h.PostId == n.PostId))
            : notices.Where(n => n.ToUnit && held.Any(h => h.PostId == n.PostId) && db.Set<Post>().Any(p => p.Id == n.PostId && p.UnitId == route.UnitId));
        var newest = await notices.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(most).ToListAsync(ct);
        newest.Reverse();
        return (newest, newest.Count < most ? 0 : await notices.CountAsync(ct) - most);
    }

    /// <summary>Routes that nobody needs: of persons without a post, of units that have ended, never confirmed in a day, or ended a day ago.</summary>
    public async Task<int> Forget(CancellationToken ct)
    {
        var (now, today) = (time.GetUtcNow().UtcDateTime, time.Today());
        var held = Held();
        var (yesterday, routes) = (now.AddDays(-1), db.Set<NoticeRoute>());
        var gone = await routes.Where(r => (r.EndedAt != null && r.EndedAt < yesterday) || (r.ConfirmedAt == null && r.AddedAt < yesterday)
            || (r.PersonId != null && !held.Any(h => h.PersonId == r.PersonId)) || (r.UnitId != null && db.Set<Units.Unit>().Any(u => u.Id == r.UnitId && u.ValidTo != null && u.ValidTo <= today))).ToListAsync(ct);
        routes.RemoveRange(gone);
        return gone.Count == 0 || await db.SaveUnlessTaken(ct) ? gone.Count : 0;
    }

    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Add(NoticeRoute route) => db.Add(route);
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);

    IQueryable<PostHolding> Held() => db.Set<PostHolding>().HeldOn(time.Today());
}
