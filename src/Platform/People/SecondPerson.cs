using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.People;

/// <summary>What was asked for: the form of a new post, or of a change to a holding; with the role and the unit that it is about, to show.</summary>
public sealed record FourEyesForm(RoleCode? Role = null, string? Unit = null, PostForm? Post = null, PersonForm? Change = null);

/// <summary>Puts an act on an administrator before a second person instead of doing it.</summary>
sealed class SecondPerson(PeopleData data, NoticeBoard notices, AuditLog audit, CurrentUser user, TimeProvider time)
{
    public const string Page = "/people/requests";

    // Another security administrator; where there is none, the system administrator; where it is about that one too, the audit administrator.
    static readonly RoleCode[] Order = [RoleCode.SecurityAdmin, RoleCode.SystemAdmin, RoleCode.AuditAdmin];

    public bool Needed(RoleCode role) => !data.Confirmed && Policies.Administrators.Contains(role);

    /// <summary>Whether the person is an administrator, or is to become one.</summary>
    public Task<bool> Needed(Guid person, CancellationToken ct)
    {
        var today = ChinaTime.Today(time);
        return data.Confirmed ? Task.FromResult(false) : data.Held(h => h.PersonId == person && (h.Until == null || h.Until > today)).AnyAsync(h => Policies.Administrators.Contains(h.Role), ct);
    }

    /// <summary>Asking twice for the same is asking once. The answer is that of the act: nothing is wrong, and nothing has happened yet.</summary>
    public async Task<Result<T>> Ask<T>(T answer, FourEyesAct act, Guid person, FourEyesForm form, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (written, since) = (JsonSerializer.Serialize(form), now.UtcDateTime - FourEyesRequest.Lasts);
        if (await data.Requests.AnyAsync(r => r.State == FourEyesState.Asked && r.AskedAt > since && r.Act == act && r.PersonId == person && r.Form == written, ct)) return new(answer, []);
        var request = new FourEyesRequest { Id = Guid.CreateVersion7(now), Act = act, PersonId = person, Form = written, AskedBy = user.PersonId!.Value, AskedFrom = user.PostId!.Value, AskedAt = now.UtcDateTime };
        var who = await Confirmers(request, ct);
        if (who.Count == 0) return new Problem("platform.four-eyes.nobody");
        data.Add(request);
        foreach (var second in who) notices.Tell(second.Post, "platform.notice.four-eyes-asked", Page, user.Name);
        await data.Save(ct);
        await audit.Note(AuditKind.Permission, "platform_four_eyes", request.Id.ToString(), "asked", new { request.Act, request.PersonId }, ct: ct);
        return new(answer, []);
    }

    /// <summary>Who may confirm it today, with the post in which they are told: whoever is left of the first kind of administrator that has somebody left.</summary>
    public async Task<IReadOnlyList<(Guid Person, Guid Post)>> Confirmers(FourEyesRequest request, CancellationToken ct)
    {
        var all = (await data.AdministratorsOn(ChinaTime.Today(time)).ToListAsync(ct)).Where(a => request.MayBeConfirmedBy(a.Person)).ToList();
        var first = Order.FirstOrDefault(role => all.Exists(a => a.Role == role), RoleCode.Office);
        return [.. all.Where(a => a.Role == first).Select(a => (a.Person, a.Post))];
    }
}
