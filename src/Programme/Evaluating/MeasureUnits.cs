using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Contract;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Evaluating;

/// <summary>A unit that is counted for.</summary>
sealed record CountedUnit(Guid Id, string RegionCode);

/// <summary>Got of Of, with what it rests on.</summary>
sealed record Counted(decimal Got, decimal Of, IReadOnlyList<ScoreBasis> Basis)
{
    public const int MostBasis = 200;

    /// <summary>Null where nothing is asked.</summary>
    public static Counted? From(IEnumerable<(bool? Counts, string Text, string? Link)> things)
    {
        var asked = things.Where(t => t.Counts is not null).ToList();
        return asked.Count == 0 ? null : new(asked.Count(t => t.Counts == true), asked.Count, [.. asked.OrderBy(t => t.Counts).Take(MostBasis).Select(t => new ScoreBasis(PlainText.Cut(t.Text, 90), t.Link, t.Counts!.Value))]);
    }
}

/// <summary>
/// Counts for units what the record of the programme holds: their tasks, indicators, returns, findings and orders of a term. Nobody is asked for any of it. What an unannounced inspection found counts only when it
/// is revealed and issued: a number must not tell what the record keeps back.
/// </summary>
sealed class MeasureUnits(ProgrammeData programme, SupervisionData orders, InspectionsData inspections, EvaluationData evaluations, IIndicatorResults indicators, TimeProvider time)
{
    public static readonly IReadOnlyList<ScoreKind> Kinds = [ScoreKind.TasksDone, ScoreKind.TasksOnTime, ScoreKind.IndicatorsMet, ScoreKind.ReturnsOnTime, ScoreKind.FindingsClosed, ScoreKind.OrdersAnswered];

    /// <summary>By unit and kind; what has no data is missing.</summary>
    public async Task<IReadOnlyDictionary<(Guid Unit, ScoreKind Kind), Counted>> Run(DateOnly from, DateOnly to, IReadOnlyCollection<CountedUnit> units, CancellationToken ct)
    {
        var (today, now) = (time.Today(), time.GetUtcNow().UtcDateTime);
        // The last day that is over: what is due today is not late yet.
        var until = to < today ? to : today.AddDays(-1);
        var ids = units.Select(u => u.Id).ToHashSet();
        var found = new Dictionary<(Guid, ScoreKind), Counted>();
        void Put(Guid unit, ScoreKind kind, IEnumerable<(bool?, string, string?)> things)
        {
            if (Counted.From(things) is { } counted) found[(unit, kind)] = counted;
        }

        var tasks = await Tasks(until, ct);
        var answered = await Answered(ids, until, ct);
        var measured = await Measured(ct);
        var ofCity = await indicators.InYear(until.Year, null, ct);
        foreach (var unit in units)
        {
            var own = answered[unit.Id].Where(tasks.ContainsKey).Select(t => tasks[t]).ToList();
            Put(unit.Id, ScoreKind.TasksDone, own.Select(t => (Counting.Done(t, from, until), t.Title, (string?)$"/tasks/{t.Id}")));
            Put(unit.Id, ScoreKind.TasksOnTime, own.Select(t => (Counting.OnTime(t, from, until, to >= today), t.Title, (string?)$"/tasks/{t.Id}")));
            // A county answers for its own figures; a department for those of the city that its tasks promise.
            var asked = own.SelectMany(t => measured[t.Id]).ToHashSet(StringComparer.Ordinal);
            var results = EvaluationData.OfCounty(unit.RegionCode) ? await indicators.InYear(until.Year, unit.RegionCode, ct) : ofCity.Where(i => asked.Contains(i.Id));
            Put(unit.Id, ScoreKind.IndicatorsMet, results.Select(i => (i.Well, $"{i.Name} {i.Shown}{(i.Target is null ? "" : $"（{i.Target}）")}", (string?)i.Link)));
        }

        var rounds = await programme.Rounds.AsNoTracking().ToDictionaryAsync(r => r.Id, ct);
        foreach (var sheets in (await programme.Returns.AsNoTracking().Where(r => ids.Contains(r.UnitId)).Select(r => new { r.Id, r.UnitId, r.RoundId, r.HandedOnAt }).ToListAsync(ct)).GroupBy(r => r.UnitId))
            Put(sheets.Key, ScoreKind.ReturnsOnTime, sheets.OrderBy(r => rounds[r.RoundId].DueOn).Select(r => (Counting.Returned(rounds[r.RoundId].LastDay, r.HandedOnAt is { } at ? ChinaTime.DayOf(at) : null, from, until), $"{rounds[r.RoundId].Name} {rounds[r.RoundId].Period}", (string?)$"/returns/{r.Id}")));

        var given = await orders.Orders.AsNoTracking().Where(o => ids.Contains(o.UnitId) && o.NotifiedOn != null && o.DueOn != null && o.State != OrderState.Withdrawn)
            .Select(o => new { o.Id, o.UnitId, o.Number, o.Title, o.Source, NotifiedOn = o.NotifiedOn!.Value, DueOn = o.DueOn!.Value, o.RepliedOn, o.ClosedOn }).ToListAsync(ct);
        // What an inspection found is an item of its own.
        foreach (var some in given.Where(o => o.Source != OrderSource.Inspection).GroupBy(o => o.UnitId))
            Put(some.Key, ScoreKind.OrdersAnswered, some.OrderBy(o => o.NotifiedOn).Select(o => (Counting.Answered(o.NotifiedOn, o.DueOn, o.RepliedOn, from, until), $"{o.Number} {o.Title}", (string?)$"/supervision/{o.Id}")));

        var closed = given.ToDictionary(o => o.Id, o => o.ClosedOn);
        var issued = await (from finding in inspections.Findings.AsNoTracking()
                            join inspection in inspections.Inspections.AsNoTracking() on finding.InspectionId equals inspection.Id
                            where ids.Contains(finding.UnitId) && finding.Severity != FindingSeverity.Advice && finding.OrderId != null && inspection.IssuedOn != null
                                && (inspection.Kind != InspectionKind.Unannounced || inspection.RevealAt <= now)
                            select new { finding.UnitId, finding.Text, finding.DueOn, OrderId = finding.OrderId!.Value, InspectionId = inspection.Id, IssuedOn = inspection.IssuedOn!.Value }).ToListAsync(ct);
        foreach (var some in issued.Where(f => closed.ContainsKey(f.OrderId)).GroupBy(f => f.UnitId))
            Put(some.Key, ScoreKind.FindingsClosed, some.OrderBy(f => f.IssuedOn).Select(f => (Counting.Closed(f.IssuedOn, f.DueOn, closed[f.OrderId], from, until), f.Text, (string?)$"/supervision/{f.OrderId}")));
        return found;
    }

