namespace OneMetre.Indicators.Exchanging;

/// <summary>A text from outside, fit to be kept and shown: not longer than any honest one, and without signs that a database refuses.</summary>
static class ForeignText
{
    /// <summary>Longer than the longest reason, so that one that is too long is refused and not cut in silence.</summary>
    const int Longest = 400;

    public static string Fit(string text)
    {
        var end = Math.Min(text.Length, Longest);
        if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Create(end, text, (fit, from) =>
        {
            for (var i = 0; i < fit.Length; i++)
                fit[i] = char.IsControl(from[i]) ? ' '
                    : char.IsHighSurrogate(from[i]) && !(i + 1 < fit.Length && char.IsLowSurrogate(from[i + 1])) || char.IsLowSurrogate(from[i]) && !(i > 0 && char.IsHighSurrogate(from[i - 1])) ? '\uFFFD' : from[i];
        });
    }
}
