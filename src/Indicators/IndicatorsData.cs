using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;

namespace OneMetre.Indicators;

/// <summary>
/// The module's only door to its tables. Definitions and forms hold no figures: everyone with a post may read them. Figures that a unit is still working on
/// are its own; the department in charge, the statistics bureau and the office see them once the head of the unit has signed (domain reference §11.2, row "Indicators").
/// </summary>
#pragma warning disable RS0030 // This is the door.
sealed class IndicatorsData(CityDb db, CurrentUser user, TimeProvider time)
{
    /// <summary>What has left the unit: signed by its head, and not sent back.</summary>
    static readonly SubmissionState[] HandedOn = [SubmissionState.Signed, SubmissionState.Checked, SubmissionState.Locked, SubmissionState.Published];

    public IQueryable<Indicator> Indicators => db.Set<Indicator>();
    public IQueryable<DataElement> Elements => db.Set<DataElement>();
    public IQueryable<FormulaVersion> Formulas => db.Set<FormulaVersion>();
    public IQueryable<FigureCheck> Checks => db.Set<FigureCheck>();
    public IQueryable<IndicatorTarget> Targets => db.Set<IndicatorTarget>();
    public IQueryable<ReportTemplate> ReportTemplates => db.Set<ReportTemplate>();

    /// <summary>Read by every sum; a page shows them to those who oversee the figures.</summary>
    public IQueryable<FigureOverlap> Overlaps => db.Set<FigureOverlap>();

    /// <summary>Whether the user may write in the catalogue: the office and the statistics bureau of the city. A county's keep to their own region.</summary>
    public bool MayDefine => Oversees && RegionCode.LevelOfPrefix(user.RegionPrefix) <= RegionLevel.City;

    /// <summary>Whether the user may declare that figures overlap: the statistics bureau, in its own region.</summary>
    public bool MayDeclare(string region) => user.Role == RoleCode.StatOfficer && region.StartsWith(user.RegionPrefix, StringComparison.Ordinal);
    public IQueryable<ReportForm> Forms => db.Set<ReportForm>().Where(_ => user.InProgramme);

    /// <summary>The forms that the user may change and issue: those of the user's own region, for the office and the statistics bureau.</summary>
    public IQueryable<ReportForm> OwnForms
    {
        get
        {
            var prefix = user.RegionPrefix;
            return db.Set<ReportForm>().Where(f => Oversees && f.RegionPrefix == prefix);
        }
    }

    /// <summary>The digits that the regions of the user share.</summary>
    public string OwnPrefix => user.RegionPrefix;
    public IQueryable<FormLine> Lines => db.Set<FormLine>().Where(_ => user.InProgramme);
    public IQueryable<FormDuty> Duties => db.Set<FormDuty>().Where(_ => user.InProgramme);
    public IQueryable<ReportRound> Rounds => db.Set<ReportRound>().Where(_ => user.InProgramme);
    public IQueryable<Unit> Units => db.Set<Unit>();
    public IQueryable<Region> Regions => db.Set<Region>();

    /// <summary>Whether the post is set over everybody's figures: the secretariat and the statistics bureau, in their own region.</summary>
    public bool Oversees => user.Role is RoleCode.Office or RoleCode.StatOfficer;

    /// <summary>Who owes what and how far it is, without a figure: the unit's own, those of which it is in charge, and for the office and the bureau all of their region.</summary>
    public IQueryable<Submission> Expected
    {
        get
        {
            var (unit, prefix) = (user.InProgramme ? user.UnitId : null, user.RegionPrefix);
            return Oversees
                ? db.Set<Submission>().Where(s => s.RegionCode.StartsWith(prefix))
                : db.Set<Submission>().Where(s => unit != null && (s.UnitId == unit || s.SupervisorId == unit));
        }
    }

