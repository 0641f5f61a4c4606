using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>Somebody who holds a contact's post today. TrainedOn: the last training since taking it, where Known: in the office, and of one's own unit.</summary>
sealed class Contact
{
    public Guid Person { get; init; }
    public Guid Unit { get; init; }
    public string Name { get; init; } = "";
    public string Title { get; init; } = "";
    public RoleCode Role { get; init; }
    public DateOnly From { get; init; }
    public bool Known { get; init; }
    public DateOnly? TrainedOn { get; init; }
}

/// <summary>Somebody who may be put down for a training, by the holding of a post.</summary>
sealed class Trainee
{
    public Guid Holding { get; init; }
    public Guid Person { get; init; }
    public Guid Post { get; init; }
    public Guid Unit { get; init; }
    public string Name { get; init; } = "";
    public string Title { get; init; } = "";
    public RoleCode Role { get; init; }
    public string Region { get; init; } = "";
}

/// <summary>An entry with the names that belong to it.</summary>
sealed class NamedEntry
{
    public TrainingEntry Entry { get; init; } = default!;
    public string Name { get; init; } = "";
    public string Title { get; init; } = "";
    public string Unit { get; init; } = "";
    public int UnitOrder { get; init; }
}

/// <summary>
/// The door to training and to the directory of contacts. A training is written by the office, or by the county's office that holds it; the others see it once it is announced, in the region for which it is.
/// Who is put down for it the holder sees, of their own unit those of the programme, and everybody of themselves. The directory has no table: it is the posts of today.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class TrainingData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>Whom the office can call in a unit.</summary>
    public static IReadOnlyList<RoleCode> ContactRoles { get; } = [RoleCode.UnitLeader, RoleCode.DeptContact, RoleCode.CountyOffice, RoleCode.StatOfficer, RoleCode.Office];

    /// <summary>Whether the user's post holds training: for the city, or for a county.</summary>
    public bool MayHold => user.Role is RoleCode.Office or RoleCode.CountyOffice;

    /// <summary>Whether the user puts down people of the own unit.</summary>
    public bool MayName => user.Role is RoleCode.Office or RoleCode.CountyOffice or RoleCode.DeptContact or RoleCode.UnitLeader;

    Guid? OwnUnit => user.InProgramme ? user.UnitId : null;

    /// <summary>Those that the user writes.</summary>
    public IQueryable<TrainingSession> Kept
    {
        get
        {
            var unit = user.Role == RoleCode.CountyOffice ? user.UnitId : null;
            return user.IsOffice ? db.Set<TrainingSession>() : db.Set<TrainingSession>().Where(s => unit != null && s.HolderId == unit);
        }
    }

    public IQueryable<TrainingSession> Sessions
    {
        get
        {
            if (user.IsOffice) return Kept;
            var (kept, own, prefix, programme) = (Kept, Own, user.RegionPrefix, user.InProgramme);
            var mark = user.Role is { } role && TrainingSession.Audience.Contains(role) ? TrainingSession.Mark(role) : null;
            return db.Set<TrainingSession>().Where(s => kept.Any(k => k.Id == s.Id)
                || (mark != null && s.State != TrainingState.Draft && ((prefix.StartsWith(s.Region) && (programme || s.Roles.Contains(mark))) || own.Any(e => e.SessionId == s.Id))));
        }
    }

    /// <summary>What is put down of the user.</summary>
    public IQueryable<TrainingEntry> Own
    {
        get
        {
            var person = user.Role is null ? null : user.PersonId;
            return db.Set<TrainingEntry>().Where(e => person != null && e.PersonId == person);
        }
    }

    public IQueryable<TrainingEntry> Entries
    {
        get
        {
            if (user.IsOffice) return db.Set<TrainingEntry>();
            var (kept, own, unit) = (Kept, Own, OwnUnit);
            return db.Set<TrainingEntry>().Where(e => kept.Any(s => s.Id == e.SessionId) || (unit != null && e.UnitId == unit) || own.Any(o => o.Id == e.Id));
        }
    }

    public IQueryable<NamedEntry> Named =>
        from entry in Entries
        join person in db.Set<Person>() on entry.PersonId equals person.Id
        join post in db.Set<Post>() on entry.PostId equals post.Id
        join unit in db.Set<Unit>() on entry.UnitId equals unit.Id
        select new NamedEntry { Entry = entry, Name = person.DisplayName, Title = post.Title, Unit = unit.ShortName, UnitOrder = unit.SortOrder };

    public IQueryable<TrainingFile> Files => db.Set<TrainingFile>().Where(f => Sessions.Any(s => s.Id == f.SessionId));

    /// <summary>The record names people, so it is the holder's.</summary>
    public IQueryable<TrainingStep> Steps => db.Set<TrainingStep>().Where(t => Kept.Any(s => s.Id == t.SessionId));

    /// <summary>What those who were there said, for the holder, and only where enough of them did.</summary>
    public IQueryable<TrainingFeedback> Feedback => db.Set<TrainingFeedback>().Where(f => Kept.Any(s => s.Id == f.SessionId) && db.Set<TrainingFeedback>().Count(o => o.SessionId == f.SessionId) >= TrainingFeedback.Fewest);

    /// <summary>Who was at what was held: the office counts all, the others their own unit.</summary>
    public IQueryable<Attended> Attendances =>
        from entry in Entries
        where entry.Came == TrainingPresence.Present && (user.IsOffice || entry.UnitId == OwnUnit)
        join session in db.Set<TrainingSession>() on entry.SessionId equals session.Id
        where session.State == TrainingState.Held
        select new Attended(entry.PersonId, entry.UnitId, session.Id, session.Day, session.Hours);

    /// <summary>Those who held a contact's post of the directory's units on a day, where the user may know how they are trained.</summary>
    public IQueryable<ContactSince> ContactsOn(DateOnly day)
    {
        var (all, unit, partners) = (user.IsOffice, OwnUnit, Partners);
        return
            from holding in db.Set<PostHolding>().HeldOn(day)
            join post in db.Set<Post>() on holding.PostId equals post.Id
            where ContactRoles.Contains(post.Role) && (all || (unit != null && post.UnitId == unit)) && partners.Any(u => u.Id == post.UnitId)
            select new ContactSince(holding.PersonId, post.UnitId, holding.From);
    }

    /// <summary>Who can be called today: a directory among colleagues.</summary>
    public IQueryable<Contact> Contacts
    {
        get
        {
            var (all, unit, programme) = (user.IsOffice, OwnUnit, user.InProgramme);
            var held = from entry in db.Set<TrainingEntry>()
                       where entry.Came == TrainingPresence.Present
                       join session in db.Set<TrainingSession>() on entry.SessionId equals session.Id
                       where session.State == TrainingState.Held
                       select new { entry.PersonId, session.Day };
            return
                from holding in db.Set<PostHolding>().HeldOn(time.Today())
                join post in db.Set<Post>() on holding.PostId equals post.Id
                where programme && ContactRoles.Contains(post.Role)
                join person in db.Set<Person>() on holding.PersonId equals person.Id
                select new Contact
                {
                    Person = holding.PersonId,
                    Unit = post.UnitId,
                    Name = person.DisplayName,
                    Title = post.Title,
                    Role = post.Role,
                    From = holding.From,
                    Known = all || post.UnitId == unit,
                    TrainedOn = all || post.UnitId == unit ? held.Where(h => h.PersonId == holding.PersonId && h.Day >= holding.From).Max(h => (DateOnly?)h.Day) : null,
                };
        }
    }

    /// <summary>The units that have a part in a task today, by themselves or in a group, and those of the office.</summary>
    public IQueryable<Unit> Partners
    {
        get
        {
            var (today, programme) = (time.Today(), user.InProgramme);
            var parts = from part in db.Set<TaskUnit>() join task in db.Set<ProgrammeTask>() on part.TaskId equals task.Id where task.DroppedInVersion == null select part;
            var members = db.Set<UnitGroupMember>().HeldOn(today);
            var holdings = db.Set<PostHolding>().HeldOn(today);
            return db.Set<Unit>().Where(u => programme && (u.ValidTo == null || u.ValidTo > today) && (parts.Any(p => p.UnitId == u.Id) || members.Any(m => m.UnitId == u.Id && parts.Any(p => p.GroupId == m.GroupId))
                || db.Set<Post>().Any(p => p.UnitId == u.Id && p.Role == RoleCode.Office && holdings.Any(h => h.PostId == p.Id))));
        }
    }

    public IQueryable<UnitAlias> Aliases => db.Set<UnitAlias>().Where(_ => user.InProgramme);
    public IQueryable<Unit> Units => db.Set<Unit>();

    /// <summary>Who may be put down by the user: those of the own unit; for what one holds oneself, those of the whole region.</summary>
    /// <param name="holds">For a training that the user holds.</param>
    public IQueryable<Trainee> Trainees(bool holds)
    {
        var (unit, prefix) = (MayName ? user.UnitId : null, user.RegionPrefix);
        var audience = TrainingSession.Audience;
        return
            from holding in db.Set<PostHolding>().HeldOn(time.Today())
            join post in db.Set<Post>() on holding.PostId equals post.Id
            where audience.Contains(post.Role) && unit != null && (post.UnitId == unit || (holds && post.RegionCode.StartsWith(prefix)))
            join person in db.Set<Person>() on holding.PersonId equals person.Id
            select new Trainee { Holding = holding.Id, Person = person.Id, Post = post.Id, Unit = post.UnitId, Name = person.DisplayName, Title = post.Title, Role = post.Role, Region = post.RegionCode };
    }

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>An id that tells a day and no moment.</summary>
    public static Guid IdOf(DateOnly day) => Guid.CreateVersion7(new(ChinaTime.StartOf(day)));
    public void Forget() => db.ChangeTracker.Clear();

    /// <summary>False when somebody else changed the same or made the same meanwhile; then nothing was written.</summary>
    public Task<bool> Save(CancellationToken ct) => db.SaveUnlessTaken(ct);
}
