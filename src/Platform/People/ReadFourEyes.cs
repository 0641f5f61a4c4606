using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;

namespace OneMetre.Platform.People;

/// <summary>One request as it is shown: who wants what with whom, and whether the reader may confirm it or take it back.</summary>
public sealed record FourEyesLine(FourEyesRequest Request, string Asker, string Subject, string? Decider, FourEyesForm Form, bool Open, bool MayConfirm, bool MayTakeBack);

/// <summary>Reads the requests that wait for a second person, and the last that were decided or ran out: for the three administrators.</summary>
sealed class ReadFourEyes(PeopleData data, SecondPerson second, CurrentUser user, TimeProvider time)
{
    public const int Shown = 50;

    public Task<int> Waiting(CancellationToken ct)
    {
        var since = time.GetUtcNow().UtcDateTime - FourEyesRequest.Lasts;
        return data.Requests.CountAsync(r => r.State == FourEyesState.Asked && r.AskedAt > since, ct);
    }

    public async Task<IReadOnlyList<FourEyesLine>> List(Guid? about, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var since = now - FourEyesRequest.Lasts;
        var requests = await data.Requests.AsNoTracking().Where(r => about == null || r.PersonId == about)
            .OrderByDescending(r => r.State == FourEyesState.Asked && r.AskedAt > since).ThenByDescending(r => r.AskedAt).Take(Shown).ToListAsync(ct);
        var names = await data.NamesOf([.. requests.SelectMany(r => new[] { r.AskedBy, r.PersonId, r.DecidedBy ?? r.AskedBy }).Distinct()], ct);
        var lines = new List<FourEyesLine>();
        foreach (var request in requests)
        {
            var open = request.Open(now);
            var may = open && (await second.Confirmers(request, ct)).Any(c => c.Person == user.PersonId && c.Post == user.PostId);
            lines.Add(new(request, names[request.AskedBy], names[request.PersonId], request.DecidedBy is { } by ? names[by] : null, JsonSerializer.Deserialize<FourEyesForm>(request.Form)!, open, may, open && request.AskedBy == user.PersonId));
        }
        return lines;
    }
}
