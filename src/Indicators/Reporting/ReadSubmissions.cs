using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Reporting;

/// <summary>One submission in a list: what, for where and when, how far, and what the reader may do about it.</summary>
sealed record SubmissionLine(Submission Submission, ReportForm Form, Period Period, string Unit, string Region, int Filled, int Cells, DateOnly LastDay, IReadOnlyList<StepKind> Steps)
{
    /// <summary>Time is the unit's only until the figures have left it.</summary>
    /// <summary>The day to show: the due day, and once that is past the last day of grace.</summary>
    public DateOnly DayOn(DateOnly today) => today <= Submission.DueOn ? Submission.DueOn : LastDay;

    public Light LightOn(DateOnly today) => ReportWords.LightOf(Submission.State, LastDay, today);
}

sealed record SubmissionsView(IReadOnlyList<SubmissionLine> ToFill, IReadOnlyList<SubmissionLine> ToDecide, IReadOnlyList<SubmissionLine> Others, int OthersInAll, int Page);

/// <summary>What was asked of a region, handed in, in time; and what is still open.</summary>
sealed record RegionDues(int Asked, int HandedIn, int InTime, int Open, IReadOnlyList<SubmissionLine> Lines);

/// <summary>What the user's unit owes, what waits for the user's decision, and everything else the user may see the state of.</summary>
sealed class ReadSubmissions(IndicatorsData data, MoveSubmission moves, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int MostOpen = 300;

    public async Task<SubmissionsView> Run(string? state, int page, CancellationToken ct)
    {
        var today = time.Today();
        // Open ones are few for any one person: a unit's own, and what the others have handed on.
        var open = await Lines(Joined().Where(x => x.Submission.State != SubmissionState.Published && x.Round.OpenOn <= today).OrderBy(x => x.Submission.DueOn).ThenBy(x => x.Submission.RegionCode).ThenBy(x => x.Submission.Id).Take(MostOpen), ct);
        var fill = open.Where(l => l.Submission.UnitId == user.UnitId && SubmissionCourse.Open(l.Submission.State)).ToList();
        var decide = open.Where(l => l.Steps.Any(s => s is not (StepKind.AskRevision or StepKind.Submit))).ToList();

        var shown = Joined();
        if (Enum.TryParse<SubmissionState>(state, ignoreCase: true, out var wanted) && Enum.IsDefined(wanted) && state!.All(char.IsAsciiLetter)) shown = shown.Where(x => x.Submission.State == wanted);
        var total = await shown.CountAsync(ct);
        var others = await Lines(shown.OrderByDescending(x => x.Submission.DueOn).ThenBy(x => x.Submission.RegionCode).ThenBy(x => x.Submission.Id).Skip((page - 1) * PageSize).Take(PageSize), ct);
        return new(fill, decide, others, total, page);
    }

    /// <summary>How many submissions wait for this user: to be filled in, or to be decided on.</summary>
    public async Task<DueNow> Waiting(CancellationToken ct)
    {
        var today = time.Today();
        var open = await Joined().Where(x => x.Submission.State != SubmissionState.Published && x.Round.OpenOn <= today).OrderBy(x => x.Submission.DueOn).Take(MostOpen)
            .Select(x => new { x.Submission, x.Form, x.Round }).AsNoTracking().ToListAsync(ct);
        var mine = open.Where(o => moves.May(o.Submission, o.Form).Any(s => s != StepKind.AskRevision)).ToList();
        return new(mine.Count, mine.Any(o => o.Round.LastDayOf(o.Submission.DueOn) < today));
    }

    /// <summary>The most urgent submissions that the user's unit has to fill in or that wait for the user's decision, and how many there are.</summary>
    public async Task<(IReadOnlyList<SubmissionLine> Lines, int Total)> ForDesk(int most, CancellationToken ct)
    {
        var today = time.Today();
        var open = await Joined().Where(x => x.Submission.State != SubmissionState.Published && x.Round.OpenOn <= today).OrderBy(x => x.Submission.DueOn).ThenBy(x => x.Submission.RegionCode).ThenBy(x => x.Submission.Id).Take(MostOpen).AsNoTracking().ToListAsync(ct);
        var mine = open.FindAll(o => (o.Submission.UnitId == user.UnitId && SubmissionCourse.Open(o.Submission.State)) || moves.May(o.Submission, o.Form).Any(s => s is not (StepKind.AskRevision or StepKind.Submit)));
        return mine.Count == 0 ? ([], 0) : (await Lines([.. mine.Take(most)], ct), mine.Count);
    }

    /// <summary>
    /// How the regions under one region stand with what they owe, by what the user may see of it: how many submissions were asked of them in rounds that have begun, handed in at all and in time, and those
    /// that are not locked yet, the most urgent first.
    /// </summary>
    public async Task<RegionDues> OfRegion(string region, int most, CancellationToken ct)
    {
        var (today, prefix) = (time.Today(), Platform.Regions.RegionCode.Prefix(region));
        var here = Joined().Where(x => x.Submission.RegionCode.StartsWith(prefix) && x.Round.OpenOn <= today);
        var all = await here.AsNoTracking().Select(x => new { x.Submission.FirstSubmittedAt, x.Submission.DueOn, x.Round }).ToListAsync(ct);
        var handed = all.Where(a => a.FirstSubmittedAt is not null).ToList();
        var open = here.Where(x => x.Submission.State != SubmissionState.Locked && x.Submission.State != SubmissionState.Published);
        return new(all.Count, handed.Count, handed.Count(h => ChinaTime.DayOf(h.FirstSubmittedAt!.Value) <= h.Round.LastDayOf(h.DueOn)), await open.CountAsync(ct),
            await Lines(open.OrderBy(x => x.Submission.DueOn).ThenBy(x => x.Submission.RegionCode).ThenBy(x => x.Submission.Id).Take(most), ct));
    }

    public sealed record DueNow(int Number, bool Late);

    sealed class Row
    {
        public required Submission Submission { get; init; }
        public required ReportRound Round { get; init; }
        public required ReportForm Form { get; init; }
    }

    IQueryable<Row> Joined() =>
        from submission in data.Expected
        join round in data.Rounds on submission.RoundId equals round.Id
        join form in data.Forms on round.FormId equals form.Id
        select new Row { Submission = submission, Round = round, Form = form };

    async Task<List<SubmissionLine>> Lines(IQueryable<Row> rows, CancellationToken ct) => await Lines(await rows.AsNoTracking().ToListAsync(ct), ct);

    async Task<List<SubmissionLine>> Lines(List<Row> found, CancellationToken ct)
    {
        var ids = found.Select(f => f.Submission.Id).ToList();
        var counts = await data.CellsOfTheCity.Where(c => ids.Contains(c.SubmissionId)).GroupBy(c => c.SubmissionId)
            .Select(g => new { g.Key, All = g.Count(), Filled = g.Count(c => c.State != CellState.Missing || c.Reason != null) }).ToDictionaryAsync(g => g.Key, ct);
        var unitIds = found.Select(f => f.Submission.UnitId).Distinct().ToList();
        var units = await data.Units.Where(u => unitIds.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        var codes = found.Select(f => f.Submission.RegionCode).Distinct().ToList();
        var regions = (await data.Regions.Where(r => codes.Contains(r.Code)).OrderBy(r => r.ValidFrom).Select(r => new { r.Code, r.Name }).ToListAsync(ct)).GroupBy(r => r.Code).ToDictionary(g => g.Key, g => g.Last().Name);
        return
        [
            .. found.Select(f => new SubmissionLine(f.Submission, f.Form, f.Round.Period, units.GetValueOrDefault(f.Submission.UnitId) ?? "—", regions.GetValueOrDefault(f.Submission.RegionCode) ?? f.Submission.RegionCode,
                counts.GetValueOrDefault(f.Submission.Id)?.Filled ?? 0, counts.GetValueOrDefault(f.Submission.Id)?.All ?? 0, f.Round.LastDayOf(f.Submission.DueOn), moves.May(f.Submission, f.Form))),
        ];
    }
}
