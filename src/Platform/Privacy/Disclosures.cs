using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Privacy;

/// <summary>What the page sends with a wish to see one record clear.</summary>
public sealed class DisclosureForm
{
    public string? Purpose { get; set; }
    public string? Reason { get; set; }

    /// <summary>"now" breaks the glass.</summary>
    public string? Do { get; set; }
}

/// <summary>A wish as its list shows it. Label and reason only for those who decide and for the asker.</summary>
public sealed record DisclosureLine(Guid Id, string Kind, Guid Subject, string? Label, string? Reason, LookPurpose Purpose, string Who, string Unit, DateTime AskedAt, DisclosureState State, DateTime? Until, bool Urgent, bool? Justified, bool Mine, int Version);

/// <summary>
/// The door to wishes to see a record clear. Asked by a post that sees masks; decided by the leader of its unit, or by the county's civil affairs where the child lives;
/// never by the asker.
/// </summary>
#pragma warning disable RS0030 // This is the door.
public sealed class Disclosures(CityDb db, CurrentUser user, NoticeBoard notices, AuditLog log, Eyes eyes, TimeProvider time)
{
    /// <summary>The records of a kind that the user may see clear right now by a granted look.</summary>
    public IQueryable<Guid> Live(string kind)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.Set<Disclosure>().Where(d => d.Kind == kind && d.PostId == user.PostId && d.PersonId == user.PersonId && d.State == DisclosureState.Granted && d.Until > now).Select(d => d.Subject);
    }

    IQueryable<Disclosure> Own => db.Set<Disclosure>().Where(d => d.PersonId == user.PersonId && d.PostId == user.PostId);

    /// <summary>Those on which the user decides or has to judge.</summary>
    IQueryable<Disclosure> Deciding => db.Set<Disclosure>().DecidedBy(user);

    /// <summary>How many wait for the user's decision or judgement.</summary>
    public Task<int> Waiting(CancellationToken ct) => Deciding.CountAsync(d => d.State == DisclosureState.Asked || (d.Urgent && d.Justified == null), ct);

    /// <summary>Asks for a look at one record; the module names it as the asker may see it, and has made sure that the asker sees it at all.</summary>
    public async Task<Result<Disclosure>> Ask(string kind, Guid subject, string region, string label, DisclosureForm form, CancellationToken ct)
    {
        var problems = new List<Problem>();
        if (!Enum.TryParse<LookPurpose>(form.Purpose, out var purpose) || !Enum.IsDefined(purpose)) problems.Add(new("platform.disclosure-no-purpose", nameof(form.Purpose)));
        var reason = form.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > Disclosure.LongestReason) problems.Add(new("platform.disclosure-no-reason", nameof(form.Reason), Disclosure.LongestReason));
        if (problems.Count > 0) return new Result<Disclosure>(null, problems);
        if (user is not { PersonId: { } person, PostId: { } post, UnitId: { } unit }) return Disclosure.NotYours;

        var now = time.GetUtcNow();
        var wish = await Own.FirstOrDefaultAsync(d => d.Kind == kind && d.Subject == subject && d.State == DisclosureState.Asked, ct);
        if (wish is null)
            db.Add(wish = new()
            {
                Id = Guid.CreateVersion7(now),
                Kind = kind,
                Subject = subject,
                RegionCode = region,
                Label = Secret.Of(label),
                Reason = Secret.Of(reason),
                Purpose = purpose,
                PersonId = person,
                PostId = post,
                UnitId = unit,
                AskedAt = now.UtcDateTime,
            });
        else wish.AskAgain(purpose, Secret.Of(reason)!);
        if (form.Do == "now") wish.BreakGlass(now.UtcDateTime);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var decider in await Deciders(wish, ct)) notices.Tell(decider, wish.Urgent ? "platform.notice-glass-broken" : "platform.notice-look-asked", "/disclosures", user.UnitName);
        if (!await db.SaveUnlessChanged(ct)) return Disclosure.Decided;
        await log.Note(AuditKind.Permission, kind, subject.ToString(), wish.Urgent ? "broken" : "asked", Told(wish), ct: ct);
        await transaction.CommitAsync(ct);
        return wish;
    }

    public async Task<Result<Disclosure>> Decide(Guid id, string? answer, CancellationToken ct)
    {
        if (await Deciding.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } wish || user.PersonId is not { } by) return Disclosure.NotYours;
        var now = time.GetUtcNow().UtcDateTime;
        var decided = answer switch
        {
            "grant" => wish.Decide(true, by, now),
            "refuse" => wish.Decide(false, by, now),
            "right" => wish.Judge(true, by, now),
            "wrong" => wish.Judge(false, by, now),
            _ => Disclosure.NotYours,
        };
        if (!decided.Ok) return decided;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        notices.Tell(wish.PostId, $"platform.notice-look-{answer}", "/disclosures", user.UnitName);
        if (!await db.SaveUnlessChanged(ct)) return Disclosure.Decided;
        await log.Note(AuditKind.Permission, wish.Kind, wish.Subject.ToString(), answer!, Told(wish), ct: ct);
        await transaction.CommitAsync(ct);
        return wish;
    }

    static object Told(Disclosure wish) => new { purpose = wish.Purpose.ToString(), wish.Until };

    /// <summary>The purpose that an entry of the record tells; null when it tells none.</summary>
    public static string? PurposeIn(string changes)
    {
        using var json = JsonDocument.Parse(changes);
        return json.RootElement.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null;
    }

    public const int PageSize = 50;

    /// <summary>What waits for the user first, then the newest; own wishes and those to decide.</summary>
    public async Task<(IReadOnlyList<DisclosureLine> Lines, int Total)> List(int page, CancellationToken ct)
    {
        var seen = Own.Union(Deciding);
        var rows = await (
            from wish in seen
            join person in db.Set<Person>() on wish.PersonId equals person.Id
            join unit in db.Set<Unit>() on wish.UnitId equals unit.Id
            orderby wish.State == DisclosureState.Asked || (wish.Urgent && wish.Justified == null) descending, wish.AskedAt descending
            select new { Wish = wish, Who = person.DisplayName, Unit = unit.ShortName }).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var lines = rows.Select(r => new DisclosureLine(r.Wish.Id, r.Wish.Kind, r.Wish.Subject, eyes.Show(r.Wish.Id, r.Wish.Label, true), eyes.Show(r.Wish.Id, r.Wish.Reason, true), r.Wish.Purpose,
            r.Who, r.Unit, r.Wish.AskedAt, r.Wish.State, r.Wish.Until, r.Wish.Urgent, r.Wish.Justified, r.Wish.PersonId == user.PersonId, r.Wish.Version)).ToList();
        return (lines, await seen.CountAsync(ct));
    }


    /// <summary>The posts to tell that a wish waits for them.</summary>
    public async Task<IReadOnlyList<Guid>> Deciders(IWish wish, CancellationToken ct)
    {
        var leaders = await db.Set<Post>().Where(p => p.Role == RoleCode.UnitLeader && p.UnitId == wish.UnitId).Select(p => p.Id).ToListAsync(ct);
        return [.. leaders, .. await CountyOf(wish.RegionCode, ct)];
    }

    /// <summary>The civil affairs posts of the county in which a region lies.</summary>
    public async Task<IReadOnlyList<Guid>> CountyOf(string region, CancellationToken ct) =>
        [.. (await db.Set<Post>().Where(p => p.Role == RoleCode.CivilAffairs).Select(p => new { p.Id, p.RegionCode }).ToListAsync(ct))
            .Where(p => RegionCode.Level(p.RegionCode) == RegionLevel.County && RegionCode.Covers(p.RegionCode, region)).Select(p => p.Id)];
}