    /// <summary>The submissions whose figures the user may see.</summary>
    public IQueryable<Submission> Submissions
    {
        get
        {
            var unit = user.UnitId;
            return Expected.Where(s => s.UnitId == unit || HandedOn.Contains(s.State));
        }
    }

    /// <summary>The unit's own submissions.</summary>
    public IQueryable<Submission> OwnSubmissions
    {
        get
        {
            var unit = user.InProgramme ? user.UnitId : null;
            return db.Set<Submission>().Where(s => unit != null && s.UnitId == unit);
        }
    }

    public IQueryable<SubmissionCell> Cells => db.Set<SubmissionCell>().Where(c => Submissions.Any(s => s.Id == c.SubmissionId));

    /// <summary>The papers behind the cells: exactly for those who may see the submission.</summary>
    public IQueryable<CellEvidence> Evidence => db.Set<CellEvidence>().Where(e => Submissions.Any(s => s.Id == e.SubmissionId));
    public IQueryable<SubmissionStep> Steps => db.Set<SubmissionStep>().Where(x => Submissions.Any(s => s.Id == x.SubmissionId));

    /// <summary>The accepted figures that the user may see: those that the own post lets through, and those that are open to every post.</summary>
    public IQueryable<DataValue> Values
    {
        get
        {
            var (own, open) = (OwnValues, OpenValues);
            return db.Set<DataValue>().Where(v => own.Any(o => o.ElementId == v.ElementId && o.Period == v.Period && o.RegionCode == v.RegionCode && o.Split == v.Split)
                || open.Any(o => o.ElementId == v.ElementId && o.Period == v.Period && o.RegionCode == v.RegionCode && o.Split == v.Split));
        }
    }

    /// <summary>
    /// What is published and could point at nobody. Published counts that are sensitive are for everybody on the portal only, where small ones are hidden.
    /// </summary>
    public IQueryable<DataValue> OpenValues => db.Set<DataValue>().Where(v => v.Published && !db.Set<DataElement>().Any(e => e.Id == v.ElementId && e.Sensitive));

    /// <summary>What the user sees for the sake of the post: all of their region for the office and the bureau; for a unit those it reported or is in charge of.</summary>
    public IQueryable<DataValue> OwnValues
    {
        get
        {
            var (unit, prefix) = (user.InProgramme ? user.UnitId : null, user.RegionPrefix);
            return Oversees
                ? db.Set<DataValue>().Where(v => v.RegionCode.StartsWith(prefix))
                : db.Set<DataValue>().Where(v => unit != null && db.Set<Submission>().Any(s => s.Id == v.SubmissionId && (s.UnitId == unit || s.SupervisorId == unit)));
        }
    }

    /// <summary>The accepted figures of the same region and the same elements as a submission that the user may see: what stood there before.</summary>
    public IQueryable<DataValue> ValuesBeside(Guid submission) => db.Set<DataValue>().Where(v =>
        Submissions.Any(s => s.Id == submission && s.RegionCode == v.RegionCode) && db.Set<SubmissionCell>().Any(c => c.SubmissionId == submission && c.ElementId == v.ElementId));

    /// <summary>What the public may see, whoever asks.</summary>
    public IQueryable<DataValue> PublishedValues => db.Set<DataValue>().Where(v => v.Published);

    /// <summary>Every accepted figure, for the work that no person asked for and for the step that writes them; never for a page.</summary>
    public IQueryable<DataValue> ValuesOfTheCity => db.Set<DataValue>();
    public IQueryable<Submission> SubmissionsOfTheCity => db.Set<Submission>();
    public IQueryable<SubmissionCell> CellsOfTheCity => db.Set<SubmissionCell>();

    /// <summary>What the public may see of each figure that could point at a child; public itself.</summary>
    public IQueryable<PublicCell> PublicCells => db.Set<PublicCell>();
    public IQueryable<Publication> Publications => db.Set<Publication>();
    public IQueryable<ValueChange> Changes => db.Set<ValueChange>();

