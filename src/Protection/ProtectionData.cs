using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Units;
using OneMetre.Platform.Vault;
using OneMetre.Protection.Model;

namespace OneMetre.Protection;

/// <summary>
/// The module's only door to its tables. A post sees the children of its own region (a school: its own pupils), as far as <see cref="Sights"/> lets its role see them at all;
/// one that only counts gets no row, whatever is asked.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class ProtectionData(CityDb db, CurrentUser user, Sights sights, Vault vault, Disclosures disclosures, TimeProvider time)
{
    /// <summary>Asked anew each time: a job becomes the post that it works for.</summary>
    public Sight Sight => sights.Of(Child.Kind, user);

    /// <summary>The children whose rows the user may see, clear or masked.</summary>
    public IQueryable<Child> Children => Sight >= Sight.Masked ? InOwnRegion : db.Set<Child>().Where(_ => false);

    /// <summary>Of these, whether each may be seen clear: by the post's own right, or by a look granted for a while.</summary>
    public IQueryable<SeenChild> Seen
    {
        get
        {
            var all = Sight == Sight.Clear;
            var granted = disclosures.Live(Child.Kind);
            return Children.Select(c => new SeenChild { Child = c, Clear = all || granted.Contains(c.Id) });
        }
    }

    /// <summary>For sums alone: every child of the region, for those who may at least count.</summary>
    public IQueryable<Child> Counted => Sight >= Sight.Counts ? InOwnRegion : db.Set<Child>().Where(_ => false);

    IQueryable<Child> InOwnRegion
    {
        get
        {
            var prefix = user.RegionPrefix;
            var here = db.Set<Child>().Where(c => c.RegionCode.StartsWith(prefix));
            return user.Role == RoleCode.School ? here.Where(c => c.SchoolId != null && c.SchoolId == user.UnitId) : here;
        }
    }

    // What hangs on a child is seen with the child.
    public IQueryable<ChildLabel> Labels => db.Set<ChildLabel>().Where(l => Counted.Any(c => c.Id == l.ChildId));
    public IQueryable<Guardian> Guardians => db.Set<Guardian>().Where(g => Children.Any(c => c.Id == g.ChildId));
    public IQueryable<Consent> Consents => db.Set<Consent>().Where(x => Children.Any(c => c.Id == x.ChildId));

    /// <summary>Whether the post keeps the register: it sees clear by its own right.</summary>
    public bool MayKeep => Sight == Sight.Clear;

    /// <summary>Whether the post may ask for rows as a file: it sees them, and for a county or the whole city. Whoever keeps a village or a township has no use for one (domain reference §9: no mass export).</summary>
    public bool MayExport => Sight >= Sight.Masked && RegionCode.LevelOfPrefix(user.RegionPrefix) is RegionLevel.City or RegionLevel.County;

    /// <summary>The exports that the user asked for, from the post held now.</summary>
    public IQueryable<Export> OwnExports => db.Set<Export>().Where(e => e.PersonId == user.PersonId && e.PostId == user.PostId);

    /// <summary>Those on which the user decides, or has decided.</summary>
    public IQueryable<Export> ExportsToDecide => db.Set<Export>().DecidedBy(user);

    /// <summary>In which exports the children whom the user may see have stood.</summary>
    public IQueryable<ExportedChild> Exported => db.Set<ExportedChild>().Where(x => Children.Any(c => c.Id == x.ChildId));

    /// <summary>Every export of the city, for making, ending and erasing; never for a page.</summary>
    public IQueryable<Export> ExportsOfTheCity => db.Set<Export>();
    public IQueryable<ExportArchive> Archives => db.Set<ExportArchive>();

    public IQueryable<Region> Regions => db.Set<Region>().Where(r => r.ValidTo == null && r.Code.StartsWith(user.RegionPrefix));
    public IQueryable<Unit> Units => db.Set<Unit>();
    public IQueryable<Person> People => db.Set<Person>();

    /// <summary>The children whose name holds the words, or whose number they are; who sees masks finds by the whole number only, so that nobody can guess names letter by letter.</summary>
    public IQueryable<Child> Found(string words)
    {
        var byNumber = vault.Rows(db, Vault.Field<Child>(db, nameof(Child.IdNumber)), words);
        if (!MayKeep) return Children.Where(c => byNumber.Contains(c.Id));
        var byName = vault.Rows(db, Vault.Field<Child>(db, nameof(Child.Name)), words);
        return Children.Where(c => byName.Contains(c.Id) || byNumber.Contains(c.Id));
    }

    /// <summary>The child who has the number, in this region or another; for the record and for the county, never for whoever asks.</summary>
    public Task<Child?> Knows(string number, Guid except, CancellationToken ct)
    {
        var rows = vault.Rows(db, Vault.Field<Child>(db, nameof(Child.IdNumber)), number);
        return db.Set<Child>().AsNoTracking().FirstOrDefaultAsync(c => c.Id != except && rows.Contains(c.Id), ct);
    }

    /// <summary>How many numbers the user has written into the register since the moment, and how many of them were known.</summary>
    public Task<int> NumbersSince(DateTime start, CancellationToken ct) => db.Set<AuditEntry>()
        .CountAsync(e => e.PersonId == user.PersonId && e.At >= start && e.Entity == "protection_child" && (e.Action == "twice" || (e.Kind == AuditKind.Write && e.Changes.Contains("\"IdNumber\""))), ct);

    public IQueryable<Post> Posts => db.Set<Post>();

    /// <summary>Every child of the city, for retention and for the sums of the yearly audit; never for a page.</summary>
    public IQueryable<Child> ChildrenOfTheCity => db.Set<Child>();
    public IQueryable<ChildLabel> LabelsOfTheCity => db.Set<ChildLabel>();

    /// <summary>Every row on a child, whoever asks: for erasing, which its callers have been allowed.</summary>
    public async Task<IReadOnlyList<object>> EverythingOn(Guid child, CancellationToken ct) =>
    [
        .. await db.Set<ExportedChild>().Where(x => x.ChildId == child).ToListAsync(ct), .. await db.Set<Consent>().Where(c => c.ChildId == child).ToListAsync(ct), .. await db.Set<ChildLabel>().Where(l => l.ChildId == child).ToListAsync(ct),
        .. await db.Set<Guardian>().Where(g => g.ChildId == child).ToListAsync(ct), .. await db.Set<Child>().Where(c => c.Id == child).ToListAsync(ct),
    ];

    /// <summary>Every export in which the child stood, living or not.</summary>
    public async Task<IReadOnlyList<Export>> ExportsHolding(Guid child, CancellationToken ct) =>
        await db.Set<Export>().Where(e => db.Set<ExportedChild>().Any(x => x.ExportId == e.Id && x.ChildId == child)).ToListAsync(ct);

    public void Remove(object row) => db.Remove(row);
    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Saves, unless somebody else has changed the same row since it was read: then nothing is written and the answer is no.</summary>
    public Task<bool> SaveUnlessChanged(CancellationToken ct) => db.SaveUnlessChanged(ct);

    /// <summary>For work that must be done as a whole, and that may find on the way that somebody was quicker: then it says no, and nothing of it stays.</summary>
    public async Task<bool> Attempt(Func<Task<bool>> work, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await work()) return false;
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Lets go of what was read or could not be written.</summary>
    public void Forget() => db.ChangeTracker.Clear();

    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}

/// <summary>A child together with whether the reader may see it clear.</summary>
sealed class SeenChild
{
    public Child Child { get; init; } = null!;
    public bool Clear { get; init; }
}
