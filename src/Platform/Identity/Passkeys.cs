using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Identity;

/// <summary>The door to passkeys: each person's own, added and removed with a note in the record. The first one makes the password alone too little.</summary>
#pragma warning disable RS0030 // This is the door.
public sealed class Passkeys(CityDb db, UserManager<Person> people, AuditLog audit, CurrentUser user)
{
    public const int Most = 10;

    public IQueryable<Passkey> Own => db.Set<Passkey>().AsNoTracking().Where(k => k.PersonId == user.PersonId).OrderBy(k => k.CreatedAt).ThenBy(k => k.Id);

    /// <summary>False when the key is somebody's already, or the person has as many as anyone needs.</summary>
    public async Task<bool> Add(Person person, UserPasskeyInfo key, CancellationToken ct)
    {
        if (await db.Set<Passkey>().AnyAsync(k => k.CredentialId == key.CredentialId, ct) || await db.Set<Passkey>().CountAsync(k => k.PersonId == person.Id, ct) >= Most) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var added = await people.AddOrUpdatePasskeyAsync(person, key);
        if (added.Succeeded && !person.TwoFactorEnabled) added = await people.SetTwoFactorEnabledAsync(person, true);
        if (!added.Succeeded) return false;
        await audit.Note(AuditKind.Permission, "platform_passkey", person.Id.ToString(), "added", new { key.Name }, ct: ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>With the last one, and no authenticator, the account is without a second factor.</summary>
    public async Task Remove(Person person, Guid id, CancellationToken ct)
    {
        if (await db.Set<Passkey>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id && k.PersonId == person.Id, ct) is not { } key) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await people.RemovePasskeyAsync(person, key.CredentialId);
        if (!person.HasAuthenticator && !await db.Set<Passkey>().AnyAsync(k => k.PersonId == person.Id, ct)) await people.ForgetSecondFactor(person);
        await audit.Note(AuditKind.Permission, "platform_passkey", person.Id.ToString(), "removed", new { key.Name }, ct: ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Whether the key has signed since the moment, which is known to the second.</summary>
    internal Task<bool> UsedSince(byte[] credential, DateTime second, CancellationToken ct)
    {
        var next = second.AddSeconds(1);
        return db.Set<Passkey>().AnyAsync(k => k.CredentialId == credential && k.UsedAt >= next, ct);
    }
}