    /// <summary>The tasks of all plans that can be counted: not dropped, suspended or cancelled.</summary>
    async Task<Dictionary<Guid, TaskFact>> Tasks(DateOnly until, CancellationToken ct)
    {
        var rows = await programme.VisibleTasks.AsNoTracking().Where(t => t.DroppedInVersion == null && t.State != TaskState.Cancelled && t.State != TaskState.Suspended && t.StartsOn <= until)
            .Select(t => new { t.Id, t.Label, t.Title, t.StartsOn, t.Due, t.State, t.Light, t.LastNewsAt }).ToListAsync(ct);
        var handed = (await programme.Notes.AsNoTracking().Where(n => n.Kind == NoteKind.Submitted || n.Kind == NoteKind.Accepted).GroupBy(n => new { n.TaskId, n.Kind }).Select(g => new { g.Key.TaskId, g.Key.Kind, At = g.Max(n => n.At) }).ToListAsync(ct)).ToDictionary(n => (n.TaskId, n.Kind), n => n.At);
        return rows.ToDictionary(t => t.Id, t => new TaskFact(t.Id, $"{t.Label} {t.Title}", t.StartsOn, t.Due,
            t.State != TaskState.Completed ? null : handed.TryGetValue((t.Id, NoteKind.Submitted), out var at) || handed.TryGetValue((t.Id, NoteKind.Accepted), out at) ? ChinaTime.DayOf(at) : ChinaTime.DayOf(t.LastNewsAt ?? ChinaTime.StartOf(t.Due ?? until)), t.Light));
    }

    /// <summary>For which tasks a unit answers: it leads, or, where a plan names no lead, it is one of those responsible; by itself or through a group of that day.</summary>
    async Task<ILookup<Guid, Guid>> Answered(HashSet<Guid> units, DateOnly on, CancellationToken ct)
    {
        var parts = await programme.TaskUnits.AsNoTracking().Where(u => u.Role == UnitRole.Lead || u.Role == UnitRole.Cooperating).Select(u => new { u.TaskId, u.UnitId, u.GroupId, u.Role }).ToListAsync(ct);
        var members = (await evaluations.GroupMembers.AsNoTracking().HeldOn(on).Select(m => new { m.GroupId, m.UnitId }).ToListAsync(ct)).ToLookup(m => m.GroupId, m => m.UnitId);
        var led = parts.Where(p => p.Role == UnitRole.Lead).Select(p => p.TaskId).ToHashSet();
        return parts.Where(p => p.Role == UnitRole.Lead || !led.Contains(p.TaskId))
            .SelectMany(p => p.UnitId is { } one ? [(one, p.TaskId)] : members[p.GroupId ?? default].Select(m => (m, p.TaskId)))
            .Where(p => units.Contains(p.Item1)).Distinct().ToLookup(p => p.Item1, p => p.TaskId);
    }

    async Task<ILookup<Guid, string>> Measured(CancellationToken ct) =>
        (await programme.Targets.AsNoTracking().Where(t => t.IndicatorId != null).Select(t => new { t.TaskId, t.IndicatorId }).ToListAsync(ct)).ToLookup(t => t.TaskId, t => t.IndicatorId!);

    /// <summary>The units that answer for tasks today, which are those that an evaluation begins with.</summary>
    public async Task<IReadOnlyList<Guid>> Answering(IReadOnlyCollection<Guid> among, CancellationToken ct) => [.. (await Answered([.. among], time.Today(), ct)).Select(g => g.Key)];
}
