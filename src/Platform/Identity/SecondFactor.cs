namespace OneMetre.Platform.Identity;

/// <summary>Where ASP.NET Core Identity keeps what belongs to the second factor, for taking it away.</summary>
public static class SecondFactor
{
    public const string Store = "[AspNetUserStore]";
    public const string RecoveryCodes = "RecoveryCodes";
}
