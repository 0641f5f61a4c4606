using System.Globalization;

namespace OneMetre.Platform.Results;

/// <summary>What people type into a form, read as a day or a figure. Forms keep the text, so that nothing typed is lost when it is refused.</summary>
public static class Typed
{
    /// <summary>Empty is allowed and means no day.</summary>
    public static bool Day(string? text, out DateOnly? day)
    {
        day = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (!DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;
        day = read;
        return true;
    }

    /// <summary>Accepts 1,140 and full-width digits as an input method writes them; empty is allowed and means no figure.</summary>
    public static bool Figure(string? text, out decimal? figure)
    {
        figure = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        var plain = text.Trim().Normalize(System.Text.NormalizationForm.FormKC).TrimEnd('%');
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        if (!decimal.TryParse(plain, styles, CultureInfo.InvariantCulture, out var read) || Math.Abs(read) > 10_000_000_000m) return false;
        figure = decimal.Round(read, 4);
        return true;
    }
}