    /// <summary>
    /// The early warnings that the user may see: all of their region for the office and the bureau; for a unit those about figures that it reports for the region or is in charge of, and those of the
    /// whole city about figures that it is in charge of.
    /// </summary>
    public IQueryable<EarlyWarning> Warnings
    {
        get
        {
            var (unit, prefix) = (user.InProgramme ? user.UnitId : null, user.RegionPrefix);
            return Oversees
                ? db.Set<EarlyWarning>().Where(w => w.RegionCode.StartsWith(prefix))
                : db.Set<EarlyWarning>().Where(w => unit != null && db.Set<WarningElement>().Any(e => e.WarningId == w.Id
                    && db.Set<FormDuty>().Any(d => ((d.RegionCode == w.RegionCode && d.UnitId == unit) || ((d.RegionCode == w.RegionCode || w.RegionCode.EndsWith(WholeCity)) && d.SupervisorId == unit))
                        && db.Set<FormLine>().Any(l => l.FormId == d.FormId && l.ElementId == e.ElementId))));
        }
    }

    /// <summary>How the code of a whole city ends.</summary>
    const string WholeCity = "00000000";

    public IQueryable<WarningStep> StepsOfWarnings => db.Set<WarningStep>().Where(s => Warnings.Any(w => w.Id == s.WarningId));

    /// <summary>Every warning, for the look at the figures that no person asked for.</summary>
    public IQueryable<EarlyWarning> WarningsOfTheCity => db.Set<EarlyWarning>();
    public IQueryable<WarningElement> WarningElements => db.Set<WarningElement>();
    public IQueryable<FormDuty> DutiesOfTheCity => db.Set<FormDuty>();
    public IQueryable<FormLine> LinesOfTheCity => db.Set<FormLine>();
    public IQueryable<ReportRound> RoundsOfTheCity => db.Set<ReportRound>();

    /// <summary>The last step of any submission: whoever looks at all of them need not look while it is the same.</summary>
    public async Task<Guid> LastStep(CancellationToken ct) => await db.Set<SubmissionStep>().OrderByDescending(s => s.Id).Select(s => s.Id).FirstOrDefaultAsync(ct);

    /// <summary>Lets one look at a time write warnings, so that two processes do not raise the same.</summary>
    public Task HoldWarnings(CancellationToken ct) => db.IsSqlite ? Task.CompletedTask : db.Database.ExecuteSqlRawAsync("LOCK TABLE indicators_warning IN EXCLUSIVE MODE", ct);

    /// <summary>Whoever carries the programme reads how it is evaluated.</summary>
    public IQueryable<EvaluationScheme> Schemes => db.Set<EvaluationScheme>().Where(_ => user.InProgramme);

    /// <summary>The evaluations of the city and of the regions under the user's post; a county does not read its neighbour's.</summary>
    public IQueryable<EvaluationRun> Evaluations
    {
        get
        {
            var prefix = user.RegionPrefix;
            return db.Set<EvaluationRun>().Where(r => user.InProgramme && (r.RegionCode.StartsWith(prefix) || r.RegionCode.EndsWith(WholeCity)));
        }
    }

    /// <summary>Who holds which post today, by unit and role: the names that invented signatures take.</summary>
    public async Task<IReadOnlyDictionary<(Guid, RoleCode), (Guid Id, string Name)>> People(IEnumerable<Guid> units, CancellationToken ct)
    {
        var ids = units.ToList();
        return (await (from post in db.Set<Post>()
                       join holding in db.Set<PostHolding>() on post.Id equals holding.PostId
                       join person in db.Set<Person>() on holding.PersonId equals person.Id
                       where ids.Contains(post.UnitId) && holding.Until == null
                       orderby post.Id
                       select new { post.UnitId, post.Role, person.Id, person.DisplayName }).ToListAsync(ct))
            .GroupBy(p => (p.UnitId, p.Role)).ToDictionary(g => g.Key, g => (g.First().Id, g.First().DisplayName));
    }

