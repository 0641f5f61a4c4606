using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Minors;

/// <summary>The door to the yearly audits, and to the numbers that the record gives for them: for the office and the security administrator, and never a name or an id.</summary>
#pragma warning disable RS0030 // This is the door.
sealed class MinorsData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Who sees to the yearly audit.</summary>
    public static IReadOnlyList<RoleCode> Roles { get; } = [RoleCode.Office, RoleCode.SecurityAdmin];

    bool May => user.Role is { } role && Roles.Contains(role);

    public IQueryable<MinorAudit> Audits => db.Set<MinorAudit>().Where(_ => May);

    /// <summary>Every audit, for the clock that opens them; never for a page.</summary>
    public IQueryable<MinorAudit> AuditsOfTheCity => db.Set<MinorAudit>();

    public void Add(MinorAudit audit) => db.Add(audit);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>Saves, unless somebody else did meanwhile: then the answer is no.</summary>
    public Task<bool> SaveUnlessChanged(CancellationToken ct) => db.SaveUnlessChanged(ct);

    /// <summary>How many people hold a post of each role on a day, and how many of them have a second factor.</summary>
    public async Task<IReadOnlyList<(RoleCode Role, int Posts, int People, int TwoFactor)>> Accounts(DateOnly day, CancellationToken ct)
    {
        var held = await (
            from holding in db.Set<PostHolding>().HeldOn(day)
            where May
            join post in db.Set<Post>() on holding.PostId equals post.Id
            join person in db.Set<Person>() on holding.PersonId equals person.Id
            select new { post.Role, Post = post.Id, Person = person.Id, person.TwoFactorEnabled }).ToListAsync(ct);
        return [.. held.GroupBy(h => h.Role).OrderBy(g => g.Key).Select(g => (g.Key, g.Select(h => h.Post).Distinct().Count(), g.Select(h => h.Person).Distinct().Count(), g.Where(h => h.TwoFactorEnabled).Select(h => h.Person).Distinct().Count()))];
    }

    /// <summary>How often each kind of thing was put down within a span of time, by the role of the post that did it; null for nobody's.</summary>
    public async Task<IReadOnlyList<(AuditKind Kind, RoleCode? Role, int Count)>> Happened(DateTime from, DateTime until, CancellationToken ct)
    {
        var counted = await (
            from entry in db.Set<AuditEntry>()
            where May && entry.At >= @from && entry.At < until
            join post in db.Set<Post>() on entry.PostId equals post.Id into posts
            from post in posts.DefaultIfEmpty()
            group entry by new { entry.Kind, Role = (RoleCode?)post!.Role } into g
            select new { g.Key.Kind, g.Key.Role, Count = g.Count() }).ToListAsync(ct);
        return [.. counted.OrderBy(c => c.Kind).ThenBy(c => c.Role).Select(c => (c.Kind, c.Role, c.Count))];
    }

    /// <summary>How often somebody asked to see one record clear, by purpose and by how it ended.</summary>
    public async Task<IReadOnlyList<(LookPurpose Purpose, DisclosureState State, int Count)>> Looks(DateTime from, DateTime until, CancellationToken ct)
    {
        var counted = await db.Set<Disclosure>().Where(d => May && d.AskedAt >= @from && d.AskedAt < until).GroupBy(d => new { d.Purpose, d.State }).Select(g => new { g.Key.Purpose, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        return [.. counted.OrderBy(c => c.Purpose).ThenBy(c => c.State).Select(c => (c.Purpose, c.State, c.Count))];
    }

    public async Task<(long Entries, DateTime? SealedAt)> Chain(CancellationToken ct) => (
        await db.Set<AuditEntry>().Where(e => May && e.Seq != null).MaxAsync(e => e.Seq, ct) ?? 0,
        await db.Set<AuditSeal>().Where(_ => May).MaxAsync(s => (DateTime?)s.At, ct));
}
