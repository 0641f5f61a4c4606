using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Identity;

/// <summary>Takes the second factor away from a person: authenticator, passkeys, recovery codes, and the demand for it.</summary>
public static class SecondFactor
{
    // Where ASP.NET Core Identity keeps recovery codes.
    const string Store = "[AspNetUserStore]";
    const string RecoveryCodes = "RecoveryCodes";

    public static async Task ForgetSecondFactor(this UserManager<Person> people, Person person)
    {
        person.HasAuthenticator = false;
        await people.SetTwoFactorEnabledAsync(person, false);
        await people.ResetAuthenticatorKeyAsync(person);
        foreach (var key in await people.GetPasskeysAsync(person)) await people.RemovePasskeyAsync(person, key.CredentialId);
        await people.RemoveAuthenticationTokenAsync(person, Store, RecoveryCodes);
    }
}

/// <summary>Accounts as ASP.NET Core Identity keeps them, passkeys in a table of ours; the keys and codes of the second factor are encrypted with the keys of cookies, which are not in the database.</summary>
#pragma warning disable RS0030 // This is the door to passkeys for ASP.NET Core Identity.
public sealed class PersonStore(CityDb db, IDataProtectionProvider protection, TimeProvider time) : UserOnlyStore<Person, CityDb, Guid>(db)
{
    readonly IDataProtector secrets = protection.CreateProtector("second factor");

    public override Task SetTokenAsync(Person user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : secrets.Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(Person user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await base.GetTokenAsync(user, loginProvider, name, cancellationToken) is { } kept ? secrets.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null; // of a city whose keys were lost: as if there were none; the account stays shut to a password alone, until it is reset
        }
    }

    public override async Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await KeyOf(user, passkey.CredentialId, cancellationToken) is { } known)
            (known.SignCount, known.BackedUp, known.UsedAt) = (passkey.SignCount, passkey.IsBackedUp, time.GetUtcNow().UtcDateTime);
        else
            Context.Add(new Passkey
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                PersonId = user.Id,
                CredentialId = passkey.CredentialId,
                PublicKey = passkey.PublicKey,
                Name = passkey.Name ?? "",
                CreatedAt = time.GetUtcNow().UtcDateTime,
                SignCount = passkey.SignCount,
                BackupEligible = passkey.IsBackupEligible,
                BackedUp = passkey.IsBackedUp,
                Transports = string.Join(' ', passkey.Transports ?? []) is { Length: <= 100 } told ? told : "",
            });
    }

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken) =>
        [.. (await Context.Set<Passkey>().AsNoTracking().Where(k => k.PersonId == user.Id).ToListAsync(cancellationToken)).Select(Told)];

    public override async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await Context.Set<Passkey>().Where(k => k.CredentialId == credentialId).Join(Users, k => k.PersonId, p => p.Id, (_, p) => p).SingleOrDefaultAsync(cancellationToken);

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) =>
        await KeyOf(user, credentialId, cancellationToken) is { } key ? Told(key) : null;

    public override async Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await KeyOf(user, credentialId, cancellationToken) is { } key) Context.Remove(key);
    }

    Task<Passkey?> KeyOf(Person user, byte[] credential, CancellationToken ct) => Context.Set<Passkey>().SingleOrDefaultAsync(k => k.PersonId == user.Id && k.CredentialId == credential, ct);

    // Only keys that verified their owner are taken (user verification is required); what was attested is not kept.
    static UserPasskeyInfo Told(Passkey key) =>
        new(key.CredentialId, key.PublicKey, key.CreatedAt, (uint)key.SignCount, key.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), isUserVerified: true, key.BackupEligible, key.BackedUp, [], []) { Name = key.Name };
}

/// <summary>Codes of RFC 6238, each good for once: a code that was read over the shoulder or on the line opens nothing after it has been used.</summary>
public sealed class OneTimeCodes(TimeProvider time) : AuthenticatorTokenProvider<Person>
{
    const string Place = "[OneMetre]";
    const string Last = "LastCode";

    // Longer than any code stays valid: five steps of half a minute.
    static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    public override async Task<bool> ValidateAsync(string purpose, string token, UserManager<Person> manager, Person user)
    {
        if (!await base.ValidateAsync(purpose, token, manager, user)) return false;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var used = (await manager.GetAuthenticationTokenAsync(user, Place, Last) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2)
            .Where(u => u is [_, var at] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var then) && now - then < Remembered.TotalSeconds).Select(u => (Code: u[0], At: u[1])).ToList();
        if (used.Exists(u => u.Code == token)) return false;
        // Of two who use one code at once the second finds the account changed, and is refused.
        var kept = string.Join(' ', used.Append((token, now.ToString(CultureInfo.InvariantCulture))).Select(u => $"{u.Item1} {u.Item2}"));
        return (await manager.SetAuthenticationTokenAsync(user, Place, Last, kept)).Succeeded;
    }
}
