using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>
/// Tells of returns that have not left their unit, by rule: so many days after the last day its leader, after as many again the office, on whose list it then stands. Each is told once for each due day,
/// which the return itself remembers: a restart tells nobody twice.
/// </summary>
sealed class EscalateReturns(ProgrammeData data, NoticeBoard notices, TimeProvider time)
{
    /// <summary>How many returns were escalated.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = time.Today();
        var told = 0;
        var late = await data.ReturnsOfTheCity.AsNoTracking().Where(r => r.DueOn < today && r.ListedAt == null && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)).Select(r => r.RoundId).Distinct().ToListAsync(ct);
        foreach (var round in await data.RoundsOfTheCity.AsNoTracking().Where(r => late.Contains(r.Id)).OrderBy(r => r.DueOn).ToListAsync(ct)) told += await Tell(round, today, ct);
        return told;
    }

    async Task<int> Tell(ReturnRound round, DateOnly today, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var owing = await data.ReturnsOfTheCity.Where(r => r.RoundId == round.Id && r.DueOn < today && r.ListedAt == null && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)).ToListAsync(ct);
        int Late(PeriodReturn sheet) => today.DayNumber - round.LastDayOf(sheet.DueOn).DayNumber;
        var leaders = owing.Where(r => r.LeaderToldAt is null && Late(r) >= round.EscalatesAfter && Late(r) > 0).ToList();
        var listed = owing.Where(r => Late(r) >= 2 * round.EscalatesAfter && Late(r) > 0).ToList();
        if (leaders.Count + listed.Count == 0) return 0;

        foreach (var sheet in leaders) sheet.LeaderToldAt = now;
        foreach (var sheet in listed) sheet.ListedAt = now;
        await notices.TellEach(leaders.ToDictionary(r => r.UnitId, r => ReturnWords.Link(r.Id)), "programme.notice-return-late", ReturnWords.Args(round), [RoleCode.UnitLeader], ct);
        if (listed.Count > 0) await notices.TellOffice("programme.notice-return-listed", $"/returns/rounds/{round.Id}?state=listed", [round.Name, round.Period.ToString(), $"{listed.Count}"], ct);
        var saved = await data.SaveUnlessChanged(ct); // else somebody has just moved one: the next tick looks again
        data.Forget();
        return saved ? leaders.Count + listed.Count : 0;
    }
}
