using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Notices;

/// <summary>That a post was told something, and when it opened the page behind it.</summary>
public sealed record NoticeReceipt(string Link, DateTime At, DateTime? ReadAt);

/// <summary>Tells posts what happened, and shows a post its own notices. A notice is saved with the write that caused it.</summary>
#pragma warning disable RS0030 // This is the door to platform_notice.
public sealed class NoticeBoard(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<Notice> Own => db.Set<Notice>().Where(n => n.PostId == user.PostId);

    public Task<int> Unread(CancellationToken ct) => Own.CountAsync(n => n.ReadAt == null, ct);

    public void Tell(Guid post, string code, string link, params string[] args) => Put(post, code, link, args, toUnit: false);

    void Put(Guid post, string code, string link, string[] args, bool toUnit)
    {
        // Who is told as a unit and as the office is told once.
        if (db.Set<Notice>().Local.Any(n => n.PostId == post && n.Code == code && n.Link == link && db.Entry(n).State == EntityState.Added)) return;
        var now = time.GetUtcNow();
        db.Set<Notice>().Add(new() { Id = Guid.CreateVersion7(now), PostId = post, Code = code, Link = link, Args = JsonSerializer.Serialize(args), At = now.UtcDateTime, ToUnit = toUnit });
    }

    /// <summary>Tells every post of the given units that is held today, the sender's own excepted.</summary>
    public async Task TellUnits(IReadOnlyCollection<Guid> units, string code, string link, string[] args, CancellationToken ct)
    {
        foreach (var post in await Others.Where(p => units.Contains(p.UnitId)).Select(p => p.Id).ToListAsync(ct)) Put(post, code, link, args, toUnit: true);
    }

    /// <summary>Tells each unit under an address of its own: every post of it that is held today, or only those of some roles.</summary>
    public async Task TellEach(IReadOnlyDictionary<Guid, string> links, string code, string[] args, IReadOnlyCollection<RoleCode>? only, CancellationToken ct)
    {
        var units = links.Keys.ToList();
        foreach (var post in await Others.Where(p => units.Contains(p.UnitId) && (only == null || only.Contains(p.Role))).Select(p => new { p.Id, p.UnitId }).ToListAsync(ct)) Put(post.Id, code, links[post.UnitId], args, toUnit: only is null);
    }

    /// <summary>Tells every post of the programme's office that is held today, the sender's own excepted.</summary>
    public async Task TellOffice(string code, string link, string[] args, CancellationToken ct)
    {
        foreach (var post in await Others.Where(p => p.Role == RoleCode.Office).Select(p => p.Id).ToListAsync(ct)) Put(post, code, link, args, toUnit: true);
    }

    /// <summary>Tells every post of these roles that is held today, for duties of the city itself: of these administrators are told too.</summary>
    public async Task TellRoles(IReadOnlyCollection<RoleCode> roles, string code, string link, string[] args, CancellationToken ct)
    {
        foreach (var post in await Held.Where(p => p.Id != user.PostId && roles.Contains(p.Role)).Select(p => p.Id).ToListAsync(ct)) Tell(post, code, link, args);
    }

    // Of the programme's business only those are told who carry it: neither administrators nor a unit's posts for children could open what the notice leads to.
    IQueryable<Post> Others => Held.Where(p => p.Id != user.PostId && Policies.Programme.Contains(p.Role));

    IQueryable<Post> Held
    {
        get
        {
            var held = db.Set<PostHolding>().HeldOn(ChinaTime.Today(time));
            return db.Set<Post>().Where(p => held.Any(h => h.PostId == p.Id));
        }
    }

    /// <summary>The page behind a notice has been opened by the post that was told: its notices that lead there are read.</summary>
    public async Task Opened(string link, CancellationToken ct)
    {
        if (user.PostId is null || !await Own.AnyAsync(n => n.ReadAt == null && n.Link == link, ct)) return;
        var now = time.GetUtcNow().UtcDateTime;
        await Own.Where(n => n.ReadAt == null && n.Link == link).ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), ct);
    }

    /// <summary>Who was told this under these addresses, and who has opened it: never what else they were told.</summary>
    public async Task<ILookup<string, NoticeReceipt>> Receipts(string code, IReadOnlyCollection<string> links, CancellationToken ct) =>
        (await db.Set<Notice>().Where(n => n.Code == code && links.Contains(n.Link)).OrderBy(n => n.At).Select(n => new NoticeReceipt(n.Link, n.At, n.ReadAt)).ToListAsync(ct)).ToLookup(r => r.Link);

    public async Task MarkRead(Guid? one, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await Own.Where(n => n.ReadAt == null && (one == null || n.Id == one)).ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), ct);
    }
}
