using OneMetre.Indicators.Model;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Measuring;

/// <summary>An accepted figure, without its history.</summary>
readonly record struct KnownValue(string Element, string Region, Period Period, string Split, CellState State, decimal? Number, ValueStatus Status);

/// <summary>Accepted figures that one kind of reader may see, wherever they are kept. They may change while somebody reads; the stamp is another one then.</summary>
interface IKnownFigures
{
    /// <summary>Grows with every change. Whoever finds the same stamp before and after has read nothing that was half changed.</summary>
    long Stamp { get; }

    /// <summary>The stamp of the last change of an element in a period, in any region and split.</summary>
    long ChangedAt(string element, Period period);

    /// <summary>The stamp since when the regions that reported anything in a period are the same.</summary>
    long LandAt(Period period);

    KnownValue? At(string element, string region, Period period, string split);

    /// <summary>The periods in which anything was reported.</summary>
    IReadOnlyCollection<Period> Periods { get; }

    /// <summary>The regions that reported anything in a period, in no order; one may come twice.</summary>
    IEnumerable<string> Regions(Period period);

    /// <summary>Everything of one period, in no order.</summary>
    IEnumerable<KnownValue> In(Period period);
}

/// <summary>Figures that are given once and stay.</summary>
sealed class ListedFigures(IEnumerable<KnownValue> values) : IKnownFigures
{
    readonly Dictionary<(string Element, string Region, Period Period, string Split), KnownValue> values = values.ToDictionary(v => (v.Element, v.Region, v.Period, v.Split));

    public long Stamp => 0;
    public long ChangedAt(string element, Period period) => 0;
    public long LandAt(Period period) => 0;
    public KnownValue? At(string element, string region, Period period, string split) => values.TryGetValue((element, region, period, split), out var value) ? value : null;
    public IReadOnlyCollection<Period> Periods => values.Values.Select(v => v.Period).ToHashSet();
    public IEnumerable<string> Regions(Period period) => In(period).Select(v => v.Region);
    public IEnumerable<KnownValue> In(Period period) => values.Values.Where(v => v.Period == period);
}

/// <summary>What a reader may see for being who they are, over what everybody with a post may see.</summary>
sealed record LayeredFigures(IKnownFigures Own, IKnownFigures Open) : IKnownFigures
{
    // Neither part ever falls: the sum is the same only while both are.
    public long Stamp => Own.Stamp + Open.Stamp;
    public long ChangedAt(string element, Period period) => Own.ChangedAt(element, period) + Open.ChangedAt(element, period);
    public long LandAt(Period period) => Own.LandAt(period) + Open.LandAt(period);
    public KnownValue? At(string element, string region, Period period, string split) => Own.At(element, region, period, split) ?? Open.At(element, region, period, split);
    public IReadOnlyCollection<Period> Periods => Own.Periods.Union(Open.Periods).ToHashSet();
    public IEnumerable<string> Regions(Period period) => Own.Regions(period).Concat(Open.Regions(period));
    public IEnumerable<KnownValue> In(Period period) => Own.In(period).UnionBy(Open.In(period), v => (v.Element, v.Region, v.Split));
}
