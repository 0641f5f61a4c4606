namespace OneMetre.Platform.Results;

/// <summary>A member of an enumeration by its name, as an address or a form sends it. Numbers, several names in one and names that are none are nothing: a forged form must not reach what no button offers.</summary>
public static class Named
{
    /// <summary>Null for what is no name.</summary>
    /// <param name="anyCase">Addresses are written small.</param>
    public static T? Of<T>(string? text, bool anyCase = false) where T : struct, Enum =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && text.All(char.IsAsciiLetterOrDigit) && Enum.TryParse<T>(text, anyCase, out var value) && Enum.IsDefined(value) ? value : null;

    public static bool Is<T>(string? text, out T value) where T : struct, Enum
    {
        var known = Of<T>(text);
        value = known.GetValueOrDefault();
        return known is not null;
    }
}
