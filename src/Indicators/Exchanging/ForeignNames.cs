using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// What another system's names mean here: those that the city keeps, and above them those that came along with the figures. One list for elements, regions and parts, for the ids of other systems
/// are unique among themselves. A name that stands for nothing in particular (a category without meaning here) is put down as empty.
/// </summary>
sealed class ForeignNames(IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> sent)
{
    /// <summary>The city's choice under which the list is kept.</summary>
    public const string Setting = "indicators.foreign-names";

    /// <summary>What DHIS2 calls "no category": in words, and the id that every installation has for it.</summary>
    public static readonly IReadOnlySet<string> NoCategory = new HashSet<string>(["default", "HllvX50cXC0"], StringComparer.Ordinal);

    public string? Of(string? name) => name is null ? null : sent.TryGetValue(name, out var now) ? now : kept.TryGetValue(name, out var always) ? always : name;

    /// <summary>The part that all marks together speak of; one that is unknown, or two parts at once, cannot be placed.</summary>
    public Result<string> Split(IReadOnlyList<string> marks)
    {
        var split = Splits.Total;
        foreach (var mark in marks)
        {
            var known = NoCategory.Contains(mark) ? Splits.Total : Of(mark)!;
            if (known.Length == 0) continue;
            known = known.ToLowerInvariant();
            if (!IsSplit(known)) return new Problem("indicators.row-no-split", null, mark);
            if (split != Splits.Total && split != known) return new Problem("indicators.row-many-splits", null, split, known);
            split = known;
        }
        return split;
    }

    public static bool IsSplit(string text) => Splits.Of(Splits.DimensionOf(text)).Contains(text);
}
