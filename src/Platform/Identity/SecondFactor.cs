using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Identity;

/// <summary>Takes the second factor away from a person: key, recovery codes, and the demand for it.</summary>
public static class SecondFactor
{
    // Where ASP.NET Core Identity keeps recovery codes.
    const string Store = "[AspNetUserStore]";
    const string RecoveryCodes = "RecoveryCodes";

    public static async Task ForgetSecondFactor(this UserManager<Person> people, Person person)
    {
        await people.SetTwoFactorEnabledAsync(person, false);
        await people.ResetAuthenticatorKeyAsync(person);
        await people.RemoveAuthenticationTokenAsync(person, Store, RecoveryCodes);
    }
}

/// <summary>Accounts as ASP.NET Core Identity keeps them; the keys and codes of the second factor are encrypted with the keys of cookies, which are not in the database.</summary>
public sealed class PersonStore(CityDb db, IDataProtectionProvider protection) : UserOnlyStore<Person, CityDb, Guid>(db)
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
            return null; // of a city whose keys were lost: as if there were none, so that a new one can be set up
        }
    }
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
