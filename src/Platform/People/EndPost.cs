using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.People;

/// <summary>Ends a holding on a day, which is the first without rights; today at the earliest, for the past is on record.</summary>
sealed class EndPost(PeopleData data, SecondPerson second, AuditLog audit, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid person, PersonForm form, CancellationToken ct) => data.MayTouch(person) ? await data.InTurn(async () =>
    {
        var today = ChinaTime.Today(time);
        if (!PostForm.Day(form.Until, out var asked)) return new Problem("platform.people.day-form", nameof(form.Until));
        var until = asked ?? today;
        if (until < today) return new Problem("platform.people.day-past", nameof(form.Until));
        if (await data.Holdings.SingleOrDefaultAsync(h => h.Id == form.Holding && h.PersonId == person, ct) is not { } held) return GivePost.Gone;
        if (until < held.From) until = held.From;
        // To end is to shorten: what has ended stays ended, and a longer time is given anew, past all the rules.
        if (held.Until is { } was && (was <= today || until > was)) return GivePost.Gone;
        var role = await data.Posts.Where(p => p.Id == held.PostId).Select(p => p.Role).SingleAsync(ct);
        if (Policies.Administrators.Contains(role) && !await data.Held(h => h.Id != held.Id && h.From <= until && h.Until == null).AnyAsync(h => h.Role == role, ct))
            return new Problem("platform.people.last-administrator");

        if (second.Needed(role)) return await second.Ask(person, FourEyesAct.EndPost, person, new(role, await data.Held(h => h.Id == held.Id).Select(h => h.Unit).SingleAsync(ct), Change: form), ct);

        held.Until = until;
        await data.Save(ct);
        await audit.Note(AuditKind.Permission, "platform_post_holding", held.Id.ToString(), "ended", new { held.Until }, ct: ct);
        return new Result<Guid>(person, []);
    }, ct) : GivePost.NotYours;
}
