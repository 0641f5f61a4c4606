using Microsoft.AspNetCore.Identity;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.People;

/// <summary>A new password to hand over; every sign-in of the person ends, the account no longer rests, and the second factor is set up anew.</summary>
sealed class ResetPassword(PeopleData data, UserManager<Person> people, Sessions sessions, AuditLog audit)
{
    public async Task<Result<Handed>> Run(Guid id, CancellationToken ct) => data.MayTouch(id) ? await data.InTurn(async () =>
    {
        if (await people.FindByIdAsync(id.ToString()) is not { } person) return GivePost.Gone;
        var password = FirstPassword.New();
        if (person.PasswordHash is not null) await people.RemovePasswordAsync(person);
        person.MustChangePassword = true;
        var set = await people.AddPasswordAsync(person, password);
        if (!set.Succeeded) throw new InvalidOperationException(string.Join(' ', set.Errors.Select(e => e.Code)));
        await people.SetLockoutEndDateAsync(person, null);
        await people.ResetAccessFailedCountAsync(person);
        await people.ForgetSecondFactor(person);
        await sessions.End(id, null, null, ct);
        await audit.Note(AuditKind.Permission, "platform_person", id.ToString(), "password", ct: ct);
        return new Result<Handed>(new(person.UserName!, password), []);
    }, ct) : GivePost.NotYours;
}
