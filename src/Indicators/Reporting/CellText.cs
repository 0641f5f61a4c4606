using System.Globalization;
using System.Text.RegularExpressions;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Reporting;

/// <summary>
/// A cell as it is typed and shown. Nothing typed is missing, … (or 不适用, n/a) is "there is no such thing here", = is the last period's figure again, and 0 is nought.
/// </summary>
static partial class CellText
{
    public const string NotApplicable = "…";
    public const string Same = "=";
    static readonly HashSet<string> NotApplicableWords = new(["…", "...", "···", "⋯", "不适用", "N/A", "NA"], StringComparer.OrdinalIgnoreCase);
    static readonly HashSet<string> Yes = new(["1", "是", "有", "Y", "YES"], StringComparer.OrdinalIgnoreCase);
    static readonly HashSet<string> No = new(["0", "否", "无", "N", "NO"], StringComparer.OrdinalIgnoreCase);

    /// <summary>1,284,000: a comma only where thousands are divided.</summary>
    [GeneratedRegex(@"^\d{1,3}(,\d{3})+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();

    public static string Of(CellState state, decimal? number) => state switch
    {
        CellState.Known when number is { } figure => figure.ToString("0.####", CultureInfo.InvariantCulture),
        CellState.NotApplicable => NotApplicable,
        _ => "",
    };

    /// <summary>
    /// Reads one cell. A count is whole and not negative, an amount and a standard not negative, yes and no are 是 and 否 (or 1 and 0). Same takes last, and is refused where there is none.
    /// </summary>
    public static Result<(CellState State, decimal? Number)> Read(string? typed, ElementKind kind, (CellState State, decimal? Number)? last)
    {
        // ² and ① are no digits that somebody meant to count with; a sign that no text has cannot be folded.
        if (typed is not null && typed.Any(c => char.GetUnicodeCategory(c) is UnicodeCategory.OtherNumber or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)) return new Problem("indicators.not-a-figure");
        var text = (typed ?? "").Trim().Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal);
        if (text.Length == 0 || text is "—" or "-" or "–") return (CellState.Missing, null);
        if (text == Same) return last is { State: not CellState.Missing } same ? same : new Problem("indicators.nothing-last-time");
        if (NotApplicableWords.Contains(text)) return (CellState.NotApplicable, null);
        if (kind == ElementKind.YesNo)
            return Yes.Contains(text) ? (CellState.Known, 1m) : No.Contains(text) ? (CellState.Known, 0m) : new Problem("indicators.not-yes-or-no");
        if (!Typed.Figure(text, out var figure) || figure is not { } number || text.EndsWith('%')) return new Problem("indicators.not-a-figure");
        if (number < 0) return new Problem("indicators.below-nought");
        if (text.Contains(',', StringComparison.Ordinal) && !Grouped().IsMatch(text)) return new Problem("indicators.not-a-figure");
        if (kind == ElementKind.Count && text.Split('.') is [_, var places] && places.Any(c => c != '0')) return new Problem("indicators.not-whole");
        return (CellState.Known, number);
    }
}
