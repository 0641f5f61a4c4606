using OneMetre.Indicators.Store;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;

namespace OneMetre.Tests.Indicators;

public class StoreTests
{
    static readonly RegionParts Provinces = StoreSample.Shape.Regions.Parts(RegionLevel.Province, RegionLevel.County);

    [Fact]
    public void The_example_of_the_readme_works()
    {
        var regions = new RegionOrder(["370000000000", "371500000000", "371502000000", "371503000000"]); // a province, a city, two counties
        var shape = new Shape("liaocheng/1", ["NurserySeatsPer1000"], [new(PeriodKind.Year, 2025, 1), new(PeriodKind.Year, 2026, 1)], splits: 3, regions);

        using var store = ValueStore.Create(shape); // with a path it is a mapped file
        var year = shape.Find("NurserySeatsPer1000", new(PeriodKind.Year, 2026, 1))!.Value;
        var county = shape.Find("NurserySeatsPer1000", new(PeriodKind.Year, 2026, 1), 0, "371502000000")!.Value;
        store.Apply(sequence: 1, [new(county, 4.6m), new(county with { Row = county.Row + 1 }, 0.4m)]);

        Assert.Equal(5.0m, store.Sum(year, regions.Below("371500000000", RegionLevel.County)).Sum);
        Assert.Equal(4.6m, store.League(year, regions.All(RegionLevel.County))[0].Number);
        Assert.Equal(1, store.Sequence);
    }

    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.3)]
    [InlineData(3, 1)]
    public void Every_answer_is_that_of_a_plain_dictionary(int seed, double share)
    {
        var record = StoreSample.Record(seed, share);
        using var loaded = StoreSample.Loaded(record);
        using var copied = loaded.Copy();
        foreach (var store in (ValueStore[])[loaded, copied]) StoreSample.AssertSame(record, store);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Figures_that_are_set_overwritten_and_taken_away_are_those_of_a_plain_dictionary(int seed)
    {
        var (random, record) = (new Random(seed), new Dictionary<Cell, decimal>());
        using var store = ValueStore.Create(StoreSample.Shape);
        for (var batch = 1; batch <= 40; batch++)
        {
            var changes = Enumerable.Range(0, 400).Select(_ => new Change(StoreSample.AnyCell(random, slices: 3), random.Next(3) == 0 ? null : StoreSample.AnyNumber(random))).ToList();
            foreach (var change in changes)
                if (change.Number is { } number) record[change.Cell] = number;
                else record.Remove(change.Cell);
            store.Apply(batch, changes);
        }
        StoreSample.AssertSame(record, store);

        store.Apply(41, record.Keys.Select(cell => new Change(cell, null)));
        StoreSample.AssertSame([], store);
    }

    [Fact]
    public void The_order_of_writes_does_not_matter()
    {
        var record = StoreSample.Record(21, 0.4).ToArray();
        using var first = StoreSample.Loaded(record);
        new Random(22).Shuffle(record);
        using var second = StoreSample.Loaded(record);

        StoreSample.AssertSame(record.ToDictionary(), first);
        StoreSample.AssertSame(record.ToDictionary(), second);
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        using var store = StoreSample.Loaded(StoreSample.Record(31, 0.5));
        var totals = new Total[Provinces.Count];
        for (var period = 0; period < StoreSample.Shape.Periods.Count; period++)
        {
            var slice = new Slice(0, period, 0);
            store.Sum(slice, Provinces, totals);
            var whole = store.Sum(slice, StoreSample.Shape.Regions.All(RegionLevel.County));

            Assert.Equal(whole.Sum, totals.Sum(total => total.Sum));
            Assert.Equal(whole.Count, totals.Sum(total => total.Count));
        }
    }

    [Fact]
    public void The_level_of_a_sum_counts_alone()
    {
        var shape = StoreSample.Shape;
        var (province, city, county) = (shape.Regions.Code(RegionLevel.Province, 0), shape.Regions.Code(RegionLevel.City, 0), shape.Regions.Code(RegionLevel.County, 0));
        Change At(string code, decimal number) => new(shape.Find("M0", shape.Periods[0], 0, code)!.Value, number);
        using var store = ValueStore.Create(shape);
        store.Apply(1, [At(province, 100), At(city, 10), At(county, 1)]);

        Assert.Equal(1, store.Sum(new(0, 0, 0), shape.Regions.Below(province, RegionLevel.County)).Sum);
        Assert.Equal(10, store.Sum(new(0, 0, 0), shape.Regions.Below(province, RegionLevel.City)).Sum);
        Assert.Equal(100, store.Sum(new(0, 0, 0), shape.Regions.Below(province, RegionLevel.Province)).Sum);
        Assert.Equal(0, store.Sum(new(0, 0, 0), shape.Regions.Below(county, RegionLevel.City)).Count);
    }

    [Fact]
    public void A_sum_of_the_largest_figures_is_exact()
    {
        const decimal Largest = 99_999_999_999_999.9999m;
        var rows = StoreSample.Shape.Regions.Count(RegionLevel.County);
        using var store = StoreSample.Loaded(Enumerable.Range(0, rows).ToDictionary(row => new Cell(new(0, 0, 0), RegionLevel.County, row), row => row == 5 ? -Largest : Largest));

        Assert.Equal(Largest * (rows - 2), store.Sum(new(0, 0, 0), StoreSample.Shape.Regions.All(RegionLevel.County)).Sum);
    }

    [Fact]
    public void A_figure_that_the_record_could_not_hold_is_refused()
    {
        using var store = ValueStore.Create(StoreSample.Shape);
        foreach (var number in (decimal[])[0.00001m, 100_000_000_000_000m, -100_000_000_000_000m])
            Assert.Throws<ArgumentOutOfRangeException>(() => store.Apply(1, [new(new(new(0, 0, 0), RegionLevel.County, 0), number)]));
        Assert.Equal(0, store.Sequence);
    }

    [Fact]
    public void A_place_outside_the_shape_is_refused()
    {
        using var store = ValueStore.Create(StoreSample.Shape);
        var counties = StoreSample.Shape.Regions.All(RegionLevel.County);

        Assert.Null(StoreSample.Shape.Find("M0", new(PeriodKind.Year, 1999, 1)));
        Assert.Null(StoreSample.Shape.Find("M0", StoreSample.Shape.Periods[0], 0, "990000000000"));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Sum(new(0, 0, 0), counties with { To = counties.To + 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Sum(new(StoreSample.Shape.Measures.Count, 0, 0), counties));
        Assert.Throws<ArgumentOutOfRangeException>(() => store[new(new(0, 0, 0), RegionLevel.County, -1)]);
    }

    [Fact]
    public void A_copy_holds_the_same_and_wastes_nothing()
    {
        var record = StoreSample.Record(41, 0.2);
        using var store = StoreSample.Loaded(record);
        using var copy = store.Copy();

        StoreSample.AssertSame(record, copy);
        Assert.Equal(store.Sequence, copy.Sequence);
        Assert.InRange(copy.Waste, 0, 1 << 16);
        Assert.True(copy.Bytes <= store.Bytes);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_change()
    {
        var shape = StoreSample.Shape;
        var counties = shape.Regions.All(RegionLevel.County);
        using var store = ValueStore.Create(shape);
        var slice = new Slice(1, 2, 0);
        Cell At(int row) => new(slice, RegionLevel.County, row);
        store.Apply(1, [new(At(0), 7)]);
        using var done = new CancellationTokenSource();

        // Every figure is 7, so every sum is 7 × count, whatever chunk the reader is in while it grows, moves, shrinks and is overwritten.
        var writer = Task.Run(() =>
        {
            var random = new Random(51);
            for (var sequence = 2; sequence < 4000; sequence++) store.Apply(sequence, [.. Enumerable.Range(0, 20).Select(_ => new Change(At(random.Next(1, counties.Count)), random.Next(4) == 0 ? null : 7))]);
        });
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var totals = new Total[Provinces.Count];
            while (!done.IsCancellationRequested)
            {
                var total = store.Sum(slice, counties);
                Assert.Equal(7m * total.Count, total.Sum);
                Assert.All(store.League(slice, counties), line => Assert.Equal(7, line.Number));
                store.Sum(slice, Provinces, totals);
                Assert.All(totals, part => Assert.Equal(7m * part.Count, part.Sum));
                Assert.Equal(7, store[At(0)]);
            }
        })).ToArray();

        await writer;
        await done.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_reader_is_safe_while_the_store_is_disposed_of()
    {
        var counties = StoreSample.Shape.Regions.All(RegionLevel.County);
        for (var round = 0; round < 20; round++)
        {
            var store = StoreSample.Loaded(StoreSample.Record(61, 0.05));
            using var started = new SemaphoreSlim(0);
            var reader = Task.Run(() =>
            {
                started.Release();
                Assert.Throws<ObjectDisposedException>(ReadOn);
            });
            await started.WaitAsync();
            store.Dispose();
            await reader;

            void ReadOn()
            {
                while (true) store.Sum(new(0, 0, 0), counties);
            }
        }
    }
}