    public string? UnitName(Guid unit) => db.Set<Unit>().Local.FirstOrDefault(u => u.Id == unit)?.Name ?? db.Set<Unit>().AsNoTracking().FirstOrDefault(u => u.Id == unit)?.Name;

    /// <summary>
    /// Lets one transaction at a time number its changes, so that they are seen in the order of their numbers: who has read up to a number has missed none below it. SQLite has one writer anyway.
    /// </summary>
    public Task HoldOutbox(CancellationToken ct) => db.IsSqlite ? Task.CompletedTask : db.Database.ExecuteSqlRawAsync("LOCK TABLE indicators_value_change IN EXCLUSIVE MODE", ct);

    /// <summary>The number of the last change of an accepted figure; 0 before the first.</summary>
    public async Task<long> LastChange(CancellationToken ct) => await db.Set<ValueChange>().MaxAsync(c => (long?)c.Number, ct) ?? 0;

    public void Add<T>(T entity) where T : class => db.Set<T>().Add(entity);
    public void AddRange<T>(IEnumerable<T> entities) where T : class => db.Set<T>().AddRange(entities);
    public void Remove<T>(T entity) where T : class => db.Set<T>().Remove(entity);
    public Task Save(CancellationToken ct) => db.SaveChangesAsync(ct);

    /// <summary>Lets go of everything read and changed, as if it had not been touched.</summary>
    public void Forget() => db.ChangeTracker.Clear();
    public Task<bool> SaveUnlessChanged(CancellationToken ct) => db.SaveUnlessChanged(ct);

    /// <summary>False too when somebody else has just made a row of the same code or number.</summary>
    public Task<bool> SaveUnlessTaken(CancellationToken ct) => db.SaveUnlessTaken(ct);

    public Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>For work that must be done as a whole, and that may find on the way that it cannot be done: then nothing of it stays.</summary>
    public async Task<Result<T>> Attempt<T>(Func<Task<Result<T>>> work, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work();
        if (result.Ok) await transaction.CommitAsync(ct);
        else db.ChangeTracker.Clear();
        return result;
    }

    /// <summary>For work whose outcome decides whether it stays: what does not was only tried, and what it would have done is known exactly.</summary>
    public async Task<T> Try<T>(Func<Task<T>> work, Func<T, bool> stays, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var outcome = await work();
        if (stays(outcome)) await transaction.CommitAsync(ct);
        db.ChangeTracker.Clear();
        return outcome;
    }

    /// <summary>Whether the user may bring in figures of a region that nobody reported here: the statistics bureau, in its own region.</summary>
    public bool MayBringIn(string region) => user.Role == RoleCode.StatOfficer && region.StartsWith(user.RegionPrefix, StringComparison.Ordinal);

    /// <summary>Whether the user may bring in figures at all.</summary>
    public bool BringsIn => user.Role == RoleCode.StatOfficer;

    /// <summary>The files of earlier figures that the bureau of the own region handed in.</summary>
    public IQueryable<BroughtFile> BroughtFiles
    {
        get
        {
            var prefix = user.RegionPrefix;
            return db.Set<BroughtFile>().Where(f => BringsIn && f.RegionPrefix == prefix);
        }
    }

