namespace OneMetre.Indicators.Model;

/// <summary>The parts of a dimension, as they stand in a split: sex:f. The total is the empty split.</summary>
static class Splits
{
    public const string Total = "";

    static readonly Dictionary<string, string[]> Parts = new()
    {
        ["sex"] = ["f", "m"],
        ["urban"] = ["u", "r"],
        ["type"] = ["public", "private"],
        ["age"] = ["0-2", "3-5", "6-11", "12-14", "15-17"],
        ["end"] = ["low", "high"],
        ["vaccine"] = ["bcg", "hepb", "polio", "dtp", "mmr", "je", "men", "hepa"],
    };

    public static IReadOnlyCollection<string> Dimensions => Parts.Keys;
    public static IReadOnlyList<string> Of(string dimension) => Parts.TryGetValue(dimension, out var parts) ? [.. parts.Select(p => $"{dimension}:{p}")] : [];
    public static string DimensionOf(string split) => split.Split(':')[0];

    /// <summary>Whether the parts make up the whole: boys and girls do, the two ends of a range do not.</summary>
    public static bool AddUp(string dimension) => dimension is not ("end" or "");

    /// <summary>Whether a split is one that an element with these dimensions has.</summary>
    public static bool Fits(string split, string dimensions) =>
        split == Total || (dimensions.Split(';').Contains(DimensionOf(split)) && Of(DimensionOf(split)).Contains(split));
}
