using System.Security.Cryptography;

namespace OneMetre.Platform.Identity;

/// <summary>Passwords that one person hands to another, for the first sign-in only.</summary>
public static class FirstPassword
{
    // Without the characters that are read wrongly over the telephone or from paper.
    const string Alphabet = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Four groups of four: 92 bits.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
}
