using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Identity;

/// <summary>What a password has to be: 10 to 128 characters, whatever they are, and none that is guessed soon (NIST SP 800-63B).</summary>
public sealed class CityPasswords(PostHolder posts, CitySettings settings) : IPasswordValidator<Person>
{
    public const int Shortest = 10, Longest = 128;

    public async Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        var text = PasswordGuess.Normal(password ?? "");
        var length = text.EnumerateRunes().Count();
        if (length < Shortest) return Refused("short");
        if (length > Longest) return Refused("long");

        var city = await settings.Profile(default);
        var own = new List<string> { user.UserName ?? "", user.DisplayName, city.Name, city.Name.TrimEnd('市'), city.EnglishName };
        own.AddRange((user.UserName ?? "").Split('.', '-', '_').Where(part => part.Length > 2));
        foreach (var post in await posts.PostsOf(user.Id, default)) own.Add(post.UnitName);
        var (bits, by) = PasswordGuess.Of(text, own);
        if (bits >= PasswordGuess.Enough) return IdentityResult.Success;
        return Refused(by switch { GuessedBy.OwnName => "own", GuessedBy.Rows => "rows", GuessedBy.Numbers => "numbers", _ => "known" });
    }

    static IdentityResult Refused(string why) => IdentityResult.Failed(new IdentityError { Code = why, Description = why });
}

/// <summary>Passwords are kept and compared in one spelling (NFKC): full-width or composed by another keyboard, they open the same account.</summary>
public sealed class CityPasswordHasher(IOptions<PasswordHasherOptions>? options = null) : PasswordHasher<Person>(options)
{
    public override string HashPassword(Person user, string password) => base.HashPassword(user, PasswordGuess.Normal(password));

    public override PasswordVerificationResult VerifyHashedPassword(Person user, string hashedPassword, string providedPassword)
    {
        var normal = PasswordGuess.Normal(providedPassword);
        var found = base.VerifyHashedPassword(user, hashedPassword, normal);
        // Of before there was one spelling: taken as typed, and kept anew.
        return found == PasswordVerificationResult.Failed && normal != providedPassword && base.VerifyHashedPassword(user, hashedPassword, providedPassword) != PasswordVerificationResult.Failed
            ? PasswordVerificationResult.SuccessRehashNeeded
            : found;
    }
}
