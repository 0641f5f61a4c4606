using OneMetre.Indicators.Model;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Importing;

/// <summary>The places that figures can stand at, and which are taken: the elements with their splits, every period, and the regions for as long as they exist.</summary>
sealed class FigurePlaces
{
    public sealed record ElementPlace(int Index, string Id, ElementKind Kind, string? Source, Dictionary<string, SplitPlace>.AlternateLookup<ReadOnlySpan<char>> Splits);
    public readonly record struct SplitPlace(int Index, string Text);
    public readonly record struct PeriodPlace(int Index, string Text, Period Period);

    public sealed record RegionPlace(int Index, string Code, IReadOnlyList<(DateOnly From, DateOnly? To)> Times)
    {
        public bool Exists(Period period)
        {
            foreach (var (from, to) in Times)
                if (from <= period.End && (to is null || to >= period.Start)) return true;
            return false;
        }
    }

    readonly Dictionary<string, ElementPlace>.AlternateLookup<ReadOnlySpan<char>> elements;
    readonly Dictionary<string, RegionPlace>.AlternateLookup<ReadOnlySpan<char>> regions;
    readonly Dictionary<string, PeriodPlace>.AlternateLookup<ReadOnlySpan<char>> periods = new Dictionary<string, PeriodPlace>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    readonly Dictionary<(int Element, int Period, int Split), ulong[]> taken = [];
    readonly HashSet<(int Element, int Period)> touched = [];
    bool seen;

    public FigurePlaces(IEnumerable<DataElement> elements, IEnumerable<Region> regions)
    {
        this.elements = elements.Select((element, i) => new ElementPlace(i, element.Id, element.Kind, element.Source, SplitsOf(element))).ToDictionary(e => e.Id, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        this.regions = regions.GroupBy(region => region.Code, StringComparer.Ordinal).Select((same, i) => new RegionPlace(i, same.Key, [.. same.Select(region => (region.ValidFrom, region.ValidTo))]))
            .ToDictionary(r => r.Code, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What is taken from now on is new.</summary>
    public void Seen() => seen = true;

    /// <summary>Which elements got a new figure in which periods.</summary>
    public IEnumerable<(string Element, Period Period)> Series
    {
        get
        {
            var (byElement, byPeriod) = (elements.Dictionary.Values.ToDictionary(e => e.Index, e => e.Id), periods.Dictionary.Values.ToDictionary(p => p.Index, p => p.Period));
            return touched.Select(key => (byElement[key.Element], byPeriod[key.Period]));
        }
    }

    public bool TryElement(ReadOnlySpan<char> id, out ElementPlace element) => elements.TryGetValue(id, out element!);
    public bool TryRegion(ReadOnlySpan<char> code, out RegionPlace region) => regions.TryGetValue(code, out region!);

    public bool TryPeriod(ReadOnlySpan<char> text, out PeriodPlace period)
    {
        if (periods.TryGetValue(text, out period)) return true;
        if (text.Length > 7 || !Period.TryParse(text.ToString(), out var parsed)) return false;
        period = new(periods.Dictionary.Count, parsed.ToString(), parsed);
        periods.Dictionary.Add(period.Text, period);
        return true;
    }

    /// <summary>False when a figure stands there already.</summary>
    public bool Take(ElementPlace element, PeriodPlace period, int split, RegionPlace region)
    {
        if (!taken.TryGetValue((element.Index, period.Index, split), out var bits)) taken[(element.Index, period.Index, split)] = bits = new ulong[regions.Dictionary.Count / 64 + 1];
        ref var word = ref bits[region.Index >> 6];
        var bit = 1ul << (region.Index & 63);
        if ((word & bit) != 0) return false;
        word |= bit;
        if (seen) touched.Add((element.Index, period.Index));
        return true;
    }

    static Dictionary<string, SplitPlace>.AlternateLookup<ReadOnlySpan<char>> SplitsOf(DataElement element) =>
        ((IEnumerable<string>)[Splits.Total, .. element.Splits.Split(';', StringSplitOptions.RemoveEmptyEntries).SelectMany(Splits.Of)]).Distinct()
            .Select((split, i) => new SplitPlace(i, split)).ToDictionary(s => s.Text, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