    /// <summary>Writes figures from before this system, over what stood there, with their lines in the outbox: prepared statements, so that a city's decades take seconds. Within a transaction.</summary>
    public async Task BringIn(IReadOnlyList<DataValue> values, CancellationToken ct)
    {
        if (values.FirstOrDefault(v => !MayBringIn(v.RegionCode)) is { } forbidden) throw new InvalidOperationException($"{user.Role} may not bring in figures of {forbidden.RegionCode}.");
        await HoldOutbox(ct);
        string[] key = [nameof(DataValue.ElementId), nameof(DataValue.Period), nameof(DataValue.RegionCode), nameof(DataValue.Split)];
        foreach (var some in values.Chunk(200))
        {
            await Insert("indicators_value", typeof(DataValue), [.. key, nameof(DataValue.State), nameof(DataValue.Number), nameof(DataValue.Status), nameof(DataValue.Published), nameof(DataValue.Reason), nameof(DataValue.SubmissionId), nameof(DataValue.At)],
                [.. some.Select(v => (object?[])[v.ElementId, v.Period, v.RegionCode, v.Split, v.State, v.Number, v.Status, v.Published, v.Reason, v.SubmissionId, v.At])],
                """ ON CONFLICT ("ElementId", "Period", "RegionCode", "Split") DO UPDATE SET "State" = excluded."State", "Number" = excluded."Number", "Status" = excluded."Status", "Reason" = excluded."Reason", "At" = excluded."At" """, ct);
            await Insert("indicators_value_change", typeof(ValueChange), key, [.. some.Select(v => (object?[])[v.ElementId, v.Period, v.RegionCode, v.Split])], "", ct);
        }
    }

    /// <summary>The figures that were brought in and that nobody but the console sees: those of the own region, for the office and the bureau.</summary>
    public IQueryable<DataValue> Unshown
    {
        get
        {
            var prefix = user.RegionPrefix;
            return db.Set<DataValue>().Where(v => Oversees && !v.Published && v.SubmissionId == null && v.State != CellState.Missing && v.RegionCode.StartsWith(prefix));
        }
    }

    /// <summary>Makes accepted figures public, each with its line in the outbox; which ones were not before. Within a transaction, and small ones are not hidden yet.</summary>
    public async Task<IReadOnlyList<(string Element, Period Period, string Region, string Split)>> Show(IQueryable<DataValue> values, CancellationToken ct)
    {
        await HoldOutbox(ct);
        var hidden = values.Where(v => !v.Published);
        var keys = (await hidden.Select(v => new { v.ElementId, v.Period, v.RegionCode, v.Split }).ToListAsync(ct)).ConvertAll(v => (v.ElementId, v.Period, v.RegionCode, v.Split));
        foreach (var some in keys.Chunk(200))
            await Insert("indicators_value_change", typeof(ValueChange), [nameof(ValueChange.ElementId), nameof(ValueChange.Period), nameof(ValueChange.RegionCode), nameof(ValueChange.Split)],
                [.. some.Select(k => (object?[])[k.ElementId, k.Period, k.RegionCode, k.Split])], "", ct);
        await hidden.ExecuteUpdateAsync(v => v.SetProperty(x => x.Published, true), ct);
        return keys;
    }

    async Task Insert(string table, Type type, string[] columns, List<object?[]> rows, string after, CancellationToken ct)
    {
        var entity = db.Model.FindEntityType(type)!;
        var mappings = columns.Select(c => entity.FindProperty(c)!.GetRelationalTypeMapping()).ToList();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var sql = new System.Text.StringBuilder($"INSERT INTO {table} (").AppendJoin(", ", columns.Select(c => $"\"{c}\"")).Append(") VALUES ");
        foreach (var (row, n) in rows.Select((r, n) => (r, n)))
        {
            var names = row.Select((_, i) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@p{n * columns.Length + i}")).ToList();
            sql.Append(n == 0 ? "(" : ", (").AppendJoin(", ", names).Append(')');
            foreach (var (value, i) in row.Select((v, i) => (v, i))) command.Parameters.Add(mappings[i].CreateParameter(command, names[i], value, nullable: true));
        }
        command.CommandText = sql.Append(after).ToString();
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Saves, and tells how many definitions that changed.</summary>
    public async Task<int> SaveChanges(CancellationToken ct)
    {
        var changed = db.ChangeTracker.Entries().Count(e => e.State is EntityState.Added or EntityState.Modified);
        if (changed > 0) await db.SaveChangesAsync(ct);
        return changed;
    }
}
