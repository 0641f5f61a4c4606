using System.Security.Cryptography;
using System.Text;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Store;

/// <summary>The figures of all regions for one measure, period and split (all children, boys, girls …), by their places in the <see cref="Shape"/>.</summary>
readonly record struct Slice(int Measure, int Period, int Split);

/// <summary>The place of one figure.</summary>
readonly record struct Cell(Slice Slice, RegionLevel Level, int Row);

/// <summary>
/// What a store has room for. It is fixed for the life of a store; whoever makes it names periods to come too, for a slice without figures costs 160 bytes. The origin says
/// which record the figures come from and changes when a backup is put back: a file of another origin is as foreign as one of other measures.
/// </summary>
sealed class Shape
{
    static readonly int Levels = Enum.GetValues<RegionLevel>().Length;

    readonly Dictionary<string, int> measures = new(StringComparer.Ordinal);
    readonly Dictionary<Period, int> periods = [];

    public Shape(string origin, IEnumerable<string> measures, IEnumerable<Period> periods, int splits, RegionOrder regions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        foreach (var measure in measures) this.measures.TryAdd(measure, this.measures.Count);
        foreach (var period in periods.Distinct().Order()) this.periods.Add(period, this.periods.Count); // a series is in the order of time
        (Splits, Regions) = (splits, regions);
        Measures = [.. this.measures.Keys];
        Periods = [.. this.periods.Keys];

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in (IEnumerable<string>)[origin, $"{Measures.Count}", .. Measures, $"{Periods.Count}", .. Periods.Select(p => p.ToString()), $"{splits}", .. Codes()]) hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        Fingerprint = hash.GetHashAndReset();
    }

    public IReadOnlyList<string> Measures { get; }
    public IReadOnlyList<Period> Periods { get; }
    public int Splits { get; }
    public RegionOrder Regions { get; }

    /// <summary>Two shapes with the same fingerprint put every figure at the same place.</summary>
    public byte[] Fingerprint { get; }

    public int Slices => Measures.Count * Splits * Periods.Count;
    public int Chunks => Slices * Levels;

    /// <summary>Null when the shape has no room for it: a store of a new shape is then made from the record.</summary>
    public Slice? Find(string measure, Period period, int split = 0) =>
        measures.TryGetValue(measure, out var m) && periods.TryGetValue(period, out var p) && (uint)split < Splits ? new(m, p, split) : null;

    /// <inheritdoc cref="Find(string, Period, int)"/>
    public Cell? Find(string measure, Period period, int split, string region) =>
        Find(measure, period, split) is { } slice && Regions.Row(region) is { } row ? new(slice, RegionCode.Level(region), row) : null;

    // Periods are neighbours, so that a series is read forwards; a level nobody reports on is not in between.
    public int Place(Slice slice)
    {
        if ((uint)slice.Measure >= Measures.Count || (uint)slice.Period >= Periods.Count || (uint)slice.Split >= Splits) throw new ArgumentOutOfRangeException(nameof(slice), slice, "The shape has no such slice.");
        return (slice.Measure * Splits + slice.Split) * Periods.Count + slice.Period;
    }

    public int Chunk(Slice slice, RegionLevel level) => (int)level * Slices + Place(slice);

    public int Rows(int chunk) => Regions.Count((RegionLevel)(chunk / Slices));

    IEnumerable<string> Codes() => Enum.GetValues<RegionLevel>().SelectMany(level => Enumerable.Range(0, Regions.Count(level)).Select(row => Regions.Code(level, row)));
}
