using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>What an address asks of the list; Ended also asks for those that are closed or called off.</summary>
sealed record InspectionFilter(InspectionState? State = null, InspectionKind? Kind = null, Guid? Unit = null, bool Mine = false, bool Ended = false)
{
    public static InspectionFilter From(IQueryCollection query) => new(Named.Of<InspectionState>(query["state"], anyCase: true), Named.Of<InspectionKind>(query["kind"], anyCase: true), Here.Id(query["unit"]), query["mine"] == "1", query["ended"] == "1");
}

/// <summary>An inspection in a list. Secret: unannounced and not revealed yet.</summary>
sealed record InspectionLine(Inspection Inspection, IReadOnlyList<string> Units, int Findings, bool Secret);

sealed record InspectionsView(IReadOnlyList<InspectionLine> Lines, int Total, IReadOnlyList<(Guid Id, string Name)> Units);

/// <summary>A finding with its order, the re-checks, the photographs. Mends: the unit says it is put right and the team has not looked again.</summary>
sealed record FindingLine(InspectionFinding Finding, string Unit, string? Item, SupervisionOrder? Order, IReadOnlyList<FindingCheck> Checks, IReadOnlyList<InspectionPhoto> Photos)
{
    /// <summary>Green where it is put right, grey where it was given up, else as grave as it is.</summary>
    public Light Light(bool issued) => !issued ? InspectionWords.LightOf(Finding.Severity) : Order is { State: OrderState.Withdrawn } ? Platform.Results.Light.Grey
        : Finding.Severity == FindingSeverity.Advice || Order is { Open: false } ? Platform.Results.Light.Green : InspectionWords.LightOf(Finding.Severity);
    public bool Mends => Order is { State: OrderState.Replied } order && !Checks.Any(c => c.Round == order.TimesSentBack);
}

sealed record InspectionView(Inspection Inspection, bool Secret, bool Carries, bool Member, IReadOnlyList<(Guid Id, string Name)> Units, IReadOnlyList<(Guid Id, string Title)> Tasks, IReadOnlyList<InspectionMember> Team,
    Checklist? Checklist, IReadOnlyList<ItemResult> Results, SheetScore Score, IReadOnlyList<FindingLine> Findings, IReadOnlyList<InspectionStep> Steps);

