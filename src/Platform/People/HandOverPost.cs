using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.People;

/// <summary>Hands a post over: from the day on, the other person holds it and the first no longer does. What is open in it does not move an inch.</summary>
sealed class HandOverPost(PeopleData data, GivePost give, SecondPerson second, UserManager<Person> people, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid person, PersonForm form, CancellationToken ct) => data.MayTouch(person) ? await data.InTurn(async () =>
    {
        var today = ChinaTime.Today(time);
        if (!PostForm.Day(form.Until, out var asked)) return new Problem("platform.people.day-form", nameof(form.Until));
        var from = asked ?? today;
        if (from < today) return new Problem("platform.people.day-past", nameof(form.Until));
        if (await data.Holdings.SingleOrDefaultAsync(h => h.Id == form.Holding && h.PersonId == person && (h.Until == null || h.Until > from), ct) is not { } held) return GivePost.Gone;
        if (from < held.From) from = held.From; // a post that is still to come is handed over when it comes
        var next = form.Account?.Trim() is { Length: > 0 } named ? await people.FindByNameAsync(named) : null;
        if (next is null || next.Id == person) return new Problem("platform.people.nobody", nameof(form.Account));
        if (!data.MayTouch(next.Id)) return GivePost.NotYours;
        var post = await data.Posts.SingleAsync(p => p.Id == held.PostId, ct);
        var until = held.Until;
        if (!await give.MayHold(next.Id, post.Role, from, until, ct)) return new Problem("platform.people.administrators-apart", nameof(form.Account));

        if (second.Needed(post.Role)) return await second.Ask(person, FourEyesAct.HandOverPost, person, new(post.Role, await data.Held(h => h.Id == held.Id).Select(h => h.Unit).SingleAsync(ct), Change: form), ct);

        held.Until = from;
        await give.Write(next.Id, post, from, until, ct);
        return new Result<Guid>(next.Id, []);
    }, ct) : GivePost.NotYours;
}
