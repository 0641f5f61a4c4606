using OneMetre.Platform.Data;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>
/// The module's second door, for readers whom nobody knows. Only what a public plan still promises in public comes out, whoever asks:
/// an officer who reads the portal sees exactly what a guardian sees. Nothing can be written through it.
/// </summary>
#pragma warning disable RS0030 // This is the public door; its predicate is public or not, never who asks.
sealed class PublicProgrammeData(CityDb db)
{
    public IQueryable<Plan> Plans => db.Set<Plan>().Where(p => p.Public);

    public IQueryable<ProgrammeTask> Promises => db.Set<ProgrammeTask>()
        .Where(t => t.Public && t.DroppedInVersion == null && db.Set<Plan>().Any(p => p.Id == t.PlanId && p.Public));

    public IQueryable<PlanDomain> Domains => db.Set<PlanDomain>().Where(d => Plans.Any(p => p.Id == d.PlanId));
    public IQueryable<PlanIndicator> Indicators => db.Set<PlanIndicator>().Where(i => Plans.Any(p => p.Id == i.PlanId));
    public IQueryable<TaskUnit> Units => db.Set<TaskUnit>().Where(u => Promises.Any(t => t.Id == u.TaskId));

    /// <summary>Which unit belongs to which group, at any time.</summary>
    public IQueryable<UnitGroupMember> Members => db.Set<UnitGroupMember>();
    public IQueryable<TaskTarget> Targets => db.Set<TaskTarget>().Where(x => Promises.Any(t => t.Id == x.TaskId));

    /// <summary>Every target of a plan with the promise it belongs to: one join, where <see cref="Targets"/> would ask row by row.</summary>
    public IQueryable<TargetOfPromise> TargetsOf(Guid plan) => Promises.Where(t => t.PlanId == plan)
        .Join(db.Set<TaskTarget>(), t => t.Id, x => x.TaskId, (t, x) => new TargetOfPromise { Promise = t, Target = x });

    public IQueryable<TargetReading> Readings => db.Set<TargetReading>().Where(r => Targets.Any(t => t.Id == r.TargetId));
    public IQueryable<Milestone> Milestones => db.Set<Milestone>().Where(m => Promises.Any(t => t.Id == m.TaskId));

    /// <summary>Whether the office stands by what is written of a return: what is opened again stands for nothing until it is accepted anew.</summary>
    public IQueryable<PeriodReturn> AcceptedReturns => db.Set<PeriodReturn>().Where(r => r.State == ReturnState.Accepted);

    /// <summary>What happened, without the talk: comments stay inside.</summary>
    public IQueryable<TaskNote> Notes => db.Set<TaskNote>().Where(n => n.Kind != NoteKind.Comment && Promises.Any(t => t.Id == n.TaskId));

    /// <summary>As <see cref="Evidence.MayBePublic"/>, in terms that the database understands.</summary>
    public IQueryable<Evidence> EvidenceFiles => db.Set<Evidence>()
        .Where(e => (!e.ShowsChildren || e.Blurred || (e.ConsentReference != null && e.ConsentReference.Trim() != "")) && Promises.Any(t => t.Id == e.TaskId));

    /// <summary>The source text of public promises, as far as it was applied.</summary>
    public IQueryable<SourceBlock> SourceBlocks => db.Set<SourceBlock>()
        .Where(b => db.Set<PlanImport>().Any(i => i.Id == b.ImportId && i.State == ImportState.Applied) && Promises.Any(t => t.ImportId == b.ImportId));

    /// <summary>Child impact assessments that the office has published, what children they heard, and the looks at what came of them.</summary>
    public IQueryable<ImpactAssessment> Impacts => db.Set<ImpactAssessment>().Where(a => a.PublishedOn != null);
    public IQueryable<ImpactHearing> Hearings => db.Set<ImpactHearing>().Where(h => Impacts.Any(a => a.Id == h.ImpactId));
    public IQueryable<ImpactStep> Looks => db.Set<ImpactStep>().Where(s => s.Kind == ImpactStepKind.Monitor && Impacts.Any(a => a.Id == s.ImpactId));

    /// <summary>Good practices that the office has published, with their photographs.</summary>
    public IQueryable<GoodPractice> Practices => db.Set<GoodPractice>().Where(p => p.State == PracticeState.Published);
    public IQueryable<PracticePhoto> PracticePhotos => db.Set<PracticePhoto>().Where(x => Practices.Any(p => p.Id == x.PracticeId));

    /// <summary>The name of a unit or group today; documents may print an older one.</summary>
    public IQueryable<Unit> RegisteredUnits => db.Set<Unit>();
}

/// <summary>A target beside its promise.</summary>
sealed class TargetOfPromise
{
    public required ProgrammeTask Promise { get; init; }
    public required TaskTarget Target { get; init; }
}
