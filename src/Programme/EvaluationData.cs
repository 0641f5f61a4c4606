using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme;

/// <summary>How many units of an evaluation have a grade; null: none was given.</summary>
sealed record GradeCount(UnitGrade? Grade, int Units);

/// <summary>
/// The door to the evaluation of the programme. The office sees all of its city; the posts of a unit see the evaluations that have begun and cover it, of them their own sheet, the number of units with each
/// grade once it is announced, and no other unit by name unless the rules allow it; nobody else sees any. Members of the panel have no account: their link opens a few sheets by name and nothing else.
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class EvaluationData(CityDb db, CurrentUser user, TimeProvider time)
{
    Guid? OwnUnit => user.InProgramme ? user.UnitId : null;

    public IQueryable<ScoreRules> Rules => db.Set<ScoreRules>().Where(r => user.IsOffice || (user.InProgramme && r.State != ScoreRulesState.Draft));

    public IQueryable<ProgrammeEvaluation> Evaluations
    {
        get
        {
            if (user.IsOffice) return db.Set<ProgrammeEvaluation>();
            var unit = OwnUnit;
            return db.Set<ProgrammeEvaluation>().Where(e => unit != null && e.State != EvaluationState.Prepared && db.Set<EvaluationSheet>().Any(s => s.EvaluationId == e.Id && s.UnitId == unit));
        }
    }

    /// <summary>The evaluations of which the units know the result.</summary>
    IQueryable<ProgrammeEvaluation> Told => db.Set<ProgrammeEvaluation>().Where(e => e.State == EvaluationState.Announced || e.State == EvaluationState.Objections || e.State == EvaluationState.Final);

    /// <summary>Which sheets; to take a step on one, as it lies. What is shown of them are <see cref="SheetsShown"/>.</summary>
    public IQueryable<EvaluationSheet> Sheets
    {
        get
        {
            if (user.IsOffice) return db.Set<EvaluationSheet>();
            var unit = OwnUnit;
            return db.Set<EvaluationSheet>().Where(s => unit != null && s.UnitId == unit && Evaluations.Any(e => e.Id == s.EvaluationId));
        }
    }

    /// <summary>To read: a veto stands on a unit's sheet once the unit is told the result.</summary>
    public IQueryable<EvaluationSheet> SheetsShown => user.IsOffice ? db.Set<EvaluationSheet>().AsNoTracking() :
        from s in Sheets.AsNoTracking()
        join e in db.Set<ProgrammeEvaluation>() on s.EvaluationId equals e.Id
        let told = e.State == EvaluationState.Announced || e.State == EvaluationState.Objections || e.State == EvaluationState.Final
        select new EvaluationSheet
        {
            Id = s.Id,
            EvaluationId = s.EvaluationId,
            UnitId = s.UnitId,
            UnitName = s.UnitName,
            RegionCode = s.RegionCode,
            SortOrder = s.SortOrder,
            Said = s.Said,
            HandedInAt = s.HandedInAt,
            Veto = told ? s.Veto : null,
            VetoWhy = told ? s.VetoWhy : null,
            Score = told ? s.Score : null,
            Coverage = told ? s.Coverage : null,
            Grade = told ? s.Grade : null,
            OpenObjections = s.OpenObjections,
            Version = s.Version,
        };

    /// <summary>To take a step, as they lie. What is shown of them are <see cref="LinesShown"/>.</summary>
    public IQueryable<ScoreLine> Lines => user.IsOffice ? db.Set<ScoreLine>() : db.Set<ScoreLine>().Where(l => Sheets.Any(s => s.Id == l.SheetId));

    /// <summary>To read. What the record says, a unit reads at once; what the office, a survey or the panel gave it, once it is told the result.</summary>
    public IQueryable<ScoreLine> LinesShown => user.IsOffice ? db.Set<ScoreLine>().AsNoTracking() :
        from l in db.Set<ScoreLine>().AsNoTracking()
        join s in Sheets on l.SheetId equals s.Id
        join e in db.Set<ProgrammeEvaluation>() on s.EvaluationId equals e.Id
        let open = !ScoreLine.Given.Contains(l.Kind) || e.State == EvaluationState.Announced || e.State == EvaluationState.Objections || e.State == EvaluationState.Final
        select new ScoreLine
        {
            Id = l.Id,
            SheetId = l.SheetId,
            Item = l.Item,
            Kind = l.Kind,
            Got = open ? l.Got : null,
            Of = open ? l.Of : null,
            Basis = open ? l.Basis : "[]",
            Claimed = l.Claimed,
            Said = l.Said,
            Why = open ? l.Why : null,
            Objection = l.Objection,
            ObjectionText = l.ObjectionText,
            Answer = l.Answer,
            GotBefore = l.GotBefore,
            OfBefore = l.OfBefore,
        };

    public IQueryable<EvaluationPaper> Papers => user.IsOffice ? db.Set<EvaluationPaper>() : db.Set<EvaluationPaper>().Where(p => Sheets.Any(s => s.Id == p.SheetId));

    /// <summary>The chain of an evaluation, and those of the sheets that the user sees; of these what the office set there, once the result is told.</summary>
    public IQueryable<EvaluationStep> Steps => user.IsOffice ? db.Set<EvaluationStep>()
        : db.Set<EvaluationStep>().Where(s => s.SheetId == null ? Evaluations.Any(e => e.Id == s.EvaluationId) : Sheets.Any(o => o.Id == s.SheetId) && ((s.Kind != EvaluationStepKind.Set && s.Kind != EvaluationStepKind.Veto && s.Kind != EvaluationStepKind.LiftVeto) || Told.Any(e => e.Id == s.EvaluationId)));

    /// <summary>Surveys of the user's own unit, and those that hold for all, once the result is told.</summary>
    public IQueryable<SatisfactionSurvey> Surveys
    {
        get
        {
            if (user.IsOffice) return db.Set<SatisfactionSurvey>();
            var unit = OwnUnit;
            return db.Set<SatisfactionSurvey>().Where(s => (s.UnitId == null || s.UnitId == unit) && Evaluations.Any(e => e.Id == s.EvaluationId) && Told.Any(e => e.Id == s.EvaluationId));
        }
    }

    public IQueryable<PanelLink> Links => db.Set<PanelLink>().Where(_ => user.IsOffice);

    /// <summary>For sums of three and more; never row by row.</summary>
    public IQueryable<PanelVote> VotesOfTheCity => db.Set<PanelVote>();

    /// <summary>How many units have each grade, of what is announced; for everybody who sees the evaluation.</summary>
    public IQueryable<GradeCount> Grades(Guid evaluation) => db.Set<EvaluationSheet>()
        .Where(s => s.EvaluationId == evaluation && Evaluations.Any(e => e.Id == evaluation) && Told.Any(e => e.Id == evaluation))
        .GroupBy(s => s.Grade).Select(g => new GradeCount(g.Key, g.Count()));

    /// <summary>The sheets of one evaluation whose names and grades (nothing else) other units may read: of a final one, where the rules say so.</summary>
    public IQueryable<EvaluationSheet> Named(Guid evaluation) => db.Set<EvaluationSheet>().Where(s => s.EvaluationId == evaluation
        && Evaluations.Any(e => e.Id == evaluation && e.State == EvaluationState.Final && db.Set<ScoreRules>().Any(r => r.Id == e.RulesId && r.NamesShown)));

    public IQueryable<Unit> Units => db.Set<Unit>().Where(_ => user.InProgramme);

    /// <summary>For the office's count; never for a page.</summary>
    public IQueryable<UnitGroupMember> GroupMembers => db.Set<UnitGroupMember>().Where(_ => user.IsOffice);

    // By the secret of a link alone, for somebody without an account.
    public Task<PanelLink?> LinkOf(string hash, CancellationToken ct) => db.Set<PanelLink>().SingleOrDefaultAsync(l => l.SecretHash == hash, ct);
    public Task<ProgrammeEvaluation> EvaluationOf(PanelLink link, CancellationToken ct) => db.Set<ProgrammeEvaluation>().AsNoTracking().SingleAsync(e => e.Id == link.EvaluationId, ct);
    public Task<ScoreRules> RulesOf(ProgrammeEvaluation evaluation, CancellationToken ct) => db.Set<ScoreRules>().AsNoTracking().SingleAsync(r => r.Id == evaluation.RulesId, ct);
    public IQueryable<EvaluationSheet> SheetsOf(PanelLink link)
    {
        var ids = link.SheetIds;
        return db.Set<EvaluationSheet>().AsNoTracking().Where(s => s.EvaluationId == link.EvaluationId && ids.Contains(s.Id));
    }

    /// <summary>What was counted for the units of a link, without what it rests on.</summary>
    public IQueryable<ScoreLine> LinesOf(PanelLink link) => db.Set<ScoreLine>().AsNoTracking().Where(l => SheetsOf(link).Any(s => s.Id == l.SheetId));

    /// <summary>The person who hands in a sheet and the office that moves the evaluation on stand against each other: what was read must still hold.</summary>
    public void Holds(ProgrammeEvaluation evaluation) => db.Entry(evaluation).Property(e => e.Version).IsModified = true;

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public void Forget() => db.ChangeTracker.Clear();
    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);

    /// <summary>Whether a unit is of a county or below it, and not of the city itself.</summary>
    public static bool OfCounty(string regionCode) => RegionCode.Level(regionCode) >= RegionLevel.County;
}
