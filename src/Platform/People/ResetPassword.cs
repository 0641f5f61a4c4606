using Microsoft.AspNetCore.Identity;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.People;

/// <summary>A new password to hand over; every sign-in of the person ends, the account no longer rests, the second factor is set up anew, and what was bound outside is not bound any more.</summary>
sealed class ResetPassword(PeopleData data, SecondPerson second, UserManager<Person> people, Sessions sessions, AuditLog audit)
{
    public async Task<Result<Handed>> Run(Guid id, CancellationToken ct) => data.MayTouch(id) ? await data.InTurn(async () =>
    {
        if (await people.FindByIdAsync(id.ToString()) is not { } person) return GivePost.Gone;
        if (await second.Needed(id, ct)) return await second.Ask<Handed>(null!, FourEyesAct.ResetPassword, id, new(), ct);
        var password = FirstPassword.New();
        if (person.PasswordHash is not null) await people.RemovePasswordAsync(person);
        person.MustChangePassword = true;
        var set = await people.AddPasswordAsync(person, password);
        if (!set.Succeeded) throw new InvalidOperationException(string.Join(' ', set.Errors.Select(e => e.Code)));
        await people.SetLockoutEndDateAsync(person, null);
        await people.ResetAccessFailedCountAsync(person);
        await people.ForgetSecondFactor(person);
        foreach (var login in await people.GetLoginsAsync(person)) await people.RemoveLoginAsync(person, login.LoginProvider, login.ProviderKey);
        await sessions.End(id, null, null, ct);
        await audit.Note(AuditKind.Permission, "platform_person", id.ToString(), "password", ct: ct);
        return new Result<Handed>(new(person.UserName!, password), []);
    }, ct) : GivePost.NotYours;
}
