using OneMetre.Indicators.Contract;

namespace OneMetre.Programme.Importing;

/// <summary>Which indicators of the catalogue a printed name may mean: plans word the same indicator in many ways, so likeness proposes and a person decides.</summary>
sealed class IndicatorLikeness(IReadOnlyList<CatalogueIndicator> catalogue)
{
    public const double Worth = 0.55;
    readonly (CatalogueIndicator Indicator, string Name)[] known = [.. catalogue.Select(i => (i, Plain(i.Name)))];

    /// <summary>The likeliest first; nothing below <see cref="Worth"/>.</summary>
    public IReadOnlyList<(CatalogueIndicator Indicator, double Likeness)> Candidates(string? name, int most = 3)
    {
        var plain = Plain(name ?? "");
        return plain.Length < 2 ? [] :
            [.. known.Select(k => (k.Indicator, Likeness.Of(plain, k.Name))).Where(k => k.Item2 >= Worth)
                .OrderByDescending(k => k.Item2).ThenBy(k => k.Indicator.Number).Take(most)];
    }

    public IndicatorLink? Best(string? name) => Candidates(name, 1) is [var (indicator, likeness)] ? new(indicator.Id, Math.Round(likeness, 2)) : null;

    static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit)]);
}

/// <summary>How alike two texts are: the share of neighbouring character pairs that they have in common (Dice), 0 to 1.</summary>
static class Likeness
{
    public static double Of(string a, string b)
    {
        if (a == b) return a.Length == 0 ? 0 : 1;
        if (a.Length < 2 || b.Length < 2) return 0;
        var pairs = new Dictionary<(char, char), int>();
        for (var i = 1; i < a.Length; i++)
            pairs[(a[i - 1], a[i])] = pairs.GetValueOrDefault((a[i - 1], a[i])) + 1;
        var common = 0;
        for (var i = 1; i < b.Length; i++)
        {
            var pair = (b[i - 1], b[i]);
            if (pairs.GetValueOrDefault(pair) is not (> 0 and var left)) continue;
            pairs[pair] = left - 1;
            common++;
        }
        return 2.0 * common / (a.Length + b.Length - 2);
    }
}
