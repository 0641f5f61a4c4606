using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.People;

/// <summary>One person in the list: what they hold today, and how the account stands.</summary>
sealed record PersonLine(Guid Id, string Name, string Account, IReadOnlyList<Held> Posts, bool Locked, bool MustChange, DateTime? LastSeen);

sealed record PersonView(PersonLine Person, IReadOnlyList<Held> Holdings, IReadOnlyList<Session> Sessions);

/// <summary>Reads who has an account, what each holds, and where they are signed in.</summary>
sealed class ReadPeople(PeopleData data, Sessions sessions, TimeProvider time)
{
    public const int PageSize = 50;

    public async Task<(IReadOnlyList<PersonLine> Lines, int Total)> List(string? words, int page, CancellationToken ct)
    {
        var found = data.People.AsNoTracking();
        if (words?.Trim() is { Length: > 0 } word)
        {
            var account = word.ToUpperInvariant();
            var held = data.Held(h => true); // outside of the query: EF takes no query with a condition of its own from inside one
            found = found.Where(p => p.DisplayName.Contains(word) || p.NormalizedUserName!.Contains(account) || held.Any(h => h.Person == p.Id && h.Unit.Contains(word)));
        }
        var total = await found.CountAsync(ct);
        var some = await found.OrderBy(p => p.DisplayName).ThenBy(p => p.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return (await Lines(some, ct), total);
    }

    public async Task<PersonView?> One(Guid id, CancellationToken ct)
    {
        if (await data.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } person) return null;
        var line = (await Lines([person], ct))[0];
        return new(line, await data.Held(h => h.PersonId == id).OrderByDescending(h => h.From).ToListAsync(ct), await sessions.Of(id).Take(20).ToListAsync(ct));
    }

    /// <summary>The units of the register, to choose from.</summary>
    public async Task<IReadOnlyList<Choice>> Units(CancellationToken ct) => [.. (await data.Units.ToListAsync(ct)).Select(u => new Choice(u.Id.ToString(), u.ShortName))];

    async Task<IReadOnlyList<PersonLine>> Lines(IReadOnlyList<Person> some, CancellationToken ct)
    {
        var ids = some.Select(p => p.Id).ToList();
        var held = (await data.Held(h => ids.Contains(h.PersonId), ChinaTime.Today(time)).OrderBy(h => h.From).ToListAsync(ct)).ToLookup(h => h.Person);
        var seen = await sessions.LastSeen(ids, ct);
        var now = time.GetUtcNow();
        return [.. some.Select(p => new PersonLine(p.Id, p.DisplayName, p.UserName ?? "", [.. held[p.Id]], p.LockoutEnd > now, p.MustChangePassword, seen.GetValueOrDefault(p.Id)))];
    }
}
