using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.People;

/// <summary>
/// The second person confirms, and the act is carried out at once, under all the rules as they stand now; or refuses. Who asked may take it back.
/// A password to hand over is shown to who confirms: who asked for it never sees it.
/// </summary>
sealed class DecideFourEyes(
    PeopleData data, SecondPerson second, GivePost give, EndPost end, HandOverPost handOver, ResetPassword reset, NoticeBoard notices, AuditLog audit, CurrentUser user, TimeProvider time)
{
    public async Task<Result<Handed>> Run(Guid id, bool confirm, CancellationToken ct) => await data.InTurn(async () =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (await data.Requests.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request || user.PersonId is not { } person) return GivePost.NotYours;
        if (!request.Open(now)) return new Problem("platform.four-eyes.over");
        var mayConfirm = (await second.Confirmers(request, ct)).Any(c => c.Person == person && c.Post == user.PostId);
        if (!mayConfirm && (confirm || request.AskedBy != person)) return new Problem("platform.four-eyes.not-yours");

        var done = new Result<Handed>(null, []);
        if (confirm)
        {
            // The right to ask must still be there: a request does not outlive the post of who asked.
            if (!await data.AdministratorsOn(ChinaTime.Today(time)).AnyAsync(a => a.Person == request.AskedBy && a.Role == RoleCode.SecurityAdmin, ct)) return new Problem("platform.four-eyes.asker-gone");
            done = await data.ForBoth(() => CarryOut(request, ct));
            if (!done.Ok) return done;
        }
        request.Decide(confirm ? FourEyesState.Confirmed : FourEyesState.Refused, person, now);
        if (request.AskedBy != person) notices.Tell(request.AskedFrom, confirm ? "platform.notice.four-eyes-confirmed" : "platform.notice.four-eyes-refused", SecondPerson.Page, user.Name);
        await data.Save(ct);
        await audit.Note(AuditKind.Permission, "platform_four_eyes", id.ToString(), confirm ? "confirmed" : "refused", new { request.Act, request.PersonId, request.AskedBy }, ct: ct);
        return done;
    }, ct);

    async Task<Result<Handed>> CarryOut(FourEyesRequest request, CancellationToken ct)
    {
        var form = JsonSerializer.Deserialize<FourEyesForm>(request.Form)!;
        // A day that has passed while it was waiting means today.
        var today = ChinaTime.Today(time);
        if (form.Post is { } post && PostForm.Day(post.From, out var from) && from < today) post.From = null;
        if (form.Change is { } change && PostForm.Day(change.Until, out var until) && until < today) change.Until = null;
        if (request.Act == FourEyesAct.ResetPassword) return await reset.Run(request.PersonId, ct);
        var done = request.Act switch
        {
            FourEyesAct.GivePost => await give.Run(request.PersonId, form.Post!, ct),
            FourEyesAct.EndPost => await end.Run(request.PersonId, form.Change!, ct),
            _ => await handOver.Run(request.PersonId, form.Change!, ct),
        };
        return new(null, done.Problems);
    }
}
