using System.Collections.Frozen;
using OneMetre.Platform.Regions;

namespace OneMetre.Indicators.Store;

/// <summary>Neighbouring rows of one level, such as all counties of a province; <paramref name="To"/> is the first row after it.</summary>
readonly record struct RegionRange(RegionLevel Level, int From, int To)
{
    public int Count => To - From;
}

/// <summary>One level cut along the regions of an upper one, such as the counties by province; a region whose upper one is unknown is in no part.</summary>
sealed class RegionParts(RegionLevel level, string[] codes, (int From, int To)[] ranges)
{
    public RegionLevel Level => level;
    public int Count => ranges.Length;
    public string Code(int part) => codes[part];
    public RegionRange this[int part] => new(level, ranges[part].From, ranges[part].To);
}

/// <summary>
/// Gives each region its row. The rows of a level stand in the order of their codes, so that whatever lies below a region is one range of each level; levels have rows of
/// their own, because a sum over a city and its counties would count every child twice.
/// </summary>
sealed class RegionOrder
{
    readonly string[][] codes;
    readonly FrozenDictionary<string, int> rows;

    public RegionOrder(IEnumerable<string> regions)
    {
        var distinct = regions.Distinct(StringComparer.Ordinal).ToList();
        if (distinct.Find(code => !RegionCode.IsValid(code)) is { } wrong) throw new ArgumentException($"'{wrong}' is not an area code.", nameof(regions));
        codes = [.. Enum.GetValues<RegionLevel>().Select(level => distinct.Where(code => RegionCode.Level(code) == level).Order(StringComparer.Ordinal).ToArray())];
        rows = codes.SelectMany(level => level.Index()).ToFrozenDictionary(code => code.Item, code => code.Index, StringComparer.Ordinal);
    }

    public int Count(RegionLevel level) => codes[(int)level].Length;

    public string Code(RegionLevel level, int row) => codes[(int)level][row];

    /// <summary>Null when the region is not in the order.</summary>
    public int? Row(string code) => rows.TryGetValue(code, out var row) ? row : null;

    public RegionRange All(RegionLevel level) => new(level, 0, Count(level));

    /// <summary>The regions of a level that are this one or lie below it; the region itself need not be in the order.</summary>
    public RegionRange Below(string code, RegionLevel level)
    {
        var prefix = level < RegionCode.Level(code) ? code : RegionCode.Prefix(code); // a county has no provinces below it
        return new(level, First(prefix, 0), First(prefix, 1));

        // The first row whose code begins with the prefix or more; with after = 1, with more.
        int First(string prefix, int after)
        {
            var (low, high) = (0, Count(level));
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (string.CompareOrdinal(codes[(int)level][middle], 0, prefix, 0, prefix.Length) < after) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }

    public RegionParts Parts(RegionLevel upper, RegionLevel level) => new(level, codes[(int)upper], [.. codes[(int)upper].Select(code => Below(code, level)).Select(range => (range.From, range.To))]);
}
