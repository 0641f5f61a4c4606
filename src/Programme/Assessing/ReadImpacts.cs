using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Programme.Contract;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Assessing;

/// <summary>What an address asks of the register.</summary>
sealed record ImpactFilter(ImpactState? State = null, ImpactKind? Kind = null, bool Due = false)
{
    public static ImpactFilter From(IQueryCollection query) => new(Named.Is(query["state"], out ImpactState state) ? state : null, Named.Is(query["kind"], out ImpactKind kind) ? kind : null, query["due"] == "1");
}

sealed record ImpactLine(ImpactAssessment Impact, string Unit, Light Light, int Heard);
sealed record ImpactsView(IReadOnlyList<ImpactLine> Lines, int Total, int Due);

/// <summary>One assessment with all that hangs on it. Own: the reader works on it, and sees its chain.</summary>
sealed record ImpactView(
    ImpactAssessment Impact, string Unit, Light Light, bool Own, IReadOnlyList<ScreeningLine> Answers, IReadOnlyList<ImpactEvidence> Evidence, IReadOnlyList<ImpactHearing> Hearings, IReadOnlyList<ImpactRow> Rows,
    IReadOnlyList<ImpactComment> Comments, IReadOnlyList<ImpactStep> Steps, IReadOnlyList<ImpactStepKind> May, IReadOnlyList<string> Gate)
{
    public IReadOnlyList<string> Options => Impact.Options.Length == 0 ? [] : Impact.Options.Split('\n');
}

/// <summary>Reads the register of assessments, for those who may see them.</summary>
sealed class ReadImpacts(ImpactData impacts, MoveImpact moves, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30, SoonDays = 14, MostSteps = 500;

    public async Task<ImpactsView> Run(ImpactFilter filter, int page, CancellationToken ct)
    {
        var shown = Of(filter);
        return new(await Lines(await Sorted(shown).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct), ct), await shown.CountAsync(ct), await DueSoon.CountAsync(ct));
    }

    /// <summary>How many wait for the user: looks that are due soon, what somebody else screened as not to be assessed and they may sign, and for the office what is decided and not yet published.</summary>
    public async Task<DueCount> Waits(CancellationToken ct)
    {
        var today = time.Today();
        return new(await Waiting.CountAsync(ct), await impacts.Own.AnyAsync(a => a.NextDue < today, ct));
    }

    /// <summary>The same, what is to be published first, then the earliest due.</summary>
    public async Task<IReadOnlyList<ImpactAssessment>> ForDesk(int most, CancellationToken ct) => await Waiting.AsNoTracking().OrderBy(a => a.NextDue != null).ThenBy(a => a.NextDue).ThenBy(a => a.Id).Take(most).ToListAsync(ct);

    IQueryable<ImpactAssessment> Waiting
    {
        get
        {
            var (soon, office, signs) = (time.Today().AddDays(SoonDays), user.IsOffice, user.IsOffice || user.Role == RoleCode.UnitLeader);
            return impacts.Own.Where(a => (a.NextDue != null && a.NextDue <= soon) || (office && a.State == ImpactState.DecisionLinked)
                || (signs && a.State == ImpactState.Screening && a.Depth == ImpactDepth.None && a.ScreenedBy != user.PersonId));
        }
    }

    public async Task<ImpactView?> One(Guid id, CancellationToken ct)
    {
        if (await impacts.Impacts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is not { } impact) return null;
        var own = await impacts.Own.AnyAsync(a => a.Id == id, ct);
        var steps = await impacts.Steps.AsNoTracking().Where(s => s.ImpactId == id).OrderByDescending(s => s.Number).Take(MostSteps).ToListAsync(ct);
        if (!own) impact.UnheardBy = null; // the reason is for all to read, the person is not
        return new(
            impact, (await Lines([impact], ct))[0].Unit, ImpactWords.LightOf(impact, time.Today()), own, own ? JsonSerializer.Deserialize<List<ScreeningLine>>(impact.Answers) ?? [] : [],
            await impacts.Evidence.AsNoTracking().Where(e => e.ImpactId == id).OrderBy(e => e.Kind).ThenBy(e => e.Id).ToListAsync(ct), await impacts.Hearings.AsNoTracking().Where(h => h.ImpactId == id).OrderBy(h => h.On).ThenBy(h => h.Id).ToListAsync(ct),
            [.. ImpactSummary.Sorted(await impacts.Rows.AsNoTracking().Where(r => r.ImpactId == id).ToListAsync(ct))], await impacts.Comments.AsNoTracking().Where(c => c.ImpactId == id).OrderBy(c => c.Id).ToListAsync(ct),
            steps, moves.May(impact), await moves.Gate(impact, ct));
    }

    /// <summary>The register as filtered, page after page, for a file.</summary>
    public async IAsyncEnumerable<ImpactLine> All(ImpactFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; ; page++)
        {
            var some = await Sorted(Of(filter)).Skip(page * 500).Take(500).ToListAsync(ct);
            foreach (var line in await Lines(some, ct)) yield return line;
            if (some.Count < 500) yield break;
        }
    }

    IQueryable<ImpactAssessment> DueSoon
    {
        get
        {
            var soon = time.Today().AddDays(SoonDays);
            return impacts.Own.Where(a => a.NextDue != null && a.NextDue <= soon);
        }
    }

    IQueryable<ImpactAssessment> Of(ImpactFilter filter)
    {
        var shown = (filter.Due ? DueSoon : impacts.Impacts).AsNoTracking();
        if (filter.State is { } state) shown = shown.Where(a => a.State == state);
        if (filter.Kind is { } kind) shown = shown.Where(a => a.Kind == kind);
        return shown;
    }

    // What is due comes first, then what is under way, the newest first.
    static IQueryable<ImpactAssessment> Sorted(IQueryable<ImpactAssessment> some) =>
        some.OrderBy(a => a.State == ImpactState.Closed || a.State == ImpactState.Withdrawn).ThenBy(a => a.NextDue == null).ThenBy(a => a.NextDue).ThenByDescending(a => a.RegisteredOn).ThenByDescending(a => a.Id);

    async Task<IReadOnlyList<ImpactLine>> Lines(IReadOnlyList<ImpactAssessment> some, CancellationToken ct)
    {
        var (today, units, ids) = (time.Today(), some.Select(a => a.UnitId).Distinct().ToList(), some.Select(a => a.Id).ToList());
        var names = await impacts.Units.AsNoTracking().Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name, ct);
        var heard = await impacts.Hearings.Where(h => ids.Contains(h.ImpactId)).GroupBy(h => h.ImpactId).Select(g => new { g.Key, Number = g.Sum(h => h.Number) }).ToDictionaryAsync(g => g.Key, g => g.Number, ct);
        return [.. some.Select(a => new ImpactLine(a, names.GetValueOrDefault(a.UnitId, ""), ImpactWords.LightOf(a, today), heard.GetValueOrDefault(a.Id)))];
    }
}
