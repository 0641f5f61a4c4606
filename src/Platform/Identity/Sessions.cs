using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Identity;

/// <summary>How long a sign-in lasts, without use and at most, and who needs a second factor (security profile of the domain reference, §8.2).</summary>
public sealed record SignInRules
{
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>For those who do not work here: guardians and children, whose roles are not in this version. Everyone who has a post, or once had one, is staff.</summary>
    public TimeSpan IdleOfPublic { get; init; } = TimeSpan.FromMinutes(30);
    public IReadOnlyCollection<RoleCode> Public { get; init; } = [];

    public TimeSpan IdleOf(RoleCode? role) => role is { } known && Public.Contains(known) ? IdleOfPublic : Idle;
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Whose password alone is not enough: until they have set up a second factor, these may do nothing else. The demo city, whose passwords are public, asks nobody.</summary>
    public IReadOnlyCollection<RoleCode> TwoFactorFor { get; init; } = Policies.Administrators;
}

/// <summary>The door to sessions: begins and ends them, and shows each person their own.</summary>
#pragma warning disable RS0030 // This is the door.
public sealed class Sessions(CityDb db, AuditLog audit, CurrentUser user, SignInRules rules, TimeProvider time)
{
    DateTime Now => time.GetUtcNow().UtcDateTime;

    IQueryable<Session> Open
    {
        get
        {
            var (since, seen) = (Now - rules.Longest, Now - rules.Idle);
            return db.Set<Session>().Where(s => s.EndedAt == null && s.StartedAt > since && s.SeenAt > seen);
        }
    }

    /// <summary>The user's own open sessions, the latest first.</summary>
    public IQueryable<Session> Own => Open.AsNoTracking().Where(s => s.PersonId == user.PersonId).OrderByDescending(s => s.SeenAt).ThenBy(s => s.Id);

    /// <summary>A person's open sessions, for the security administrator.</summary>
    public IQueryable<Session> Of(Guid person) => Open.AsNoTracking().Where(s => user.Role == RoleCode.SecurityAdmin && s.PersonId == person).OrderByDescending(s => s.SeenAt);

    public async Task<IReadOnlyDictionary<Guid, DateTime?>> LastSeen(IReadOnlyCollection<Guid> people, CancellationToken ct) =>
        await db.Set<Session>().Where(s => user.Role == RoleCode.SecurityAdmin && people.Contains(s.PersonId)).GroupBy(s => s.PersonId)
            .Select(g => new { g.Key, At = g.Max(s => s.SeenAt) }).ToDictionaryAsync(g => g.Key, g => (DateTime?)g.At, ct);

    public async Task<Guid> Begin(Guid person, string address, string device, string by, CancellationToken ct)
    {
        var now = Now;
        var session = new Session { Id = Guid.CreateVersion7(time.GetUtcNow()), PersonId = person, StartedAt = now, SeenAt = now, Address = address, Device = device };
        await using var transaction = await Whole(ct);
        db.Add(session);
        await db.SaveChangesAsync(ct);
        await audit.Note(AuditKind.SignIn, "platform_session", session.Id.ToString(), "opened", new { device, by }, person, ct: ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return session.Id;
    }

    public Task<bool> IsOpen(Guid session, Guid person, CancellationToken ct) => Open.AnyAsync(s => s.Id == session && s.PersonId == person, ct);

    /// <summary>Ends one session of the person, or all but one. Whoever is signed in there is out with the next request.</summary>
    public async Task End(Guid person, Guid? only, Guid? except, CancellationToken ct)
    {
        var now = Now;
        await using var transaction = await Whole(ct);
        var ended = await db.Set<Session>().Where(s => s.PersonId == person && s.EndedAt == null && (only == null || s.Id == only) && s.Id != except)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        if (ended > 0) await audit.Note(AuditKind.SignOut, "platform_session", only?.ToString() ?? "", "closed", new { ended }, person, ct: ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
    }

    /// <summary>Ends everybody's sessions, where the table itself can no longer say which of them somebody has ended.</summary>
    public Task<int> EndAll(CancellationToken ct)
    {
        var now = Now;
        return db.Set<Session>().Where(s => s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
    }

    /// <summary>A session and its note in the record are one: in the transaction that runs, else in one of their own.</summary>
    async Task<IDbContextTransaction?> Whole(CancellationToken ct) => db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    /// <summary>Puts down that the session is in use: at most once a minute, and past the count of writes, which would empty every cache.</summary>
    public async Task Seen(Guid session, DateTime seenAt, CancellationToken ct)
    {
        var now = Now;
        if (now - seenAt < TimeSpan.FromMinutes(1)) return;
        await db.Database.ExecuteSqlAsync($"""UPDATE platform_session SET "SeenAt" = {now} WHERE "Id" = {session}""", ct);
    }
}
