using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Indicators;

/// <summary>An invented country of four provinces, and a plain dictionary to compare every answer of a store with.</summary>
static class StoreSample
{
    public static Shape Shape { get; } = ShapeOf("sample");

    public static Shape ShapeOf(string origin, int measures = 4) => new(origin, Enumerable.Range(0, measures).Select(m => $"M{m}"),
        [.. Enumerable.Range(1, 12).Select(m => new Period(PeriodKind.Month, 2026, m)), new(PeriodKind.Year, 2026, 1)], 2, new(Codes()));

    static IEnumerable<string> Codes()
    {
        for (var province = 11; province < 15; province++)
        {
            yield return $"{province}0000000000";
            for (var city = 1; city <= province - 8; city++)
            {
                yield return $"{province}{city:00}00000000";
                for (var county = 1; county <= 17; county++) yield return $"{province}{city:00}{county:00}000000";
            }
        }
    }

    public static Cell AnyCell(Random random, int slices)
    {
        var level = (RegionLevel)random.Next(3);
        return new(new(random.Next(Math.Min(slices, Shape.Measures.Count)), random.Next(Math.Min(slices, Shape.Periods.Count)), random.Next(Shape.Splits)), level, random.Next(Shape.Regions.Count(level)));
    }

    public static decimal AnyNumber(Random random) => random.Next(10) == 0 ? random.Next(-3, 3) : random.NextInt64(-1_000_000_000, 1_000_000_000) / 10_000m;

    public static Dictionary<Cell, decimal> Record(int seed, double share)
    {
        var random = new Random(seed);
        var record = new Dictionary<Cell, decimal>();
        for (var chunk = 0; chunk < Shape.Slices; chunk++)
            foreach (var level in (RegionLevel[])[RegionLevel.City, RegionLevel.County])
                for (var row = 0; row < Shape.Regions.Count(level); row++)
                    if (random.NextDouble() < share)
                        record[new(new(chunk % Shape.Measures.Count, chunk / Shape.Measures.Count % Shape.Periods.Count, chunk / Shape.Measures.Count / Shape.Periods.Count), level, row)] = AnyNumber(random);
        return record;
    }

    public static ValueStore Loaded(IEnumerable<KeyValuePair<Cell, decimal>> record, string? path = null)
    {
        var store = ValueStore.Create(Shape, path);
        store.Apply(7, record.Select(figure => new Change(figure.Key, figure.Value)));
        return store;
    }

    public static void AssertSame(Dictionary<Cell, decimal> record, ValueStore store)
    {
        var shape = store.Shape;
        var parts = shape.Regions.Parts(RegionLevel.Province, RegionLevel.County);
        var (rollUp, series, measures, byPart) = (new Total[shape.Slices * parts.Count], new Total[shape.Periods.Count], new decimal?[shape.Measures.Count], new Total[parts.Count]);
        store.RollUp(parts, rollUp);
        for (var measure = 0; measure < shape.Measures.Count; measure++)
            for (var split = 0; split < shape.Splits; split++)
            {
                var city = shape.Regions.Below(shape.Regions.Code(RegionLevel.City, measure), RegionLevel.County);
                store.Series(measure, split, city, series);
                for (var period = 0; period < shape.Periods.Count; period++)
                {
                    var slice = new Slice(measure, period, split);
                    store.Sum(slice, parts, byPart);
                    for (var part = 0; part < parts.Count; part++)
                    {
                        Assert.Equal(Expected(slice, parts[part]), (byPart[part].Sum, byPart[part].Count));
                        Assert.Equal(byPart[part], rollUp[shape.Place(slice) * parts.Count + part]);
                        Assert.Equal(byPart[part], store.Sum(slice, parts[part]));
                    }
                    Assert.Equal(Expected(slice, city), (series[period].Sum, series[period].Count));

                    var league = store.League(slice, shape.Regions.All(RegionLevel.County)).Select(line => (line.Row, line.Number));
                    Assert.Equal(Rows(slice, shape.Regions.All(RegionLevel.County)).OrderByDescending(line => line.Number).ThenBy(line => line.Row), league);

                    store.Measures(RegionLevel.City, measure, period, split, measures);
                    Assert.Equal(Enumerable.Range(0, measures.Length).Select(m => record.TryGetValue(new(new(m, period, split), RegionLevel.City, measure), out var number) ? number : (decimal?)null), measures);
                }
            }
        Assert.All(record, figure => Assert.Equal(figure.Value, store[figure.Key]));

        (decimal, int) Expected(Slice slice, RegionRange range) => (Rows(slice, range).Sum(line => line.Number), Rows(slice, range).Count());
        IEnumerable<(int Row, decimal Number)> Rows(Slice slice, RegionRange range) => Enumerable.Range(range.From, range.Count)
            .Where(row => record.ContainsKey(new(slice, range.Level, row))).Select(row => (row, record[new(slice, range.Level, row)]));
    }
}
