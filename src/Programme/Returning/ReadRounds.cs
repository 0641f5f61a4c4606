using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Platform.Units;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>How one round stands, each unit counted under one state; late ones are also counted apart.</summary>
sealed record RoundRow(ReturnRound Round, IReadOnlyDictionary<ReturnState, int> States, int Late, int Listed)
{
    public int All => States.Values.Sum();
    public int In(ReturnState state) => States.GetValueOrDefault(state);
    public int HandedOn => In(ReturnState.Approved) + In(ReturnState.Accepted);

    /// <summary>Those that have not left their unit.</summary>
    public int Owing => All - HandedOn;
}

/// <summary>A unit in a round. Told and Opened: how many of its posts were reminded last, and how many of them have opened the sheet since.</summary>
sealed record RoundUnit(ReturnRow Row, bool Late, int Told, int Opened, DateTime? OpenedAt);

sealed record RoundView(RoundRow Sum, IReadOnlyList<RoundUnit> Units, int Total, int Page, IReadOnlySet<Guid> Unserved);

/// <summary>Rounds for the office: how each stands, and which unit is where.</summary>
sealed class ReadRounds(ProgrammeData data, UnitRegister register, NoticeBoard notices, Platform.Identity.PostHolder posts, TimeProvider time)
{
    public const int PageSize = 50;

    /// <summary>What the chips offer besides the states.</summary>
    public static readonly IReadOnlyList<string> Filters = ["owing", "late", "listed", .. Enum.GetNames<ReturnState>().Select(s => s.ToLowerInvariant())];

    /// <summary>The newest rounds with their counts, in three queries however many there are.</summary>
    public async Task<IReadOnlyList<RoundRow>> All(int most, CancellationToken ct)
    {
        var rounds = await data.Rounds.AsNoTracking().OrderByDescending(r => r.DueOn).ThenBy(r => r.Id).Take(most).ToListAsync(ct);
        return await Sums(rounds, ct);
    }

    public async Task<RoundView?> One(Guid id, string? state, int page, CancellationToken ct)
    {
        var round = await data.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct);
        if (round is null) return null;
        var sum = (await Sums([round], ct))[0];
        var asked = Of(round, state);
        var total = await asked.CountAsync(ct);
        var found = await (from sheet in asked join unit in register.Units on sheet.UnitId equals unit.Id orderby unit.SortOrder, unit.RegionCode, unit.Id select sheet).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var rows = await ReadReturns.With(data, register, found.ConvertAll(s => (s, round)), ct);
        var receipts = await notices.Receipts(RemindOwing.Code, [.. rows.Select(r => ReturnWords.Link(r.Sheet.Id))], ct);
        var units = rows.ConvertAll(r => r.Sheet.UnitId);
        var served = await posts.Served(units, ct);
        var today = time.Today();
        return new(sum, rows.ConvertAll(r =>
        {
            // A unit is reminded once a day at most: the posts told on its last day were told by one act.
            var last = receipts[ReturnWords.Link(r.Sheet.Id)].Where(n => ChinaTime.DayOf(n.At) == r.Sheet.RemindedOn).ToList();
            return new RoundUnit(r, IsLate(r.Sheet, round, today), last.Count, last.Count(n => n.ReadAt is not null), last.Max(n => n.ReadAt));
        }), total, page, units.Where(u => !served.Contains(u)).ToHashSet());
    }

    /// <summary>The returns of a round as the chips filter them.</summary>
    public IQueryable<PeriodReturn> Of(ReturnRound round, string? state)
    {
        var (id, cut) = (round.Id, Cut(round));
        var all = data.Returns.Where(r => r.RoundId == id);
        return state switch
        {
            "owing" => all.Where(r => r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted),
            "late" => all.Where(r => r.DueOn < cut && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)),
            "listed" => all.Where(r => r.ListedAt != null && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)),
            _ when Filters.Contains(state) && Enum.TryParse<ReturnState>(state, ignoreCase: true, out var wanted) => all.Where(r => r.State == wanted),
            _ => all,
        };
    }

    public static bool IsLate(PeriodReturn sheet, ReturnRound round, DateOnly today) => !ReturnCourse.HandedOn(sheet.State) && round.LastDayOf(sheet.DueOn) < today;

    /// <summary>Whatever was due before this day is late today.</summary>
    DateOnly Cut(ReturnRound round) => time.Today().AddDays(-round.GraceDays);

    async Task<IReadOnlyList<RoundRow>> Sums(List<ReturnRound> rounds, CancellationToken ct)
    {
        var ids = rounds.ConvertAll(r => r.Id);
        var states = await data.Returns.Where(r => ids.Contains(r.RoundId)).GroupBy(r => new { r.RoundId, r.State }).Select(g => new { g.Key.RoundId, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        var open = await data.Returns.Where(r => ids.Contains(r.RoundId) && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)).Select(r => new { r.RoundId, r.DueOn, Listed = r.ListedAt != null }).ToListAsync(ct);
        return rounds.ConvertAll(round => new RoundRow(round, states.Where(s => s.RoundId == round.Id).ToDictionary(s => s.State, s => s.Count),
            open.Count(o => o.RoundId == round.Id && o.DueOn < Cut(round)), open.Count(o => o.RoundId == round.Id && o.Listed)));
    }
}
