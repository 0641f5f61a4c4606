using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>The office reminds, in one act, every unit of a round whose return has not left it; a unit at most once a day. Who has opened the reminder is seen on the round.</summary>
sealed class RemindOwing(ProgrammeData data, NoticeBoard notices, CurrentUser user, TimeProvider time)
{
    public const string Code = "programme.notice-return-remind";

    /// <summary>The number of units that were reminded.</summary>
    public async Task<Result<int>> Run(Guid id, CancellationToken ct)
    {
        var round = user.IsOffice ? await data.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) : null;
        if (round is null) return new Problem("programme.no-such-round");
        var today = time.Today();
        var owing = await data.Returns.Where(r => r.RoundId == id && r.RemindedOn != today && (r.State == ReturnState.Draft || r.State == ReturnState.Returned || r.State == ReturnState.Submitted)).ToListAsync(ct);
        owing = [.. owing.Where(r => r.RemindedOn != today)];
        if (owing.Count == 0) return 0;
        foreach (var sheet in owing) sheet.RemindedOn = today;
        await notices.TellEach(owing.ToDictionary(r => r.UnitId, r => ReturnWords.Link(r.Id)), Code, ReturnWords.Args(round), null, ct);
        return await data.SaveUnlessChanged(ct) ? owing.Count : MoveReturn.Changed;
    }
}
