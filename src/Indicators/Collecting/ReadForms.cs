using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Collecting;

sealed record FormRow(ReportForm Form, int Lines, int Duties, ReportRound? Last);

/// <summary>How one round stands: how many submissions are in which state, whole and in time.</summary>
sealed record RoundRow(ReportRound Round, int All, int Done, int OnTime, int Late, int Locked)
{
    public bool AllIn => All > 0 && Done == All;
}

sealed record DutyRow(Guid Id, string Unit, string Region, string? Supervisor);

sealed record FormView(ReportForm Form, IReadOnlyList<FormLine> Lines, IReadOnlyList<DutyRow> Duties, IReadOnlyList<RoundRow> Rounds, bool Issued);

/// <summary>What one unit owes in a round and how far it is: no figure, only whether and when.</summary>
sealed record RoundLine(Submission Submission, string Unit, string Region, int Filled, int Cells, string? Holder)
{
    public int Percent => Cells == 0 ? 0 : Filled * 100 / Cells;
}

sealed record RoundView(ReportRound Round, ReportForm Form, RoundRow Sum, IReadOnlyList<RoundLine> Lines, int Total, int Page);

/// <summary>Forms with their duties and rounds, for those who collect.</summary>
sealed class ReadForms(IndicatorsData data)
{
    public const int PageSize = 100;

    public async Task<IReadOnlyList<FormRow>> All(CancellationToken ct)
    {
        var forms = await data.OwnForms.AsNoTracking().OrderBy(f => f.Number).ToListAsync(ct);
        var lines = await data.Lines.GroupBy(l => l.FormId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var duties = await data.Duties.GroupBy(l => l.FormId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var rounds = (await data.Rounds.AsNoTracking().ToListAsync(ct)).ToLookup(r => r.FormId);
        return [.. forms.Select(f => new FormRow(f, lines.GetValueOrDefault(f.Id), duties.GetValueOrDefault(f.Id), rounds[f.Id].MaxBy(r => r.Period)))];
    }

    public async Task<FormView?> One(Guid id, CancellationToken ct)
    {
        var form = await data.OwnForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
        if (form is null) return null;
        var lines = await data.Lines.AsNoTracking().Where(l => l.FormId == id).OrderBy(l => l.SortOrder).ToListAsync(ct);
        var duties = await data.Duties.AsNoTracking().Where(d => d.FormId == id).OrderBy(d => d.RegionCode).ToListAsync(ct);
        var units = await data.Units.ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        var codes = duties.Select(d => d.RegionCode).Distinct().ToList();
        var regions = await Regions(codes, ct);
        var rounds = new List<RoundRow>();
        foreach (var round in (await data.Rounds.AsNoTracking().Where(r => r.FormId == id).ToListAsync(ct)).OrderByDescending(r => r.Period)) rounds.Add(await Sum(round, ct));
        return new(form, lines, [.. duties.Select(d => new DutyRow(d.Id, units.GetValueOrDefault(d.UnitId) ?? "—", regions.GetValueOrDefault(d.RegionCode) ?? d.RegionCode, d.SupervisorId is { } s ? units.GetValueOrDefault(s) : null))], rounds, rounds.Count > 0);
    }

    public async Task<RoundView?> Round(Guid id, int page, CancellationToken ct)
    {
        var round = await data.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (round is null) return null;
        var form = await data.OwnForms.AsNoTracking().SingleOrDefaultAsync(f => f.Id == round.FormId, ct);
        if (form is null) return null;
        var expected = data.Expected.AsNoTracking().Where(s => s.RoundId == id);
        var total = await expected.CountAsync(ct);
        var found = await expected.OrderBy(s => s.RegionCode).ThenBy(s => s.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var ids = found.ConvertAll(s => s.Id);
        var counts = await data.CellsOfTheCity.Where(c => ids.Contains(c.SubmissionId)).GroupBy(c => c.SubmissionId)
            .Select(g => new { g.Key, All = g.Count(), Filled = g.Count(c => c.State != CellState.Missing || c.Reason != null) }).ToDictionaryAsync(g => g.Key, ct);
        var units = await data.Units.ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        var regions = await Regions([.. found.Select(f => f.RegionCode).Distinct()], ct);
        return new(round, form, await Sum(round, ct),
            [.. found.Select(s => new RoundLine(s, units.GetValueOrDefault(s.UnitId) ?? "—", regions.GetValueOrDefault(s.RegionCode) ?? s.RegionCode, counts.GetValueOrDefault(s.Id)?.Filled ?? 0, counts.GetValueOrDefault(s.Id)?.All ?? 0, Holder(s, form, units)))], total, page);
    }

    /// <summary>Whose turn it is, by name of the unit.</summary>
    static string? Holder(Submission submission, ReportForm form, Dictionary<Guid, string> units) =>
        Reporting.SubmissionCourse.Next(submission.State, form.Reviewed, submission.SupervisorId is not null, submission.RevisionReason is not null).FirstOrDefault().Hand switch
        {
            Reporting.Hand.Supervisor => units.GetValueOrDefault(submission.SupervisorId!.Value),
            Reporting.Hand.Bureau => null,
            _ => units.GetValueOrDefault(submission.UnitId),
        };

    /// <summary>Handed in and not sent back since; in time is handed in, for the first time, by the last day of grace.</summary>
    async Task<RoundRow> Sum(ReportRound round, CancellationToken ct)
    {
        var end = ChinaTime.StartOf(round.LastDay).AddDays(1);
        var all = await data.Expected.Where(s => s.RoundId == round.Id).GroupBy(s => 1).Select(g => new
        {
            All = g.Count(),
            Done = g.Count(s => s.FirstSubmittedAt != null && s.State != SubmissionState.Returned && s.State != SubmissionState.Draft),
            OnTime = g.Count(s => s.FirstSubmittedAt < end && s.State != SubmissionState.Returned && s.State != SubmissionState.Draft),
            Locked = g.Count(s => s.State == SubmissionState.Locked || s.State == SubmissionState.Published),
        }).FirstOrDefaultAsync(ct);
        return all is null ? new(round, 0, 0, 0, 0, 0) : new(round, all.All, all.Done, all.OnTime, all.Done - all.OnTime, all.Locked);
    }

    async Task<Dictionary<string, string>> Regions(List<string> codes, CancellationToken ct) =>
        (await data.Regions.Where(r => codes.Contains(r.Code)).OrderBy(r => r.ValidFrom).Select(r => new { r.Code, r.Name }).ToListAsync(ct)).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Name);

    public Task<List<DataElement>> Elements(CancellationToken ct) => data.Elements.AsNoTracking().OrderBy(e => e.Departments).ThenBy(e => e.Id).ToListAsync(ct);
    public Task<List<Platform.Units.Unit>> Units(CancellationToken ct) => data.Units.AsNoTracking().Where(u => u.ValidTo == null).OrderBy(u => u.RegionCode).ThenBy(u => u.SortOrder).ToListAsync(ct);
    public Task<List<Region>> Regions(CancellationToken ct) => data.Regions.AsNoTracking().Where(r => r.ValidTo == null && (r.Level == RegionLevel.City || r.Level == RegionLevel.County) && r.Code.StartsWith(data.OwnPrefix)).OrderBy(r => r.Code).ToListAsync(ct);
}
