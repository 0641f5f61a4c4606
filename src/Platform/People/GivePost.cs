using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.People;

/// <summary>Gives a person one more post: for good, or as a deputy until a day.</summary>
sealed class GivePost(PeopleData data, SecondPerson second, AuditLog audit, TimeProvider time)
{
    public static readonly Problem NotYours = new("platform.people.not-yours");
    public static readonly Problem Gone = new("platform.people.gone");

    public async Task<Result<Guid>> Run(Guid person, PostForm form, CancellationToken ct) => data.MayTouch(person) ? await data.InTurn(async () =>
    {
        if (!await data.People.AnyAsync(p => p.Id == person, ct)) return Gone;
        var problems = new List<Problem>();
        if (await Asked(form, problems, ct) is not { } asked) return new Result<Guid>(default, problems);
        if (!await MayHold(person, asked.Post.Role, asked.From, asked.Until, ct)) return new Problem("platform.people.administrators-apart", nameof(form.Role));
        if (second.Needed(asked.Post.Role)) return await Ask(person, form, asked.Post.Role, person, ct);
        await Write(person, asked.Post, asked.From, asked.Until, ct);
        return new Result<Guid>(person, []);
    }, ct) : NotYours;

    /// <summary>An administrator's post is given by two people.</summary>
    public async Task<Result<T>> Ask<T>(T answer, PostForm form, RoleCode role, Guid person, CancellationToken ct) =>
        await second.Ask(answer, FourEyesAct.GivePost, person, new(role, await data.Units.Where(u => u.Id == form.Unit).Select(u => u.ShortName).SingleAsync(ct), new PostForm { Unit = form.Unit, Role = form.Role, Title = form.Title, From = form.From, Until = form.Until }), ct);

    /// <summary>Whether the person may have the role in that time, beside all that they hold in it.</summary>
    public async Task<bool> MayHold(Guid person, RoleCode role, DateOnly from, DateOnly? until, CancellationToken ct) =>
        Policies.MayHold(await data.Held(h => h.PersonId == person && (h.Until == null || h.Until > from) && (until == null || h.From < until)).Select(h => h.Role).ToListAsync(ct), role);

    /// <summary>Puts the holding down, without asking any rule.</summary>
    public async Task Write(Guid person, Post post, DateOnly from, DateOnly? until, CancellationToken ct)
    {
        var holding = new PostHolding { Id = Guid.CreateVersion7(time.GetUtcNow()), PostId = post.Id, PersonId = person, From = from, Until = until };
        data.Add(post);
        data.Add(holding);
        await data.Save(ct);
        await audit.Note(AuditKind.Permission, "platform_post_holding", holding.Id.ToString(), "given", new { post.Role, post.UnitId, From = from, Until = until }, ct: ct);
    }

    /// <summary>What a form asks for: the unit's post of that role and title that nobody holds from that day on, else a new one. Null with the problems filled in.</summary>
    public async Task<(Post Post, DateOnly From, DateOnly? Until)?> Asked(PostForm form, List<Problem> problems, CancellationToken ct)
    {
        var before = problems.Count;
        var today = ChinaTime.Today(time);
        if (!PostForm.Day(form.From, out var first)) problems.Add(new("platform.people.day-form", nameof(form.From)));
        if (!PostForm.Day(form.Until, out var until)) problems.Add(new("platform.people.day-form", nameof(form.Until)));
        var from = first ?? today;
        if (from < today) problems.Add(new("platform.people.day-past", nameof(form.From)));
        if (until <= from) problems.Add(new("platform.people.until-early", nameof(form.Until)));
        var role = Enum.GetNames<RoleCode>().Contains(form.Role) ? Enum.Parse<RoleCode>(form.Role!) : (RoleCode?)null;
        if (role is null) problems.Add(new("platform.people.role-missing", nameof(form.Role)));
        var unit = await data.Units.SingleOrDefaultAsync(u => u.Id == form.Unit, ct);
        if (unit is null) problems.Add(new("platform.people.unit-missing", nameof(form.Unit)));
        var title = form.Title?.Trim() ?? "";
        if (title.Length > Post.LongestTitle) problems.Add(new("platform.people.title-long", nameof(form.Title), Post.LongestTitle));
        if (problems.Count > before || unit is null || role is not { } code) return null;

        var vacant = await data.Posts.Where(p => p.UnitId == unit.Id && p.Role == code && (title == "" || p.Title == title) && !data.Holdings.Any(h => h.PostId == p.Id && (h.Until == null || h.Until > from)))
            .OrderBy(p => p.Id).FirstOrDefaultAsync(ct);
        return (vacant ?? new Post { Id = Guid.CreateVersion7(time.GetUtcNow()), UnitId = unit.Id, Role = code, RegionCode = unit.RegionCode, Title = title }, from, until);
    }
}
