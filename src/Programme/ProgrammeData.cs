using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>A partner unit that has not answered for its part of a task.</summary>
sealed record PartnerOwes(Guid TaskId, Guid UnitId);

/// <summary>
/// The module's only door to its tables. What comes out is already limited to what the user may see: the office sees the whole programme,
/// every other post the tasks in which its unit has a part today, by itself or through a group; without a post, nothing.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class ProgrammeData(CityDb db, CurrentUser user, TimeProvider time)
{
    public IQueryable<Plan> Plans => db.Set<Plan>().Where(_ => user.InProgramme);
    public IQueryable<PlanDomain> Domains => db.Set<PlanDomain>().Where(_ => user.InProgramme);
    public IQueryable<PlanMeasure> Measures => db.Set<PlanMeasure>().Where(_ => user.InProgramme);
    public IQueryable<PlanIndicator> PlanIndicators => db.Set<PlanIndicator>().Where(_ => user.InProgramme);

    /// <summary>Imports and drafts are the office's alone.</summary>
    public IQueryable<PlanImport> Imports => db.Set<PlanImport>().Where(_ => user.Role == RoleCode.Office);
    public IQueryable<DraftEntry> Entries => db.Set<DraftEntry>().Where(_ => user.Role == RoleCode.Office);
    public IQueryable<DraftFinding> Findings => db.Set<DraftFinding>().Where(_ => user.Role == RoleCode.Office);
    public IQueryable<UnitMatch> UnitMatches => db.Set<UnitMatch>().Where(_ => user.Role == RoleCode.Office);

    /// <summary>The source text of a plan is public once issued: everyone with a post may read what was applied, the office also what is in review.</summary>
    public IQueryable<SourceBlock> SourceBlocks => db.Set<SourceBlock>()
        .Where(b => user.Role == RoleCode.Office || (user.InProgramme && db.Set<PlanImport>().Any(i => i.Id == b.ImportId && i.State == ImportState.Applied)));

    public IQueryable<ProgrammeTask> VisibleTasks => user.IsOffice ? db.Set<ProgrammeTask>() : db.Set<ProgrammeTask>().Where(t => OwnTasks.Contains(t.Id));

    /// <summary>The tasks in which the user's unit has a part, by number. Two halves rather than one condition with "or", so that each is read from its index: the board asks this in every query.</summary>
    IQueryable<Guid> OwnTasks
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return db.Set<TaskUnit>().Where(u => unit != null && u.UnitId == unit).Select(u => u.TaskId)
                .Concat(db.Set<TaskUnit>().Where(u => u.GroupId != null && OwnGroups.Contains(u.GroupId.Value)).Select(u => u.TaskId));
        }
    }

    /// <summary>The groups to which the user's unit belongs today.</summary>
    public IQueryable<Guid> OwnGroups
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            var today = ChinaTime.Today(time);
            return db.Set<UnitGroupMember>().HeldOn(today).Where(m => unit != null && m.UnitId == unit).Select(m => m.GroupId);
        }
    }

    /// <summary>The parts that the user's own unit has in tasks, by itself or through a group. The office has the parts of its own unit, no more.</summary>
    public IQueryable<TaskUnit> OwnParts
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return db.Set<TaskUnit>().Where(u => unit != null && (u.UnitId == unit || (u.GroupId != null && OwnGroups.Contains(u.GroupId.Value))));
        }
    }

    /// <summary>The tasks for which the user's unit answers: it leads, or, where a plan names no lead, it is one of the units responsible.</summary>
    public IQueryable<ProgrammeTask> AnsweredTasks => db.Set<ProgrammeTask>().Where(t => OwnParts
        .Where(u => u.Role == UnitRole.Lead || (u.Role == UnitRole.Cooperating && !db.Set<TaskUnit>().Any(o => o.TaskId == u.TaskId && o.Role == UnitRole.Lead))).Select(u => u.TaskId).Contains(t.Id));

    /// <summary>Every task of the city, for the daily clock and other work that no person asked for; never for a page.</summary>
    public IQueryable<ProgrammeTask> TasksOfTheCity => db.Set<ProgrammeTask>();

    // What hangs on a task is seen with the task. The office sees all of them, and asking row by row would only slow its pages down.
    public IQueryable<TaskUnit> TaskUnits => user.IsOffice ? db.Set<TaskUnit>() : db.Set<TaskUnit>().Where(u => OwnTasks.Contains(u.TaskId));
    /// <summary>Those of the units that have a part in a task that the user sees. The office asks unit by unit, which ends at its first part; the others list the few parts that they see.</summary>
    public IQueryable<Unit> WithParts(IQueryable<Unit> units) =>
        user.IsOffice ? units.Where(u => TaskUnits.Any(p => p.UnitId == u.Id)) : units.Where(u => TaskUnits.Select(p => p.UnitId).Contains(u.Id));

    public IQueryable<TaskTarget> Targets => user.IsOffice ? db.Set<TaskTarget>() : db.Set<TaskTarget>().Where(x => OwnTasks.Contains(x.TaskId));
    public IQueryable<TargetReading> Readings => user.IsOffice ? db.Set<TargetReading>() : db.Set<TargetReading>().Where(r => Targets.Any(t => t.Id == r.TargetId));
    public IQueryable<Milestone> Milestones => user.IsOffice ? db.Set<Milestone>() : db.Set<Milestone>().Where(m => OwnTasks.Contains(m.TaskId));
    public IQueryable<TaskNote> Notes => user.IsOffice ? db.Set<TaskNote>() : db.Set<TaskNote>().Where(n => OwnTasks.Contains(n.TaskId));
    public IQueryable<Evidence> EvidenceFiles => user.IsOffice ? db.Set<Evidence>() : db.Set<Evidence>().Where(e => OwnTasks.Contains(e.TaskId));

    /// <summary>Every plan at work with its targets, for the indicators' nightly look at the figures; never for a page.</summary>
    public IQueryable<Plan> PlansOfTheCity => db.Set<Plan>();
    public IQueryable<PlanIndicator> PlanIndicatorsOfTheCity => db.Set<PlanIndicator>();

    // Cycles and rounds tell days, no words: everyone who carries the programme may read them.
    public IQueryable<ReturnCycle> Cycles => db.Set<ReturnCycle>().Where(_ => user.InProgramme);
    public IQueryable<ReturnRound> Rounds => db.Set<ReturnRound>().Where(_ => user.InProgramme);

    /// <summary>The office's see every return, a county's office those of its county, every other post those of its own unit.</summary>
    public IQueryable<PeriodReturn> Returns
    {
        get
        {
            if (user.IsOffice) return db.Set<PeriodReturn>();
            var (unit, prefix) = (user.InProgramme ? user.UnitId : null, user.RegionPrefix);
            return user.Role == RoleCode.CountyOffice && RegionCode.LevelOfPrefix(prefix) >= RegionLevel.County
                ? db.Set<PeriodReturn>().Where(r => unit != null && (r.UnitId == unit || r.RegionCode.StartsWith(prefix)))
                : db.Set<PeriodReturn>().Where(r => unit != null && r.UnitId == unit);
        }
    }

    /// <summary>Those that the user's unit answers itself.</summary>
    public IQueryable<PeriodReturn> OwnReturns
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return db.Set<PeriodReturn>().Where(r => unit != null && r.UnitId == unit);
        }
    }

    public IQueryable<ReturnLine> ReturnLines => user.IsOffice ? db.Set<ReturnLine>() : db.Set<ReturnLine>().Where(l => Returns.Any(r => r.Id == l.ReturnId));
    public IQueryable<ReturnStep> ReturnSteps => user.IsOffice ? db.Set<ReturnStep>() : db.Set<ReturnStep>().Where(s => Returns.Any(r => r.Id == s.ReturnId));

    /// <summary>The tasks that stand in a return which the user sees, also where the part in them has ended since.</summary>
    public IQueryable<ProgrammeTask> ReturnTasks => user.IsOffice ? db.Set<ProgrammeTask>() : db.Set<ProgrammeTask>().Where(t => ReturnLines.Any(l => l.TaskId == t.Id));

    /// <summary>What the partner units have answered under the tasks of a return that the user sees and whose unit answers for the whole. What they have only begun is theirs alone.</summary>
    public IQueryable<ReturnLine> PartnersAnswers(Guid of) => Partners(of).Where(l => l.Answer != null);

    /// <summary>Which partner units have not answered yet, without a word of theirs.</summary>
    public IQueryable<PartnerOwes> PartnersOwing(Guid of) => Partners(of).Where(l => l.Answer == null).Select(l => new PartnerOwes(l.TaskId, l.UnitId));

    IQueryable<ReturnLine> Partners(Guid of) => db.Set<ReturnLine>().Where(l => l.Part == ReturnPart.Partner
        && ReturnLines.Any(own => own.ReturnId == of && own.Part == ReturnPart.Lead && own.TaskId == l.TaskId && own.RoundId == l.RoundId));

    /// <summary>For the clock that opens rounds and tells who is late; never for a page.</summary>
    public IQueryable<ReturnCycle> CyclesOfTheCity => db.Set<ReturnCycle>();
    public IQueryable<ReturnRound> RoundsOfTheCity => db.Set<ReturnRound>();
    public IQueryable<PeriodReturn> ReturnsOfTheCity => db.Set<PeriodReturn>();
    public IQueryable<TaskUnit> PartsOfTheCity => db.Set<TaskUnit>();

    /// <summary>Every feed, for the address that finds its feed by the secret alone.</summary>
    public IQueryable<CalendarFeed> FeedsOfTheCity => db.Set<CalendarFeed>();

    public IQueryable<CalendarFeed> Feeds => db.Set<CalendarFeed>().Where(f => f.PostId == user.PostId);

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void AddRange<T>(IEnumerable<T> entities) where T : class => db.Set<T>().AddRange(entities);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Saves, unless somebody else has changed the same row since it was read: then nothing is written and the answer is no.</summary>
    public Task<bool> SaveUnlessChanged(CancellationToken ct) => db.SaveUnlessChanged(ct);

    /// <summary>False too when somebody else has just made the same row: a round of the same period, for one.</summary>
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);

    /// <summary>Lets go of everything read and changed, as if it had not been touched.</summary>
    public void Forget() => db.ChangeTracker.Clear();
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>For work that must be done as a whole or not at all, over several saves.</summary>
    public async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work();
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>For work that must be done as a whole, and that may find on the way that it cannot be done: then nothing of it stays.</summary>
    public async Task<Result<T>> Attempt<T>(Func<Task<Result<T>>> work, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work();
        if (result.Ok) await transaction.CommitAsync(ct);
        return result;
    }
}