/// <summary>Reads inspections for those who may know of them.</summary>
sealed class ReadInspections(InspectionsData inspections, SupervisionData orders, ProgrammeData programme, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int MostInCalendar = 500;

    public async Task<InspectionsView> Run(InspectionFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        var found = await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var units = await inspections.Units.AsNoTracking().Where(u => inspections.InspectedUnits.Any(i => i.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).Take(200).ToListAsync(ct);
        return new(await Lines(found, ct), await shown.CountAsync(ct), [.. units.Select(u => (u.Id, u.ShortName))]);
    }

    /// <summary>The list as filtered, page after page, for a file.</summary>
    public async IAsyncEnumerable<InspectionLine> All(InspectionFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lines(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    /// <summary>How many the user has to go to, or, in the office, to finish: those whose days are over.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct), user.IsOffice && await Waiting.AnyAsync(i => i.ToDay < today, ct));
    }

    /// <summary>The same, the earliest first.</summary>
    public async Task<IReadOnlyList<Inspection>> ForDesk(int most, CancellationToken ct) => await Waiting.AsNoTracking().OrderBy(i => i.FromDay).ThenBy(i => i.Id).Take(most).ToListAsync(ct);

    IQueryable<Inspection> Waiting
    {
        get
        {
            var (today, office) = (time.Today(), user.IsOffice);
            return inspections.Carried.Where(i => (i.State == InspectionState.Planned || i.State == InspectionState.UnderWay)
                && ((office && i.ToDay < today) || inspections.Members.Any(m => m.InspectionId == i.Id && m.PersonId == user.PersonId && m.PostId == user.PostId)));
        }
    }

    /// <summary>Those that take place between two days (the last not included), for the calendar of whoever may know of them.</summary>
    public async Task<IReadOnlyList<Inspection>> Between(DateOnly from, DateOnly until, CancellationToken ct) =>
        await inspections.Inspections.AsNoTracking().Where(i => i.PlannedOn != null && i.State != InspectionState.Cancelled && i.FromDay >= from && i.FromDay < until).OrderBy(i => i.FromDay).ThenBy(i => i.Id).Take(MostInCalendar).ToListAsync(ct);

    public async Task<InspectionView?> One(Guid id, CancellationToken ct)
    {
        if (await inspections.Inspections.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } inspection) return null;
        var carries = user.IsOffice || await inspections.Carried.AnyAsync(i => i.Id == id, ct);
        var units = await inspections.Units.AsNoTracking().Where(u => inspections.InspectedUnits.Any(i => i.InspectionId == id && i.UnitId == u.Id)).OrderBy(u => u.SortOrder).ThenBy(u => u.Name).Select(u => new { u.Id, u.ShortName }).ToListAsync(ct);
        // A unit reads of the tasks only those in which it has a part itself.
        var tasks = await programme.VisibleTasks.AsNoTracking().Where(t => inspections.InspectedTasks.Any(i => i.InspectionId == id && i.TaskId == t.Id)).OrderBy(t => t.SortOrder).Select(t => new { t.Id, t.Label, t.Title }).ToListAsync(ct);
        var team = await inspections.Members.AsNoTracking().Where(m => m.InspectionId == id).OrderByDescending(m => m.Leads).ThenBy(m => m.Id).ToListAsync(ct);
        var list = inspection.ChecklistId is { } chosen ? await inspections.Checklists.AsNoTracking().SingleOrDefaultAsync(c => c.Id == chosen, ct) : null;
        var results = await Results(inspection, ct);
        var steps = await inspections.Steps.AsNoTracking().Where(s => s.InspectionId == id).OrderBy(s => s.Number).ToListAsync(ct);
        return new(inspection, inspection.Hidden(time.GetUtcNow().UtcDateTime), carries, team.Any(m => m.PersonId == user.PersonId && m.PostId == user.PostId), [.. units.Select(u => (u.Id, u.ShortName))], [.. tasks.Select(t => (t.Id, $"{t.Label} {t.Title}"))],
            team, list, results, SheetResult.Score(results), await FindingsOf(inspection, results, ct), steps);
    }

    /// <summary>The items of the sheet with what the team has said, as far as the user may see it.</summary>
    public async Task<IReadOnlyList<ItemResult>> Results(Inspection inspection, CancellationToken ct)
    {
        if (inspection.ChecklistId is not { } list) return [];
        var items = await inspections.Items.AsNoTracking().Where(i => i.ChecklistId == list).OrderBy(i => i.SortOrder).ThenBy(i => i.Id).ToListAsync(ct);
        var answers = (await inspections.Answers.AsNoTracking().Where(a => a.InspectionId == inspection.Id).ToListAsync(ct)).ToLookup(a => a.ItemId);
        return [.. items.Select(i => SheetResult.Of(i, answers[i.Id]))];
    }

    /// <summary>How many findings are not put right.</summary>
    public Task<int> OpenFindings(Guid id, CancellationToken ct) => inspections.Findings.CountAsync(f => f.InspectionId == id && f.Severity != FindingSeverity.Advice
        && !orders.OrdersOfTheCity.Any(o => o.Id == f.OrderId && (o.State == OrderState.Closed || o.State == OrderState.Withdrawn)), ct);

    async Task<IReadOnlyList<FindingLine>> FindingsOf(Inspection inspection, IReadOnlyList<ItemResult> results, CancellationToken ct)
    {
        var found = await inspections.Findings.AsNoTracking().Where(f => f.InspectionId == inspection.Id).OrderByDescending(f => f.Severity == FindingSeverity.Serious).ThenBy(f => f.Severity == FindingSeverity.Advice).ThenBy(f => f.At).ThenBy(f => f.Id).ToListAsync(ct);
        if (found.Count == 0) return [];
        var names = await inspections.Units.AsNoTracking().Where(u => inspections.InspectedUnits.Any(i => i.InspectionId == inspection.Id && i.UnitId == u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName, ct);
        var ids = found.Where(f => f.OrderId != null).Select(f => f.OrderId!.Value).ToList();
        // The team reads how far its findings are put right, also where the order itself is the office's and the unit's.
        var ordered = await orders.OrdersOfTheCity.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        var checks = (await inspections.Checks.AsNoTracking().Where(c => c.InspectionId == inspection.Id).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(ct)).ToLookup(c => c.FindingId);
        var photos = (await inspections.Photos.AsNoTracking().Where(p => p.InspectionId == inspection.Id).OrderBy(p => p.At).ThenBy(p => p.Id).ToListAsync(ct)).ToLookup(p => p.FindingId);
        var items = results.ToDictionary(r => r.Item.Id, r => r.Item.Text);
        return [.. found.Select(f => new FindingLine(f, names.GetValueOrDefault(f.UnitId, "—"), f.ItemId is { } item ? items.GetValueOrDefault(item) : null, f.OrderId is { } order ? ordered.GetValueOrDefault(order) : null, [.. checks[f.Id]], [.. photos[f.Id]]))];
    }

    IQueryable<Inspection> Of(InspectionFilter filter)
    {
        var shown = inspections.Inspections.AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(i => i.State == state);
        else if (!filter.Ended) shown = shown.Where(i => i.State != InspectionState.Closed && i.State != InspectionState.Cancelled);
        if (filter.Kind is { } kind) shown = shown.Where(i => i.Kind == kind);
        if (filter.Unit is { } unit) shown = shown.Where(i => inspections.InspectedUnits.Any(u => u.InspectionId == i.Id && u.UnitId == unit));
        if (filter.Mine) shown = shown.Where(i => inspections.Members.Any(m => m.InspectionId == i.Id && m.PersonId == user.PersonId && m.PostId == user.PostId));
        return shown;
    }

    static IQueryable<Inspection> Sorted(IQueryable<Inspection> some) => some.OrderBy(i => i.State == InspectionState.Closed || i.State == InspectionState.Cancelled).ThenByDescending(i => i.FromDay).ThenBy(i => i.Id);

    async Task<IReadOnlyList<InspectionLine>> Lines(List<Inspection> found, CancellationToken ct)
    {
        var ids = found.Select(i => i.Id).ToList();
        var units = (await (from u in inspections.InspectedUnits where ids.Contains(u.InspectionId) join unit in inspections.Units on u.UnitId equals unit.Id orderby unit.SortOrder, unit.Name select new { u.InspectionId, unit.ShortName }).ToListAsync(ct)).ToLookup(u => u.InspectionId, u => u.ShortName);
        var findings = await inspections.Findings.Where(f => ids.Contains(f.InspectionId)).GroupBy(f => f.InspectionId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var now = time.GetUtcNow().UtcDateTime;
        return [.. found.Select(i => new InspectionLine(i, [.. units[i.Id]], findings.GetValueOrDefault(i.Id), i.Hidden(now)))];
    }
}
