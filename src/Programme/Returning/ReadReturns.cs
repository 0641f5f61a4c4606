using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>One return in a list: whose, for when, how far.</summary>
sealed record ReturnRow(PeriodReturn Sheet, ReturnRound Round, string Unit, int Lines, int Answered, int Trouble)
{
    public DateOnly LastDay => Round.LastDayOf(Sheet.DueOn);
    public Light LightOn(DateOnly today) => ReturnWords.LightOf(Sheet.State, LastDay, today);
}

/// <summary>What the user's unit owes, what waits for the user's word, what waits for somebody else's, and everything else the user may see.</summary>
sealed record ReturnsView(IReadOnlyList<ReturnRow> Owed, IReadOnlyList<ReturnRow> ToDecide, IReadOnlyList<ReturnRow> All, int Total, int Page);

/// <summary>Lists of returns: on the page of returns, on the desk and behind the menu's number.</summary>
sealed class ReadReturns(ProgrammeData data, UnitRegister register, CurrentUser user, TimeProvider time)
{
    public const int PageSize = 30;
    const int Most = 50;

    public async Task<ReturnsView> Run(int page, CancellationToken ct)
    {
        var open = await Open(ct);
        var total = await data.Returns.CountAsync(ct);
        var all = user.IsOffice ? [] : await Rows(Joined().OrderByDescending(x => x.Round.DueOn).ThenBy(x => x.Sheet.RegionCode).ThenBy(x => x.Sheet.Id).Skip((page - 1) * PageSize).Take(PageSize), ct);
        return new([.. open.Where(Owes)], [.. open.Where(r => !Owes(r))], all, total, page);
    }

    /// <summary>What the user has to fill in or to decide, the most pressing first.</summary>
    public async Task<List<ReturnRow>> Open(CancellationToken ct) =>
        await Rows(Joined(Waiting).OrderBy(x => x.Sheet.DueOn).ThenBy(x => x.Sheet.RegionCode).ThenBy(x => x.Sheet.Id).Take(Most), ct);

    /// <summary>How many wait for the user, for the menu: one query.</summary>
    public async Task<DueCount> Count(CancellationToken ct)
    {
        var today = time.Today();
        var due = await Waiting.Select(r => new { r.DueOn, r.UnitId, r.State }).ToListAsync(ct);
        return new(due.Count, due.Exists(d => d.DueOn < today && d.UnitId == user.UnitId && ReturnCourse.Open(d.State)));
    }

    bool Owes(ReturnRow row) => row.Sheet.UnitId == user.UnitId && ReturnCourse.Open(row.Sheet.State);

    /// <summary>The unit's own that are open, for its leader those that are handed in, for the office those that are approved or to be opened again.</summary>
    IQueryable<PeriodReturn> Waiting
    {
        get
        {
            var (unit, leads, office) = (user.UnitId, user.Role == RoleCode.UnitLeader, user.IsOffice);
            return data.Returns.Where(r => (r.UnitId == unit && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || (leads && r.State == ReturnState.Submitted)))
                || (office && (r.State == ReturnState.Approved || (r.State == ReturnState.Accepted && r.RevisionReason != null))));
        }
    }

    sealed class Row
    {
        public required PeriodReturn Sheet { get; init; }
        public required ReturnRound Round { get; init; }
    }

    IQueryable<Row> Joined(IQueryable<PeriodReturn>? of = null) => from sheet in of ?? data.Returns join round in data.Rounds on sheet.RoundId equals round.Id select new Row { Sheet = sheet, Round = round };

    async Task<List<ReturnRow>> Rows(IQueryable<Row> rows, CancellationToken ct)
    {
        var found = await rows.AsNoTracking().ToListAsync(ct);
        if (found.Count == 0) return [];
        return await With(data, register, found.ConvertAll(f => (f.Sheet, f.Round)), ct);
    }

    /// <summary>The rows of these returns: two more queries for all of them.</summary>
    public static async Task<List<ReturnRow>> With(ProgrammeData data, UnitRegister register, List<(PeriodReturn Sheet, ReturnRound Round)> found, CancellationToken ct)
    {
        var ids = found.ConvertAll(f => f.Sheet.Id);
        var units = found.Select(f => f.Sheet.UnitId).Distinct().ToList();
        var names = await register.Units.Where(u => units.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.ShortName.Length > 0 ? u.ShortName : u.Name, ct);
        var counts = await data.ReturnLines.Where(l => ids.Contains(l.ReturnId)).GroupBy(l => l.ReturnId)
            .Select(g => new { g.Key, All = g.Count(), Answered = g.Count(l => l.Answer != null), Trouble = g.Count(l => l.Answer == ReturnAnswer.Behind || l.Answer == ReturnAnswer.Stuck) }).ToDictionaryAsync(g => g.Key, ct);
        return found.ConvertAll(f => new ReturnRow(f.Sheet, f.Round, names.GetValueOrDefault(f.Sheet.UnitId) ?? "—", counts.GetValueOrDefault(f.Sheet.Id)?.All ?? 0, counts.GetValueOrDefault(f.Sheet.Id)?.Answered ?? 0, counts.GetValueOrDefault(f.Sheet.Id)?.Trouble ?? 0));
    }
}
