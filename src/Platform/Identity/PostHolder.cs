using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;

namespace OneMetre.Platform.Identity;

/// <summary>Finds the post in force today and puts it on <see cref="CurrentUser"/>: for a signed-in person, or for a job that works on a post's behalf.</summary>
#pragma warning disable RS0030 // This is the door to posts and holdings.
public sealed class PostHolder(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Gives the person the rights of the post held today; of several, the one asked for, else the oldest. Without one the person stays without rights.</summary>
    public async Task TakePostOf(Guid person, Guid? wanted, CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        var held = await (
            from holding in db.Set<PostHolding>()
            where holding.PersonId == person && holding.From <= today && (holding.Until == null || holding.Until > today)
            join post in db.Set<Post>() on holding.PostId equals post.Id
            join unit in db.Set<Unit>() on post.UnitId equals unit.Id
            join name in db.Set<Person>() on holding.PersonId equals name.Id
            orderby post.Id == wanted descending, holding.From, post.Id
            select new { name.DisplayName, post.Id, post.UnitId, UnitName = unit.ShortName, post.Role, post.RegionCode }).FirstOrDefaultAsync(ct);

        if (held is null) user.BecomePostless(person, "");
        else user.Become(person, held.DisplayName, held.Id, held.UnitId, held.UnitName, held.Role, RegionCode.Prefix(held.RegionCode));
    }

    /// <summary>Lets a job act for the post that asked for it, in the name of whoever holds it now.</summary>
    public async Task TakePost(Guid? postId, CancellationToken ct)
    {
        if (postId is null) return;
        var today = ChinaTime.Today(time);
        var holder = await db.Set<PostHolding>().Where(h => h.PostId == postId && h.From <= today && (h.Until == null || h.Until > today))
            .OrderBy(h => h.From).Select(h => (Guid?)h.PersonId).FirstOrDefaultAsync(ct);
        if (holder is { } person) await TakePostOf(person, postId, ct);
    }
}
