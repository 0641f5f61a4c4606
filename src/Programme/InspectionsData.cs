using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>A post somebody holds, with the unit it stands in.</summary>
sealed class HeldIn
{
    public Guid Person { get; init; }
    public string Name { get; init; } = "";
    public Guid Post { get; init; }
    public Guid Unit { get; init; }
    public string UnitName { get; init; } = "";
    public string UnitFullName { get; init; } = "";
    public string RegionCode { get; init; } = "";
    public RoleCode Role { get; init; }
}

/// <summary>
/// The door to inspections. The office sees all of its city; the team those it was named for; the inspected unit those that are planned, and an unannounced one not before it is revealed, nor ever when it was
/// called off before; nobody else any. What hangs on an inspection is seen with it, and what the team found by the unit only once it is issued.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class InspectionsData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Those that the user carries out: the office all, a member of the team their own, under the post for which they were named.</summary>
    public IQueryable<Inspection> Carried
    {
        get
        {
            if (user.IsOffice) return db.Set<Inspection>();
            var (person, post) = user.InProgramme ? (user.PersonId, user.PostId) : (null, null);
            return db.Set<Inspection>().Where(i => person != null && db.Set<InspectionMember>().Any(m => m.InspectionId == i.Id && m.PersonId == person && m.PostId == post));
        }
    }

    /// <summary>Those of which the user's unit is inspected and may know.</summary>
    public IQueryable<Inspection> Suffered
    {
        get
        {
            var (unit, now) = (user.InProgramme ? user.UnitId : null, time.GetUtcNow().UtcDateTime);
            return db.Set<Inspection>().Where(i => unit != null && i.PlannedOn != null && (i.Kind != InspectionKind.Unannounced || i.RevealAt <= now)
                && db.Set<InspectedUnit>().Any(u => u.InspectionId == i.Id && u.UnitId == unit));
        }
    }

    public IQueryable<Inspection> Inspections => user.IsOffice ? Carried : db.Set<Inspection>().Where(i => Carried.Any(c => c.Id == i.Id) || Suffered.Any(s => s.Id == i.Id));

    public IQueryable<InspectedUnit> InspectedUnits => db.Set<InspectedUnit>().Where(u => Inspections.Any(i => i.Id == u.InspectionId));
    public IQueryable<InspectedTask> InspectedTasks => db.Set<InspectedTask>().Where(t => Inspections.Any(i => i.Id == t.InspectionId));
    public IQueryable<InspectionMember> Members => db.Set<InspectionMember>().Where(m => Inspections.Any(i => i.Id == m.InspectionId));
    public IQueryable<InspectionStep> Steps => db.Set<InspectionStep>().Where(s => Inspections.Any(i => i.Id == s.InspectionId));

    /// <summary>Every member's own; the unit sees them once the findings are issued, unless other units were inspected with it: nothing says of which of them a note is.</summary>
    public IQueryable<SheetAnswer> Answers => db.Set<SheetAnswer>().Where(a => Carried.Any(i => i.Id == a.InspectionId)
        || Suffered.Any(i => i.Id == a.InspectionId && i.IssuedOn != null && db.Set<InspectedUnit>().Count(u => u.InspectionId == i.Id) == 1));

    public IQueryable<InspectionFinding> Findings
    {
        get
        {
            var unit = user.UnitId;
            return db.Set<InspectionFinding>().Where(f => Carried.Any(i => i.Id == f.InspectionId) || (f.UnitId == unit && Suffered.Any(i => i.Id == f.InspectionId && i.IssuedOn != null)));
        }
    }

    public IQueryable<FindingCheck> Checks => db.Set<FindingCheck>().Where(c => Findings.Any(f => f.Id == c.FindingId));
    public IQueryable<InspectionPhoto> Photos => db.Set<InspectionPhoto>().Where(p => Findings.Any(f => f.Id == p.FindingId));

    /// <summary>When the last of those that are hidden today, and that the user knows of, is revealed; null where none is.</summary>
    public async Task<DateTime?> LastReveal(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return await Carried.Where(i => i.HeldBackUntil > now).MaxAsync(i => i.HeldBackUntil, ct);
    }

    // Checklists tell what is asked of every place, nothing of any: whoever carries the programme may read those that were ever in force, the office also drafts.
    public IQueryable<Checklist> Checklists => db.Set<Checklist>().Where(c => user.IsOffice || (user.InProgramme && c.State != ChecklistState.Draft));
    public IQueryable<ChecklistItem> Items => db.Set<ChecklistItem>().Where(i => Checklists.Any(c => c.Id == i.ChecklistId));

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    /// <summary>Posts of the programme that are held today, with who holds them: for the office, which names the team.</summary>
    public IQueryable<HeldIn> HeldPosts => HeldInTheCity.Where(_ => user.IsOffice);

    /// <summary>The same for the check of conflicts, whoever starts; never for a page.</summary>
    public IQueryable<HeldIn> HeldInTheCity
    {
        get
        {
            var today = ChinaTime.Today(time);
            return
                from holding in db.Set<PostHolding>().HeldOn(today)
                join post in db.Set<Post>() on holding.PostId equals post.Id
                join unit in db.Set<Unit>() on post.UnitId equals unit.Id
                join person in db.Set<Person>() on holding.PersonId equals person.Id
                select new HeldIn { Person = person.Id, Name = person.DisplayName, Post = post.Id, Unit = unit.Id, UnitName = unit.ShortName, UnitFullName = unit.Name, RegionCode = unit.RegionCode, Role = post.Role };
        }
    }

    /// <summary>For the check of an order that came from a finding; never for a page.</summary>
    public IQueryable<InspectionFinding> FindingsOfTheCity => db.Set<InspectionFinding>();
    public IQueryable<FindingCheck> ChecksOfTheCity => db.Set<FindingCheck>();

    /// <summary>
    /// What is about to be saved is written only while the inspection stands as it was read: when somebody takes it a step on meanwhile, <see cref="Save"/> is false. Two who write at once do not hinder each other.
    /// </summary>
    public void Holds(Inspection inspection) => db.Entry(inspection).Property(i => i.Version).IsModified = true;

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public async Task<bool> Save(CancellationToken ct)
    {
        await HoldBack(ct);
        return await db.SaveUnlessTaken(ct);
    }

    /// <summary>Saves, does more, and saves again: both or neither.</summary>
    public Task<bool> SaveInTurn(Action then, CancellationToken ct) => db.SaveInTurn(Save, then, ct);

    /// <summary>Whatever is written about an unannounced inspection is held back in the record as well: its reader may sit in the unit that is to be inspected.</summary>
    async Task HoldBack(CancellationToken ct)
    {
        var rows = db.ChangeTracker.Entries<IOfInspection>().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).Select(e => e.Entity).ToList();
        var until = new Dictionary<Guid, DateTime?>();
        foreach (var row in rows)
        {
            if (!until.TryGetValue(row.InspectionId, out var moment))
                until[row.InspectionId] = moment = row is Inspection itself ? itself.HeldBackUntil
                    : db.Set<Inspection>().Local.FirstOrDefault(i => i.Id == row.InspectionId)?.HeldBackUntil ?? await db.Set<Inspection>().Where(i => i.Id == row.InspectionId).Select(i => i.HeldBackUntil).SingleOrDefaultAsync(ct);
            if (moment is { } hidden) db.HoldBack(row, hidden);
        }
        // A photograph of a hidden one is a file that was stored at an hour.
        if (until.Values.Max() is { } last)
            foreach (var file in db.ChangeTracker.Entries<StoredFile>().Where(e => e.State == EntityState.Added)) db.HoldBack(file.Entity, last);
    }
}
