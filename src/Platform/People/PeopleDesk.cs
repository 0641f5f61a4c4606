using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;

namespace OneMetre.Platform.People;

/// <summary>One person in the list: what they hold today, and how the account stands.</summary>
sealed record PersonLine(Guid Id, string Name, string Account, IReadOnlyList<HoldingLine> Posts, bool Locked, bool MustChange, DateTime? LastSeen);

/// <summary>A post held, now, once or from a day to come. Until is the first day without it.</summary>
sealed record HoldingLine(Guid Id, Guid Post, string Unit, RoleCode Role, string Title, DateOnly From, DateOnly? Until)
{
    public bool On(DateOnly day) => From <= day && (Until is null || Until > day);
}

sealed record PersonView(PersonLine Person, IReadOnlyList<HoldingLine> Holdings, IReadOnlyList<Session> Sessions);

/// <summary>A password to hand over: shown once, kept nowhere.</summary>
public sealed record Handed(Guid Person, string Account, string Password);

/// <summary>
/// The security administrator's door to people and the posts they hold. Rights belong to posts: to hand one over is to end one holding and to begin another on the
/// same day; what is open in the post stays with it. Nobody gives rights to themselves, and the three administrators stay three people without other posts.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class PeopleDesk(CityDb db, UserManager<Person> people, Sessions sessions, AuditLog audit, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 50;

    public static readonly Problem NotYours = new("platform.people.not-yours");

    bool MayAct => user.Role == RoleCode.SecurityAdmin;
    IQueryable<Person> People => db.Set<Person>().Where(_ => user.Role == RoleCode.SecurityAdmin);
    DateOnly Today => ChinaTime.Today(time);

    public IQueryable<Unit> Units => db.Set<Unit>().AsNoTracking().Where(u => user.Role == RoleCode.SecurityAdmin && u.ValidTo == null).OrderBy(u => u.SortOrder).ThenBy(u => u.ShortName);

    public async Task<(IReadOnlyList<PersonLine> Lines, int Total)> List(string? words, int page, CancellationToken ct)
    {
        var found = People.AsNoTracking();
        if (words?.Trim() is { Length: > 0 } word)
        {
            var account = word.ToUpperInvariant();
            found = found.Where(p => p.DisplayName.Contains(word) || p.NormalizedUserName!.Contains(account)
                || db.Set<PostHolding>().Any(h => h.PersonId == p.Id && db.Set<Post>().Any(o => o.Id == h.PostId && db.Set<Unit>().Any(u => u.Id == o.UnitId && u.ShortName.Contains(word)))));
        }
        var total = await found.CountAsync(ct);
        var some = await found.OrderBy(p => p.DisplayName).ThenBy(p => p.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return (await Lines(some, ct), total);
    }

    public async Task<PersonView?> Open(Guid id, CancellationToken ct)
    {
        if (await People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return null;
        var line = (await Lines([person], ct))[0];
        var holdings = await Holdings(h => h.PersonId == id).OrderByDescending(h => h.From).ToListAsync(ct);
        return new(line, [.. holdings.Select(h => h.Line)], await sessions.Of(id).Take(20).ToListAsync(ct));
    }

    public Task<Result<Handed>> Add(AddPersonForm form, CancellationToken ct) => MayAct ? InTurn(() => AddNow(form, ct), ct) : Task.FromResult<Result<Handed>>(NotYours);

    async Task<Result<Handed>> AddNow(AddPersonForm form, CancellationToken ct)
    {
        var problems = new List<Problem>();
        var (name, account) = (form.Name?.Trim() ?? "", form.Account?.Trim() ?? "");
        if (name.Length is 0 or > 80) problems.Add(new("platform.people.name-missing", nameof(form.Name)));
        if (!IsAccount(account)) problems.Add(new("platform.people.account-form", nameof(form.Account)));
        else if (await people.FindByNameAsync(account) is not null) problems.Add(new("platform.people.account-taken", nameof(form.Account)));
        var (post, from, until) = await PostOf(form, problems, ct);
        if (problems.Count > 0) return new Result<Handed>(default, problems);

        var person = new Person { Id = Guid.CreateVersion7(time.GetUtcNow()), UserName = account, DisplayName = name, MustChangePassword = true };
        var password = FirstPassword.New();
        var made = await people.CreateAsync(person, password);
        if (!made.Succeeded) return new Problem("platform.people.account-form", nameof(form.Account));
        await Give(person.Id, post!, from, until, ct);
        return new Handed(person.Id, account, password);
    }

    /// <summary>One more post for the person: for good, or as a deputy until a day.</summary>
    public Task<Result<Guid>> GivePost(Guid id, PostForm form, CancellationToken ct) => MayTouch(id) ? InTurn(() => GiveNow(id, form, ct), ct) : Task.FromResult<Result<Guid>>(NotYours);

    async Task<Result<Guid>> GiveNow(Guid id, PostForm form, CancellationToken ct)
    {
        if (!await People.AnyAsync(p => p.Id == id, ct)) return new Problem("platform.people.gone");
        var problems = new List<Problem>();
        var (post, from, until) = await PostOf(form, problems, ct);
        if (problems.Count > 0) return new Result<Guid>(default, problems);

        var others = await Holdings(h => h.PersonId == id && (h.Until == null || h.Until > from)).Select(h => new { h.Role, h.From }).ToListAsync(ct);
        var overlapping = others.Where(o => until is null || o.From < until).Select(o => o.Role).ToList();
        if (overlapping.Count > 0 && overlapping.Append(post!.Role).Any(Policies.Administrators.Contains)) return new Problem("platform.people.administrators-apart", nameof(form.Role));

        await Give(id, post!, from, until, ct);
        return id;
    }

    /// <summary>Ends a holding on a day, which is the first without rights; today at the earliest, for the past is on record.</summary>
    public Task<Result<Guid>> EndPost(Guid id, Guid holding, string? day, CancellationToken ct) => MayTouch(id) ? InTurn(() => EndNow(id, holding, day, ct), ct) : Task.FromResult<Result<Guid>>(NotYours);

    async Task<Result<Guid>> EndNow(Guid id, Guid holding, string? day, CancellationToken ct)
    {
        if (!Day(day, out var asked)) return new Problem("platform.people.day-form", "Until");
        var until = asked ?? Today;
        if (until < Today) return new Problem("platform.people.day-past", "Until");
        if (await db.Set<PostHolding>().SingleOrDefaultAsync(h => h.Id == holding && h.PersonId == id, ct) is not { } held) return new Problem("platform.people.gone");
        if (until < held.From) until = held.From;
        // To end is to shorten: what has ended stays ended, and a longer time is given anew, past all the rules.
        if (held.Until is { } was && (was <= Today || until > was)) return new Problem("platform.people.gone");
        var role = await db.Set<Post>().Where(p => p.Id == held.PostId).Select(p => p.Role).SingleAsync(ct);
        if (Policies.Administrators.Contains(role) && !await Holdings(h => h.Id != holding && h.From <= until && h.Until == null).AnyAsync(h => h.Role == role, ct))
            return new Problem("platform.people.last-administrator");
        held.Until = until;
        await db.SaveChangesAsync(ct);
        await audit.Note(AuditKind.Permission, "platform_post_holding", holding.ToString(), "ended", new { Until = held.Until }, ct: ct);
        return id;
    }

    /// <summary>Hands a post over: from the day on, the other person holds it and the first no longer does. What is open in it does not move an inch.</summary>
    public Task<Result<Guid>> HandOver(Guid id, Guid holding, string? account, string? day, CancellationToken ct) =>
        MayTouch(id) ? InTurn(() => HandNow(id, holding, account, day, ct), ct) : Task.FromResult<Result<Guid>>(NotYours);

    async Task<Result<Guid>> HandNow(Guid id, Guid holding, string? account, string? day, CancellationToken ct)
    {
        if (!Day(day, out var asked)) return new Problem("platform.people.day-form", "Until");
        var from = asked ?? Today;
        if (from < Today) return new Problem("platform.people.day-past", "Until");
        var held = await db.Set<PostHolding>().SingleOrDefaultAsync(h => h.Id == holding && h.PersonId == id && (h.Until == null || h.Until > from), ct);
        if (held is null) return new Problem("platform.people.gone");
        if (from < held.From) from = held.From; // a post that is still to come is handed over when it comes
        var next = account?.Trim() is { Length: > 0 } named ? await people.FindByNameAsync(named) : null;
        if (next is null || next.Id == id) return new Problem("platform.people.nobody", "Account");
        if (next.Id == user.PersonId) return NotYours;
        var post = await db.Set<Post>().SingleAsync(p => p.Id == held.PostId, ct);
        var apart = await Holdings(h => h.PersonId == next.Id && (h.Until == null || h.Until > from)).Select(h => h.Role).ToListAsync(ct);
        if (apart.Count > 0 && apart.Append(post.Role).Any(Policies.Administrators.Contains)) return new Problem("platform.people.administrators-apart", "Account");

        var until = held.Until;
        held.Until = from;
        await Give(next.Id, post, from, until, ct);
        return next.Id;
    }

    /// <summary>A new password to hand over; every sign-in of the person ends, and the account no longer rests.</summary>
    public async Task<Result<Handed>> ResetPassword(Guid id, CancellationToken ct)
    {
        if (!MayAct || id == user.PersonId) return NotYours;
        if (await people.FindByIdAsync(id.ToString()) is not { } person) return new Problem("platform.people.gone");
        var password = FirstPassword.New();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (person.PasswordHash is not null) await people.RemovePasswordAsync(person);
        person.MustChangePassword = true;
        var set = await people.AddPasswordAsync(person, password);
        if (!set.Succeeded) throw new InvalidOperationException(string.Join(' ', set.Errors.Select(e => e.Code)));
        await people.SetLockoutEndDateAsync(person, null);
        await people.ResetAccessFailedCountAsync(person);
        await people.ResetAuthenticatorKeyAsync(person);
        await people.SetTwoFactorEnabledAsync(person, false);
        await people.RemoveAuthenticationTokenAsync(person, SecondFactor.Store, SecondFactor.RecoveryCodes);
        await sessions.End(id, null, null, ct);
        await audit.Note(AuditKind.Permission, "platform_person", id.ToString(), "password", ct: ct);
        await transaction.CommitAsync(ct);
        return new Handed(id, person.UserName!, password);
    }

    public async Task<Result<Guid>> EndSessions(Guid id, CancellationToken ct)
    {
        if (!MayAct) return NotYours;
        await sessions.End(id, null, null, ct);
        return id;
    }

    bool MayTouch(Guid person) => MayAct && person != user.PersonId;

    /// <summary>One change of posts at a time in the whole city: what the rules look at must still be so when the change is written.</summary>
    async Task<Result<T>> InTurn<T>(Func<Task<Result<T>>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!db.IsSqlite) await db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.people', 0))", ct);
        var done = await change();
        if (done.Ok) await transaction.CommitAsync(ct);
        return done;
    }

    async Task Give(Guid person, Post post, DateOnly from, DateOnly? until, CancellationToken ct)
    {
        if (db.Entry(post).State == EntityState.Detached) db.Add(post);
        var holding = new PostHolding { Id = Guid.CreateVersion7(time.GetUtcNow()), PostId = post.Id, PersonId = person, From = from, Until = until };
        db.Add(holding);
        await db.SaveChangesAsync(ct);
        await audit.Note(AuditKind.Permission, "platform_post_holding", holding.Id.ToString(), "given", new { post.Role, post.UnitId, From = from, Until = until }, ct: ct);
    }

    /// <summary>The unit's post of that role that nobody holds from that day on, else a new one.</summary>
    async Task<(Post? Post, DateOnly From, DateOnly? Until)> PostOf(PostForm form, List<Problem> problems, CancellationToken ct)
    {
        if (!Day(form.From, out var first)) problems.Add(new("platform.people.day-form", nameof(form.From)));
        if (!Day(form.Until, out var until)) problems.Add(new("platform.people.day-form", nameof(form.Until)));
        var from = first ?? Today;
        if (from < Today) problems.Add(new("platform.people.day-past", nameof(form.From)));
        if (until <= from) problems.Add(new("platform.people.until-early", nameof(form.Until)));
        var role = Enum.GetNames<RoleCode>().Contains(form.Role) ? Enum.Parse<RoleCode>(form.Role!) : (RoleCode?)null;
        if (role is null) problems.Add(new("platform.people.role-missing", nameof(form.Role)));
        var unit = await Units.SingleOrDefaultAsync(u => u.Id == form.Unit, ct);
        if (unit is null) problems.Add(new("platform.people.unit-missing", nameof(form.Unit)));
        if (problems.Count > 0) return (null, from, until);

        var vacant = await db.Set<Post>().Where(p => p.UnitId == unit!.Id && p.Role == role && !db.Set<PostHolding>().Any(h => h.PostId == p.Id && (h.Until == null || h.Until > from))).OrderBy(p => p.Id).FirstOrDefaultAsync(ct);
        return (vacant ?? new Post { Id = Guid.CreateVersion7(time.GetUtcNow()), UnitId = unit!.Id, Role = role!.Value, RegionCode = unit.RegionCode, Title = form.Title?.Trim() is { Length: > 0 } title ? title[..Math.Min(80, title.Length)] : "" }, from, until);
    }

    async Task<IReadOnlyList<PersonLine>> Lines(IReadOnlyList<Person> some, CancellationToken ct)
    {
        var ids = some.Select(p => p.Id).ToList();
        var holdings = (await Holdings(h => ids.Contains(h.PersonId)).ToListAsync(ct)).ToLookup(h => h.Person, h => h.Line);
        var seen = await sessions.LastSeen(ids, ct);
        var now = time.GetUtcNow();
        return [.. some.Select(p => new PersonLine(p.Id, p.DisplayName, p.UserName ?? "", [.. holdings[p.Id].Where(h => h.On(Today)).OrderBy(h => h.From)], p.LockoutEnd > now, p.MustChangePassword, seen.GetValueOrDefault(p.Id)))];
    }

    sealed class Held
    {
        public Guid Person { get; init; }
        public Guid Id { get; init; }
        public Guid Post { get; init; }
        public string Unit { get; init; } = "";
        public RoleCode Role { get; init; }
        public string Title { get; init; } = "";
        public DateOnly From { get; init; }
        public DateOnly? Until { get; init; }
        public HoldingLine Line => new(Id, Post, Unit, Role, Title, From, Until);
    }

    IQueryable<Held> Holdings(System.Linq.Expressions.Expression<Func<PostHolding, bool>> which) =>
        from holding in db.Set<PostHolding>().AsNoTracking().Where(which).Where(_ => user.Role == RoleCode.SecurityAdmin)
        join post in db.Set<Post>() on holding.PostId equals post.Id
        join unit in db.Set<Unit>() on post.UnitId equals unit.Id
        select new Held { Person = holding.PersonId, Id = holding.Id, Post = post.Id, Unit = unit.ShortName, Role = post.Role, Title = post.Title, From = holding.From, Until = holding.Until };

    /// <summary>A day as a browser sends it; nothing typed is no day, which is allowed.</summary>
    static bool Day(string? typed, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(typed?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
        return day is not null || string.IsNullOrWhiteSpace(typed);
    }

    /// <summary>Letters, digits, dot, hyphen and underscore of ASCII: an account name is typed on every keyboard.</summary>
    static bool IsAccount(string account) => account.Length is >= 2 and <= 40 && account.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}

/// <summary>Unit, role and days of a post to be given.</summary>
public class PostForm
{
    public Guid? Unit { get; set; }
    public string? Role { get; set; }
    public string? Title { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }
}

public sealed class AddPersonForm : PostForm
{
    public string? Name { get; set; }
    public string? Account { get; set; }
}

/// <summary>What is to be done with one holding, or with the account.</summary>
public sealed class PersonForm
{
    public string? Do { get; set; }
    public Guid? Holding { get; set; }
    public string? Account { get; set; }
    public string? Until { get; set; }
}
